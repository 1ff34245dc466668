"""A place phrase with how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from whoholds.model import PlacePhrase
from whoholds.reading.words import load_words


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
    unique: dict[tuple[str | None, str, str], Found] = {}
    for f in found:
        name = (f.phrase.name or f.phrase.text).lower()
        unique.setdefault((f.phrase.place_id, name, _facility(f)), f)
    return list(unique.values())


def _facility(found: Found) -> str:
    """Return the noun of a part that is a site of its own ("the town and its airport")."""
    lemma = found.token.lemma_.lower()
    sites = load_words().places.facility - load_words().places.part
    return lemma if found.how in {How.PART, How.COREFERENCE} and lemma in sites else ""


def without_containers(found: Sequence[Found], text: str) -> list[Found]:
    """Drop what only says where the place before lies ("in Tripoli, Lebanon, and ...")."""
    kept: list[Found] = []
    for i, f in enumerate(found):
        before = found[i - 1] if i else None
        if before is None or not (_follows(before, f, text) and _holds(f, before)):
            kept.append(f)
    return kept


def _follows(before: Found, after: Found, text: str) -> bool:
    """Say whether only a comma stands between two names."""
    one, two = before.phrase.span, after.phrase.span
    return one is not None and two is not None and text[one.end : two.start].strip() == ","


def _holds(outer: Found, inner: Found) -> bool:
    """Say whether a country is the one that a town lies in."""
    kind, _, code = (outer.phrase.place_id or "").partition(":")
    chosen = (c.place for c in inner.phrase.candidates if c.place.id == inner.phrase.place_id)
    town = next(chosen, None)
    return (
        kind == "country"
        and town is not None
        and town.id != outer.phrase.place_id
        and (town.country == code)
    )
