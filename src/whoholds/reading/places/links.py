"""What a place noun is linked to: the words that name it, describe it, or tell where it is."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from whoholds.reading.discourse import Places, Sort
from whoholds.reading.grammar import OBLIQUE, base, conjuncts, noun_phrase, preposition
from whoholds.reading.places.measure import COMPASS, complement, is_many
from whoholds.reading.places.names import Names
from whoholds.reading.words import load_words

OF = frozenset({"of", "called", "named"})
NAMING = frozenset({"know", "call", "name", "dub"})
LOOKING = frozenset({"overlook", "surround", "border", "dominate", "adjoin"})
NO_ANCHOR = frozenset(
    {"by", "for", "from", "with", "to", "including", "during", "after", "since", "until", "as"}
)


class Links:
    """The words that place nouns of one text are linked to; a pure function of text and names."""

    def __init__(self, doc: Doc, places: Places, *, names: Names) -> None:
        self.doc = doc
        self.places = places
        self.names = names
        self.words = load_words().places

    def _is_name(self, token: Token) -> bool:
        return token.i in self.places.at or token.pos_ == "PROPN"

    def of_kind(self, head: Token) -> Iterator[Token]:
        """Yield Y of "the X town of Y": what the noun is of goes before what stands before it."""
        of = complement(head, OF)
        town = head.lemma_.lower() in self.words.settlement and not is_many(head)
        if of is not None and town and self._is_name(of):
            yield of

    def copular(self, head: Token) -> Iterator[Token]:
        """Yield the name on the other side of an "is".

        "the villages under siege were X", "X is the only part of the city that ...".
        """
        name = head.head
        told = _has_copula(name) and not preposition(name)
        if base(head) == "nsubj" and told and self._is_name(name):
            yield name
            return
        whole = name if preposition(head) == "of" and base(head) == "nmod" else head
        subject = next((c for c in whole.children if base(c) == "nsubj"), None)
        if subject is not None and _has_copula(whole) and self._is_name(subject):
            yield subject

    def known_as(self, head: Token) -> Iterator[Token]:
        """Yield X of "a base known as X", "the hill called X"."""
        for c in head.children:
            if c.dep_ == "acl" and c.i > head.i and c.lemma_.lower() in NAMING:
                yield from (
                    t
                    for t in c.children
                    if base(t) in {"obl", "obj", "xcomp"} and t.i > c.i and self._is_name(t)
                )

    def beside(self, head: Token) -> Iterator[Token]:
        """Yield X of "the rail hub X", "his hometown X"."""
        if head.i + 1 < len(self.doc) and not is_many(head):
            after = self.doc[head.i + 1]
            if after.dep_ == "appos" and after.head.i == head.i and after.i in self.places.at:
                yield after

    def told_after(self, region: Token) -> Iterator[Token]:
        """Yield X of "its last base in the region, X": the base, though the parse says region."""
        mention = self.places.at.get(region.i)
        wide = mention is not None and mention.sort in {Sort.REGION, Sort.COUNTRY}
        if not wide or preposition(region) != "in":
            return
        for c in region.children:
            known = self.places.at.get(c.i)
            if c.dep_ == "appos" and known is not None and known.sort is Sort.SETTLEMENT:
                yield c

    def described(self, head: Token) -> Iterator[Token]:
        """Yield the names that "X and Y, two towns in P" describes."""
        name = self._described_name(head)
        if name is None:
            return
        first = name.head if name.dep_ == "conj" else name
        if self._is_name(first):
            yield from (t for t in conjuncts(first) if t.i < head.i)

    def _described_name(self, head: Token) -> Token | None:
        """Return the name that an apposition describes, also where the parse hangs it elsewhere."""
        name = head.head
        if base(head) == "appos" and name.i < head.i and self._is_name(name):
            return name
        comma = noun_phrase(head)[0] - 1
        comma -= self.doc[comma].pos_ == "DET"
        counted = any(c.dep_ == "nummod" or c.lower_ in {"a", "an", "both"} for c in head.children)
        if not counted or comma < 1 or self.doc[comma].lower_ != ",":
            return None
        before = self.doc[comma - 1]
        return before if self._is_name(before) else None

    def after(self, head: Token) -> Iterator[Token]:
        """Yield the name of "the villages X and Y"."""
        if head.i + 1 >= len(self.doc) or head.lemma_.lower() not in self.words.named:
            return
        after = self.doc[head.i + 1]
        mention = self.places.at.get(after.i)
        if mention is not None or after.pos_ == "PROPN":
            yield self.doc[mention.end - 1] if mention is not None else after

    def enumerated(self, head: Token) -> Iterator[Token]:
        """Yield the names of "nine villages, among them X and Y"."""
        for c in head.children:
            if c.dep_ == "nmod" and c.i > head.i and not preposition(c) and self._is_name(c):
                yield c

    def included(self, head: Token) -> Iterator[Token]:
        """Yield what an "including ..." that belongs to the noun tells of."""
        for c in self.doc[head.i + 1 : head.sent.end]:
            if c.lower_ != "including":
                continue
            target = c.head if c.dep_ in {"case", "mark"} else None
            if target is None:
                target = next((t for t in c.children if base(t) in {"obj", "obl", "nmod"}), None)
            if target is not None and target.i > c.i and _governs(head, c, target):
                yield target

    def anchor(self, head: Token) -> Token | None:
        """Return the place that the parts belong to: "of X", "in X", "X's", "X countryside"."""
        best: Token | None = None
        for c in head.children:
            if base(c) in OBLIQUE and c.i > head.i and _leads_to_place(c):
                if self.placelike(c):
                    return c
            elif c.dep_ in {"nmod:poss", "compound"} and best is None:
                letters = c.text.isupper() and len(c) > 1  # "ISIL pockets"
                best = c if self.placelike(c) and not letters else None
            elif c.dep_ in {"advmod", "acl", "acl:relcl"} and c.i > head.i and best is None:
                below = (g for g in c.children if _is_seen_from(c, g) or _is_where(g))
                best = next((g for g in below if self.placelike(g)), None)
        return best

    def placelike(self, token: Token) -> bool:
        """Say whether a word may mean a place: a name, a place noun, or "it"."""
        if token.i in self.places.at:
            return True
        lemma = token.lemma_.lower()
        return (
            lemma in self.words.named
            or lemma in self.words.part
            or lemma in self.words.holding
            or (token.pos_ == "PROPN" and not self.names.is_person(token))
            or (token.lower_ in {"it", "its"})
        )


def _has_copula(noun: Token) -> bool:
    return any(c.dep_ == "cop" for c in noun.children)


def _is_where(word: Token) -> bool:
    return base(word) in OBLIQUE and _leads_to_place(word)


def _is_seen_from(verb: Token, word: Token) -> bool:
    """Say whether a clause tells what a place looks on: "hills overlooking the town"."""
    return base(word) == "obj" and verb.lemma_.lower() in LOOKING


def _leads_to_place(word: Token) -> bool:
    """Say whether a phrase may tell where something is ("near X", "to the east of X")."""
    return preposition(word) not in NO_ANCHOR or word.lemma_.lower() in COMPASS


def _governs(head: Token, including: Token, target: Token) -> bool:
    """Say whether "including X" belongs to a noun: it hangs below it, or on the noun's verb."""
    if head.is_ancestor(including):
        return True
    siblings = target.head.i == head.head.i or including.head.i == head.head.i
    return siblings and base(head) in {"obj", "obl", "nsubj"}
