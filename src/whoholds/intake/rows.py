"""Lines of JSON -> Reports."""

from __future__ import annotations

from typing import Any

import msgspec

from whoholds.errors import IntakeError
from whoholds.intake.body import Parts, make_report
from whoholds.intake.clean import normalise
from whoholds.intake.dates import find_date, parse_date
from whoholds.model import Report

FIELDS = {
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "date_published"),
    "updated": ("updated", "modified", "updated_at", "date_modified"),
    "url": ("url", "link"),
    "outlet": ("outlet", "source", "publisher"),
    "id": ("id",),
}
"""The fields read of a row, each with the names it goes by; the first that is there counts."""


def read_row(row: object, *, source: str) -> tuple[Report, str | None]:
    """Return the report in a JSON object, and what is wrong with its date where it cannot be read.

    Raises IntakeError where the object has no text.
    """
    if not isinstance(row, dict):
        raise IntakeError(
            where=source, what="not a JSON object", fix='Give objects such as {"text": "..."}.'
        )
    told = {field: _first(row, names, source=source) for field, names in FIELDS.items()}
    if not (told["text"] or "").strip():
        raise IntakeError(
            where=source,
            what='no "text" in the row',
            fix=f"Name the field {' or '.join(FIELDS['text'])}.",
        )
    published = parse_date(told["published"]) if told["published"] else None
    complaint = None
    if told["published"] and published is None:
        complaint = f"its date {told['published']!r} cannot be read"
    report = make_report(
        Parts(
            lines=_lines(told["text"] or "", told["title"]),
            title=told["title"],
            url=told["url"],
            outlet=told["outlet"],
            published=published,
            updated=parse_date(told["updated"]) if told["updated"] else None,
        ),
        source=f"{source}#{told['id']}" if told["id"] else source,
    )
    return report, complaint


def decode_row(line: bytes, *, source: str) -> Any:
    """Return the JSON value in a line; raises IntakeError."""
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IntakeError(
            where=source, what=f"not JSON: {error}", fix="Put one JSON object on each line."
        ) from None


def _first(row: dict[str, Any], names: tuple[str, ...], *, source: str) -> str | None:
    for name in names:
        value = row.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, (str, int)):
            return str(value)
        raise IntakeError(
            where=source, what=f'"{name}" is no text', fix=f'Give "{name}" as a string.'
        )
    return None


def _lines(text: str, title: str | None) -> list[str]:
    """Return the text's lines, a printed date before a repeated headline taken off."""
    lines = normalise(text).split("\n")
    found = find_date(lines[0][:40]) if title else None
    if found and title and found[1] == 0:
        rest = lines[0][found[2] :].lstrip(" .,|-")
        if rest.startswith(normalise(title)):
            lines[0] = rest
    return lines
