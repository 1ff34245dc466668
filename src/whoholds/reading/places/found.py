"""A place phrase with how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from whoholds.model import PlacePhrase


class How(StrEnum):
    """How a phrase came to mean its place; the reader's confidence weighs it."""

    NAMED = "named"
    NAME = "name"
    COREFERENCE = "coreference"
    PART = "part"
    FACILITY = "facility"
    ROAD = "road"
    UNNAMED = "unnamed"
    IMPLIED = "implied"


LISTABLE = frozenset({How.NAMED, How.NAME})
"""How names are found that a list may go on with."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place phrase, how it was found, and the token that heads it.

    named: by a gazetteer name; name: by a capitalised name that no row was found for.
    """

    phrase: PlacePhrase
    how: How
    token: Token


def distinct(found: Sequence[Found]) -> list[Found]:
    """Drop phrases that mean the same place ("the northern and eastern districts of X")."""
    unique: dict[tuple[str | None, str], Found] = {}
    for f in found:
        unique.setdefault((f.phrase.place_id, (f.phrase.name or f.phrase.text).lower()), f)
    return list(unique.values())
