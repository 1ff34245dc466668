"""The bytes of one source -> Reports, whatever brought them: a file, an archive, a server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whoholds.errors import IntakeError
from whoholds.intake.decode import check_size, decode
from whoholds.intake.feed import is_feed, read_feed, report_of
from whoholds.intake.plain import read_plain
from whoholds.intake.rows import decode_row, read_row
from whoholds.model import Failure, Report

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
UNDATED = 'no publication date in it: relative times such as "on Friday" stay open'

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Bytes with what is known of them.

    where: how failures call it. name: of the file, in lower case. url: the address that it came
    from. charset: the encoding that the server told. is_page: whether it is HTML for certain.
    """

    data: bytes
    where: str
    name: str = ""
    url: str | None = None
    charset: str | None = None
    is_page: bool = False


def read_source(source: Source) -> Iterator[Report | Failure]:
    """Yield what a text, page, feed or JSON file holds, with a Failure for what cannot be used."""
    try:
        if source.name.endswith(LINES):
            yield from read_lines(source.data.splitlines(keepends=True), where=source.where)
            return
        if source.name.endswith((".json", ".json.gz")):
            yield from _read_json(source.data, where=source.where)
            return
        text = text_of(source)
        if is_feed(text) and not source.is_page:
            yield from _read_feed(source)
            return
        report = report_in(source, text)
    except IntakeError as error:
        yield failure(error)
        return
    yield from with_warning(report)


def text_of(source: Source) -> str:
    """Return the source's characters; raises IntakeError where it is empty or no text."""
    if not source.data.strip():
        raise IntakeError(where=source.where, what="empty", fix="Give a file with a text in it.")
    return decode(source.data, where=source.where, charset=source.charset)


def report_in(source: Source, text: str) -> Report:
    """Return the report that a page or a plain text is; raises IntakeError."""
    if source.is_page or source.name.endswith(PAGES) or _HTML.match(text[:2000]):
        from whoholds.intake.page import read_page  # loads much that plain text does not need

        return read_page(text, source=source.where, fetched=source.url)
    return read_plain(text, source=source.where)


def read_lines(lines: Iterable[bytes], *, where: str) -> Iterator[Report | Failure]:
    """Yield the reports of lines of JSON."""
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        at = f"{where}:{number}"
        try:
            check_size(len(line), where=at)
            row = decode_row(line.removeprefix(b"\xef\xbb\xbf"), source=at)
        except IntakeError as error:
            yield failure(error)
            continue
        yield from _read_row(row, where=at)
    if not number:
        yield Failure(where=where, what="empty", fix="Put one JSON object on each line.")


def with_warning(report: Report, complaint: str | None = None) -> Iterator[Report | Failure]:
    """Yield the report, and a Failure as well where its date is not known."""
    yield report
    if complaint or report.published is None:
        yield Failure(
            where=report.source or "",
            what=f"read, but {complaint or UNDATED}",
            fix='Give its date, for example in a first line "Published 2017-06-30".',
        )


def failure(error: IntakeError) -> Failure:
    """Return the error as a thing to list."""
    return Failure(where=error.where, what=error.what, fix=error.fix)


def _read_feed(source: Source) -> Iterator[Report | Failure]:
    """Yield the articles that a feed gives in full; a file sends nobody to the network."""
    for number, entry in enumerate(read_feed(source.data, source=source.where), start=1):
        where = f"{source.where}:{number}"
        if not entry.lines:
            yield Failure(
                where=where,
                what="the feed does not give this entry in full",
                fix=f"Read its page: {entry.url}" if entry.url else "Look for its page.",
            )
            continue
        try:
            report = report_of(entry, source=where)
        except IntakeError as error:
            yield failure(error)
            continue
        yield from with_warning(report)


def _read_json(data: bytes, *, where: str) -> Iterator[Report | Failure]:
    """Read a JSON file: a list of objects, one object, or lines of objects all the same."""
    try:
        found = decode_row(data, source=where)
    except IntakeError:
        yield from read_lines(data.splitlines(keepends=True), where=where)
        return
    rows = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, start=1):
        yield from _read_row(row, where=f"{where}:{number}")


def _read_row(row: object, *, where: str) -> Iterator[Report | Failure]:
    try:
        report, complaint = read_row(row, source=where)
    except IntakeError as error:
        yield failure(error)
        return
    yield from with_warning(report, complaint)
