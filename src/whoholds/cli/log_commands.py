"""`whoholds happenings`, `show` and `speakers`: the log's events, words and voices."""

from __future__ import annotations

from typing import Annotated

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    JsonOption,
    KnownOption,
    SinceOption,
    StoreOption,
    UntilOption,
    moment,
    opened,
    wants_json,
)

PANEL = "Ask"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (happenings, show, speakers):
        app.command(rich_help_panel=PANEL)(command)


def happenings(
    place: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Happenings at this place or at places inside it."),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Happenings in which this party acts, loses or helps."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Told by a claim of this kind; may be given again."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    known: KnownOption = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Print at most so many, the last.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """The events that the reports tell of.

    The claims about one event are brought together across reports. Each row tells the best known
    time, place and parties, how many statements and independent speakers there are, and who
    denies it or names another day or taker. Nine papers that print one wire story are one speaker.

    The kinds are those of claims: see whoholds claims --help. The exit status is 1 where nothing
    fits.

    Examples:

    \b
        whoholds happenings --place Manbij
        whoholds happenings --place "Aleppo province" --since 2016-12-01 --until 2016-12-31
        whoholds happenings --actor "Islamic State" --kind withdraw --json
    """
    from whoholds.cli.show_log import show_happenings

    opened_store = opened(store)
    found = opened_store.happenings(
        place=place,
        actor=actor,
        kinds=kind or (),
        since=since,
        until=until,
        known=known,
        as_of=moment(as_of),
    )
    shown = found[-limit:] if limit else found
    show_happenings(shown, name_of=opened_store.name_of, as_json=wants_json(as_json))
    if not found:
        raise typer.Exit(1)


def show(
    identity: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id of a statement, a happening or a report, or its beginning."
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """A statement, a happening or a report with the words that it rests on.

    On a terminal the words are coloured: the claim's evidence underlined, its trigger bold, the
    parties, places and speakers in a colour each. In a pipe each is told by its characters in the
    report's text. The beginning of an id is enough where no other begins so. The id of a happening
    begins with "happening:"; "report:" and "statement:" may stand before the others.

    Examples:

    \b
        whoholds show 3f2a91c0
        whoholds show happening:3f2a91c0
        whoholds show report:b71e --json
    """
    from whoholds.cli.show_log import show_found

    opened_store = opened(store)
    found = opened_store.show(identity, as_of=moment(as_of))
    show_found(found, name_of=opened_store.name_of, as_json=wants_json(as_json))


def speakers(
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """How each speaker's claims fared with others.

    Each row counts the happenings that a speaker told of, apart for good news for its own side
    (for), bad news (against) and the rest: how many another voice confirmed, how many of those
    only later, and how many another voice contradicted. What a report says in its own voice counts
    to its outlet, or to the agency that it credits.

    Believed is the share of its claims that are so, with its standard error, as all claims of the
    store together teach it: empty where the store is too small. It starts at what its kind is
    believed at first (in brackets), and moves with its claims; who is only ever confirmed by its
    own side, or has few claims, stays near that. Below the table stands how often a place changes
    hands without any report.

    Examples:

    \b
        whoholds speakers
        whoholds speakers --as-of 2017-06-30 --json
    """
    from whoholds.cli.show_log import show_paces, show_speakers
    from whoholds.service.learned import by_bias

    opened_store = opened(store)
    at = moment(as_of)
    found = opened_store.speakers(as_of=at)
    believed = by_bias(opened_store.reliabilities(as_of=at))
    json = wants_json(as_json)
    show_speakers(
        found, believed, name_of=lambda i: opened_store.speaker_name(i, as_of=at), as_json=json
    )
    if not json:
        show_paces(opened_store.paces(as_of=at))
    if not found:
        raise typer.Exit(1)
