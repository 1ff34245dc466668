"""Data files to checked rows; a fault names its file and entry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from importlib import resources
from typing import NamedTuple, TypeVar

import msgspec

from whoholds.errors import KnowledgeError
from whoholds.model import Tie
from whoholds.registry.rows import ExampleRow, FileRows, WordRows

Files = dict[str, FileRows]
_WORDS = "words.toml"
_TIE = re.compile(r"(\S+)(?: (\d{4}(?:-\d\d){0,2})?\.\.(\d{4}(?:-\d\d){0,2})?)?$")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}$")
_COUNTRY = re.compile(r"[A-Z]{2}$")
_T = TypeVar("_T")


class Example(NamedTuple):
    """A phrase of a data file that must be read as it says there."""

    file: str
    row: ExampleRow


def items(text: str) -> tuple[str, ...]:
    """Return the parts of a ";" list, stripped, the empty ones left out."""
    return tuple(part for part in (" ".join(raw.split()) for raw in text.split(";")) if part)


def read_files() -> tuple[Files, WordRows]:
    """Return the rows of every bundled data file by file name; raises KnowledgeError."""
    folder = resources.files("whoholds.registry").joinpath("data")
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    files = {p.name: _rows(p.name, p.read_bytes(), FileRows) for p in paths if p.name != _WORDS}
    words = _rows(_WORDS, folder.joinpath(_WORDS).read_bytes(), WordRows)
    return files, words


def parse_file(name: str, data: bytes) -> FileRows:
    """Return the rows of one data file; raises KnowledgeError where it is malformed."""
    return _rows(name, data, FileRows)


def _rows(name: str, data: bytes, shape: type[_T]) -> _T:
    try:
        return msgspec.convert(tomllib.loads(data.decode()), shape)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise wrong(name, "the file", str(error)) from error


def wrong(file: str, entry: str, what: str) -> KnowledgeError:
    """Return the error that names file, entry and fault."""
    return KnowledgeError(
        where=f"registry/data/{file}", what=f"{entry}: {what}", fix="Correct this entry"
    )


def examples(files: Files) -> tuple[Example, ...]:
    """Return the example phrases of all files."""
    return tuple(Example(name, row) for name, rows in files.items() for row in rows.example)


def countries_of(file: str, entry: str, text: str, default: str) -> tuple[str, ...]:
    """Return the country codes of a row, its file's where it has none; raises KnowledgeError."""
    codes = tuple((text or default).split())
    for code in codes:
        if not _COUNTRY.match(code):
            raise wrong(file, entry, f"{code!r} is not an ISO alpha-2 country code")
    return codes


def dates_of(file: str, entry: str, since: str, until: str) -> tuple[str | None, str | None]:
    """Return the checked ISO dates, None for an empty one; raises KnowledgeError."""
    for text in (since, until):
        if text and not _DATE.match(text):
            raise wrong(file, entry, f"{text!r} is not an ISO year, month or day")
    if since and until and until <= since:
        raise wrong(file, entry, f"until {until} is not after since {since}")
    return since or None, until or None


def ties_of(file: str, entry: str, text: str) -> tuple[Tie, ...]:
    """Return the dated ties of "id since..until; id"; raises KnowledgeError."""
    ties: list[Tie] = []
    for part in items(text):
        match = _TIE.match(part)
        if match is None:
            raise wrong(file, entry, f"{part!r} is not written as 'id since..until'")
        since, until = dates_of(file, entry, match[2] or "", match[3] or "")
        ties.append(Tie(actor_id=match[1], since=since, until=until))
    return tuple(ties)


def known(file: str, entry: str, actor_id: str, actors: Container[str]) -> str:
    """Return the actor id; raises KnowledgeError where there is no such actor."""
    if actor_id not in actors:
        raise wrong(file, entry, f"there is no actor {actor_id!r}")
    return actor_id


def all_known(file: str, entry: str, ids: str, actors: Container[str]) -> frozenset[str]:
    """Return the actor ids of a ";" list; raises KnowledgeError where one is unknown."""
    return frozenset(known(file, entry, actor_id, actors) for actor_id in items(ids))
