"""The compiled registry: every folded name with what it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from whoholds.model import Actor, SpeakerKind
from whoholds.registry.rows import Backed, Generic, Side, SpeakerEntry


class NameEntry(NamedTuple):
    """A name of a party.

    short: an abbreviation that counts only in capitals. local: words that name the party in its
    own theatre only ("Turkish-backed rebels"). common: such words without any proper noun, which
    need the theatre to be known ("resistance forces"). leader: a person's name, which counts
    beside forces.
    """

    actor_id: str
    short: bool
    local: bool
    common: bool
    leader: bool


class State(NamedTuple):
    """A state as its name or its adjective tells it."""

    country: str
    actor_id: str
    adjective: bool
    short: bool


class Role(NamedTuple):
    """Words for an unnamed speaker."""

    id: str
    kind: SpeakerKind
    party: bool
    home: bool


class Words(NamedTuple):
    """Folded word sets of phrases about parties."""

    actor_words: frozenset[str]
    state_heads: frozenset[str]
    anaphoric: tuple[str, ...]
    backing: frozenset[str]
    linking: frozenset[str]
    owning: frozenset[str]
    cutting: frozenset[str]
    ministries: frozenset[str]


class Tables(NamedTuple):
    """Everything that look-ups read.

    keys: every key of the maps below; longest: the most words of a key by its first word.
    """

    keys: frozenset[str]
    actors: Mapping[str, Actor]
    names: Mapping[str, tuple[NameEntry, ...]]
    states: Mapping[str, State]
    capitals: Mapping[str, str]
    adjectives: Mapping[str, str]
    generics: Mapping[str, tuple[Generic, ...]]
    backed: tuple[Backed, ...]
    sides: tuple[Side, ...]
    speakers: Mapping[str, tuple[SpeakerEntry, ...]]
    people: Mapping[str, SpeakerEntry]
    roles: Mapping[str, Role]
    longest: Mapping[str, int]
    words: Words


def valid(since: str | None, until: str | None, on: date | None) -> bool:
    """Say whether a day lies in `[since, until)` of ISO years, months or days; None always does."""
    if on is None:
        return True
    day = on.isoformat()
    return (since is None or since <= day) and (until is None or day < until)


def longest_by_first(keys: Iterable[str]) -> dict[str, int]:
    """Return the most words of a key for each first word."""
    longest: dict[str, int] = {}
    for key in keys:
        first, _, rest = key.partition(" ")
        size = rest.count(" ") + 2 if rest else 1
        if size > longest.get(first, 0):
            longest[first] = size
    return longest
