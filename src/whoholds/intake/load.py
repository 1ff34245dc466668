"""Sources in words -> Reports, one after another, with a Failure for each that cannot be used."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from whoholds.errors import IntakeError
from whoholds.intake.address import is_address
from whoholds.intake.archive import ARCHIVES, Member, read_archive
from whoholds.intake.decode import MAX_BYTES, check_size, unpack
from whoholds.intake.sources import LINES, Source, failure, read_lines, read_source
from whoholds.intake.web import Web
from whoholds.model import Failure, Report


def load(
    sources: Iterable[str | Path], *, stdin: BinaryIO | None = None, web: Web | None = None
) -> Iterator[Report | Failure]:
    """Yield what files, folders, archives and addresses hold.

    sources: paths of texts, HTML pages, feeds, JSON lines, archives and folders of them (read in
    order of name, with what lies below), http and https addresses of pages and feeds, and "-" for
    standard input. One that cannot be read gives a Failure and never stops the rest; a report
    without a date is given, and then listed in a Failure as well. web: what fetches; one that
    remembers nothing, where it is not given.
    """
    web = web or Web()
    for source in sources:
        if str(source) == "-":
            yield from _load_stream(stdin or sys.stdin.buffer)
        elif isinstance(source, str) and is_address(source):
            yield from _load_address(source, web)
        else:
            yield from _load_path(Path(source))


def _load_address(url: str, web: Web) -> Iterator[Report | Failure]:
    from whoholds.intake.online import read_address  # files alone do not need it

    yield from read_address(url, web)


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
                yield from read_lines(file, where=where)
            return
        if name.endswith(ARCHIVES):
            yield from _load_archive(path)
            return
        check_size(path.stat().st_size, where=where)
        data = unpack(path.read_bytes(), where=where)
    except OSError as error:
        yield Failure(
            where=where, what=error.strerror or str(error), fix="Check that it may be read."
        )
        return
    except IntakeError as error:
        yield failure(error)
        return
    yield from read_source(Source(data=data, name=name, where=where))


def _load_archive(path: Path) -> Iterator[Report | Failure]:
    """Yield what an archive's members hold; raises IntakeError where it cannot be read further."""
    from whoholds.intake.online import source_of

    empty = True
    for item in read_archive(path):
        empty = False
        if isinstance(item, IntakeError):
            yield failure(item)
        elif isinstance(item, Member):
            yield from _load_member(item)
        else:
            yield from read_source(source_of(item.url, item.reply, where=f"{path}!{item.url}"))
    if empty:
        raise IntakeError(where=str(path), what="no pages in it", fix="Check the archive.")


def _load_member(member: Member) -> Iterator[Report | Failure]:
    try:
        data = unpack(member.data, where=member.where)
    except IntakeError as error:
        yield failure(error)
        return
    yield from read_source(Source(data=data, name=member.name, where=member.where))


def _load_stream(stream: BinaryIO) -> Iterator[Report | Failure]:
    """Read standard input: JSON lines where its first character is a brace, else one text."""
    where = "standard input"
    start = stream.readline(MAX_BYTES + 1)
    if start.lstrip().startswith(b"{"):
        yield from read_lines(_Chained(start, stream), where=where)
        return
    data = start + stream.read(MAX_BYTES + 1)
    try:
        data = unpack(data, where=where)
    except IntakeError as error:
        yield failure(error)
        return
    yield from read_source(Source(data=data, where=where))


class _Chained:
    """A line already taken from a stream, and then the lines that follow it."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        yield from self._rest
