"""Speakers met in a report, and how their words fit the registry's entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Protocol

from whoholds.model import SpeakerKind


class Entry(Protocol):
    """What the registry knows of a speaker."""

    @property
    def id(self) -> str:
        """The registry's id."""
        ...

    @property
    def name(self) -> str:
        """The neutral name."""
        ...

    @property
    def kind(self) -> SpeakerKind:
        """What sort of speaker it is."""
        ...

    @property
    def side(self) -> str | None:
        """The actor id of the party whose side it is on."""
        ...


class SpeakerRegistry(Protocol):
    """Where speakers are looked up by the words of a report."""

    def find_speaker(
        self, words: str, *, countries: tuple[str, ...] = (), on: date | None = None
    ) -> Entry | None:
        """Return the speaker that the words name, None where unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """A speaker met in the report."""

    name: str
    entry: Entry | None
    person: str | None
    nouns: frozenset[str]
    plural: bool
    human: bool
    via: str | None = None

    @property
    def kind(self) -> SpeakerKind:
        """What sort of speaker it is."""
        return SpeakerKind.UNKNOWN if self.entry is None else self.entry.kind


@dataclass(slots=True)
class Memory:
    """The speakers of one report so far, latest last; lives for one reading only."""

    known: list[Known] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Known] = field(default_factory=dict)


def named(entry: Entry) -> bool:
    """Say whether the entry is a body or party of its own and not a mere role."""
    return entry.name != entry.id.replace("-", " ")


def _words(text: str) -> set[str]:
    return {w for w in text.lower().replace("-", " ").split() if len(w) > 2} - {"the", "for", "and"}


def shares(entry: Entry, words: str) -> bool:
    """Say whether the words share a telling word with one of the entry's names."""
    names: tuple[str, ...] = getattr(entry, "names", ())
    told = _words(words)
    return any(told & _words(name) for name in (entry.name, *names))


def spelt(entry: Entry | None, name: str) -> str:
    """Return the registry's spelling of a person who speaks for the entry."""
    people: tuple[str, ...] = () if entry is None else getattr(entry, "people", ())
    first, _, last = name.lower().partition(" ")
    for person in people:
        known_first, _, known_last = person.lower().partition(" ")
        if known_first == first and last and _alike(last, known_last):
            return person
    return name


def _alike(a: str, b: str) -> bool:
    a, b = ("".join(c for c in x if c.isalpha()) for x in (a, b))
    return SequenceMatcher(None, a, b).ratio() > 0.8


def is_name(entry: Entry, core: str) -> bool:
    """Say whether the words are hardly more than the entry's name."""
    names: tuple[str, ...] = getattr(entry, "names", ())
    return any(core.lower() == name.lower() for name in (entry.name, *names))


def nearest(found: Sequence[tuple[int, Entry]], anchor: int) -> Entry | None:
    """Return the first named after the place, else the last before it."""
    after = [entry for at, entry in found if at >= anchor]
    if after:
        return after[0]
    return found[-1][1] if found else None
