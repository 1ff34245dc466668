"""Which places a noun phrase means: names, counted villages, parts, roads and "the town"."""

from __future__ import annotations

import msgspec
from spacy.tokens import Doc, Token

from whoholds.gazetteer import Gazetteer
from whoholds.model import Place, PlacePhrase, PlaceRelation, Span, Toponym
from whoholds.reading.discourse import PlaceMention, Places, Sort, sort_of_noun
from whoholds.reading.grammar import OBLIQUE, base, conjuncts, noun_phrase, preposition
from whoholds.reading.places.found import LISTABLE, Found, How
from whoholds.reading.places.measure import (
    COMPASS,
    RELATION_OF,
    characters,
    complement,
    count_of,
    is_definite,
    is_many,
    relation_and_share,
    share_of,
)
from whoholds.reading.places.roads import Roads
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words

PROVINCIAL = frozenset({"provincial", "regional"})
PEOPLE = frozenset({"PER", "PERSON"})
SAME_NAME = 0.3
MANY = 4
ANY_FACILITY = frozenset({"structure", "site", "facility", "complex", "building", "compound"})
OF = frozenset({"of", "called", "named"})
PRONOUNS = frozenset({"it", "them", "they", "which", "that", "its", "their", "there", "this"})
NO_ANCHOR = frozenset(
    {"by", "for", "with", "to", "including", "during", "after", "since", "until", "as"}
)
CALENDAR = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    }
)
NEARBY = frozenset({"nearby", "adjacent", "surrounding", "neighbouring", "neighboring"})
JOINERS = frozenset({",", "and", "as", "well", ";", "&"})
LIST_WORDS = frozenset(
    {"the", "town", "towns", "village", "villages", "city", "cities", "of", "nearby"}
)
_ANY_SETTLED = frozenset({Sort.SETTLEMENT, Sort.QUARTER, Sort.FACILITY, Sort.RELIEF, Sort.UNKNOWN})
_SORTS = {
    Sort.SETTLEMENT: frozenset({Sort.SETTLEMENT, Sort.UNKNOWN}),
    Sort.REGION: frozenset({Sort.REGION}),
    Sort.QUARTER: frozenset({Sort.QUARTER, Sort.UNKNOWN, Sort.SETTLEMENT}),
    Sort.FACILITY: frozenset({Sort.FACILITY, Sort.UNKNOWN, Sort.SETTLEMENT}),
    Sort.RELIEF: frozenset({Sort.RELIEF, Sort.UNKNOWN}),
    Sort.ROAD: frozenset({Sort.ROAD}),
    Sort.UNKNOWN: _ANY_SETTLED | {Sort.REGION},
}


class PlaceReader:
    """Reads place phrases of one text; a pure function of text and names."""

    def __init__(self, doc: Doc, places: Places, *, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.places = places
        self.words = load_words().places
        self._people = {t.i for e in doc.ents if e.label_ in PEOPLE and len(e) > 1 for t in e}
        self._roads = Roads(doc)

    def read(self, head: Token, *, depth: int = 0) -> list[Found]:
        """Return the places that a noun phrase means, one for each coordinated name."""
        found: list[Found] = []
        counted = self._common_plural(head)
        for token in conjuncts(head):
            if token.i == head.i or not (counted and self._common_plural(token)):
                found.extend(self._one(token, depth))
        if depth == 0 and found and found[-1].how in LISTABLE:
            found.extend(self._run_on(found[-1].token))
        return _distinct(found)

    def _common_plural(self, head: Token) -> bool:
        """Say whether a noun is one of several common ones told together ("towns and villages")."""
        if head.pos_ != "NOUN" or not is_many(head):
            return False
        return self._anchor(head) is None and self._name_within(head) is None

    def learn(self, found: Found) -> None:
        """Remember a name that no gazetteer row was found for, for "the town" later on."""
        span = found.phrase.span
        if found.how is How.NAME and span is not None and found.token.i not in self.places.at:
            sort = sort_of_noun(found.token.lemma_.lower())
            self.places.add(Toponym(span=span, text=found.phrase.text), sort)

    def _one(self, head: Token, depth: int) -> list[Found]:
        if depth > 4 or self._is_person(head):
            return []
        lemma = head.lemma_.lower()
        if head.lower_ in PRONOUNS and head.pos_ in {"PRON", "ADV", "DET", "SCONJ"}:
            return self._coreferent(head, Sort.UNKNOWN)
        road = self._roads.read(head)
        if road is not None:
            return [road]
        mention = self.places.at.get(head.i)
        if mention is not None:
            return [self._named(head, mention), *self._including(head, depth)]
        if lemma in self.words.named or lemma in self.words.holding or lemma in self.words.part:
            return self._noun(head, lemma, depth)
        if lemma in self.words.never:
            return []
        return self._unresolved_name(head)

    def _is_person(self, head: Token) -> bool:
        """Say whether a name is a person's: it acts, or a role stands before or after it.

        The model takes many a foreign place name for a person's, so its word alone is not enough.
        """
        if head.i not in self._people or head.i in self.places.at:
            return False
        if base(head) == "nsubj" or any(c.dep_ == "nmod:desc" for c in head.children):
            return True
        roles = load_words().actors
        return any(
            c.dep_ == "appos" and c.lemma_.lower() in roles.unarmed | roles.leaders
            for c in head.children
        )

    def _noun(self, head: Token, lemma: str, depth: int) -> list[Found]:
        """Read a phrase whose head is a place noun ("the town of X", "17 villages in P")."""
        if lemma == "capital" and any(c.lower_ in PROVINCIAL for c in head.children):
            capital = self._provincial_capital(head)
            if capital is not None:
                return [capital]
        named = self._name_within(head)
        if named is not None:
            return [named, *self._including(head, depth)]
        listed = self._predicate(head, depth) or self._described(head, depth)
        if listed:
            return listed
        plural = is_many(head)
        sort = sort_of_noun(lemma)
        of = complement(head, OF) or self._name_after(head)
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
        anchor = self._anchor(head)
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
            known = self._known_facility(head)
            if known is not None:
                return [known]
        if is_definite(head) and sort in {Sort.SETTLEMENT, Sort.REGION, Sort.ROAD}:
            found = self._coreferent(head, sort)
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

    def _predicate(self, head: Token, depth: int) -> list[Found]:
        """Return the names that "the villages under siege were X and Y" gives."""
        name = head.head
        copula = base(head) == "nsubj" and any(c.dep_ == "cop" for c in name.children)
        if not copula or (name.i not in self.places.at and name.pos_ != "PROPN"):
            return []
        return [f for f in self.read(name, depth=depth + 1) if f.how in LISTABLE]

    def _described(self, head: Token, depth: int) -> list[Found]:
        """Return the names that "X and Y, two towns in P" describes."""
        name = head.head
        if base(head) != "appos" or name.i > head.i:
            return []
        first = name.head if name.dep_ == "conj" else name
        if first.i not in self.places.at and first.pos_ != "PROPN":
            return []
        found = [f for t in conjuncts(first) if t.i < head.i for f in self._one(t, depth + 1)]
        return [f for f in found if f.how in LISTABLE]

    def _name_after(self, head: Token) -> Token | None:
        """Return the name of "the city of X" where the parse hangs it elsewhere."""
        after = self.doc[head.i + 1 : head.i + 3]
        if len(after) < 2 or after[0].lower_ != "of":
            return None
        mention = self.places.at.get(after[1].i)
        if mention is not None:
            return self.doc[mention.end - 1]
        return after[1] if after[1].pos_ == "PROPN" else None

    def _provincial_capital(self, head: Token) -> Found | None:
        """Return the city that "the provincial capital of the same name" is: named as the last
        province was.
        """
        region = self.places.last(head.i, frozenset({Sort.REGION}))
        if region is None or any(self._names(c) for c in head.children):
            return None
        province = region.toponym.place
        name = province.name if province is not None else region.text
        for word in (region.text, name):
            bare = " ".join(w for w in word.split() if w.lower() not in self.words.region)
            country = (province.country,) if province is not None and province.country else ()
            for match in self.gazetteer.lookup(bare, countries=country):
                if match.place.feature_class == "P":
                    return self._capital(head, match.place)
        return None

    def _names(self, word: Token) -> bool:
        """Say whether a word beside a noun names it ("the provincial capital, Idlib")."""
        named = base(word) in {"appos", "flat", "compound"} or preposition(word) == "of"
        return named and word.i in self.places.at

    def _capital(self, head: Token, city: Place) -> Found:
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
        names = self._names_after(head, depth)
        if names:
            return names
        included = self._including(head, depth)
        anchor = self._anchor(head)
        if anchor is None and not included and is_definite(head):
            several = self._told_together(head)
            if several:
                return several
        regions = self.read(anchor, depth=depth + 1) if anchor is not None else []
        counted = [self.as_part(f, head) for f in regions]
        if not counted and not included:
            counted = [self._unnamed(head)]
        return [*included, *counted]

    def _names_after(self, head: Token, depth: int) -> list[Found]:
        """Return the names of "the villages X and Y"."""
        if head.i + 1 >= len(self.doc) or head.lemma_.lower() not in self.words.named:
            return []
        after = self.doc[head.i + 1]
        mention = self.places.at.get(after.i)
        if mention is None and after.pos_ != "PROPN":
            return []
        name = self.doc[mention.end - 1] if mention is not None else after
        return [f for f in self.read(name, depth=depth + 1) if f.how in LISTABLE]

    def _is_part_plural(self, lemma: str, of: Token) -> bool:
        """Say whether "districts of X" are parts of X rather than named X."""
        if next(iter(c for c in of.children if c.dep_ == "conj"), None) is not None:
            return False
        return (
            lemma not in {"town", "village", "city", "hamlet", "settlement"}
            or of.i in self.places.at
        )

    def _named(self, head: Token, mention: PlaceMention) -> Found:
        start, end = mention.start, mention.end
        if head.i >= end or head.i < start:
            start, end = min(start, head.i), max(end, head.i + 1)
        span = characters(self.doc, start, end)
        toponym = mention.toponym
        relation, share = relation_and_share(head)
        phrase = PlacePhrase(
            text=span.of(text_of(self.doc)),
            span=span,
            relation=relation,
            share=share,
            place_id=toponym.place.id if toponym.place else None,
            name=toponym.place.name if toponym.place else toponym.text,
            candidates=toponym.candidates,
        )
        return Found(phrase, How.NAMED, head)

    def _name_within(self, head: Token) -> Found | None:
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
        if not proper or head.lemma_.lower() in self.words.part or is_many(head):
            return None
        if head.lemma_.lower() in {
            "position",
            "area",
            "stronghold",
            "territory",
            "bastion",
        } and all(t.i not in self.places.at for t in proper):
            return None
        span = characters(self.doc, start, end)
        text = span.of(text_of(self.doc))
        relation, share = relation_and_share(head)
        return Found(
            self._by_name(text, span, relation, share),
            How.NAME,
            head,
        )

    def _compound(self, head: Token, mention: PlaceMention) -> Found:
        start = min(mention.start, head.i)
        span = characters(self.doc, start, max(mention.end, head.i + 1))
        relation, share = relation_and_share(head)
        lemma = head.lemma_.lower()
        toponym = mention.toponym
        own = sort_of_noun(lemma) in {Sort.SETTLEMENT, Sort.REGION} or lemma in {"area"}
        text = span.of(text_of(self.doc))
        covers = mention.start <= head.i < mention.end
        if not own and not covers and sort_of_noun(lemma) is not Sort.UNKNOWN:
            phrase = self._by_name(text, span, relation, share)
            return Found(phrase, How.NAME, head)
        if lemma in {"countryside", "area", "territory", "pocket", "front", "suburb"} and (
            relation is PlaceRelation.IN
        ):
            relation = PlaceRelation.PART_OF
        phrase = PlacePhrase(
            text=text,
            span=span,
            relation=relation,
            share=share,
            place_id=toponym.place.id if toponym.place else None,
            name=toponym.place.name if toponym.place else toponym.text,
            candidates=toponym.candidates,
        )
        return Found(phrase, How.NAMED, head)

    def as_part(self, found: Found, head: Token) -> Found:
        """Return the named place as the region of the parts that `head` tells of."""
        relation = found.phrase.relation
        if relation is PlaceRelation.IN:
            relation = RELATION_OF.get(preposition(found.token), PlaceRelation.PART_OF)
        start, end = noun_phrase(head)
        span = characters(self.doc, start, end)
        inner = found.phrase.span
        if inner is not None:
            span = Span.hull([span, inner])
        phrase = msgspec.structs.replace(
            found.phrase,
            text=span.of(text_of(self.doc)),
            span=span,
            relation=relation,
            share=found.phrase.share or share_of(head),
            count=count_of(head),
        )
        return Found(phrase, How.PART if found.how is How.NAMED else found.how, head)

    def _unnamed(self, head: Token) -> Found:
        if any(c.lower_ in NEARBY for c in head.children):
            for found in self._coreferent(head, Sort.UNKNOWN):
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

    def _told_together(self, head: Token) -> list[Found]:
        """Return the names that "the two towns" takes up: the last so many settlements."""
        count = 2 if any(c.lower_ == "both" for c in head.children) else count_of(head)
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
        found = [self._named(self.doc[m.end - 1], m) for m in names]
        return [Found(f.phrase, How.COREFERENCE, head) for f in found]

    def _known_facility(self, head: Token) -> Found | None:
        """Return the airport, bridge or hospital named before that "the airport" takes up."""
        lemma = head.lemma_.lower()
        for mention in reversed(self.places.mentions):
            if mention.start < head.i and mention.sort in {Sort.FACILITY, Sort.UNKNOWN}:
                alike = lemma in mention.text.lower().replace(" ", "")
                if alike or (lemma in ANY_FACILITY and mention.sort is Sort.FACILITY):
                    found = self._named(self.doc[mention.end - 1], mention)
                    span = characters(self.doc, *noun_phrase(head))
                    phrase = msgspec.structs.replace(
                        found.phrase, text=span.of(text_of(self.doc)), span=span
                    )
                    return Found(phrase, How.COREFERENCE, head)
        return None

    def _unresolved_name(self, head: Token) -> list[Found]:
        """Return a capitalised name that no gazetteer row was found for."""
        if head.pos_ != "PROPN" or CALENDAR.intersection(head.lower_.split("-")):
            return []
        start, end = noun_phrase(head)
        span = characters(self.doc, start, end)
        relation, share = relation_and_share(head)
        text = span.of(text_of(self.doc))
        phrase = self._by_name(text, span, relation, share)
        return [Found(phrase, How.NAME, head), *self._including(head, 0)]

    def _by_name(
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

    def _coreferent(self, head: Token, sort: Sort) -> list[Found]:
        """Return what "the town", "there" or "it" takes up."""
        sorts = _SORTS[sort]
        if sort is Sort.REGION and head.lemma_.lower() in {"area", "territory", "zone", "pocket"}:
            sorts = _ANY_SETTLED | {Sort.REGION}
        mention = self.places.last(head.i, sorts) or self.places.main(sorts)
        start, end = noun_phrase(head)
        span = characters(self.doc, start, end)
        if mention is None:
            return []
        toponym = mention.toponym
        relation, share = relation_and_share(head)
        phrase = PlacePhrase(
            text=span.of(text_of(self.doc)),
            span=span,
            relation=relation,
            share=share,
            place_id=toponym.place.id if toponym.place else None,
            name=toponym.text,
            candidates=toponym.candidates,
        )
        return [Found(phrase, How.COREFERENCE, head)]

    def _including(self, head: Token, depth: int) -> list[Found]:
        """Return the places that an "including ..." names."""
        found: list[Found] = []
        for c in head.subtree:
            if c.i <= head.i or c.lower_ != "including":
                continue
            target = c.head if c.dep_ in {"case", "mark"} else None
            if target is None:
                target = next((t for t in c.children if base(t) in {"obj", "obl", "nmod"}), None)
            if target is not None and target.i > c.i:
                found.extend(self.read(target, depth=depth + 1))
        return [f for f in found if f.how in {*LISTABLE, How.FACILITY}]

    def _run_on(self, last: Token) -> list[Found]:
        """Return the rest of a list of names ("A, B and C") where the parse broke it off.

        It must end in an "and": "Saraqib, Idlib province" is one place, not two.
        """
        found: list[Found] = []
        closed = False
        i = self._end_of_name(last)
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
            found.append(self._named(self.doc[mention.end - 1], mention))
            i = self._end_of_name(self.doc[mention.end - 1])
        return found if closed else []

    def _end_of_name(self, token: Token) -> int:
        mention = self.places.at.get(token.i)
        end = mention.end if mention is not None else token.i + 1
        for c in token.children:
            if c.i == end and (c.lemma_.lower() in self.words.named or base(c) == "flat"):
                end += 1
        return end

    def _anchor(self, head: Token) -> Token | None:
        """Return the place that the parts belong to: "of X", "in X", "X's", "X countryside"."""
        best: Token | None = None
        for c in head.children:
            if base(c) in OBLIQUE and c.i > head.i and self._leads_to_place(c):
                if self._placelike(c):
                    return c
            elif c.dep_ in {"nmod:poss", "compound"} and self._placelike(c) and best is None:
                best = c
            elif c.dep_ in {"advmod", "acl", "acl:relcl"} and c.i > head.i and best is None:
                best = next(
                    (
                        g
                        for g in c.children
                        if base(g) in OBLIQUE and self._leads_to_place(g) and self._placelike(g)
                    ),
                    None,
                )
        return best

    def _leads_to_place(self, word: Token) -> bool:
        """Say whether a phrase may tell where something is ("near X", "to the east of X")."""
        return preposition(word) not in NO_ANCHOR or word.lemma_.lower() in COMPASS

    def _placelike(self, token: Token) -> bool:
        if token.i in self.places.at:
            return True
        lemma = token.lemma_.lower()
        return (
            lemma in self.words.named
            or lemma in self.words.part
            or (token.pos_ == "PROPN" and not self._is_person(token))
            or (token.lower_ in {"it", "its"})
        )


def _distinct(found: list[Found]) -> list[Found]:
    """Drop phrases that mean the same place ("the northern and eastern districts of X")."""
    unique: dict[tuple[str | None, str], Found] = {}
    for f in found:
        unique.setdefault((f.phrase.place_id, (f.phrase.name or f.phrase.text).lower()), f)
    return list(unique.values())
