"""Which words of a text name places: the parser's names and the gazetteer's, weighed together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from whoholds.gazetteer import Gazetteer, Option, adjectives, describe_place_noun
from whoholds.reading.where.around import (
    befalls,
    by_soldiers,
    ends_longer,
    in_band,
    is_listed,
    is_other_name,
)
from whoholds.reading.where.cues import acronyms, cues
from whoholds.reading.where.lookup import inhabitants, spellings
from whoholds.reading.where.mentions import (
    Mention,
    chained,
    describe,
    plain_name,
    with_forces,
    with_shared_nouns,
)
from whoholds.reading.where.names import Found, fixed_words, known_names
from whoholds.reading.where.words import PERSON_LABELS, PLACE_LABELS, Words

# Countries whose place names are surnames of the people in English reports.
_COUNTRY = 5e6  # inhabitants from which on capitals may be a country's or a region's
_UNKNOWN = 400.0  # inhabitants that a name unknown to the gazetteer stands for
ENGLISH_SPEAKING = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weights (nats) of what speaks for and against a gazetteer name being meant as a place.

    Set by hand with development texts; a name is taken at 0 or more. known: per factor ten of
    inhabitants; seen: the parser took the same name for a place elsewhere in the report; home: it
    lies in a country that the report names; abroad: and that speaks no English; foreign: no
    place of that name lies in a country that speaks English; taken: a word of taking or holding
    stands before it; listed: it follows a place in a list; part: it is the end of a longer name;
    befalls: what happens to places follows ("X fell", "X and Y were shelled"). armed: soldiers do
    to it what is done to places ("troops took X").
    """

    prior: float = -6.0
    known: float = 1.0
    preposition: float = 1.5
    noun: float = 1.5
    inside: float = 3.5
    seen: float = 3.0
    place: float = 2.0
    person: float = -2.0
    person_part: float = -5.0
    body: float = -0.5
    body_start: float = 1.0
    title: float = -4.0
    name_before: float = -2.5
    name_after: float = -1.5
    speaking: float = -1.5
    opens: float = -0.5
    common: float = -5.0
    home: float = 1.0
    abroad: float = 1.5
    foreign: float = 0.5
    taken: float = 1.5
    listed: float = 2.0
    part: float = -4.0
    befalls: float = 4.5
    armed: float = 2.5


EVIDENCE = Evidence()


def find_mentions(
    words: Words, gazetteer: Gazetteer, *, evidence: Evidence = EVIDENCE
) -> tuple[Mention, ...]:
    """Return the place names of a text in order, none overlapping another."""
    taken = [False] * len(words)
    found = list(known_names(words, gazetteer))
    mentions = list(fixed_words(words, taken, {f.start: f.end for f in found}))
    places = list(_parsed_places(words, found, taken, gazetteer))
    cued = list(_cued_names(words, taken))
    rest = {(f.start, f.end): f for f in found if not any(taken[f.start : f.end])}
    known = {(f.start, f.end): f.options for f in found}
    fixed = {(m.start, m.end) for m in (*mentions, *cued)}
    sure = [describe(words, m) for m in (*mentions, *places, *cued)]
    report = _report(sure, found)
    mentions = sure + [describe(words, _mention(words, *span)) for span in rest]
    mentions.sort(key=lambda m: m.start)
    kept: list[Mention] = []
    for mention in chained(words, mentions):
        span = mention.start, mention.end
        before = kept[-1].end if kept else 0
        options = known.get(span, ())
        if span in fixed or judge(words, mention, options, report, before, evidence) >= 0:
            kept.append(mention)
    kept = [m for m in kept if not in_band(words, m)]
    return with_forces(words, chained(words, with_shared_nouns(words, kept)))


@dataclass(frozen=True, slots=True)
class Report:
    """What is sure of a report: the plain names of its places, the countries that it names."""

    names: frozenset[str]
    countries: frozenset[str]


def _report(sure: Sequence[Mention], found: Sequence[Found]) -> Report:
    """Return what the sure mentions tell: names, and the countries that these can only lie in."""
    names = frozenset(m.name for m in sure)
    ids = [adjectives()[m.text] for m in sure if m.text in adjectives()]
    units = {i.partition(":")[2][:2] for i in ids if not i.startswith("region:")}
    for known in found:
        countries = {o.country for o in known.options}
        if known.name in names and len(countries) == 1:
            units |= {c for c in countries if c}
    return Report(names, frozenset(units))


def _mention(words: Words, start: int, end: int) -> Mention:
    text = words.between(start, end)
    return Mention(start, end, text, plain_name(text))


def _parsed_places(
    words: Words, found: Sequence[Found], taken: list[bool], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Yield the parser's places, fitted to the gazetteer's names that they overlap."""
    at: Mapping[int, Found] = {i: f for f in found for i in range(f.start, f.end)}
    for begin, stop, label in words.names:
        if label not in PLACE_LABELS:
            continue
        start, end = _fitted(words, *_trimmed(words, begin, stop), at, gazetteer)
        while end > start and taken[end - 1]:
            end -= 1
        while start < end and taken[start]:
            start += 1
        if start < end and not any(taken[start:end]) and _may_be_place(words, start, end, at):
            taken[start:end] = [True] * (end - start)
            yield _mention(words, start, end)


def _cued_names(words: Words, taken: list[bool]) -> Iterator[Mention]:
    """Yield names of persons or bodies by the parser that follow "the village of" and the like."""
    for start, end, label in words.names:
        if label in PLACE_LABELS or any(taken[start:end]) or not _follows_of(words, start):
            continue
        mention = describe(words, _mention(words, start, end))
        if mention.noun is not None and mention.noun.feature_class in "PT":
            taken[start:end] = [True] * (end - start)
            yield mention


def _follows_of(words: Words, i: int) -> bool:
    return i > 0 and words.lowers[i - 1] == "of" and words.is_name_word(i)


def _trimmed(words: Words, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a name without "the" and punctuation at its edges."""
    while start < end and (words.lowers[start] == "the" or not words.words[start][0].isalnum()):
        start += 1
    while end > start and not words.words[end - 1][0].isalnum():
        end -= 1
    while end - start > 1 and _is_common_noun(words, end - 1):
        end -= 1
    while end - start > 2 and words.lowers[start + 1] == "of" and _is_common_noun(words, start):
        start += 2
    return start, end


def _is_common_noun(words: Words, i: int) -> bool:
    """Say whether token `i` is a place noun in small letters ("Aleppo province")."""
    word = words.words[i]
    return word.islower() and describe_place_noun(word) is not None


def _fitted(
    words: Words, start: int, end: int, at: Mapping[int, Found], gazetteer: Gazetteer
) -> tuple[int, int]:
    """Return the bounds of the known name that covers a place, or of the one that it holds.

    An unknown name stays whole, unless it is a known one with more around it that names no kind
    of place ("Lawrenceburg Parks").
    """
    over = at.get(start)
    if end - start <= 1 and over is None:
        return start, _with_article(words, end)
    if over is not None and over.start <= start and over.end >= end:
        return over.start, over.end
    names = spellings(plain_name(words.between(start, end)))
    if any(gazetteer.exact_options(n) for n in names):
        return start, end
    inner = [f for i in range(start, end) if (f := at.get(i)) and start <= f.start and f.end <= end]
    good = [f for f in inner if _stands_alone(words, f)]
    if not good:
        return start, _with_article(words, end)
    best = max(good, key=lambda f: max(inhabitants(o) for o in f.options))
    return best.start, best.end


def _stands_alone(words: Words, found: Found) -> bool:
    """Say whether a known name within a longer one is one of its own, not "Hill" or "Abu | X"."""
    before = words.lowers[found.start - 1] if found.start else ""
    if before == "-" or before in cues().particles:
        return False
    common = found.name in cues().never or found.name in cues().directions
    return not common and describe_place_noun(found.name) is None


def _with_article(words: Words, end: int) -> int:
    """Return where a name ends that an Arabic article joins to the next word ("Deir | al-Asal")."""
    following = words.lowers[end : end + 2]
    if len(following) == 2 and following[0] in cues().articles and following[1] == "-":
        after = end + 2
        return after + 1 if after < len(words) and words.words[after][0].isupper() else end
    return end


def _may_be_place(words: Words, start: int, end: int, known: Mapping[int, Found]) -> bool:
    """Say whether the parser's place is one: not a number, nor an unknown street or hotel."""
    name = plain_name(words.between(start, end))
    if name in cues().directions or (name in cues().never and start not in known):
        return False
    if words.between(start, end) in acronyms():
        return False
    if not any(w[0].isalpha() for w in words.words[start:end]):
        return False
    if start and ends_longer(words, start - 1):
        return False
    if start not in known and not cues().bodies.isdisjoint(words.lowers[start:end]):
        return False
    last = words.words[end - 1]
    return start in known or last.lower() not in cues().minor or not last[0].isupper()


def judge(
    words: Words,
    mention: Mention,
    options: Sequence[Option],
    report: Report,
    before: int,
    weights: Evidence = EVIDENCE,
) -> float:
    """Return how much speaks for the name being meant as a place (nats; 0 or more: it is).

    before: the token where the place before it ends.
    """
    biggest = max((inhabitants(o) for o in options), default=_UNKNOWN)
    score = weights.prior + weights.known * math.log10(biggest)
    score += weights.noun * (mention.noun is not None)
    score += weights.inside * bool(mention.inside)
    if words.label[mention.start] not in PLACE_LABELS:
        score += weights.seen * (mention.name in report.names)
    home = report.countries & {o.country for o in options} if options else report.countries
    score += weights.home * bool(home) + weights.abroad * bool(home - ENGLISH_SPEAKING)
    score += weights.listed * is_listed(words, before, mention.start)
    if words.label[mention.start]:  # a name of something: not "Snow fell", "Prices fell"
        score += weights.befalls * befalls(words, mention.end)
    score += weights.foreign * (
        bool(options) and ENGLISH_SPEAKING.isdisjoint({o.country for o in options})
    )
    if _is_common(mention) or (biggest < _COUNTRY and _is_acronym(words, mention)):
        score += weights.common
    return score + _label(words, mention, weights) + _neighbours(words, mention, weights)


def _is_common(mention: Mention) -> bool:
    """Say whether a name is a word that is hardly ever meant as a place ("March", "Airport")."""
    name = mention.name
    if name in cues().never or name in cues().directions or mention.text in acronyms():
        return True
    return name.isdigit() or describe_place_noun(name) is not None


def _is_acronym(words: Words, mention: Mention) -> bool:
    """Say whether a name is a few capitals that the parser takes for no place ("SANA")."""
    text = mention.text
    return text.isupper() and len(text) <= 5 and words.label[mention.start] not in PLACE_LABELS


def _label(words: Words, mention: Mention, weights: Evidence) -> float:
    """Return what the parser's name label says."""
    label = words.label[mention.start]
    if label in PLACE_LABELS:
        return weights.place
    if label in PERSON_LABELS:
        whole = words.opens[mention.start] and not words.goes_on(mention.end)
        long = mention.end - mention.start > 1
        return (weights.person / (1 + long)) if whole else weights.person_part
    if label:
        starts = words.opens[mention.start] and words.goes_on(mention.end)
        return weights.body_start if starts else weights.body
    return 0.0


def _neighbours(words: Words, mention: Mention, weights: Evidence) -> float:
    """Return what the words before and after say."""
    score = 0.0
    before, after = mention.start - 1, mention.end
    if before < 0 or words.breaks[before] or words.words[before].isspace():
        score += weights.opens
    elif words.lowers[before] in cues().place_prepositions:
        score += weights.preposition
    elif words.lowers[before] in cues().taking:
        score += weights.taken
        score += weights.armed * by_soldiers(words, before)
    elif ends_longer(words, before):
        score += weights.part
    elif words.lowers[before] in cues().titles:
        score += weights.title
    elif is_other_name(words, before):
        score += weights.name_before
    if after < len(words):
        if words.lowers[after] in cues().speaking:
            score += weights.speaking
        elif is_other_name(words, after) and mention.noun is None:
            score += weights.name_after
    return score
