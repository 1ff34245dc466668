"""A parsed sentence as plain lists, and the names in it that may be places."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from spacy.tokens import Span

_SIGNS = frozenset({"-", "'", "’", "‘", "–"})
_NO_PLACE = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
     "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december", "jan.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec.", "mr.",
     "mrs.", "gmt", "god"}
)  # fmt: skip
# Articles inside names, as transliterations write them.
_ARTICLES = frozenset(
    {"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "er", "es", "de", "del", "la",
     "le", "ul", "bin", "ibn"}
)  # fmt: skip
_NUMBERED = frozenset({"hill", "route", "point", "highway", "road", "no.", "camp", "gate"})
_JOINED = frozenset({"flat", "compound", "nmod", "obl", "obj", "amod", "appos"})
_THROUGH = frozenset({"compound", "flat", "appos", "conj", "nmod:desc", "amod"})
_KEPT_SUBTYPES = frozenset({"acl:relcl", "nsubj:pass", "nmod:poss", "obl:agent"})
_LONGEST_PATH = 12
VERBS = frozenset({"VERB", "AUX"})


@cache
def load_words() -> dict[str, frozenset[str]]:
    """Return the word lists of predicates.toml."""
    text = resources.files(__package__).joinpath("predicates.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def word_class(lemma: str, tag: str) -> str:
    """Return what sort of word it is: a verb, an event, a kind of place, another."""
    if tag in VERBS:
        return "V"
    words = load_words()
    if lemma in words["event_nouns"]:
        return "E"
    return "P" if lemma in words["place_nouns"] else "N"


class Name(NamedTuple):
    """A name that may be a place: words `[first, last)` of a sentence, its head word.

    place: found as a place name before, and not only a run of proper nouns.
    """

    first: int
    last: int
    head: int
    place: bool


class Sentence:
    """The words of a parsed sentence as plain lists, so that pairs are cheap to look at.

    Words are counted from the sentence's start. `heads[i] == i` for the root. `cases[i]` is the
    preposition of word i, or of the noun that it stands before. `states` are the rows that the
    parser's network has for the words, empty where the parser gives none.
    """

    def __init__(self, span: Span) -> None:
        self.start = span.start
        self.texts = [t.text for t in span]
        self.lows = [t.lower() for t in self.texts]
        self.lemmas = [t.lemma_.lower() for t in span]
        self.pos = [t.pos_ for t in span]
        self.full = [t.dep_ for t in span]
        self.deps = [d if d in _KEPT_SUBTYPES else d.split(":")[0] for d in self.full]
        size = len(self.texts)
        heads = [t.head.i - span.start for t in span]
        self.heads = [h if 0 <= h < size else i for i, h in enumerate(heads)]
        self.ents = [t.ent_type_ for t in span]
        self.begins = [t.ent_iob_ == "B" for t in span]
        self.spaced = [bool(t.whitespace_) for t in span]
        self.cases = self._cases()
        self.classes = [
            word_class(lemma, tag) for lemma, tag in zip(self.lemmas, self.pos, strict=True)
        ]
        self.marks = self._children({"mark", "advmod"}, first=True)
        self.aux = self._auxiliaries()
        self.forms = [t.morph.get("VerbForm", ["-"])[0] for t in span]
        self.verbs = [0]  # verbs[i]: how many verbs stand before word i
        for tag, dep in zip(self.pos, self.deps, strict=True):
            self.verbs.append(self.verbs[-1] + (tag in VERBS and dep != "aux"))
        self.chains = [self._chain(i) for i in range(size)]
        tensor = span.doc.tensor  # empty where another parser made the Doc
        self.states = tensor[span.start : span.end] if tensor.ndim == 2 else tensor[:0]

    def _children(self, deps: set[str], *, first: bool) -> list[str]:
        found = [""] * len(self.texts)
        for i, dep in enumerate(self.full):
            head = self.heads[i]
            if dep in deps and (not first or not found[head]):
                found[head] = self.lows[i]
        return found

    def _cases(self) -> list[str]:
        own = [""] * len(self.texts)
        for i, dep in enumerate(self.full):
            if dep == "case" and i < self.heads[i]:
                own[self.heads[i]] = self.lows[i]
        found = []
        for i in range(len(own)):
            word = i
            for _ in range(3):
                if own[word] or self.full[word] not in _THROUGH:
                    break
                word = self.heads[word]
            found.append(own[word] or "-")
        return found

    def _auxiliaries(self) -> list[list[str]]:
        found: list[list[str]] = [[] for _ in self.texts]
        for i, dep in enumerate(self.full):
            if dep in ("aux", "aux:pass", "mark"):
                found[self.heads[i]].append(self.lows[i])
        return found

    def _chain(self, word: int) -> list[int]:
        """Return a word and the words that rule it, the root last."""
        chain = [word]
        while len(chain) < _LONGEST_PATH and self.heads[word] != word:
            word = self.heads[word]
            chain.append(word)
        return chain


def find_names(sentence: Sentence, places: Sequence[tuple[int, int]]) -> list[Name]:
    """Return the names of a sentence that may be places, in order, without overlap.

    places: word ranges of the place names found before, counted from the sentence's start; a run
    of proper nouns that touches none may still be a place that nobody lists. Common nouns and
    directions at the edges are left off: "west Aleppo province" gives "Aleppo".
    """
    known = [r for r in (_trimmed(sentence, a, b) for a, b in places) if r[0] < r[1]]
    names: list[Name] = []
    reached = 0
    for first, last, place in sorted(_merged(_runs(sentence), known)):
        start = max(first, reached)
        if start >= last:
            continue
        located = place or "LOC" in sentence.ents[start:last]
        names.append(Name(start, last, _root(sentence, start, last), located))
        reached = last
    return names


def _trimmed(s: Sentence, first: int, last: int) -> tuple[int, int]:
    while first < last and s.texts[first].islower() and s.lows[first] not in _ARTICLES:
        first += 1
    while first < last and (s.texts[last - 1].islower() or not s.texts[last - 1][0].isalnum()):
        last -= 1
    return first, last


def _merged(
    runs: Sequence[tuple[int, int]], known: Sequence[tuple[int, int]]
) -> list[tuple[int, int, bool]]:
    """Join runs with the place names that they touch; alone is kept what touches nothing."""
    found = []
    rest = list(known)
    for first, last in runs:
        touching = [p for p in rest if p[0] < last and first < p[1]]
        rest = [p for p in rest if p not in touching]
        start = min([first, *(p[0] for p in touching)])
        end = max([last, *(p[1] for p in touching)])
        found.append((start, end, bool(touching)))
    return found + [(first, last, True) for first, last in rest]


def _root(sentence: Sentence, first: int, last: int) -> int:
    for word in range(first, last):
        if not first <= sentence.heads[word] < last or sentence.heads[word] == word:
            return word
    return first


def _runs(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the runs of capitalised proper nouns, with the hyphens and articles inside."""
    runs, place, end = [], 0, len(sentence.texts)
    while place < end:
        first = place
        place += 1
        if _opens(sentence, first):
            while place < end and _goes_on(sentence, place, end):
                place += 1
            runs.append((first, place))
    return runs


def _opens(s: Sentence, i: int) -> bool:
    if s.lows[i] in _NO_PLACE or not s.texts[i][0].isalpha():
        return False
    if s.pos[i] == "PROPN":
        return True
    return s.ents[i] == "LOC" and not s.texts[i].islower()


def _goes_on(s: Sentence, i: int, end: int) -> bool:
    following = i + 1 < end and (s.texts[i + 1][0].isupper() or s.texts[i + 1] in _SIGNS)
    if s.texts[i] in _SIGNS:  # a sign inside a name stands close on both sides
        close = not s.spaced[i - 1] and not s.spaced[i] and i + 1 < end
        return close and (_joins(s, i + 1) or s.lows[i - 1] in _ARTICLES)
    if s.begins[i] and s.ents[i - 1]:
        return False
    if s.lows[i] in _ARTICLES and s.pos[i] != "ADP":
        return following
    return _joins(s, i)


def _joins(s: Sentence, i: int) -> bool:
    text = s.texts[i]
    if s.lows[i] in _NO_PLACE:
        return False
    if text[0].isdigit():
        return s.pos[i] == "PROPN" or (i > 0 and s.lows[i - 1] in _NUMBERED)
    if not text[0].isupper():
        return False
    return s.pos[i] in ("PROPN", "NUM") or (s.pos[i] in ("NOUN", "ADJ") and s.full[i] in _JOINED)
