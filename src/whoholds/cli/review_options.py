"""The options of `whoholds review`, and the parts of a claim that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whoholds.service.review.change import Change

CLEAR = "none"
"""The word that clears a part of a claim."""

ReviewerOption = Annotated[
    str,
    typer.Option("--as", envvar="WHOHOLDS_REVIEWER", metavar="NAME", help="Who judges."),
]
StatementArgument = Annotated[
    str, typer.Argument(metavar="ID", help="The id of a statement, or its beginning.")
]
CommentOption = Annotated[
    str | None, typer.Option("--comment", metavar="WORDS", help="A remark that is kept with it.")
]
AdjudicateOption = Annotated[
    bool, typer.Option("--adjudicate", help="Decide, whatever other reviewers said.")
]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="What happened.")]
ActorOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Who did it; `none` for nobody named.")
]
AgainstOption = Annotated[
    str | None, typer.Option("--against", metavar="NAME", help="Its opponent, or `none`.")
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help="Where: a name or an id, or `none`.")
]
RelationOption = Annotated[
    str | None, typer.Option("--relation", metavar="WORD", help="in, near, part_of, toward, ...")
]
StartOption = Annotated[
    str | None, typer.Option("--start", metavar="DATE", help="A day, month or year, or `none`.")
]
EndOption = Annotated[
    str | None, typer.Option("--end", metavar="DATE", help="The last day, where it lasted.")
]
ModalityOption = Annotated[
    str | None, typer.Option("--modality", metavar="WORD", help="asserted, denied, planned, ...")
]
StatusOption = Annotated[
    str | None, typer.Option("--status", metavar="WORD", help="controls, lost, contested, ...")
]
SpeakerOption = Annotated[
    str | None,
    typer.Option("--speaker", metavar="NAME", help="Who says so; `none`: the report itself."),
]


def change_of(parts: dict[str, str | None]) -> Change:
    """Return the parts that were given; the word `none` clears one."""
    from whoholds.service.review.change import Change

    given = {k: v for k, v in parts.items() if v is not None}
    cleared = {k: None for k in _CLEARABLE if given.get(k) == CLEAR}
    return Change(**{**given, **cleared})  # type: ignore[arg-type]


_CLEARABLE = ("actor_id", "counter_actor_id", "place_id", "start", "end", "speaker")
