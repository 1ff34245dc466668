"""Archives of pages -> their members, one in memory at a time and none written to disk."""

from __future__ import annotations

import lzma
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, cast

from whoholds.errors import IntakeError
from whoholds.intake.budget import Budget
from whoholds.intake.decode import MAX_BYTES, check_size
from whoholds.intake.warc import Page, read_warc

WARCS = (".warc", ".warc.gz")
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
ZIPS = (".zip", ".wacz")
ARCHIVES = (*ZIPS, *TARS, *WARCS)
"""How the names of archives end."""
MAX_MEMBERS = 1_000_000

_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)


class Member(NamedTuple):
    """A file in an archive: its name in lower case, how failures call it, and its bytes."""

    name: str
    where: str
    data: bytes


def read_archive(path: Path) -> Iterator[Member | Page | IntakeError]:
    """Yield what an archive holds; a member that cannot be read is given as its error.

    Names are never used as paths. Hidden members, folders and links are passed over. Raises
    IntakeError where the archive itself cannot be read further; what comes before is given.
    """
    where = str(path)
    name = path.name.lower()
    try:
        budget = Budget.of(path.stat().st_size, where=where)
        if name.endswith(WARCS):
            with path.open("rb") as file:
                yield from read_warc(file, source=where, budget=budget)
        elif name.endswith(ZIPS):
            yield from _zipped(path, budget)
        else:
            yield from _taped(path, budget)
    except _DAMAGE as error:
        told = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise IntakeError(
            where=where, what=f"not an archive, or damaged ({told})", fix="Fetch it again."
        ) from None


def _zipped(path: Path, budget: Budget) -> Iterator[Member | Page | IntakeError]:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        _check_count(len(members), budget.where)
        for member in sorted(members, key=lambda m: m.filename):
            if _is_hidden(member.filename):
                continue
            where = _called(budget.where, member.filename)
            if member.flag_bits & 1:
                yield IntakeError(
                    where=where, what="it is encrypted", fix="Unpack it and give the folder."
                )
                continue
            try:
                with archive.open(member) as file:
                    yield from _opened(file, member.filename, where, budget)
            except (NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError) as error:
                yield IntakeError(where=where, what=f"damaged ({error})", fix="Fetch it again.")


def _taped(path: Path, budget: Budget) -> Iterator[Member | Page | IntakeError]:
    with tarfile.open(path, "r|*") as archive:
        for number, member in enumerate(archive, start=1):
            _check_count(number, budget.where)
            budget.spend(0 if _is_page(member) else member.size)
            file = archive.extractfile(member) if _is_page(member) else None
            if file is not None:
                where = _called(budget.where, member.name)
                yield from _opened(file, member.name, where, budget)


def _is_page(member: tarfile.TarInfo) -> bool:
    return member.isreg() and not _is_hidden(member.name)


def _opened(
    file: IO[bytes], name: str, where: str, budget: Budget
) -> Iterator[Member | Page | IntakeError]:
    lower = name.lower()
    if lower.endswith(WARCS):
        yield from read_warc(cast(BinaryIO, file), source=where, budget=budget)
        return
    if lower.endswith(ARCHIVES):
        yield IntakeError(
            where=where, what="an archive in an archive", fix="Unpack it and give the file."
        )
        return
    data = file.read(MAX_BYTES + 1)  # what the archive says of its size is not relied upon
    budget.spend(len(data))
    try:
        check_size(len(data), where=where)
    except IntakeError as error:
        yield error
        return
    yield Member(lower, where, data)


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return any(p == "__MACOSX" or (p.startswith(".") and p.strip(".")) for p in parts)


def _called(archive: str, name: str) -> str:
    """Return how failures call a member: nothing in its name reaches the terminal as a command."""
    plain = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    return f"{archive}!{plain}"


def _check_count(count: int, where: str) -> None:
    if count > MAX_MEMBERS:
        raise IntakeError(
            where=where,
            what=f"more than {MAX_MEMBERS:,} files in it; the rest is not read",
            fix="Split it.",
        )
