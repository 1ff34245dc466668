"""Which places a noun phrase means: names, counted villages, parts, roads and "the town"."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from spacy.tokens import Doc, Token

from whoholds.gazetteer import Gazetteer
from whoholds.model import PlacePhrase, PlaceRelation, Span, Toponym
from whoholds.reading.discourse import Places, Sort, sort_of_noun
from whoholds.reading.grammar import CALENDAR, base, conjuncts, noun_phrase, preposition
from whoholds.reading.places.found import LISTABLE, Found, How, distinct, without_containers
from whoholds.reading.places.links import OF, Links
from whoholds.reading.places.measure import (
    RELATION_OF,
    characters,
    complement,
    count_of,
    is_definite,
    is_glued,
    is_many,
    is_whole,
    relation_and_share,
    share_of,
)
from whoholds.reading.places.names import Names, listed
from whoholds.reading.places.roads import Roads, stretch_between
from whoholds.reading.places.taken_up import TakenUp
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words

PROVINCIAL = frozenset({"provincial", "regional"})
PRONOUNS = frozenset({"it", "which", "that", "its", "their", "there", "this"})
LINES = frozenset({"supply", "front", "defence", "defense", "frontline", "contact", "railway"})
"""What a "line" is of where it is one on the ground."""
SEATS_OF = frozenset({"headquarters", "hq", "base", "barracks", "camp", "garrison", "command"})
"""What is of a body and not of a place ("the headquarters of the Third Brigade in X")."""
SEVERAL = frozenset({"them", "they", "these", "those"})
"""Pronouns of several places: which ones, the last name told does not say."""
NEARBY = frozenset({"nearby", "adjacent", "surrounding", "neighbouring", "neighboring"})


class PlaceReader:
    """Reads place phrases of one text; a pure function of text and names."""

    def __init__(self, doc: Doc, places: Places, *, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.places = places
        self.words = load_words().places
        self._people = load_words().actors.unarmed | load_words().actors.armed
        self._names = Names(doc, places, gazetteer=gazetteer)
        self._taken_up = TakenUp(doc, places, names=self._names, gazetteer=gazetteer)
        self._roads = Roads(doc)
        self._gazetteer = gazetteer
        self._links = Links(doc, places, names=self._names)

    def read(self, head: Token, *, depth: int = 0) -> list[Found]:
        """Return the places that a noun phrase means, one for each coordinated name."""
        between = self._between(head)
        if between is not None:
            return [between]
        found: list[Found] = []
        counted = self._common_plural(head)
        for token in listed(head):
            if token.i == head.i or not (counted and self._common_plural(token)):
                found.extend(self._one(token, depth))
        if depth == 0 and found and found[-1].how in LISTABLE:
            found.extend(self._names.left_out(found))
            found.extend(self._names.run_on(found[-1].token))
        return distinct(without_containers(found, text_of(self.doc)))

    def _between(self, head: Token) -> Found | None:
        """Return what lies between two places ("advanced between A and B"), not the places."""
        if preposition(head) != "between":
            return None
        ends = list(conjuncts(head))
        mentions = [self.places.at.get(t.i) for t in ends]
        known = [m for m in mentions if m is not None]
        if len(ends) != 2 or not known or any(m.sort is Sort.COUNTRY for m in known):
            return None
        if any(t.pos_ != "PROPN" for t in ends):
            return None
        return stretch_between(ends, head)

    def _common_plural(self, head: Token) -> bool:
        """Say whether a noun is one of several common ones told together ("towns and villages")."""
        if head.pos_ != "NOUN" or not is_many(head):
            return False
        return self._links.anchor(head) is None and self._names.within(head) is None

    def learn(self, found: Found) -> None:
        """Remember a name that no gazetteer row was found for, for "the town" later on."""
        span = found.phrase.span
        if found.how is How.NAME and span is not None and found.token.i not in self.places.at:
            sort = sort_of_noun(found.token.lemma_.lower())
            self.places.add(Toponym(span=span, text=found.phrase.text), sort)

    def _one(self, head: Token, depth: int) -> list[Found]:
        if depth > 4 or self._names.is_person(head) or is_glued(head):
            return []
        lemma = head.lower_ if head.lower_ in self.words.named else head.lemma_.lower()
        if head.lower_ in SEVERAL and head.pos_ == "PRON":
            return []
        if head.lower_ == "both" and head.pos_ in {"PRON", "DET"}:
            return self._taken_up.together(head)
        if head.lower_ in PRONOUNS and head.pos_ in {"PRON", "ADV", "DET", "SCONJ"}:
            return self._repeated(head, depth) or self._taken_up.last(head, Sort.UNKNOWN)
        road = self._roads.read(head) or self._roads.by_number(head, self._gazetteer)
        if road is not None:
            return [road]
        mention = self.places.at.get(head.i)
        if mention is not None:
            return [self._names.named(head, mention), *self._including(head, depth)]
        if lemma == "line" and not any(c.lower_ in LINES for c in head.children):
            return []  # "the red line"
        if head.pos_ == "NUM":
            return self._numbered(head, depth)
        if head.lower_ == "place" and not any(base(c) == "det" for c in head.children):
            return []  # "take place"
        if lemma in self.words.named or lemma in self.words.holding or lemma in self.words.part:
            return self._noun(head, lemma, depth)
        if lemma in self.words.never:
            return []
        return self._unresolved_name(head)

    def _numbered(self, head: Token, depth: int) -> list[Found]:
        """Read "fourteen of X's seventeen townships": a part of X."""
        of = complement(head, OF)
        inner = self.read(of, depth=depth + 1) if of is not None else []
        return [self.as_part(f, head) for f in inner if f.how in {*LISTABLE, How.PART}]

    def _repeated(self, pronoun: Token, depth: int) -> list[Found]:
        """Return the place of the verb beside that "it" repeats."""
        for token in self._taken_up.parallel(pronoun):
            for found in self._one(token, depth + 1):
                if found.how in LISTABLE and found.phrase.name is not None:
                    span = characters(self.doc, pronoun.i, pronoun.i + 1)
                    phrase = msgspec.structs.replace(
                        found.phrase, text=pronoun.text, span=span, name=found.phrase.text
                    )
                    return [Found(phrase, How.COREFERENCE, pronoun)]
        return []

    def _noun(self, head: Token, lemma: str, depth: int) -> list[Found]:
        """Read a phrase whose head is a place noun ("the town of X", "17 villages in P")."""
        if lemma == "capital" and any(c.lower_ in PROVINCIAL for c in head.children):
            capital = self._taken_up.provincial_capital(head)
            if capital is not None:
                return [capital]
        several = self._names.several(head)
        if several:
            return several
        told = self._named(self._links.of_kind(head), depth)
        told = told or self._named(self._links.known_as(head), depth)
        told = told or self._named(self._links.beside(head), depth)
        if told:
            return [*told, *self._including(head, depth)]
        named = self._names.within(head)
        stationed = self._stationed(head, named, depth)
        if stationed:
            return stationed
        if named is not None:
            return [named, *self._including(head, depth)]
        listed = self._named(self._links.copular(head), depth) or [
            f
            for t in self._links.described(head)
            for f in self._one(t, depth + 1)
            if f.how in LISTABLE
        ]
        if listed:
            return listed
        plural = is_many(head)
        sort = sort_of_noun(lemma)
        of = complement(head, OF) or self._names.after(head)
        if of is not None and lemma in self.words.part and self._counts_others(lemma, of):
            return []  # "hundreds of people", "dozens of vehicles"
        if (
            of is not None
            and not plural
            and lemma not in self.words.part
            and sort
            in {
                Sort.SETTLEMENT,
                Sort.REGION,
                Sort.QUARTER,
                Sort.FACILITY,
                Sort.RELIEF,
            }
            and (of.i in self.places.at or of.pos_ == "PROPN")
        ):
            seat = self._links.anchor(of) if lemma in SEATS_OF else None
            if seat is not None:
                return [self.as_part(f, head) for f in self.read(seat, depth=depth + 1)]
            inner = self.read(of, depth=depth + 1)
            if inner and lemma not in {"area", "countryside", "territory", "front", "capital"}:
                return [*inner, *self._including(head, depth)]
            return [self.as_part(f, head) for f in inner]
        if plural:
            return self._many(head, lemma, depth)
        appositive = next((c for c in head.children if c.dep_ == "appos"), None)
        if appositive is not None:
            inner = [f for f in self.read(appositive, depth=depth + 1) if f.how in LISTABLE]
            if inner:
                return inner
        anchor = self._links.anchor(head)
        named_after = (
            self._named(self._links.told_after(anchor), depth) if anchor is not None else []
        )
        if named_after:
            return named_after
        if anchor is not None and (
            lemma in self.words.part or lemma in self.words.holding or sort is Sort.UNKNOWN
        ):
            inner = self.read(anchor, depth=depth + 1)
            if inner:
                return [self.as_part(f, head) for f in inner]
        if sort in {Sort.FACILITY, Sort.RELIEF} and anchor is not None:
            inner = self.read(anchor, depth=depth + 1)
            return [self.as_part(f, head) for f in inner] or [self._facility(head, anchor)]
        if is_definite(head) and sort is Sort.FACILITY and anchor is None:
            known = self._taken_up.facility(head)
            if known is not None:
                return [known]
        if is_definite(head) and sort in {Sort.SETTLEMENT, Sort.REGION, Sort.ROAD}:
            found = self._taken_up.last(head, sort)
            if found:
                return found
        if anchor is not None:
            inner = self.read(anchor, depth=depth + 1)
            return [self.as_part(f, head) for f in inner]
        if lemma in self.words.part:
            return []
        if sort is Sort.UNKNOWN or lemma in {"position", "territory", "area", "ground", "land"}:
            return [self._unnamed(head)]
        return [self._facility(head, None)]

    def _counts_others(self, lemma: str, of: Token) -> bool:
        """Say whether a part or number is one of people or things, not of places."""
        counted = lemma in load_words().actors.quantity and of.pos_ == "NOUN"
        return of.lemma_.lower() in self._people or (counted and not self._links.placelike(of))

    def _stationed(self, head: Token, named: Found | None, depth: int) -> list[Found]:
        """Return where a unit that stands for its base is ("the 5th Brigade in X was overrun")."""
        unit = head.lemma_.lower() in load_words().actors.armed
        seat = self._links.anchor(head) if unit and named is not None else None
        if seat is None or seat.i not in self.places.at or preposition(seat) not in {"in", "at"}:
            return []
        return [self.as_part(f, head) for f in self.read(seat, depth=depth + 1)]

    def _many(self, head: Token, lemma: str, depth: int) -> list[Found]:
        """Read several places: listed by name, or a count in a named region."""
        of = complement(head, OF)
        listed: list[Found] = []
        if of is not None:
            listed = [f for f in self.read(of, depth=depth + 1) if f.how in LISTABLE]
            if listed and lemma in self.words.named and not self._is_part_plural(lemma, of):
                return [*listed, *self._including(head, depth)]
        appositive = next((c for c in head.children if c.dep_ in {"appos", "flat", "dep"}), None)
        if appositive is not None:
            names = [f for f in self.read(appositive, depth=depth + 1) if f.how in LISTABLE]
            if names:
                return names
        names = self._named(self._links.after(head), depth)
        names = names or self._named(self._links.enumerated(head), depth)
        if names:
            return names
        included = self._including(head, depth)
        anchor = self._links.anchor(head)
        if anchor is None and not included and is_definite(head):
            several = self._taken_up.together(head)
            if several:
                return several
        regions = self.read(anchor, depth=depth + 1) if anchor is not None else []
        if len(included) > 1:
            return included
        counted = [self.as_part(f, head) for f in regions]
        if not counted and not included:
            counted = [self._unnamed(head)]
        return [*included, *counted]

    def _named(self, tokens: Iterable[Token], depth: int) -> list[Found]:
        """Return the names among the places that the tokens mean, and what is listed with them."""
        found = [f for t in tokens for f in self.read(t, depth=depth + 1)]
        if not any(f.how in LISTABLE for f in found):
            return []
        return [f for f in found if f.how in {*LISTABLE, How.FACILITY}]

    def _including(self, head: Token, depth: int) -> list[Found]:
        """Return the places that an "including ..." names."""
        found = [f for t in self._links.included(head) for f in self.read(t, depth=depth + 1)]
        return [f for f in found if f.how in {*LISTABLE, How.FACILITY, How.PART}]

    def _is_part_plural(self, lemma: str, of: Token) -> bool:
        """Say whether "districts of X" are parts of X rather than named X."""
        if next(iter(c for c in of.children if c.dep_ == "conj"), None) is not None:
            return False
        return (
            lemma not in {"town", "village", "city", "hamlet", "settlement"}
            or of.i in self.places.at
        )

    def as_part(self, found: Found, head: Token) -> Found:
        """Return the named place as the region of the parts that `head` tells of."""
        relation = found.phrase.relation
        if relation is PlaceRelation.IN and not is_whole(head):
            relation = RELATION_OF.get(preposition(found.token), PlaceRelation.PART_OF)
        start, end = noun_phrase(head)
        span = characters(self.doc, start, end)
        inner = found.phrase.span
        if inner is not None and head.sent.start_char <= inner.start < head.sent.end_char:
            span = Span.hull([span, inner])
        phrase = msgspec.structs.replace(
            found.phrase,
            text=span.of(text_of(self.doc)),
            span=span,
            relation=relation,
            share=found.phrase.share or share_of(head),
            count=count_of(head),
        )
        return Found(phrase, How.PART if found.how in LISTABLE else found.how, head)

    def _unnamed(self, head: Token) -> Found:
        if any(c.lower_ in NEARBY for c in head.children):
            for found in self._taken_up.last(head, Sort.UNKNOWN):
                phrase = msgspec.structs.replace(
                    found.phrase, relation=PlaceRelation.NEAR, count=count_of(head)
                )
                return Found(phrase, How.PART, head)
        start, end = noun_phrase(head)
        if self._common_plural(head):
            end = max(end, *(t.i + 1 for t in conjuncts(head) if self._common_plural(t)))
        span = characters(self.doc, start, end)
        phrase = PlacePhrase(
            text=span.of(text_of(self.doc)),
            span=span,
            relation=PlaceRelation.UNNAMED,
            count=count_of(head),
        )
        return Found(phrase, How.UNNAMED, head)

    def _facility(self, head: Token, anchor: Token | None) -> Found:
        """Return an unnamed building, hill or the like, with the place where it stands."""
        start, end = noun_phrase(head)
        if anchor is not None:
            end = max(end, anchor.i + 1)
        span = characters(self.doc, start, end)
        phrase = PlacePhrase(text=span.of(text_of(self.doc)), span=span, relation=PlaceRelation.IN)
        return Found(phrase, How.FACILITY, head)

    def _unresolved_name(self, head: Token) -> list[Found]:
        """Return a capitalised name that no gazetteer row was found for."""
        if head.pos_ != "PROPN" or CALENDAR.intersection(head.lower_.split("-")):
            return []
        start, end = noun_phrase(head)
        if self._names.is_bare_genitive(self.doc[start]):
            start += 1
        if start == end:
            return []
        if not any(t.text[:1].isupper() for t in self.doc[start:end]):
            return []
        span = characters(self.doc, start, end)
        relation, share = relation_and_share(head)
        text = span.of(text_of(self.doc))
        phrase = self._names.by_name(text, span, relation, share)
        return [Found(phrase, How.NAME, head), *self._including(head, 0)]
