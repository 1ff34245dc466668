"""Texts in, annotations out, without a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any

import msgspec

from whoholds.errors import IntakeError
from whoholds.intake.dates import parse_moment
from whoholds.model import Annotation, Failure, Interval
from whoholds.publish.annotations import annotation_row
from whoholds.service.batch import attempt, map_in_order
from whoholds.service.readers import EnglishReader, Loaded, ReaderFactory

MAX_TEXT = 1_000_000
"""The longest text that is read, in characters."""


class TextIn(msgspec.Struct, frozen=True, kw_only=True):
    """One input line of `annotate`; other fields are ignored."""

    text: str
    id: Any = None
    date: str | int | None = None
    title: str | None = None
    outlet: str | None = None
    context: str | None = None


def annotate_lines(
    lines: Iterable[bytes],
    *,
    factory: ReaderFactory | None = None,
    workers: int | None = None,
) -> Iterator[tuple[bytes, bool]]:
    """Yield (JSON line, whether it could be read) for each input line that is not blank, in order.

    A line that is no JSON or has no text gives {"id", "error"} in its place.
    """
    full = (line for line in lines if line.strip())
    for result in map_in_order(
        full, _annotate_line, factory=factory or EnglishReader(), workers=workers
    ):
        if isinstance(result, Failure):  # the line itself was at fault outside of reading
            yield _error_line(None, result.what), False
        else:
            yield result


def annotate_text(
    text: str,
    *,
    date: str | datetime | None = None,
    title: str | None = None,
    outlet: str | None = None,
    context: str = "",
    factory: ReaderFactory | None = None,
) -> Annotation:
    """Return what one text says; offsets count its characters as given.

    date: when it was published (ISO day or time), the anchor of its relative times.
    Raises IntakeError for a date that cannot be read or a text that is too long.
    """
    anchor = date if isinstance(date, datetime) else None
    if isinstance(date, str):
        anchor = anchor_of(date)
        if anchor is None:
            raise IntakeError(
                where="date", what=f"{date!r} is no date", fix="Give an ISO day such as 2017-06-30."
            )
    _check_length(text)
    reader = (factory or EnglishReader())().reader
    return reader.read(text, published=anchor, title=title, outlet=outlet, context=context)


def anchor_of(date: str) -> datetime | None:
    """Return the time from which a text's relative times are told, None where it is no date.

    It keeps the zone that it is told in: "today" is the day by that clock.
    A month or a year stands for its last day: the text cannot be later than that.
    """
    date = date.strip()
    if len(date) in {4, 7}:
        try:
            last = Interval.from_iso(date).last_day
        except ValueError:
            return None
        return None if last is None else datetime.combine(last, time(), tzinfo=UTC)
    return parse_moment(date)


def _annotate_line(loaded: Loaded, line: bytes) -> tuple[bytes, bool]:
    try:
        item = msgspec.json.decode(line, type=TextIn)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _error_line(_id_of(line), f"not a JSON object with a text: {error}"), False
    result = attempt(_annotate_item, loaded, item)
    if isinstance(result, Failure):
        return _error_line(item.id, f"{result.where}: {result.what}"), False
    return msgspec.json.encode(annotation_row(item.id, result)), True


def _annotate_item(loaded: Loaded, item: TextIn) -> Annotation:
    _check_length(item.text)
    return loaded.reader.read(
        item.text,
        published=anchor_of(str(item.date)) if item.date is not None else None,
        title=item.title or None,
        outlet=item.outlet or None,
        context=item.context or "",
    )


def _check_length(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise IntakeError(
            where="text",
            what=f"{len(text):,} characters are more than the {MAX_TEXT:,} that are read at once",
            fix="Split it.",
        )


def _error_line(id_: object, what: str) -> bytes:
    return msgspec.json.encode({"id": id_, "error": what})


def _id_of(line: bytes) -> object:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return found.get("id") if isinstance(found, dict) else None
