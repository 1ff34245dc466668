"""The options that make a file fit to be published, for every command that writes one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.options import opened

if TYPE_CHECKING:
    from whoholds.service.whoholds import Whoholds

PublicOption = Annotated[
    bool, typer.Option("--public", help="Leave out what may harm people; see above.")
]
DelayOption = Annotated[
    int | None,
    typer.Option(min=0, metavar="DAYS", help="Of --public: how old reports are; 14."),
]
WordsOption = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="Of --public: words of a report's sentence; 25."),
]


def opened_for(path: Path, public: bool, delay: int | None, words: int | None = None) -> Whoholds:
    """Return a store, as the public may see it where that is asked for."""
    if not public and (delay is not None or words is not None):
        raise typer.BadParameter("--delay and --words go with --public")
    store = opened(path)
    if not public:
        return store
    from whoholds.publish.public import DELAY, WORDS
    from whoholds.service.outgoing import Outgoing

    return Outgoing(
        store,
        delay=DELAY if delay is None else delay,
        words=WORDS if words is None else words,
    )
