"""What every source has in common: parts of a report -> the Report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from whoholds.errors import IntakeError
from whoholds.intake.clean import clean_lines, normalise
from whoholds.intake.language import READ, language_of
from whoholds.model import Report

MAX_TEXT = 1_000_000
"""The longest report that is read, in characters."""

PARAGRAPH = "\n\n"
_TRIM = " .:|-–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a source told of a report, before cleaning.

    lines: the body, one paragraph each.
    """

    lines: list[str]
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    updated: datetime | None = None


def make_report(parts: Parts, *, source: str) -> Report:
    """Return the report; its text opens with the headline as a paragraph of its own.

    What the source says of time and outlet goes before what lines of the body say. Raises
    IntakeError where nothing is left to read, or it is not in English.
    """
    title = normalise(parts.title or "").replace("\n", " ").strip() or None
    lines = [line for part in parts.lines for line in normalise(part).split("\n") if line]
    clean = clean_lines(_without_title(lines, title))
    paragraphs = ([title] if title else []) + _without_title(list(clean.paragraphs), title)
    text = normalise(PARAGRAPH.join(paragraphs))
    _check(text, has_body=len(paragraphs) > bool(title), source=source)
    return Report.make(
        text,
        title=title,
        url=parts.url or clean.fields.get("url"),
        outlet=parts.outlet or clean.fields.get("outlet"),
        published=parts.published or clean.published,
        updated=parts.updated or clean.updated,
        language=READ,
        source=source,
    )


def _without_title(lines: list[str], title: str | None) -> list[str]:
    """Return the lines without the headline, where the first of them repeat it."""
    if not title:
        return lines
    for index, line in enumerate(lines[:4]):
        rest = _after_title(line, title)
        if rest is not None:
            return [*lines[:index], *([rest] if rest else []), *lines[index + 1 :]]
    return lines


def _after_title(line: str, title: str) -> str | None:
    """Return what follows the headline in a line that opens with it, else None."""
    if not line.casefold().startswith(title.rstrip(_TRIM).casefold()):
        return None
    rest = line[len(title.rstrip(_TRIM)) :]
    if not rest.strip(_TRIM):
        return ""
    return rest.lstrip(_TRIM) if re.match(r"\s*[.:|–—-]\s", rest) else None


def _check(text: str, *, has_body: bool, source: str) -> None:
    if not has_body:
        raise IntakeError(
            where=source, what="no text in it", fix="Check that the source holds an article."
        )
    if len(text) > MAX_TEXT:
        raise IntakeError(
            where=source,
            what=f"too long: {len(text):,} characters, and at most {MAX_TEXT:,} are read",
            fix="Split it into its articles.",
        )
    language = language_of(text)
    if language != READ:
        raise IntakeError(
            where=source,
            what=f"not read: its language is {language!r}, and English alone is read",
            fix="Give an English translation.",
        )
