"""Roads: named by their ends or number, and what "the road" takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from whoholds.gazetteer import Gazetteer
from whoholds.model import PlacePhrase, PlaceRelation
from whoholds.reading.grammar import conjuncts, noun_phrase, preposition
from whoholds.reading.places.found import Found, How
from whoholds.reading.places.measure import characters, complement, count_of, is_definite
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words

BETWEEN = frozenset({"between", "from", "linking", "connecting", "to", "into"})
AREAS = frozenset(
    {"area", "territory", "region", "village", "town", "zone", "stretch", "land", "hill", "place",
     "position", "point", "post", "checkpoint", "outpost", "ground", "farm"}
)  # fmt: skip
FROM = frozenset({"from", "linking", "connecting"})
TO = frozenset({"to", "with", "into"})
NOT_ROADS = frozenset({"line", "lines", "street", "streets"})
_NUMBERED = re.compile(r"\b([A-Z]{0,2})-?(\d+)\b")
_ALONE = re.compile(r"[A-Z]{1,2}-?\d{1,4}")
_SIGNS = frozenset({"-", "–", "—", "/"})
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed"})


class Roads:
    """The roads of one text: "the A-B highway", "the road between A and B", "the M5"."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        words = load_words().places.road
        found = [_named(t) for t in doc if t.lemma_.lower() in words and t.dep_]
        self._named = [road for road in found if road is not None]
        self._words = words

    def read(self, head: Token) -> Found | None:
        """Return the road that a noun means, or the area between two places, else None."""
        if head.lemma_.lower() in AREAS:
            return _area_between(head)
        if head.lemma_.lower() not in self._words:
            return None
        if head.lower_ in NOT_ROADS and not any(c.lower_ == "supply" for c in head.children):
            return None
        for road in self._named:
            if road.token.i == head.i:
                return road
        start, end = noun_phrase(head)
        span = characters(self.doc, start, end)
        text = span.of(text_of(self.doc))
        known = self._known(head) if is_definite(head) else None
        phrase = PlacePhrase(
            text=text,
            span=span,
            relation=PlaceRelation.ROAD_BETWEEN,
            count=count_of(head),
            place_id=known.place_id if known is not None else None,
            name=known.name if known is not None else text,
        )
        return Found(phrase, How.ROAD, head)

    def by_number(self, head: Token, gazetteer: Gazetteer) -> Found | None:
        """Return the road of a bare number ("cut the M4") that is known, here or to the world."""
        if not _ALONE.fullmatch(head.text) or not any(c.lower_ == "the" for c in head.children):
            return None
        number = road_id([head.text])
        if number not in {r.phrase.place_id for r in self._named} and (
            gazetteer.road(head.text) is None
        ):
            return None
        span = characters(self.doc, head.i, head.i + 1)
        phrase = PlacePhrase(
            text=head.text,
            span=span,
            relation=PlaceRelation.ROAD_BETWEEN,
            place_id=number,
            name=head.text,
        )
        return Found(phrase, How.ROAD, head)

    def _known(self, head: Token) -> PlacePhrase | None:
        """Return the last road named before, or the only one that the text names at all."""
        before = [r for r in self._named if r.token.i < head.i]
        if before:
            return before[-1].phrase
        if len({r.phrase.place_id for r in self._named}) == 1:
            return self._named[0].phrase
        return None


def _named(head: Token) -> Found | None:
    """Return a road that its words name by two ends or a number, None for "the road"."""
    doc = head.doc
    start, end = noun_phrase(head)
    ends = _joined_names(doc, start, head.i)
    between = complement(head, BETWEEN)
    if between is not None and len(ends) < 2:
        tail = [*conjuncts(between), *_other_end(head, between)]
        ends = [_whole_name(t) for t in tail]
        end = max(noun_phrase(t)[1] for t in tail)
    supply = any(c.lower_ == "supply" for c in head.children) and between is not None
    leads = between is not None and between.pos_ == "PROPN"
    if len(ends) < 2 and not supply and not leads and not _NUMBERED.search(doc[start:end].text):
        return None
    span = characters(doc, start, end)
    text = span.of(text_of(doc))
    phrase = PlacePhrase(
        text=text,
        span=span,
        relation=PlaceRelation.ROAD_BETWEEN,
        place_id=road_id(ends if len(ends) >= 2 else [text]),
        name=text,
    )
    return Found(phrase, How.ROAD, head)


def _area_between(head: Token) -> Found | None:
    """Return what lies between two named places ("several villages between A and B")."""
    between = complement(head, frozenset({"between"}))
    if between is None:
        return None
    ends = [t for t in conjuncts(between) if t.pos_ == "PROPN"]
    return stretch_between(ends, head) if len(ends) == 2 else None


def stretch_between(ends: Sequence[Token], head: Token) -> Found:
    """Return what lies between two named places; head: the noun, or the first of the names."""
    doc = head.doc
    names = [_whole_name(t) for t in ends]
    start = head.i - 1 if head.i == ends[0].i else noun_phrase(head)[0]
    start = min(start, noun_phrase(ends[0])[0])
    span = characters(doc, start, max(noun_phrase(t)[1] for t in ends))
    phrase = PlacePhrase(
        text=span.of(text_of(doc)),
        span=span,
        relation=PlaceRelation.ROAD_BETWEEN,
        count=count_of(head),
        place_id=road_id(names),
        name=f"area between {names[0]} and {names[1]}",
    )
    return Found(phrase, How.ROAD, head)


def _joined_names(doc: Doc, start: int, end: int) -> list[str]:
    """Return the names that signs set apart before "road": "Tal Tamr-Raqqa" is two."""
    names: list[list[Token]] = [[]]
    for token in doc[start:end]:
        last = names[-1][-1] if names[-1] else None
        if token.text in _SIGNS and not (last is not None and last.lower_ in _ARTICLES):
            names.append([])
        elif token.pos_ == "PROPN" or token.lower_ in _ARTICLES or token.text in _SIGNS:
            names[-1].append(token)
    found = [n for n in names if any(t.pos_ == "PROPN" for t in n)]
    return [characters(doc, n[0].i, n[-1].i + 1).of(text_of(doc)) for n in found]


def _whole_name(token: Token) -> str:
    """Return the words of a name: "Tal Tamr"."""
    start, end = noun_phrase(token)
    words = [t for t in token.doc[start:end] if t.pos_ in {"PROPN", "PUNCT"} or t.i == token.i]
    span = characters(token.doc, words[0].i, words[-1].i + 1)
    return span.of(text_of(token.doc)).strip(" ,.;")


def _other_end(head: Token, between: Token) -> list[Token]:
    """Return the B of "the road from A to B", whichever word the parse hangs it on."""
    if preposition(between) not in FROM:
        return []
    later = (c for word in (head, between) for c in word.children if c.i > between.i)
    found = [c for c in later if preposition(c) in TO and c.pos_ == "PROPN"][:1]
    after = noun_phrase(between)[1]
    if found or after + 1 >= len(head.doc) or head.doc[after].lower_ not in TO:
        return found
    name = head.doc[after + 1]
    return [name] if name.pos_ == "PROPN" else []


def road_id(ends: list[str]) -> str:
    """Return the id of a road between named ends, whichever is told first, or of a number.

    "M4", "the M-4" and "the M4 highway" are one road; so are "Highway 1" and "Route 1".
    """
    number = _NUMBERED.search(ends[0]) if len(ends) == 1 else None
    if number is not None:
        return f"road:{number[1].lower() or 'highway'}{number[2]}"
    return "road:" + "-".join(sorted(re.sub(r"[^a-z0-9]", "", e.lower()) for e in ends))
