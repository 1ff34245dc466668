"""Files written whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from whoholds.errors import ExportError

_FORMULA = ("=", "+", "-", "@", "\t", "\n")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """Give a UTF-8 text file to write to; it takes its name only when all is written.

    Raises ExportError where the folder is missing, or cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        file = part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise _cannot(path, error) from None
    try:
        with file:
            yield file
        part.replace(path)
    except OSError as error:
        raise _cannot(path, error) from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write to; what is there then takes the name of `path`.

    Raises ExportError where the folder is missing, or cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch()
        yield part
        part.replace(path)
    except OSError as error:
        raise _cannot(path, error) from None
    finally:
        part.unlink(missing_ok=True)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows as CSV (RFC 4180, UTF-8, None as empty) and return how many they were.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    count = 0
    with whole_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row[column]) for column in columns])
            count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        plain = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{plain}" if plain.startswith(_FORMULA) else plain
    if isinstance(value, list | tuple):
        return "; ".join(str(v) for v in value)
    return value


def _cannot(path: Path, error: OSError) -> ExportError:
    return ExportError(
        where=str(path),
        what=f"cannot be written: {error.strerror or error}",
        fix="Choose a folder that exists and may be written.",
    )
