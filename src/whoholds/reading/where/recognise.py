"""Which words of a text name places: the parser's names and the gazetteer's, weighed together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from whoholds.gazetteer import Gazetteer, Option, abbreviations
from whoholds.reading.where.cues import cues
from whoholds.reading.where.lookup import adjectives, inhabitants, spellings
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
    found = list(_known_names(doc, gazetteer))
    mentions = list(_fixed_words(doc, taken, {f.start: f.end for f in found}))
    places = list(_parsed_places(doc, found, taken, gazetteer))
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


def _fixed_words(doc: Doc, taken: list[bool], known: Mapping[int, int]) -> Iterator[Mention]:
    """Yield adjectives, people ("Syrian", "Syrians") and abbreviations ("Ark.", ", TX").

    known: ends of the gazetteer's names by start; a longer one wins ("British Columbia").
    """
    i = 0
    words = [t.text for t in doc]
    while i < len(words):
        length, mention = _fixed_at(doc, i) if words[i][0].isupper() else (0, None)
        if mention is not None and known.get(i, 0) <= i + length:
            taken[i : i + length] = [True] * length
            yield mention
        i += max(1, length)


def _fixed_at(doc: Doc, i: int) -> tuple[int, Mention | None]:
    for length in (2, 1):
        text = doc[i : i + length].text
        if i + length <= len(doc) and text in adjectives() and not _is_name(doc, i, length):
            return length, Mention(i, i + length, text, plain_name(text), MentionKind.ADJECTIVE)
    for length in (2, 1):
        word = _abbreviation(doc, i, length)
        if word and (_is_plain(doc, i, word) or _after_name(doc, i)):
            kind = MentionKind.ABBREVIATION
            return length, Mention(i, i + length, word, plain_name(word), kind)
    return 0, None


def _abbreviation(doc: Doc, i: int, length: int) -> str:
    """Return the abbreviation of a province that stands at token `i`, "" where there is none."""
    word = doc[i : i + length].text
    if i + length > len(doc) or word in abbreviations():
        return word if i + length <= len(doc) else ""
    dotted = word + "." if i + length < len(doc) and doc[i + length].text == "." else ""
    return dotted if dotted in abbreviations() else ""


def _is_plain(doc: Doc, i: int, word: str) -> bool:
    """Say whether an abbreviation can be nothing else: "N.Y.", "NSW", "Fla." seen as a place."""
    if word.count(".") > 1 or (len(word) > 2 and word.isupper()):
        return True
    return len(word) > 3 and doc[i].ent_type_ in PLACE_LABELS


def _is_name(doc: Doc, i: int, length: int) -> bool:
    """Say whether the adjective is in truth a place's own name ("US", "the Central African Republic")."""
    ent = doc[i].ent_type_
    return ent in PLACE_LABELS and (
        length == 1 and doc[i].text in {"US", "U.S."} or _goes_on(doc, i + length, ent)
    )


def _goes_on(doc: Doc, i: int, label: str) -> bool:
    return i < len(doc) and doc[i].ent_type_ == label and doc[i].ent_iob_ == "I"


def _after_name(doc: Doc, i: int) -> bool:
    """Say whether a capitalised word and a comma, bracket or dash stand before token `i`."""
    return i > 1 and doc[i - 1].text in {",", "(", "-"} and doc[i - 2].text[:1].isupper()


def _known_names(doc: Doc, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield the longest names of the gazetteer that stand in the text, from left to right."""
    words = [t.text for t in doc]
    i = 0
    while i < len(words):
        found = _longest(doc, words, i, gazetteer) if words[i][0].isupper() else None
        if found is None:
            i += 1
        else:
            yield found
            i = found.end


def _longest(doc: Doc, words: list[str], i: int, gazetteer: Gazetteer) -> Found | None:
    ends = []
    for end in range(i + 1, min(len(words), i + LONGEST) + 1):
        word = words[end - 1]
        lower = word.lower()
        if not (word[0].isupper() or lower in _INNER or word.isdigit()):
            break
        if lower not in _EDGE:
            ends.append(end)
    if _abbreviation(doc, i, 1):
        ends = [e for e in ends if e > i + 1]
    for end in reversed(ends):
        name = plain_name(doc[i:end].text)
        options = gazetteer.exact_options(name)
        if options:
            return Found(i, end, name, options)
    return None


def _parsed_places(
    doc: Doc, found: list[Found], taken: list[bool], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Yield the parser's places, fitted to the gazetteer's names that they overlap."""
    at: Mapping[int, Found] = {i: f for f in found for i in range(f.start, f.end)}
    for ent in doc.ents:
        if ent.label_ not in PLACE_LABELS:
            continue
        start, end = _fitted(doc, *_trimmed(ent), at, gazetteer)
        while end > start and taken[end - 1]:
            end -= 1
        while start < end and taken[start]:
            start += 1
        if start < end and not any(taken[start:end]) and _may_be_place(doc, start, end, at):
            taken[start:end] = [True] * (end - start)
            yield _mention(doc, start, end)


def _fitted(
    doc: Doc, start: int, end: int, at: Mapping[int, Found], gazetteer: Gazetteer
) -> tuple[int, int]:
    """Return the bounds of the known name that covers a place, or of the one that it holds.

    An unknown name stays whole, unless it is a known one with more around it that names no kind
    of place ("Lawrenceburg Parks").
    """
    over = at.get(start)
    if over is not None and over.start <= start and over.end >= end:
        return over.start, over.end
    names = spellings(plain_name(doc[start:end].text))
    if any(gazetteer.exact_options(n) for n in names):
        return start, end
    inner = [f for i in range(start, end) if (f := at.get(i)) and start <= f.start and f.end <= end]
    good = [f for f in inner if f.name not in cues().never and f.name not in cues().directions]
    if not good or end - start == 1:
        return start, end
    best = max(good, key=lambda f: max(inhabitants(o) for o in f.options))
    return best.start, best.end


def _may_be_place(doc: Doc, start: int, end: int, known: Mapping[int, Found]) -> bool:
    """Say whether the parser's place is one: not a number, nor an unknown street or hotel."""
    last = doc[end - 1]
    words = plain_name(doc[start:end].text)
    if words in cues().directions or (words in cues().never and start not in known):
        return False
    if not any(t.is_alpha or t.text[0].isalpha() for t in doc[start:end]):
        return False
    return start in known or last.lower_ not in cues().minor or not last.text[0].isupper()


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
