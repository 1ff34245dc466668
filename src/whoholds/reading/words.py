"""Word lists that tell what a noun or verb is about, loaded and checked once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from whoholds.errors import KnowledgeError
from whoholds.model import Noun

FILE = Path(__file__).with_name("words.toml")


class PlaceWords(Noun, frozen=True):
    """Lemmas of place nouns by sort."""

    settlement: frozenset[str]
    region: frozenset[str]
    quarter: frozenset[str]
    facility: frozenset[str]
    relief: frozenset[str]
    road: frozenset[str]
    part: frozenset[str]
    holding: frozenset[str]
    never: frozenset[str]
    bodies: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """Nouns that a name makes a place of its own."""
        return (
            self.settlement | self.region | self.quarter | self.facility | self.relief | self.road
        )


class ActorWords(Noun, frozen=True):
    """Lemmas of nouns for parties and people."""

    armed: frozenset[str]
    unarmed: frozenset[str]
    leaders: frozenset[str]
    anaphoric: frozenset[str]
    quantity: frozenset[str]
    operation: frozenset[str]
    civil: frozenset[str]
    aerial: frozenset[str]
    support: frozenset[str]
    backing: frozenset[str]
    relief: frozenset[str]


class PeopleWords(Noun, frozen=True):
    """Lemmas that tell a captured person from a place.

    taking: verbs that take either; nouns: what stands beside a person's name; captive: what
    prisoners do or suffer.
    """

    taking: frozenset[str]
    nouns: frozenset[str]
    captive: frozenset[str]


class StanceWords(Noun, frozen=True):
    """Lemmas that set how a claim is meant."""

    planned: frozenset[str]
    attempt: frozenset[str]
    failed: frozenset[str]
    possible: frozenset[str]
    deny: frozenset[str]
    tellings: frozenset[str]
    false: frozenset[str]
    true: frozenset[str]
    proof: frozenset[str]
    holding_true: frozenset[str]
    confirm: frozenset[str]
    hearsay: frozenset[str]
    brief: frozenset[str]
    negation: frozenset[str]


class Words(Noun, frozen=True):
    """All word lists of the reader."""

    places: PlaceWords
    actors: ActorWords
    people: PeopleWords
    stance: StanceWords
    truces: frozenset[str]


@cache
def load_words() -> Words:
    """Return the word lists; raises KnowledgeError where the file is malformed."""
    try:
        return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Words)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(
            where=FILE.name, what=str(error), fix="Compare with the fields of Words"
        ) from error
