"""How a phrase measures a place: relation, direction, share and count."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from whoholds.model import PlaceRelation, Span
from whoholds.reading.grammar import OBLIQUE, base, preposition

RELATION_OF = {
    "near": PlaceRelation.NEAR,
    "around": PlaceRelation.NEAR,
    "outside": PlaceRelation.NEAR,
    "close to": PlaceRelation.NEAR,
    "beyond": PlaceRelation.NEAR,
    "toward": PlaceRelation.TOWARD,
    "towards": PlaceRelation.TOWARD,
    "between": PlaceRelation.ROAD_BETWEEN,
}
COMPASS = frozenset(
    {
        *("north", "south", "east", "west"),
        *("northeast", "northwest", "southeast", "southwest"),
        *("north-east", "north-west", "south-east", "south-west"),
    }
)
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "both"})
_COMPASS = r"\b(north|south)?-?(east|west)?(?:ern)?"
_DIRECTION = re.compile(_COMPASS + r" (?:of|countryside of)(?: the)?(?: \w+ of)? ?$", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:(?:north|south)(?:-?(?:east|west))?ern|(?:east|west)ern|central"
    r"|(?:parts?|most|half|much) of) $",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)")
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}
_SHARES = frozenset({"percent", "%", "cent", "percentage", "third", "fifth", "half"})
"""Nouns whose number is a share of the place and no count of places."""
_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen", "twenty"),
        ],
        start=1,
    )
}
_OF = frozenset({"of"})
LOOK_BACK = 4


def characters(doc: Doc, start: int, end: int) -> Span:
    """Return the characters of the tokens `[start, end)`."""
    first, last = doc[start], doc[end - 1]
    return Span(first.idx, last.idx + len(last))


def relation_and_share(head: Token) -> tuple[PlaceRelation, float | None]:
    """Return how the words before a name relate to it, and the share of it that they tell."""
    relation = RELATION_OF.get(preposition(head), PlaceRelation.IN)
    first = max(0, head.left_edge.i - LOOK_BACK)
    before = head.doc[first : _name_start(head)].text_with_ws
    direction = _DIRECTION.search(before)
    if direction is not None and any(direction.groups()) and _is_side(head):
        relation = PlaceRelation.PART_OF
    elif direction is not None and any(direction.groups()):
        relation = PlaceRelation("".join(g.lower() for g in direction.groups() if g) + "_of")
    elif relation is PlaceRelation.IN and _PART.search(before):
        relation = PlaceRelation.PART_OF
    return relation, share_of(head)


def _is_side(name: Token) -> bool:
    """Say whether a direction is a part of what follows ("in the west of the city of X")."""
    noun = name.head
    while preposition(noun) == "of" and base(noun) == "nmod" and noun.lemma_.lower() not in COMPASS:
        noun = noun.head
    told = any(base(c) in {"det", "amod", "compound"} for c in noun.children)
    return noun.lemma_.lower() in COMPASS and told and preposition(noun) not in {"to", "from"}


def _name_start(head: Token) -> int:
    """Return where the name before a place noun begins ("southeastern | Aleppo province")."""
    start = head.i
    while (
        start > 0 and head.doc[start - 1].pos_ == "PROPN" and head.doc[start - 1].head.i == head.i
    ):
        start -= 1
    return start


def is_whole(head: Token) -> bool:
    """Say whether a word leaves nothing out worth telling ("all of X", "nearly the whole of X")."""
    exception = any(c.lower_ in {"but", "except"} for c in head.children)
    return head.lemma_.lower() in {"all", "whole", "entirety"} and not exception


def share_of(head: Token) -> float | None:
    """Return the share (0..1) of "90 percent of X" or "half of X", None where none is told."""
    match = _SHARE.search(head.doc[max(0, head.i - LOOK_BACK) : head.i + 1].text)
    if match is not None:
        return min(1.0, float(match.group(1)) / 100)
    parts = _FRACTIONS.get(head.lemma_.lower())
    number = _number_of(head)
    if parts is None or (parts > 2 and number is None and not _is_one(head)):
        return None  # "the third", "its old quarter"
    return min(1.0, (number or 1) / parts)


def _is_one(head: Token) -> bool:
    return any(c.lower_ == "a" for c in head.children) and complement(head, _OF) is not None


def count_of(head: Token) -> int | None:
    """Return the number of "17 villages", None where the words give none or tell a share."""
    return None if head.lemma_.lower() in _SHARES else _number_of(head)


def _number_of(head: Token) -> int | None:
    for c in head.children:
        if c.dep_ == "nummod":
            digits = c.lower_.replace(",", "")
            return int(digits) if digits.isdecimal() else _NUMBERS.get(c.lower_)
    return None


def is_many(head: Token) -> bool:
    """Say whether a noun is a plural or counted."""
    if any(c.dep_ == "nummod" and c.lower_ not in {"one", "1"} for c in head.children):
        return True
    return "Plur" in head.morph.get("Number", []) or head.lower_ in {"villages", "towns"}


def is_glued(name: Token) -> bool:
    """Say whether the parse tore a name from the one that a hyphen joins it to ("X-Centre")."""
    if name.dep_ != "conj" or name.i < 2:
        return False
    before, hyphen = name.nbor(-2), name.nbor(-1)
    joined = hyphen.text == "-" and not (hyphen.whitespace_ or before.whitespace_)
    return joined and before.pos_ == "PROPN" and before.head.i != name.i


def is_definite(head: Token) -> bool:
    """Say whether a noun takes up something known ("the town")."""
    bearer = head.head if head.dep_ == "compound" else head  # "the city centre"
    return any(c.lower_ in DEFINITE for c in bearer.children)


def complement(head: Token, words: frozenset[str]) -> Token | None:
    """Return what follows the noun with one of the prepositions, None if nothing does."""
    for c in head.children:
        if base(c) in OBLIQUE and c.i > head.i and preposition(c) in words:
            return c
    return None
