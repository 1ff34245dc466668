"""What the public may not be told of places and persons, as checked data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from whoholds.errors import KnowledgeError
from whoholds.model import Noun, SpeakerKind

FILE = "public.toml"
_NAME = r"(?P<name>[A-Z][\w'’-]+(?: (?:al-|el-)?[A-Z][\w'’-]+){0,3})"


class PersonRow(Noun, frozen=True):
    """A pattern in which NAME stands for a person; hit, miss: words it must and must not find.

    but: a pattern that, found at the same end, says that it is no person.
    """

    pattern: str
    hit: str
    miss: str
    but: str | None = None


class Rows(Noun, frozen=True):
    """The file as it stands."""

    classes: str
    areas: str
    finer: str
    protected: str
    officials: str
    kinds: dict[str, str]
    person: tuple[PersonRow, ...]


class Rules(NamedTuple):
    """The file, checked and compiled."""

    classes: frozenset[str]
    areas: frozenset[str]
    finer: frozenset[str]
    protected: re.Pattern[str]
    official: re.Pattern[str]
    kinds: dict[SpeakerKind, str]
    persons: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]


@cache
def rules() -> Rules:
    """Return the rules; raises KnowledgeError where the file is malformed."""
    source = files("whoholds.publish").joinpath(FILE)
    return parse_rules(source.read_text(encoding="utf-8"))


def parse_rules(text: str) -> Rules:
    """Return the rules in a file's text; raises KnowledgeError where it is malformed."""
    try:
        rows = msgspec.convert(tomllib.loads(text), Rows)
        persons = tuple(_person(row) for row in rows.person)
        kinds = {SpeakerKind(kind): words for kind, words in rows.kinds.items()}
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, re.error, ValueError) as error:
        raise _wrong(str(error)) from None
    if missing := set(SpeakerKind) - kinds.keys():
        raise _wrong(f"kinds: there is no word for {sorted(missing)}")
    return Rules(
        classes=frozenset(_items(rows.classes)),
        areas=frozenset(_items(rows.areas)),
        finer=frozenset(_items(rows.finer)),
        protected=_any(rows.protected),
        official=_any(rows.officials),
        kinds=kinds,
        persons=persons,
    )


def _person(row: PersonRow) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    pattern = re.compile(row.pattern.replace("NAME", _NAME))
    but = re.compile(row.but) if row.but else None
    found = pattern.search(row.miss)
    if not pattern.search(row.hit) or (found and not (but and but.search(row.miss))):
        raise ValueError(f"person: {row.pattern!r} does not do as its examples say")
    return pattern, but


def _any(words: str) -> re.Pattern[str]:
    options = "|".join(re.escape(w) for w in sorted(_items(words), key=len, reverse=True))
    return re.compile(rf"\b(?:{options})\b", re.IGNORECASE)


def _items(words: str) -> list[str]:
    return [" ".join(w.split()) for w in words.split(";") if w.strip()]


def _wrong(what: str) -> KnowledgeError:
    return KnowledgeError(where=f"publish/{FILE}", what=what, fix="Correct the entry.")
