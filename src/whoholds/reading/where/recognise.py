"""Which words of a text name places: the parser's names and the gazetteer's, weighed together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from whoholds.gazetteer import Gazetteer, Option, abbreviations
from whoholds.reading.where.cues import cues
from whoholds.reading.where.lookup import adjectives, inhabitants
from whoholds.reading.where.mentions import (
    Mention,
    MentionKind,
    chained,
    describe,
    plain_name,
)

LONGEST = 6
PLACE_LABELS = frozenset({"LOC", "GPE", "FAC"})
PERSON_LABELS = frozenset({"PER", "PERSON"})
# Words that may stand inside a name without a capital.
_INNER = frozenset(
    "of the and de del la las los le les du da do dos di al el ez az ar ash as ad an ul et "
    "- – ' ’ 's ’s sur en upon under am im von van bin ben on".split()
)
_EDGE = frozenset({"-", "–", "'", "’", "'s", "’s", "of", "the", "and", ".", ","})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weights (nats) of what speaks for and against a gazetteer name being meant as a place.

    Set by hand and search on development texts; a name is taken at 0 or more.
    """

    prior: float = -6.0
    known: float = 1.0
    preposition: float = 1.5
    noun: float = 1.5
    inside: float = 3.5
    seen: float = 3.0
    person: float = -4.0
    body: float = -0.5
    body_start: float = 1.0
    title: float = -4.0
    name_before: float = -2.5
    name_after: float = -1.5
    speaking: float = -1.5
    opens: float = -0.5
    common: float = -5.0


EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of tokens with its best-known options, before it is judged."""

    start: int
    end: int
    name: str
    options: tuple[Option, ...]


def find_mentions(
    doc: Doc, gazetteer: Gazetteer, *, evidence: Evidence = EVIDENCE
) -> tuple[Mention, ...]:
    """Return the place names of a text in order, none overlapping another."""
    taken = [False] * len(doc)
    mentions = list(_fixed_words(doc, taken))
    found = list(_known_names(doc, gazetteer, taken))
    places = list(_parsed_places(doc, found, taken))
    mentions += places
    seen = {m.name for m in places}
    rest = [f for f in found if not any(taken[f.start : f.end])]
    ordered = _described(doc, mentions + [_mention(doc, f.start, f.end) for f in rest])
    options = {(f.start, f.end): f.options for f in rest}
    kept = [
        m
        for m in ordered
        if (m.start, m.end) not in options
        or judge(doc, m, options[m.start, m.end], seen, evidence) >= 0
    ]
    return chained(doc, tuple(replace(m, inside=()) for m in kept))


def _described(doc: Doc, mentions: list[Mention]) -> tuple[Mention, ...]:
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    return chained(doc, tuple(describe(doc, m) for m in ordered))


def _mention(doc: Doc, start: int, end: int) -> Mention:
    text = doc[start:end].text
    return Mention(start, end, text, plain_name(text))


def _fixed_words(doc: Doc, taken: list[bool]) -> Iterator[Mention]:
    """Yield adjectives, people ("Syrian", "Syrians") and abbreviations ("Ark.", ", TX")."""
    i = 0
    while i < len(doc):
        length, mention = _fixed_at(doc, i)
        if mention is not None:
            taken[i : i + length] = [True] * length
            yield mention
        i += max(1, length)


def _fixed_at(doc: Doc, i: int) -> tuple[int, Mention | None]:
    first = doc[i].text
    if not first[:1].isupper():
        return 0, None
    for length in (2, 1):
        text = doc[i : i + length].text
        if i + length <= len(doc) and text in adjectives() and not _is_name(doc, i, length):
            return length, Mention(i, i + length, text, plain_name(text), MentionKind.ADJECTIVE)
    dotted = first + "." if i + 1 < len(doc) and doc[i + 1].text == "." else first
    if first in abbreviations() or dotted in abbreviations():
        word = first if first in abbreviations() else dotted
        if word.endswith(".") and len(word) > 2:
            good = word.count(".") > 1 or _after_name_and_comma(doc, i)
        else:
            good = len(word) > 2 or _after_name_and_comma(doc, i)
        if good:
            return 1, Mention(i, i + 1, word, plain_name(word), MentionKind.ABBREVIATION)
    return 0, None


def _is_name(doc: Doc, i: int, length: int) -> bool:
    """Say whether the adjective is in truth a place's own name ("US", "the Central African Republic")."""
    ent = doc[i].ent_type_
    return ent in PLACE_LABELS and (length == 1 and doc[i].text in {"US", "U.S."} or _goes_on(doc, i + length, ent))


def _goes_on(doc: Doc, i: int, label: str) -> bool:
    return i < len(doc) and doc[i].ent_type_ == label and doc[i].ent_iob_ == "I"


def _after_name_and_comma(doc: Doc, i: int) -> bool:
    return i > 1 and doc[i - 1].text == "," and doc[i - 2].text[:1].isupper()


def _known_names(doc: Doc, gazetteer: Gazetteer, taken: list[bool]) -> Iterator[Found]:
    """Yield the longest names of the gazetteer that stand in the text, from left to right."""
    i = 0
    while i < len(doc):
        found = None
        if not taken[i] and _may_open(doc[i]):
            found = _longest(doc, i, gazetteer, taken)
        if found is None:
            i += 1
        else:
            yield found
            i = found.end


def _may_open(token: Token) -> bool:
    return token.text[:1].isupper()


def _longest(doc: Doc, i: int, gazetteer: Gazetteer, taken: list[bool]) -> Found | None:
    end = i + 1
    ends = []
    while end <= len(doc) and end - i <= LONGEST and not taken[end - 1]:
        token = doc[end - 1]
        if not (token.text[:1].isupper() or token.lower_ in _INNER or token.text.isdigit()):
            break
        if token.lower_ not in _EDGE:
            ends.append(end)
        end += 1
    for stop in reversed(ends):
        name = plain_name(doc[i:stop].text)
        options = gazetteer.exact_options(name)
        if options:
            return Found(i, stop, name, options)
    return None


def _parsed_places(doc: Doc, found: list[Found], taken: list[bool]) -> Iterator[Mention]:
    """Yield the parser's places, widened to the gazetteer name that covers them."""
    wider: Mapping[int, Found] = {i: f for f in found for i in range(f.start, f.end)}
    for ent in doc.ents:
        if ent.label_ not in PLACE_LABELS:
            continue
        start, end = _trimmed(ent)
        over = wider.get(start)
        if over is not None and over.start <= start and over.end >= end:
            start, end = over.start, over.end
        while end > start and taken[end - 1]:
            end -= 1
        while start < end and taken[start]:
            start += 1
        if end > start and any(c.isalpha() for c in doc[start:end].text) and not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            yield _mention(doc, start, end)


def _trimmed(ent: Span) -> tuple[int, int]:
    """Return the entity's bounds without "the" and punctuation at its edges."""
    start, end = ent.start, ent.end
    doc = ent.doc
    while start < end and (doc[start].lower_ == "the" or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].lower_ in {"'s", "’s"}):
        end -= 1
    return start, end


def judge(
    doc: Doc,
    mention: Mention,
    options: tuple[Option, ...],
    seen: set[str],
    weights: Evidence = EVIDENCE,
) -> float:
    """Return how much speaks for the name being meant as a place (nats; 0 or more: it is)."""
    best = max(options, key=lambda o: (inhabitants(o), o.main, o.id))
    score = weights.prior + weights.known * math.log10(inhabitants(best))
    score += weights.noun * (mention.noun is not None)
    score += weights.inside * bool(mention.inside) + weights.seen * (mention.name in seen)
    if mention.name in cues().never or mention.name.isdigit():
        score += weights.common
    return score + _label(doc, mention, weights) + _neighbours(doc, mention, weights)


def _label(doc: Doc, mention: Mention, weights: Evidence) -> float:
    """Return what the parser's name label says."""
    first = doc[mention.start]
    if first.ent_type_ in PERSON_LABELS:
        return weights.person
    if first.ent_type_ == "ORG":
        starts = first.ent_iob_ == "B" and _goes_on(doc, mention.end, "ORG")
        return weights.body_start if starts else weights.body
    return 0.0


def _neighbours(doc: Doc, mention: Mention, weights: Evidence) -> float:
    """Return what the words before and after say."""
    score = 0.0
    before = doc[mention.start - 1] if mention.start else None
    after = doc[mention.end] if mention.end < len(doc) else None
    if before is None or before.is_sent_end or before.is_space:
        score += weights.opens
    elif before.lower_ in cues().place_prepositions:
        score += weights.preposition
    elif before.lower_ in cues().titles:
        score += weights.title
    elif _is_capital_word(before):
        score += weights.name_before
    if after is not None:
        if after.lower_ in cues().speaking:
            score += weights.speaking
        elif _is_capital_word(after) and mention.noun is None:
            score += weights.name_after
    return score


def _is_capital_word(token: Token) -> bool:
    return token.is_alpha and token.text[:1].isupper() and token.lower_ not in cues().never
