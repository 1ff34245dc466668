"""`whoholds who`, `timeline`, `claims` and `explain`: questions to a store."""

from __future__ import annotations

from typing import Annotated

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    JsonOption,
    KnownOption,
    LearnedOption,
    LevelOption,
    NeighboursOption,
    OnOption,
    PlaceArgument,
    SinceOption,
    StoreOption,
    UntilOption,
    lens_of,
    moment,
    opened,
    wants_json,
)
from whoholds.service.lens import Level

PANEL = "Ask"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (who, timeline, claims, explain):
        app.command(rich_help_panel=PANEL)(command)


def who(
    place: PlaceArgument,
    store: StoreOption = DEFAULT_STORE,
    on: OnOption = None,
    known: KnownOption = None,
    as_of: AsOfOption = None,
    level: LevelOption = Level.GROUP,
    neighbours: NeighboursOption = False,
    learned: LearnedOption = True,
    as_json: JsonOption = False,
) -> None:
    """Who holds PLACE, and who says so.

    The answer tells how surely, since when, and in whose words.

    The day asked about is that of the last report unless --on gives another. --known answers
    from what had been published by an earlier day: what one could know then. --as-of answers from
    what the store had read, and people had judged, by an earlier time: what it answered then. A
    report of 2016 that was read today counts for --known 2016-12-31, and not for an --as-of of
    yesterday. The exit status is 1 where there is no answer, and the answer then says why.

    Examples:

    \b
        whoholds who Manbij --on 2017-06-30
        whoholds who "Aleppo province"
        whoholds who geonames:170063 --json
    """
    from whoholds.cli.show_answers import show_answer

    answer = opened(store).who(
        place,
        on=on,
        known=known,
        as_of=moment(as_of),
        lens=lens_of(level, neighbours, learned),
    )
    show_answer(answer, as_json=wants_json(as_json))
    if answer.reason is not None and not answer.holding.absent:
        raise typer.Exit(1)


def timeline(
    place: PlaceArgument,
    store: StoreOption = DEFAULT_STORE,
    until: UntilOption = None,
    known: KnownOption = None,
    as_of: AsOfOption = None,
    level: LevelOption = Level.GROUP,
    neighbours: NeighboursOption = False,
    learned: LearnedOption = True,
    as_json: JsonOption = False,
) -> None:
    """Who held PLACE through time.

    Each row is a run of days with one answer.

    Examples:

    \b
        whoholds timeline Kherson
        whoholds timeline Manbij --until 2017-12-31 --json
    """
    from whoholds.cli.show_answers import show_timeline

    runs = opened(store).timeline(
        place,
        until=until,
        known=known,
        as_of=moment(as_of),
        lens=lens_of(level, neighbours, learned),
    )
    show_timeline(runs, place=place, as_json=wants_json(as_json))
    if not runs:
        raise typer.Exit(1)


def claims(
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Claims about this place.")
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Claims in which this party acts, loses or helps."),
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Claims that this speaker makes.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Claims of this kind; may be given again."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Print at most so many, the last published.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """The claims in the store.

    Each tells who did what, where and when, according to whom, in the words of the report.

    Kinds: seize, withdraw, handover, control_state, contest, siege, attack_repelled, advance,
    ceasefire; strike, casualties, displacement, talks, agreement.

    Examples:

    \b
        whoholds claims --place Manbij
        whoholds claims --actor "Islamic State" --kind withdraw --since 2017-01-01
        whoholds claims --speaker "Syrian Observatory for Human Rights" --json
    """
    from whoholds.cli.show_answers import show_claims

    found = opened(store).claims(
        place=place,
        actor=actor,
        speaker=speaker,
        kinds=kind or (),
        since=since,
        until=until,
        as_of=moment(as_of),
    )
    show_claims(found[-limit:] if limit else found, as_json=wants_json(as_json))
    if not found:
        raise typer.Exit(1)


def explain(
    place: PlaceArgument,
    store: StoreOption = DEFAULT_STORE,
    on: OnOption = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Explain this party's figure.")
    ] = None,
    known: KnownOption = None,
    as_of: AsOfOption = None,
    level: LevelOption = Level.GROUP,
    neighbours: NeighboursOption = False,
    learned: LearnedOption = True,
    as_json: JsonOption = False,
) -> None:
    """Why the answer for PLACE is what it is.

    It lists the terms, each with its words, that add up to the figure.

    Each term is told in nats of log-odds for the party: above 0 it speaks for it, below 0
    against it. Their sum is the figure.

    Examples:

    \b
        whoholds explain Manbij --on 2017-06-30
        whoholds explain Aleppo --actor "Islamic State"
    """
    from whoholds.cli.show_answers import show_explanation

    explanation = opened(store).explain(
        place,
        on=on,
        actor=actor,
        known=known,
        as_of=moment(as_of),
        lens=lens_of(level, neighbours, learned),
    )
    show_explanation(explanation, as_json=wants_json(as_json))
