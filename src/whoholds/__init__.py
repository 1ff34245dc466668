"""Who holds which place, since when, how surely, and according to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from whoholds.__about__ import __version__
from whoholds.errors import WhoholdsError
from whoholds.model import Annotation, Claim, Explanation, Failure, Holding, Report, Statement

if TYPE_CHECKING:
    from whoholds.service.readers import Loaded
    from whoholds.service.whoholds import Whoholds

__all__ = [
    "Annotation",
    "Claim",
    "Explanation",
    "Failure",
    "Holding",
    "Report",
    "Statement",
    "WhoholdsError",
    "__version__",
    "annotate",
    "open",
]


def open(  # noqa: A001
    store: str | Path, *, create: bool = False, parser: str = "whoholds"
) -> Whoholds:
    """Return the store in a folder, with the verbs read, who, timeline, claims, explain, export.

    create: make it first where the folder is missing or empty. parser: what texts are read with,
    as for `annotate`. Raises StoreError.
    """
    from whoholds.service.whoholds import open_store  # loads much; kept off `import whoholds`

    return open_store(store, create=create, parser=parser)


def annotate(
    text: str,
    *,
    date: str | datetime | None = None,
    title: str | None = None,
    outlet: str | None = None,
    context: str = "",
    parser: str = "whoholds",
) -> Annotation:
    """Return the sentences, places, times, attributions, predicates and claims of a text.

    date: when it was published, an ISO day or time: the anchor of relative times. title, context:
    what stands before the text in the same report, read for who and where is meant. Offsets count
    characters of `text`. The reader is loaded at the first call. parser: another pipeline of
    Universal Dependencies than the shipped model, by name ("stanza", "udpipe", an installed spaCy
    pipeline, "module:function"). Raises IntakeError, and ModelError for an unknown parser.
    """
    from whoholds.service.annotate import annotate_text

    return annotate_text(
        text, date=date, title=title, outlet=outlet, context=context, factory=_reader(parser)
    )


def _reader(parser: str) -> Callable[[], Loaded]:
    from whoholds.service.readers import shared_reader

    return partial(shared_reader, parser)
