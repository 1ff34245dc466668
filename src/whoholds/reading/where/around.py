"""What the words around a name say of it: who does what to it, and what it is a part of."""

from __future__ import annotations

from whoholds.reading.where.cues import cues
from whoholds.reading.where.mentions import Mention, MentionKind
from whoholds.reading.where.words import Words

_BAND_WORDS = 4
_SUBJECT_REACH = 3


def in_band(words: Words, mention: Mention) -> bool:
    """Say whether a name goes on to that of an armed body ("Free Aleppo Brigade")."""
    if mention.kind is not MentionKind.NAME:
        return False
    end = mention.end
    while end < len(words) and words.is_name_word(end) and end - mention.end < _BAND_WORDS:
        if words.lowers[end] in cues().bands:
            return True
        end += 1
    return False


def by_soldiers(words: Words, verb: int) -> bool:
    """Say whether an armed body stands before a verb that takes places and no persons."""
    if words.lowers[verb] in cues().taking_both:
        return False
    near = words.lowers[max(0, verb - _SUBJECT_REACH) : verb]
    return not cues().soldiers.isdisjoint(near)


def is_listed(words: Words, end: int, start: int) -> bool:
    """Say whether only "and", a comma or a dash stands between a place and the next name."""
    return 0 < end < start <= end + 2 and set(words.lowers[end:start]) <= {",", "and", "-", "–"}


def befalls(words: Words, i: int) -> bool:
    """Say whether from token `i` on stands what happens to places, after the rest of a list."""
    while i < len(words) and (words.is_name_word(i) or words.lowers[i] in {",", "and", "-"}):
        i += 1
    helped = i < len(words) and words.lowers[i] in cues().helpers
    while i < len(words) and words.lowers[i] in cues().helpers:
        i += 1
    if words.lowers[i : i + 2] == ["changed", "hands"]:
        return True
    if i >= len(words) or words.lowers[i] not in cues().befalls:
        return False
    return helped or words.lowers[i] in {"fell", "falls"}


def ends_longer(words: Words, i: int) -> bool:
    """Say whether token `i` joins what follows to an Arabic name before it ("Ahrar al-Sham")."""
    if words.words[i] != "-" or i < 2 or words.lowers[i - 1] not in cues().articles:
        return False
    return words.words[i - 2][0].isupper()


def is_other_name(words: Words, i: int) -> bool:
    """Say whether token `i` is a word of a further name."""
    return words.is_name_word(i) and words.lowers[i] not in cues().never
