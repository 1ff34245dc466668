"""What "the town", "there" or "the two villages" takes up of what the report said before."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from spacy.tokens import Doc, Token

from whoholds.gazetteer import Gazetteer
from whoholds.model import Place, PlacePhrase
from whoholds.reading.discourse import PlaceMention, Places, Sort, sort_of_noun
from whoholds.reading.grammar import base, noun_phrase, preposition
from whoholds.reading.places.found import Found, How
from whoholds.reading.places.measure import characters, count_of, relation_and_share
from whoholds.reading.places.names import Names, phrase_of
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words

MANY = 4
SEATS = frozenset({"PPLA", "PPLC"})
"""GeoNames codes of cities that are the seat of a province."""
BOUNDARIES = frozenset({"border", "frontier", "coast", "front", "frontline", "bank"})
ANY_FACILITY = frozenset({"structure", "site", "facility", "complex", "building", "compound"})
_ANY_SETTLED = frozenset({Sort.SETTLEMENT, Sort.QUARTER, Sort.FACILITY, Sort.RELIEF, Sort.UNKNOWN})
_SORTS = {
    Sort.SETTLEMENT: frozenset({Sort.SETTLEMENT, Sort.UNKNOWN}),
    Sort.REGION: frozenset({Sort.REGION}),
    Sort.QUARTER: frozenset({Sort.QUARTER, Sort.UNKNOWN, Sort.SETTLEMENT}),
    Sort.FACILITY: frozenset({Sort.FACILITY, Sort.UNKNOWN, Sort.SETTLEMENT}),
    Sort.RELIEF: frozenset({Sort.RELIEF, Sort.UNKNOWN}),
    Sort.ROAD: frozenset({Sort.ROAD}),
    Sort.UNKNOWN: _ANY_SETTLED | {Sort.REGION, Sort.ROAD},
}


class TakenUp:
    """The places that one text takes up without their names; a pure function of the text."""

    def __init__(self, doc: Doc, places: Places, *, names: Names, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.places = places
        self.names = names
        self.gazetteer = gazetteer
        self.words = load_words().places

    def last(self, head: Token, sort: Sort) -> list[Found]:
        """Return what "the town", "there" or "it" takes up."""
        if head.lemma_.lower() in BOUNDARIES:
            return []  # "the border" is none of the regions on its sides
        sorts = _SORTS[sort]
        if sort is Sort.REGION and head.lemma_.lower() in {"area", "territory", "zone", "pocket"}:
            sorts = _ANY_SETTLED | {Sort.REGION}
        if head.lemma_.lower() == "country":
            sorts = frozenset({Sort.COUNTRY})
        mention = self.places.last(head.i, sorts, noun=head.lemma_.lower())
        if mention is None or (sort is Sort.REGION and not self._is_near(mention, head)):
            mention = self.places.main(sorts, noun=head.lemma_.lower()) or mention
        if mention is None:
            return []
        span = characters(self.doc, *noun_phrase(head))
        relation, _ = relation_and_share(head)
        phrase = phrase_of(head, mention, span, relation)
        phrase = msgspec.structs.replace(phrase, name=mention.text)
        return [Found(phrase, How.COREFERENCE, head)]

    def _is_near(self, mention: PlaceMention, head: Token) -> bool:
        """Say whether a name stands in the sentence of what takes it up, or in the one before.

        Farther on "the region" is the one that the report is about.
        """
        start = head.sent.start
        before = self.doc[start - 1].sent.start if start else 0
        return mention.start >= before

    def parallel(self, head: Token) -> Iterator[Token]:
        """Yield what the verbs around acted on before "it" ("entered X and took it")."""
        if head.lower_ != "it" or base(head) not in {"obj", "obl", "nmod", "nsubj"}:
            return
        around = {t.i for t in head.ancestors}
        for token in reversed(self.doc[head.sent.start : head.i]):
            acted_on = base(token) == "obj" and token.i not in around
            stood_at = token.head.i in around and preposition(token) in {"in", "at"}
            if acted_on or (base(token) == "obl" and stood_at):
                yield token

    def together(self, head: Token) -> list[Found]:
        """Return the names that "the two towns" takes up: the last so many settlements."""
        both = head.lower_ == "both" or any(c.lower_ == "both" for c in head.children)
        count = 2 if both else count_of(head)
        if (
            count is None
            or not 1 < count <= MANY
            or sort_of_noun(head.lemma_.lower()) not in _SORTS
        ):
            return []
        known: dict[str, PlaceMention] = {}
        for mention in reversed(self.places.mentions):
            if mention.start < head.i and mention.sort in _SORTS[Sort.SETTLEMENT]:
                known.setdefault(mention.text, mention)
            if len(known) == count:
                break
        if len(known) < count:
            return []
        names = sorted(known.values(), key=lambda m: m.start)
        found = [self.names.named(self.doc[m.end - 1], m) for m in names]
        return [Found(f.phrase, How.COREFERENCE, head) for f in found]

    def facility(self, head: Token) -> Found | None:
        """Return the airport, bridge or hospital named before that "the airport" takes up."""
        lemma = head.lemma_.lower()
        for mention in reversed(self.places.mentions):
            if mention.start < head.i and mention.sort in {Sort.FACILITY, Sort.UNKNOWN}:
                words = self.doc[mention.start : mention.end + 2].text.lower()
                alike = lemma in words.replace(" ", "")
                if alike or (lemma in ANY_FACILITY and mention.sort is Sort.FACILITY):
                    found = self.names.named(self.doc[mention.end - 1], mention)
                    span = characters(self.doc, *noun_phrase(head))
                    phrase = msgspec.structs.replace(
                        found.phrase, text=span.of(text_of(self.doc)), span=span
                    )
                    return Found(phrase, How.COREFERENCE, head)
        return None

    def provincial_capital(self, head: Token) -> Found | None:
        """Return the city that "the provincial capital of the same name" is: named as the last
        province was.
        """
        if any(self._names_it(c) for c in head.children):
            return None
        seat = self.places.last(head.i, frozenset({Sort.REGION, Sort.SETTLEMENT}))
        city = seat.toponym.place if seat is not None else None
        if city is not None and city.feature_code in SEATS:
            return self._city(head, city)
        region = self.places.last(head.i, frozenset({Sort.REGION}))
        if region is None:
            return None
        province = region.toponym.place
        if province is not None and province.feature_class != "A":
            return None  # a river has no capital
        name = province.name if province is not None else region.text
        for word in (region.text, name):
            bare = " ".join(w for w in word.split() if w.lower() not in self.words.region)
            country = (province.country,) if province is not None and province.country else ()
            for match in self.gazetteer.lookup(bare, countries=country):
                if match.place.feature_class == "P":
                    return self._city(head, match.place)
        return None

    def _names_it(self, word: Token) -> bool:
        """Say whether a word beside a noun names it ("the provincial capital, Idlib")."""
        named = base(word) in {"appos", "flat", "compound"} or preposition(word) == "of"
        return named and word.i in self.places.at

    def _city(self, head: Token, city: Place) -> Found:
        span = characters(self.doc, *noun_phrase(head))
        relation, share = relation_and_share(head)
        phrase = PlacePhrase(
            text=span.of(text_of(self.doc)),
            span=span,
            relation=relation,
            share=share,
            place_id=city.id,
            name=city.name,
        )
        return Found(phrase, How.COREFERENCE, head)
