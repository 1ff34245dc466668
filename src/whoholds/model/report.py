"""One version of one published text."""

from __future__ import annotations

import hashlib
from datetime import datetime

from whoholds.model.noun import Noun


class Report(Noun, frozen=True):
    """One version of one published text, cleaned once and never changed again.

    id: sha256 over url, outlet, title, published, updated and text: the same report has the same
    id everywhere. sha256: of the text alone (UTF-8), so that a copy can be told.
    published, updated: UTC, None where the page does not say. language: ISO 639-1.
    source: where it was read (file path, URL, line), for error lists.
    """

    id: str
    text: str
    sha256: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    source: str | None = None

    @classmethod
    def make(
        cls,
        text: str,
        *,
        title: str | None = None,
        url: str | None = None,
        outlet: str | None = None,
        published: datetime | None = None,
        updated: datetime | None = None,
        language: str | None = None,
        source: str | None = None,
    ) -> Report:
        """Return the report with its hashes."""
        times = [None if t is None else t.isoformat() for t in (published, updated)]
        identity = "\x1f".join(str(part) for part in (url, outlet, title, *times, text))
        return cls(
            id=hashlib.sha256(identity.encode()).hexdigest()[:32],
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=title,
            url=url,
            outlet=outlet,
            published=published,
            updated=updated,
            language=language,
            source=source,
        )


class Failure(Noun, frozen=True):
    """An input that could not be used: where it is, what is wrong, what to do."""

    where: str
    what: str
    fix: str
