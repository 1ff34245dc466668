"""Finds in a text the gazetteer's names, adjectives, peoples and abbreviations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whoholds.gazetteer import Gazetteer, Option, abbreviations, adjectives
from whoholds.reading.where.cues import cues
from whoholds.reading.where.mentions import Mention, MentionKind, plain_name
from whoholds.reading.where.words import PLACE_LABELS, Words

LONGEST = 6
_EDGE = frozenset({"-", "–", "'", "’", "'s", "’s", "of", "the", "and", ".", ","})
_OWN_NAMES = frozenset({"US", "U.S."})  # adjectives that are as often the country's name


@dataclass(frozen=True, slots=True)
class Found:
    """A gazetteer name in a text, tokens `[start, end)`, before it is judged."""

    start: int
    end: int
    name: str
    options: tuple[Option, ...]


def known_names(words: Words, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield the longest names of the gazetteer that stand in the text, from left to right."""
    i = 0
    while i < len(words):
        opens = words.words[i][0].isupper() and words.words[i] not in {"The", "THE"}
        found = _longest(words, i, gazetteer) if opens else None
        if found is None:
            i += 1
        else:
            yield found
            i = found.end


def _longest(words: Words, i: int, gazetteer: Gazetteer) -> Found | None:
    ends = []
    for end in range(i + 1, min(len(words), i + LONGEST) + 1):
        word, lower = words.words[end - 1], words.lowers[end - 1]
        if not (word[0].isupper() or lower in cues().inner or word.isdigit()):
            break
        if lower not in _EDGE and not _opens_longer(words, i, end):
            ends.append(end)
    if _abbreviation(words, i, 1):
        ends = [e for e in ends if e > i + 1]
    for end in reversed(ends):
        name = plain_name(words.between(i, end))
        options = gazetteer.exact_options(name)
        if options:
            return Found(i, end, name, options)
    return None


def _opens_longer(words: Words, start: int, end: int) -> bool:
    """Say whether a first word of Arabic names alone ("Rasm") has more of the name after it."""
    if end - start > 1 or words.lowers[start] not in cues().particles or end >= len(words):
        return False
    after = words.lowers[end]
    return after in cues().articles or (words.is_name_word(end) and words.opens[end] is False)


def fixed_words(words: Words, taken: list[bool], known: Mapping[int, int]) -> Iterator[Mention]:
    """Yield adjectives, people ("Syrian", "Syrians") and abbreviations ("Ark.", ", TX").

    taken: tokens used, marked here. known: ends of the gazetteer's names by start; a longer one
    wins over an adjective ("British Columbia").
    """
    i = 0
    while i < len(words):
        length, mention = _fixed_at(words, i) if words.words[i][0].isupper() else (0, None)
        if mention is not None and known.get(i, 0) <= i + length:
            taken[i : i + length] = [True] * length
            yield mention
        i += max(1, length)


def _fixed_at(words: Words, i: int) -> tuple[int, Mention | None]:
    for length in (2, 1):
        if i + length > len(words):
            continue
        text = " ".join(words.words[i : i + length])
        if text in adjectives() and not _is_name(words, i, length):
            kind = MentionKind.ADJECTIVE
            return length, Mention(i, i + length, text, plain_name(text), kind)
    for length in (2, 1):
        word = _abbreviation(words, i, length)
        if word and (_is_plain(words, i, word) or _after_name(words, i)):
            kind = MentionKind.ABBREVIATION
            return length, Mention(i, i + length, word, plain_name(word), kind)
    return 0, None


def _is_name(words: Words, i: int, length: int) -> bool:
    """Say whether an adjective is in truth a name: "US", "Central African Republic"."""
    if words.label[i] not in PLACE_LABELS:
        return False
    return (length == 1 and words.words[i] in _OWN_NAMES) or words.goes_on(i + length)


def _abbreviation(words: Words, i: int, length: int) -> str:
    """Return the abbreviation of a province that stands at token `i`, "" where there is none."""
    if i + length > len(words):
        return ""
    word = " ".join(words.words[i : i + length])
    if word in abbreviations():
        return word
    dotted = word + "." if i + length < len(words) and words.words[i + length] == "." else ""
    return dotted if dotted in abbreviations() else ""


def _is_plain(words: Words, i: int, word: str) -> bool:
    """Say whether an abbreviation can be nothing else: "N.Y.", "NSW", "Fla." seen as a place."""
    if word.count(".") > 1 or (len(word) > 2 and word.isupper()):
        return True
    return len(word) > 3 and words.label[i] in PLACE_LABELS


def _after_name(words: Words, i: int) -> bool:
    """Say whether a capitalised word and a comma, bracket or dash stand before token `i`."""
    return i > 1 and words.words[i - 1] in {",", "(", "-"} and words.words[i - 2][0].isupper()
