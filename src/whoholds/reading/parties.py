"""Noun phrases as parties: their words, whether they are armed, and the registry's actor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from whoholds.model import Actor, ActorKind, Span
from whoholds.reading.discourse import Places, Sort
from whoholds.reading.grammar import CALENDAR, OBLIQUE, base, noun_phrase, preposition
from whoholds.reading.words import load_words
from whoholds.registry import Registry

BARE = frozenset({"troop", "force", "soldier", "unit", "ally", "defender", "backer", "men", "side"})
LOYAL = frozenset({"loyal", "aligned", "allied", "affiliated", "linked"})
SITES = frozenset(
    {
        *("base", "barracks", "airport", "airbase", "airfield", "camp", "position", "post"),
        *("outpost", "checkpoint", "headquarters", "stronghold", "bastion", "building"),
    }
)
PARTS = frozenset({"part", "member", "wing", "branch", "unit"})
UNIONS = frozenset({"coalition", "alliance", "grouping", "mix"})
PEOPLE = frozenset({"PER", "PERSON"})


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase about a party: its head token, words, and the registry's actor if known."""

    head: Token
    text: str
    span: Span
    actor: Actor | None
    armed: bool


class Parties:
    """The noun phrases of one text as parties; a pure function of text, registry and places."""

    def __init__(
        self, doc: Doc, *, registry: Registry, places: Places, on: date | None = None
    ) -> None:
        self.doc = doc
        self.on = on
        self.registry = registry
        self.places = places
        self.countries = places.countries
        self._parties: dict[int, Party] = {}
        self._person = {t.i for e in doc.ents if e.label_ in PEOPLE for t in e}
        self._organisation = {t.i for e in doc.ents if e.label_ == "ORG" for t in e}
        self._named: set[str] | None = None

    def party(self, head: Token) -> Party:
        """Return the party that a noun is the head of, with or without a known actor."""
        cached = self._parties.get(head.i)
        if cached is None:
            cached = self._parties[head.i] = self._read(head)
        return cached

    def is_bare(self, head: Token) -> bool:
        """Say whether a noun tells no party by itself ("troops", "its allies", "the soldiers")."""
        if head.pos_ != "NOUN" or head.lemma_.lower().removesuffix("s") not in BARE:
            return False
        if self.party(head).actor is not None:
            return False
        return not _is_named(head) and not any(base(c) == "acl" for c in head.children)

    def is_fighting_noun(self, head: Token) -> bool:
        """Say whether a noun is one for armed people or bodies."""
        armed = load_words().actors.armed
        return head.lemma_.lower() in armed or head.lower_.removesuffix("s") in armed

    def is_anaphoric(self, head: Token) -> bool:
        """Say whether a noun takes up a party told before ("the group")."""
        if head.lemma_.lower() not in load_words().actors.anaphoric:
            return False
        named = any(c.pos_ == "PROPN" for c in head.children if c.i < head.i)
        definite = any(
            c.lower_ in {"the", "this", "these", "those", "its", "their"} for c in head.children
        )
        return definite and not named

    def _read(self, head: Token) -> Party:
        start, end = noun_phrase(head)
        start, end = self._with_name(head, start, end)
        end = self._end_of_loyalty(head, end)
        text = self.doc[start:end].text
        first = self.doc[start]
        last = self.doc[end - 1]
        span = Span(first.idx, last.idx + len(last))
        words = self.doc[start : self._end_of_backing(head, end)].text
        if head.lemma_.lower() in UNIONS:
            words = self._united(head) or words
        theatre = self.places.theatre(head)
        match = self.registry.match_actor(words, countries=theatre, on=self.on)
        sure = match is not None and (match.certain or self._is_named_here(match.actor))
        if match is not None and match.words in BARE and not _is_named(head):
            sure = False  # "troops" alone are those told of before, not the state's
        actor = match.actor if match is not None and sure else None
        if actor is None and _acts(head):
            actor = self.registry.seated_in(text)
        if actor is None and head.pos_ == "ADJ" and head.lower_ in self.registry.adjectives:
            actor = self.registry.actor(self.registry.adjectives[head.lower_])  # "in Iraqi hands"
        return Party(head, text, span, actor, self._armed(head, actor))

    def _united(self, head: Token) -> str:
        """Return the words for who a "coalition of rebels" is made of, "" where nobody is told."""
        for c in head.children:
            if base(c) in OBLIQUE and preposition(c) == "of" and self.is_fighting_noun(c):
                first, end = noun_phrase(c)
                return str(self.doc[first:end].text)
        return ""

    def _is_named_here(self, actor: Actor) -> bool:
        """Say whether the text names a party: a guess from "jihadists" needs as much."""
        if self._named is None:
            names = (e.text for e in self.doc.ents if e.label_ not in PEOPLE)
            found = (self.registry.match_actor(n, countries=self.countries) for n in set(names))
            self._named = {m.actor.id for m in found if m is not None and m.how == "name"}
        return actor.id in self._named

    def _end_of_backing(self, head: Token, end: int) -> int:
        """Return where "forces backed by X" ends: the backer tells which forces they are."""
        for c in head.children:
            if base(c) == "acl" and c.lemma_.lower() in {"back", "support"} and c.i > head.i:
                return min(int(c.right_edge.i) + 1, end + 6)
        return end

    def _end_of_loyalty(self, head: Token, end: int) -> int:
        """Return where "forces loyal to X" ends: whose they are is part of what they are called."""
        for c in head.children:
            if c.i == end and c.lower_ in LOYAL and end < len(self.doc) - 2:
                sides = [t.i for t in c.children if base(t) in OBLIQUE and self._is_side(t)]
                if sides:
                    return max(end, sides[0] + 1)
                names = [t.i for t in c.subtree if t.pos_ == "PROPN" and c.i < t.i < c.i + 8]
                if names and names[0] - end <= 3:
                    return max(end, names[-1] + 1)
        return end

    def _is_side(self, noun: Token) -> bool:
        """Say whether a noun is a party that others are loyal to ("the unity government")."""
        return noun.pos_ == "NOUN" and self.is_fighting_noun(noun)

    def _with_name(self, head: Token, start: int, end: int) -> tuple[int, int]:
        """Keep "of X" where the noun alone names nobody ("troops of the Golden Division")."""
        for c in head.children:
            if base(c) in OBLIQUE and c.i > head.i and preposition(c) in {"of", "from"}:
                named = any(t.pos_ == "PROPN" for t in c.subtree) or self.is_fighting_noun(c)
                inside = named and c.i - head.i < 6 and not self._is_lost_by(head, c)
                if inside and c.i not in self.places.at:
                    end = max(end, self._end_of_town(c))
        return start, end

    def _is_lost_by(self, head: Token, other: Token) -> bool:
        """Say whether a place is told to be taken from a party: that is no part of its name."""
        place = head.i in self.places.at or head.lemma_.lower() in load_words().places.named
        return place and preposition(other) == "from"

    def _end_of_town(self, noun: Token) -> int:
        """Return where "the city of X" ends, else the noun's own phrase."""
        end = noun_phrase(noun)[1]
        if noun.lemma_.lower() in load_words().places.settlement:
            for c in noun.children:
                if c.dep_ == "nmod" and preposition(c) == "of" and c.pos_ == "PROPN":
                    return max(end, noun_phrase(c)[1])
        return end

    def _armed(self, head: Token, actor: Actor | None) -> bool:
        words = load_words().actors
        lemma = head.lemma_.lower()
        if lemma == "man" and head.pos_ == "NOUN" and "Sing" in head.morph.get("Number", []):
            return any(c.lemma_.lower() in {"arm", "armed", "masked"} for c in head.children)
        if lemma == "convoy" and any(c.lemma_.lower() in words.relief for c in head.children):
            return False
        if lemma == "state" and head.dep_ == "compound":
            return head.text == "state"  # "returned to state control"
        if lemma in words.unarmed or (lemma == "side" and _is_of_place(head)):
            return False
        if lemma in SITES or head.lower_ in CALENDAR:
            return False  # "army barracks" are a place, "November" nobody
        if self.is_fighting_noun(head) or self._is_part_of_armed(head):
            return True
        if actor is not None:
            return actor.kind is not ActorKind.CIVILIAN_BODY
        if head.i in self._person:
            return False
        mention = self.places.at.get(head.i)
        if mention is not None:
            return mention.sort is Sort.COUNTRY
        if head.i in self._organisation:
            return True
        if self._is_bare_genitive(head):
            return False
        return head.pos_ == "PROPN" and head.text[:1].isupper()

    def _is_part_of_armed(self, head: Token) -> bool:
        """Say whether an apposition makes a body one of an armed party ("part of the SDF")."""
        return any(party.armed for party in self._wholes(head))

    def _wholes(self, head: Token) -> Iterator[Party]:
        """Yield the parties of which an apposition says that a body is a part."""
        for part in head.children:
            if part.dep_ == "appos" and part.lemma_.lower() in PARTS:
                for whole in part.children:
                    if base(whole) in OBLIQUE and preposition(whole) == "of":
                        yield self.party(whole)

    def whole(self, head: Token) -> Actor | None:
        """Return the known party that a body without a name of its own is told to be part of."""
        if self.party(head).actor is not None:
            return None
        return next((p.actor for p in self._wholes(head) if p.armed and p.actor), None)

    def long_form(self, head: Token) -> Party | None:
        """Return the named body that "the council" is short for, None where none was told."""
        if head.pos_ != "NOUN" or any(c.pos_ in {"PROPN", "ADJ"} for c in head.children):
            return None
        if not any(c.lower_ == "the" for c in head.children):
            return None
        for token in (self.doc[i] for i in range(head.i - 1, -1, -1)):
            named = any(c.pos_ == "PROPN" and c.i < token.i for c in token.children)
            if token.pos_ == "PROPN" and token.lower_ == head.lower_ and named:
                return self.party(token)
        return None

    def _is_bare_genitive(self, head: Token) -> bool:
        """Say whether a name is a state's genitive that lost its apostrophe ("Syrias capital")."""
        if not head.text.endswith("s"):
            return False
        match = self.registry.match_actor(head.text[:-1], countries=self.countries, on=self.on)
        return match is not None and match.actor.kind is ActorKind.STATE


def _acts(head: Token) -> bool:
    """Say whether a name does what the verb tells ("Kinshasa has lost Goma"; "Moscow's claim")."""
    by = head.dep_ == "obl:agent"
    claims = head.dep_ == "nmod:poss" and head.head.lemma_.lower() in load_words().stance.tellings
    acts = head.dep_ == "nsubj" and head.head.pos_ == "VERB"
    return head.pos_ == "PROPN" and (by or acts or claims)


def _is_of_place(side: Token) -> bool:
    """Say whether a "side" is one of a place ("the western side of the town"), not a party."""
    return any(base(c) in OBLIQUE and preposition(c) == "of" for c in side.children)


def _is_named(head: Token) -> bool:
    """Say whether a word before a noun tells whose it is ("Ukrainian soldiers", "rebel forces")."""
    armed = load_words().actors.armed
    before = [c for c in head.children if c.i < head.i and c.pos_ != "DET"]
    return any(c.text[:1].isupper() or c.lemma_.lower() in armed for c in before)
