"""Place names in noun phrases: recognised ones, unknown ones, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc, Token

from whoholds.gazetteer import Gazetteer
from whoholds.model import PlacePhrase, PlaceRelation, Span
from whoholds.reading.discourse import PlaceMention, Places, Sort, sort_of_noun
from whoholds.reading.grammar import base, conjuncts, noun_phrase, preposition
from whoholds.reading.places.found import Found, How
from whoholds.reading.places.measure import (
    characters,
    is_many,
    relation_and_share,
    share_of,
)
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words

PEOPLE = frozenset({"PER", "PERSON"})
SAME_NAME = 0.3
JOINERS = frozenset({",", "and", "as", "well", ";", "&"})
HELD_BY = frozenset(
    {"position", "area", "stronghold", "territory", "bastion", "pocket", "enclave", "holdout"}
)
"""Nouns before which a name is that of the holder ("ISIL pockets")."""
# Before a name they tell which part of the place is meant, and belong to the words of the phrase.
DIRECTIONS = frozenset(
    {
        *("northern", "southern", "eastern", "western", "central", "rural"),
        *("northeastern", "northwestern", "southeastern", "southwestern"),
    }
)
LIST_WORDS = frozenset(
    {"the", "town", "towns", "village", "villages", "city", "cities", "of", "nearby"}
)


class Names:
    """The place names of one text; a pure function of text, names and gazetteer."""

    def __init__(self, doc: Doc, places: Places, *, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.places = places
        self.gazetteer = gazetteer
        self.words = load_words().places
        self._people = {t.i for e in doc.ents if e.label_ in PEOPLE and len(e) > 1 for t in e}

    def is_person(self, head: Token) -> bool:
        """Say whether a name is a person's: it acts, or a role stands before or after it.

        The model takes many a foreign place name for a person's, so its word alone is not enough.
        """
        if head.i not in self._people or head.i in self.places.at:
            return False
        acts = head.dep_ == "nsubj" and not _is_thing(head.head)
        if acts or any(c.dep_ == "nmod:desc" for c in head.children):
            return True
        roles = load_words().actors
        return any(
            c.dep_ == "appos" and c.lemma_.lower() in roles.unarmed | roles.leaders
            for c in head.children
        )

    def named(self, head: Token, mention: PlaceMention) -> Found:
        """Return the phrase of a recognised name, with its head noun where that stands apart."""
        start, end = mention.start, mention.end
        if head.i >= end or head.i < start:
            start, end = min(start, head.i), max(end, head.i + 1)
        while start and self.doc[start - 1].lower_ in DIRECTIONS:
            start -= 1
        span = characters(self.doc, start, end)
        relation, _ = relation_and_share(head)
        return Found(phrase_of(head, mention, span, relation), How.NAMED, head)

    def within(self, head: Token) -> Found | None:
        """Return "X neighbourhood", "X bridge": a name before, or run on after, a place noun."""
        for c in sorted(head.children, key=lambda c: abs(c.i - head.i)):
            if base(c) in {"compound", "flat", "amod", "nmod"} and not preposition(c):
                mention = self.places.at.get(c.i)
                if c.dep_ == "nmod:poss" and head.lemma_.lower() in self.words.part:
                    continue
                if mention is not None and c.pos_ != "ADJ" and abs(c.i - head.i) <= 4:
                    return self._compound(head, mention)
        start, end = noun_phrase(head)
        proper = [t for t in self.doc[start:end] if t.pos_ == "PROPN"]
        proper = [t for t in proper if not _is_of_force(t, head)]
        if not proper or head.lemma_.lower() in self.words.part or is_many(head):
            return None
        if head.lemma_.lower() in HELD_BY and all(t.i not in self.places.at for t in proper):
            return None
        if all(t.text.isalpha() and t.text.isupper() and len(t) > 1 for t in proper):
            return None  # "a BIFF camp": letters tell whose it is
        span = characters(self.doc, start, end)
        text = span.of(text_of(self.doc))
        relation, share = relation_and_share(head)
        return Found(
            self.by_name(text, span, relation, share),
            How.NAME,
            head,
        )

    def is_bare_genitive(self, token: Token) -> bool:
        """Say whether a word is a country's genitive that lost its apostrophe ("Syrias Raqqa")."""
        stem = token.text.removesuffix("s")
        if stem == token.text or not stem.istitle():
            return False
        return any(m.place.id.startswith("country:") for m in self.gazetteer.lookup(stem, limit=3))

    def several(self, head: Token) -> list[Found]:
        """Return the names of "the A and B villages", none where there is one name or none."""
        if not is_many(head):
            return []
        for c in head.children:
            names = list(conjuncts(c)) if c.dep_ in {"compound", "nmod"} and c.i < head.i else []
            if len(names) > 1 and not preposition(c) and all(_is_name(t) for t in names):
                return [self._bare(t) for t in names]
        return []

    def _bare(self, name: Token) -> Found:
        """Return the place of a name that stands before its noun."""
        mention = self.places.at.get(name.i)
        if mention is not None:
            return self.named(name, mention)
        start, end = noun_phrase(name)
        span = characters(self.doc, start, end)
        phrase = self.by_name(span.of(text_of(self.doc)), span, PlaceRelation.IN, None)
        return Found(phrase, How.NAME, name)

    def _compound(self, head: Token, mention: PlaceMention) -> Found:
        start = min(mention.start, head.i)
        while start and self.doc[start - 1].lower_ in DIRECTIONS:
            start -= 1
        span = characters(self.doc, start, max(mention.end, head.i + 1))
        relation, share = relation_and_share(head)
        lemma = head.lemma_.lower()
        own = sort_of_noun(lemma) in {Sort.SETTLEMENT, Sort.REGION} or lemma in {"area"}
        text = span.of(text_of(self.doc))
        covers = mention.start <= head.i < mention.end
        covers = covers or _is_its_name(mention, lemma)
        if not own and not covers and sort_of_noun(lemma) is not Sort.UNKNOWN:
            phrase = self.by_name(text, span, relation, share)
            return Found(phrase, How.NAME, head)
        if lemma in {"countryside", "area", "territory", "pocket", "front", "suburb"} and (
            relation is PlaceRelation.IN
        ):
            relation = PlaceRelation.PART_OF
        return Found(phrase_of(head, mention, span, relation), How.NAMED, head)

    def by_name(
        self, text: str, span: Span, relation: PlaceRelation, share: float | None
    ) -> PlacePhrase:
        """Return the phrase of a name that was not recognised as a place's before.

        It gets the gazetteer's place of that very name in the report's first country, if there is
        just that: a guess among several would be a wrong village.
        """
        phrase = PlacePhrase(text=text, span=span, relation=relation, share=share, name=text)
        country = self.places.countries[:1]
        if not country:
            return phrase
        matches = [
            m
            for m in self.gazetteer.lookup(text, countries=country, limit=5)
            if m.penalty < SAME_NAME and m.place.country == country[0]
        ]
        if len({m.place.id for m in matches}) != 1:
            return phrase
        place = matches[0].place
        return msgspec.structs.replace(phrase, place_id=place.id, name=place.name)

    def after(self, head: Token) -> Token | None:
        """Return the name of "the city of X" where the parse hangs it elsewhere."""
        after = self.doc[head.i + 1 : head.i + 3]
        if len(after) < 2 or after[0].lower_ != "of":
            return None
        mention = self.places.at.get(after[1].i)
        if mention is not None:
            return self.doc[mention.end - 1]
        return after[1] if after[1].pos_ == "PROPN" else None

    def _end(self, token: Token) -> int:
        mention = self.places.at.get(token.i)
        end = mention.end if mention is not None else token.i + 1
        for c in token.children:
            if c.i == end and (c.lemma_.lower() in self.words.named or base(c) == "flat"):
                end += 1
        return end

    def left_out(self, found: Sequence[Found]) -> list[Found]:
        """Return the names between those of a list that the parse hung elsewhere.

        "A, B and then C, D and E": all that stands between A and E is names and joining words.
        """
        tokens = sorted(f.token.i for f in found if f.how is How.NAMED)
        if len(tokens) < 2:
            return []
        more: list[Found] = []
        for i in range(tokens[0], tokens[-1]):
            token, mention = self.doc[i], self.places.at.get(i)
            if mention is None and token.lower_ not in JOINERS | LIST_WORDS | {"then"}:
                return []
            last = mention is not None and i == mention.end - 1
            if (
                mention is not None
                and last
                and i not in tokens
                and mention.sort is not Sort.COUNTRY
            ):
                more.append(self.named(token, mention))
        return more

    def run_on(self, last: Token) -> list[Found]:
        """Return the rest of a list of names ("A, B and C") where the parse broke it off.

        It must end in an "and": "Saraqib, Idlib province" is one place, not two.
        """
        found: list[Found] = []
        closed = False
        i = self._end(last)
        while i < len(self.doc) - 1:
            j = i
            while j < len(self.doc) and self.doc[j].lower_ in JOINERS:
                closed = closed or self.doc[j].lower_ in {"and", "well"}
                j += 1
            while j < len(self.doc) and self.doc[j].lower_ in LIST_WORDS:
                j += 1
            mention = self.places.at.get(j) if j < len(self.doc) else None
            if j == i or mention is None or mention.sort is Sort.COUNTRY:
                break
            if self.doc[mention.end - 1].dep_ in {"nsubj", "nsubj:pass"}:
                break
            found.append(self.named(self.doc[mention.end - 1], mention))
            i = self._end(self.doc[mention.end - 1])
        return found if closed else []


def _is_of_force(name: Token, head: Token) -> bool:
    """Say whether a name only tells whose a place is ("the X military's headquarters")."""
    owner = name.head if name.head.i != head.i else name
    armed = load_words().actors.armed
    return owner.dep_ == "nmod:poss" and owner.lemma_.lower() in armed


def _is_thing(predicate: Token) -> bool:
    """Say whether a noun told of a name is one for no person ("Musa Qala was the scene of")."""
    people = load_words().people.nouns | load_words().actors.leaders
    copular = predicate.pos_ == "NOUN" and any(c.dep_ == "cop" for c in predicate.children)
    return copular and predicate.lemma_.lower() not in people


def _is_its_name(mention: PlaceMention, lemma: str) -> bool:
    """Say whether the place found bears the noun in its name ("Yarmouk" found as Yarmouk Camp)."""
    place = mention.toponym.place
    names = (place.name, *place.names) if place is not None else ()
    return any(name.lower().endswith(f" {lemma}") for name in names)


def phrase_of(
    head: Token, mention: PlaceMention, span: Span, relation: PlaceRelation
) -> PlacePhrase:
    """Return the phrase of words that mean a recognised name: its place and runners-up."""
    place = mention.toponym.place
    return PlacePhrase(
        text=span.of(text_of(head.doc)),
        span=span,
        relation=relation,
        share=share_of(head),
        place_id=place.id if place else None,
        name=place.name if place else mention.text,
        candidates=mention.toponym.candidates,
    )


def listed(head: Token) -> list[Token]:
    """Return the heads of a list, those too that the parse takes for an apposition in it.

    "A, B and C" with B as an apposition of A is a list where B is a name and no region: "Saraqib,
    Idlib province and Hama" are two places.
    """
    chain = list(conjuncts(head))
    last = max(t.i for t in chain)
    regions = load_words().places.region
    strays = [
        c
        for t in chain
        for c in t.children
        if c.dep_ == "appos" and c.i < last and _is_name(c) and c.lemma_.lower() not in regions
    ]
    return sorted([*chain, *strays])


def _is_name(token: Token) -> bool:
    start, end = noun_phrase(token)
    return any(t.pos_ == "PROPN" for t in token.doc[start:end])
