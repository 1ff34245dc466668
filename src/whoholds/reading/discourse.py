"""What a report has said so far: its parties and places, for whoever "they" or "the town" are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from spacy.tokens import Doc, Token

from whoholds.model import Place, Toponym
from whoholds.reading.grammar import LENGTHS, base, preposition
from whoholds.reading.where import is_adjectival
from whoholds.reading.words import load_words

TOLD = frozenset({"confirmation", "denial", "acknowledgement", "comment", "response", "reaction"})
"""What a state tells, beside claims and reports: "the first confirmation from Kyiv"."""
PLACES_DO = frozenset({"fall", "lie", "remain", "stay", "stand", "see", "witness", "suffer"})
"""What a town does as a town."""


SMALLER = {"city": 0, "town": 1, "village": 3, "hamlet": 3}
"""What settlements are called, by how small they are: one may be called by the next word too."""
PROVINCES = frozenset({"province", "governorate", "oblast", "region", "state"})
MOST_PEOPLE = {"town": 600_000, "village": 100_000, "hamlet": 50_000}
CITY = 100_000  # inhabitants from which on every text calls a place a city
LEAST_PEOPLE = {"city": 10_000}
REACH_OF_MEASURE = 3
DISTANCES = LENGTHS | {"hour"}


class Sort(StrEnum):
    """What sort of place a name or a noun is about."""

    SETTLEMENT = "settlement"
    REGION = "region"
    COUNTRY = "country"
    QUARTER = "quarter"
    FACILITY = "facility"
    RELIEF = "relief"
    ROAD = "road"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in the text: its tokens `[start, end)`, sort and meaning."""

    start: int
    end: int
    text: str
    toponym: Toponym
    sort: Sort


def sort_of_noun(lemma: str) -> Sort:
    """Return the sort of place that a noun names ("town" -> settlement)."""
    places = load_words().places
    if lemma in places.settlement:
        return Sort.SETTLEMENT
    if lemma in places.road:
        return Sort.ROAD
    if lemma in places.quarter:
        return Sort.QUARTER
    if lemma in places.region:
        return Sort.REGION
    if lemma in places.relief:
        return Sort.RELIEF
    if lemma in places.facility:
        return Sort.FACILITY
    return Sort.UNKNOWN


_SORT_OF_CLASS = {
    "A": Sort.REGION,
    "L": Sort.REGION,
    "H": Sort.REGION,
    "P": Sort.SETTLEMENT,
    "R": Sort.ROAD,
    "S": Sort.FACILITY,
    "T": Sort.RELIEF,
}


def sort_of_place(place: Place | None) -> Sort:
    """Return the sort of a gazetteer place by its feature class."""
    if place is None:
        return Sort.UNKNOWN
    if place.id.startswith("country:"):
        return Sort.COUNTRY
    if place.feature_code == "PPLX":
        return Sort.QUARTER
    return _SORT_OF_CLASS.get(place.feature_class, Sort.UNKNOWN)


class Places:
    """The place names of one text, by token and in order; a pure function of text and names."""

    def __init__(self, doc: Doc, toponyms: Sequence[Toponym]) -> None:
        self.doc = doc
        self.mentions: list[PlaceMention] = []
        self.at: dict[int, PlaceMention] = {}
        self._toponyms = toponyms
        self._theatres: dict[int, tuple[str, ...]] = {}
        for toponym in toponyms:
            if is_adjectival(toponym):
                continue
            span = doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
            if span is None or not len(span):
                continue
            mention = PlaceMention(
                span.start,
                span.end,
                toponym.text,
                toponym,
                _sort(doc, span.start, span.end, toponym),
            )
            self.mentions.append(mention)
            for i in range(span.start, span.end):
                self.at[i] = mention
        self.mentions.sort(key=lambda m: m.start)

    def add(self, toponym: Toponym, sort: Sort) -> None:
        """Take in a name that the claims showed to be a place."""
        span = self.doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
        if span is None or any(i in self.at for i in range(span.start, span.end)):
            return
        self._theatres.clear()
        mention = PlaceMention(span.start, span.end, toponym.text, toponym, sort)
        self.mentions.append(mention)
        self.mentions.sort(key=lambda m: m.start)
        self.at.update(dict.fromkeys(range(span.start, span.end), mention))

    def last(self, before: int, sorts: frozenset[Sort], *, noun: str = "") -> PlaceMention | None:
        """Return the last name of one of the sorts before a token, None if there is none.

        In the sentence where the last one stands, a name that fills a part of a verb goes before
        one that only says where something else is ("Deir Hafer, the stronghold in Aleppo").
        noun: what the name is taken up by; "the town" is no place that the text calls a village,
        nor a city of millions, and rather one called a town than one that is named in passing.
        """
        told = [m for m in self.mentions if m.start < before and self._is_told(m, sorts)]
        fitting = [m for m in told if self._may_be_called(m, noun)]
        fitting = fitting or (told if noun not in PROVINCES else [])
        if not fitting:
            return None
        sentence = self.doc[fitting[-1].start].sent.start
        central = [m for m in fitting if m.start >= sentence and self._is_central(m)]
        found = (central or fitting)[-1]
        called = [m for m in fitting if noun and self._is_called(m, noun)]
        in_passing = self._count(found) == 1 and not self._callings.get(found.text)
        return called[-1] if called and in_passing and self._count(called[-1]) > 1 else found

    def _is_called(self, mention: PlaceMention, noun: str) -> bool:
        place = mention.toponym.place
        big = place is not None and (place.population or 0) >= CITY and self._is_here(mention)
        return noun in self._callings.get(mention.text, ()) or (noun == "city" and big)

    def _count(self, mention: PlaceMention) -> int:
        return sum(m.text == mention.text for m in self.mentions)

    def _may_be_called(self, mention: PlaceMention, noun: str) -> bool:
        """Say whether "the town", "the city", "the village" or "the province" may be a place."""
        place = mention.toponym.place
        if noun in PROVINCES and place is not None:
            return place.feature_class in {"A", "L"}  # no quarter of a city, and no river
        if noun not in SMALLER:
            return True
        callings = self._callings.get(mention.text, frozenset())
        if callings:
            return any(abs(SMALLER[noun] - SMALLER[c]) <= 1 for c in callings)
        people = place.population or 0 if place is not None else 0
        if not people and place is not None and not place.id.startswith("geonames:"):
            return True  # other tables seldom tell how many people live in a place
        return LEAST_PEOPLE.get(noun, 0) <= people <= MOST_PEOPLE.get(noun, people)

    @cached_property
    def _callings(self) -> dict[str, frozenset[str]]:
        """By name what the text calls a settlement: "the town of X", "X, a village in Y"."""
        found: dict[str, frozenset[str]] = {}
        for mention in self.mentions:
            token = self.doc[mention.end - 1]
            nouns = [_noun_before(self.doc, mention.start)]
            nouns += [c for c in token.children if c.dep_ == "appos" and c.i > token.i]
            words = {n.lemma_.lower() for n in nouns if n is not None} & SMALLER.keys()
            found[mention.text] = found.get(mention.text, frozenset()) | words
        return found

    def _is_central(self, mention: PlaceMention) -> bool:
        """Say whether a name is the object, subject or place of a verb, or "the town of X"."""
        token = self.doc[mention.end - 1]
        for _ in range(4):
            label = base(token)
            if label == "conj" and token.head.i < token.i:
                token = token.head  # "toward A and B": as the first of them
                continue
            if label in {"obj", "nsubj", "obl", "root", "conj"}:
                aside = preposition(token) in {"toward", "towards"} or _is_landmark(token)
                return (base(token.head) != "acl" or label == "root") and not aside
            noun = token.head
            if label not in {"nmod", "compound", "flat", "appos"} or noun.i == token.i:
                return False
            if label == "nmod" and sort_of_noun(noun.lemma_.lower()) is Sort.UNKNOWN:
                return False
            if label == "nmod" and (preposition(token) != "of" or _is_landmark(token)):
                return False
            token = noun
        return False

    def main(self, sorts: frozenset[Sort], *, noun: str = "") -> PlaceMention | None:
        """Return the name of one of the sorts that is said most often, the first of equals.

        noun: what the name is taken up by, as for `last`.
        """
        told = [m for m in self.mentions if self._is_told(m, sorts) and self._is_here(m)]
        told = [m for m in told if self._may_be_called(m, noun)]
        counts = Counter(m.text for m in told)
        if not counts:
            return None
        most = max(counts.values())
        return next(m for m in told if counts[m.text] == most)

    def _is_here(self, mention: PlaceMention) -> bool:
        """Say whether a name may be in the country that the text is most about."""
        place = mention.toponym.place
        return place is None or place.country is None or place.country in self.countries[:2]

    def _is_told(self, mention: PlaceMention, sorts: frozenset[Sort]) -> bool:
        """Say whether a name of one of the sorts tells a place, and not whose fighters they are."""
        if mention.sort not in sorts or self._is_dateline(mention) or self._is_state(mention):
            return False
        token = self.doc[mention.end - 1]
        while base(token) in {"flat", "compound"} and token.head.i != token.i:
            token = token.head
        armed = load_words().actors.armed
        if base(token) == "nmod" and preposition(token) in {"from", "of"}:
            return token.head.lemma_.lower() not in armed  # "brigades from X overran it"
        return token.i < mention.end or token.lemma_.lower() not in armed

    def _is_state(self, mention: PlaceMention) -> bool:
        """Say whether a capital stands for its state: it does something, or tells something
        ("Kyiv has denied", "the first confirmation from Kyiv")."""
        place, token = mention.toponym.place, self.doc[mention.end - 1]
        if place is None or place.feature_code != "PPLC":
            return False
        head = token.head.lemma_.lower()
        if base(token) == "nmod" and preposition(token) == "from":
            return head in TOLD or head in load_words().stance.tellings
        acts = token.dep_ == "nsubj" and token.head.pos_ == "VERB"
        return acts and head not in PLACES_DO

    def _is_dateline(self, mention: PlaceMention) -> bool:
        """Say whether a name only tells where a report was written ("KYIV (Agency) - ...")."""
        first, after = self.doc[mention.start], self.doc[mention.end : mention.end + 1].text
        opens = mention.start == 0 or first.is_sent_start or self.doc[mention.start - 1].is_space
        return bool(opens) and mention.text.isupper() and after in {"(", ",", "-", "–", "—"}

    def theatre(self, token: Token) -> tuple[str, ...]:
        """Return the countries of the text, first the one that all towns of the sentence lie in.

        "In Iraq government forces repelled an attack on Haditha" in a report about Syria.
        """
        sentence = token.sent
        found = self._theatres.get(sentence.start)
        if found is None:
            found = self._theatre_of(sentence.start, sentence.end)
            self._theatres[sentence.start] = found
        return found

    def _theatre_of(self, start: int, end: int) -> tuple[str, ...]:
        here = {
            m.toponym.place.country
            for m in self.mentions
            if start <= m.start < end and m.sort is not Sort.COUNTRY and m.toponym.place is not None
        }
        if len(here) != 1:
            return self.countries
        (country,) = here
        if country is None or self.countries[:1] == (country,):
            return self.countries
        return (country, *(c for c in self.countries if c != country))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries of the places named, most frequent first."""
        counts = Counter(
            t.place.country for t in self._toponyms if t.place is not None and t.place.country
        )
        return tuple(country for country, _ in counts.most_common() if country)


def _sort(doc: Doc, start: int, end: int, toponym: Toponym) -> Sort:
    """Return the sort of a name: by the words around it, else by the gazetteer."""
    inside = sort_of_noun(doc[end - 1].lower_)
    if inside is not Sort.UNKNOWN and end - start > 1:
        return inside
    after = doc[end] if end < len(doc) else None
    if after is not None and after.pos_ in {"NOUN", "PROPN"}:
        sort = sort_of_noun(after.lower_)
        if sort is not Sort.UNKNOWN and after.lower_ not in {"front", "border", "country"}:
            return sort
    before = _noun_before(doc, start)
    if before is not None and not _is_part_of_another(before):
        sort = sort_of_noun(before.lemma_.lower())
        if sort is not Sort.UNKNOWN:
            return sort
    return sort_of_place(toponym.place)


def _is_landmark(name: Token) -> bool:
    """Say whether a name only tells how far off another place is ("40 km west of X")."""
    if preposition(name) not in {"from", "of"} or name.left_edge.i < REACH_OF_MEASURE:
        return False
    before = name.doc[name.left_edge.i - REACH_OF_MEASURE : name.left_edge.i]
    return any(t.lemma_.lower() in DISTANCES for t in before)


def _is_part_of_another(noun: Token) -> bool:
    """Say whether "districts of X" or "the Y area of X" tell a part of X, and not what X is."""
    named = any(c.pos_ == "PROPN" and c.i < noun.i for c in noun.children)
    return named or "Plur" in noun.morph.get("Number", [])


def _noun_before(doc: Doc, start: int) -> Token | None:
    """Return the noun of "the town of X" or "the town X"."""
    i = start - 1
    if i >= 1 and doc[i].lower_ == "of":
        i -= 1
        return doc[i]
    if i >= 0 and doc[i].pos_ == "NOUN":
        return doc[i]
    return None
