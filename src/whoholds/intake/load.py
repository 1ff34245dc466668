"""Sources in words -> Reports, one after another, with a Failure for each that cannot be used."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from whoholds.errors import IntakeError
from whoholds.intake.decode import MAX_BYTES, check_size, decode, unpack
from whoholds.intake.plain import read_plain
from whoholds.intake.rows import decode_row, read_row
from whoholds.model import Failure, Report

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
UNDATED = 'no publication date in it: relative times such as "on Friday" stay open'

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def load(
    sources: Iterable[str | Path], *, stdin: BinaryIO | None = None
) -> Iterator[Report | Failure]:
    """Yield what text, HTML and JSON-lines files, and folders of them, hold.

    sources: paths, folders (read in order of name, with what lies below them) and "-" for
    standard input. One that cannot be read gives a Failure and never stops the rest; a report
    without a date is given, and then listed in a Failure as well.
    """
    for source in sources:
        if str(source) == "-":
            yield from _load_stream(stdin or sys.stdin.buffer)
        elif "://" in str(source):
            yield Failure(
                where=str(source),
                what="addresses are not fetched",
                fix="Save the page and give the file.",
            )
        else:
            yield from _load_path(Path(source))


def _load_path(path: Path) -> Iterator[Report | Failure]:
    if not path.exists():
        yield Failure(where=str(path), what="no such file or folder", fix="Check the path.")
        return
    if not path.is_dir():
        yield from _load_file(path)
        return
    files = [file for file in sorted(path.rglob("*")) if _is_source(file, path)]
    if not files:
        yield Failure(where=str(path), what="no files in the folder", fix="Check the path.")
    for file in files:
        yield from _load_file(file)


def _is_source(file: Path, folder: Path) -> bool:
    return file.is_file() and not any(p.startswith(".") for p in file.relative_to(folder).parts)


def _load_file(path: Path) -> Iterator[Report | Failure]:
    where = str(path)
    name = path.name.lower()
    try:
        if name.endswith(LINES) and not name.endswith(".gz"):
            with path.open("rb") as file:
                yield from _load_lines(file, where=where)
            return
        check_size(path.stat().st_size, where=where)
        data = unpack(path.read_bytes(), where=where)
    except OSError as error:
        yield Failure(
            where=where, what=error.strerror or str(error), fix="Check that it may be read."
        )
        return
    except IntakeError as error:
        yield _failure(error)
        return
    yield from _load_data(data, name=name, where=where)


def _load_stream(stream: BinaryIO) -> Iterator[Report | Failure]:
    """Read standard input: JSON lines where its first character is a brace, else one text."""
    where = "standard input"
    start = stream.readline(MAX_BYTES + 1)
    if start.lstrip().startswith(b"{"):
        yield from _load_lines(_Chained(start, stream), where=where)
        return
    data = start + stream.read(MAX_BYTES + 1)
    try:
        data = unpack(data, where=where)
    except IntakeError as error:
        yield _failure(error)
        return
    yield from _load_data(data, name="", where=where)


def _load_data(data: bytes, *, name: str, where: str) -> Iterator[Report | Failure]:
    try:
        if name.endswith(LINES):
            yield from _load_lines(data.splitlines(keepends=True), where=where)
            return
        if name.endswith((".json", ".json.gz")):
            yield from _load_json(data, where=where)
            return
        if not data.strip():
            raise IntakeError(where=where, what="empty", fix="Give a file with a text in it.")
        text = decode(data, where=where)
        is_page = name.endswith(PAGES) or _HTML.match(text[:2000])
        report = _read_page(text, where) if is_page else read_plain(text, source=where)
    except IntakeError as error:
        yield _failure(error)
        return
    yield from _with_warning(report)


def _read_page(text: str, where: str) -> Report:
    from whoholds.intake.page import read_page  # loads much that plain text does not need

    return read_page(text, source=where)


def _load_json(data: bytes, *, where: str) -> Iterator[Report | Failure]:
    """Read a JSON file: a list of objects, one object, or lines of objects all the same."""
    try:
        found = decode_row(data, source=where)
    except IntakeError:
        yield from _load_lines(data.splitlines(keepends=True), where=where)
        return
    rows = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, start=1):
        yield from _load_row(row, where=f"{where}:{number}")


def _load_lines(lines: Iterable[bytes], *, where: str) -> Iterator[Report | Failure]:
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        at = f"{where}:{number}"
        try:
            check_size(len(line), where=at)
            row = decode_row(line.removeprefix(b"\xef\xbb\xbf"), source=at)
        except IntakeError as error:
            yield _failure(error)
            continue
        yield from _load_row(row, where=at)
    if not number:
        yield Failure(where=where, what="empty", fix="Put one JSON object on each line.")


def _load_row(row: object, *, where: str) -> Iterator[Report | Failure]:
    try:
        report, complaint = read_row(row, source=where)
    except IntakeError as error:
        yield _failure(error)
        return
    yield from _with_warning(report, complaint)


def _with_warning(report: Report, complaint: str | None = None) -> Iterator[Report | Failure]:
    yield report
    if complaint or report.published is None:
        yield Failure(
            where=report.source or "",
            what=f"read, but {complaint or UNDATED}",
            fix='Give its date, for example in a first line "Published 2017-06-30".',
        )


def _failure(error: IntakeError) -> Failure:
    return Failure(where=error.where, what=error.what, fix=error.fix)


class _Chained:
    """A line already taken from a stream, and then the lines that follow it."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        yield from self._rest
