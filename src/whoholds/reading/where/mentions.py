"""What stands in a text as a place name, and the words around it that say what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from whoholds.gazetteer import (
    PlaceType,
    adjectives,
    countries,
    describe_place_noun,
    simplify,
)
from whoholds.reading.where.cues import cues
from whoholds.reading.where.words import Words

_OF = frozenset({"of", "called", "named"})
_DASHES = frozenset({"-", "–", "—", "/"})
_FAR = 5
_VILLAGES = frozenset({"villages", "towns", "settlements", "hamlets"})
_ACROSS = frozenset({"in", "across", "throughout"})


class MentionKind(StrEnum):
    """What sort of word names the place."""

    NAME = "name"
    ADJECTIVE = "adjective"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that name a place: tokens `[start, end)`.

    name: the plain form that is looked up. noun: the kind of place that the words around tell.
    inside: plain names of places that it is said to lie in ("Paris, Texas"; "Aleppo in Syria").
    acts: it tells who acts and not where ("Russian jets", "Iran-backed"), which may be abroad.
    article: "the" stands before it and no noun after it ("the Dnipro").
    holds: plain names of places that are said to lie in it. villages: several are said to.
    forces: codes of the countries whose forces act in its sentence.
    """

    start: int
    end: int
    text: str
    name: str
    kind: MentionKind = MentionKind.NAME
    noun: PlaceType | None = None
    inside: tuple[str, ...] = ()
    acts: bool = False
    article: bool = False
    holds: tuple[str, ...] = ()
    villages: bool = False
    forces: tuple[str, ...] = ()


def plain_name(text: str) -> str:
    """Return the plain form of a name as it is looked up, without "the" and "'s"."""
    for ending in ("'s", "’s", "'", "’"):
        text = text.removesuffix(ending)
    name = simplify(text)
    return name.removeprefix("the ") or name


def describe(words: Words, mention: Mention) -> Mention:
    """Return the mention with the kind of place that its words or those around it tell."""
    start, end = mention.start, mention.end
    noun = _noun_within(words, start, end)
    noun = noun or _noun_after(words, end) or _noun_before(words, start)
    acts = mention.kind is MentionKind.ADJECTIVE or _acts(words, mention)
    article = noun is None and not acts and _has_article(words, mention)
    villages = noun is None and _has_villages(words, start)
    return replace(mention, noun=noun, acts=acts, article=article, villages=villages)


def _has_villages(words: Words, i: int) -> bool:
    """Say whether "villages in" stands before token `i`, directions between set aside."""
    while i > 0 and words.lowers[i - 1] in cues().directions:
        i -= 1
    before = words.lowers[max(0, i - 2) : i]
    return len(before) == 2 and before[0] in _VILLAGES and before[1] in _ACROSS


def _has_article(words: Words, mention: Mention) -> bool:
    """Say whether "the" stands before a name that no noun or further name follows."""
    before, after = mention.start - 1, mention.end
    if before < 0 or words.lowers[before] != "the":
        return False
    return after >= len(words) or words.lowers[after] in cues().after_names


def _acts(words: Words, mention: Mention) -> bool:
    """Say whether a name is a state that does something: "U.S. jets", "Iran-backed"."""
    after = words.lowers[mention.end : mention.end + 2]
    if len(after) == 2 and after[0] in _DASHES and after[1].endswith("ed"):
        return True
    return mention.text in {"US", "U.S."} and bool(after) and after[0].isalpha()


def _noun_within(words: Words, start: int, end: int) -> PlaceType | None:
    """Return the kind that the last word of a name tells ("Donetsk Oblast", "Lamar County")."""
    if end - start < 2:
        return None
    kind = describe_place_noun(words.lowers[end - 1])
    return kind if kind is not None and kind.position != "after" and not kind.part else None


def _noun_after(words: Words, i: int) -> PlaceType | None:
    """Return the kind named by the words that follow ("province", "air base")."""
    if i < len(words) and words.words[i] in _DASHES:
        i += 1
    for length in (3, 2, 1):
        if i + length > len(words) or not words.words[i + length - 1].isalpha():
            continue
        text = " ".join(words.lowers[i : i + length])
        kind = describe_place_noun(text)
        if kind is not None and kind.position != "after":
            return None if text in cues().no_noun_after else kind
    return None


def _noun_before(words: Words, i: int) -> PlaceType | None:
    """Return the kind named by the words before ("the town of X", "the village X")."""
    if i > 0 and words.lowers[i - 1] == "the":
        i -= 1
    of = i > 0 and words.lowers[i - 1] in _OF
    if of:
        i -= 1
    for length in (2, 1):
        if i < length:
            continue
        text = " ".join(words.words[i - length : i])
        kind = describe_place_noun(text)
        if kind is None or kind.part:
            continue
        if of or (kind.position != "before" and text.islower()):
            return kind
    return None


def chained(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions with the places that each one is said to lie in.

    "A, B": A in B; "A (B)"; "A in B" where only small words stand between. Names that follow one
    another in a list ("A, B and C") do not lie in each other.
    """
    joints = [_joint(words, a.end, b.start) for a, b in pairwise(mentions)]
    result = [replace(m, inside=(), holds=()) if m.inside or m.holds else m for m in mentions]
    for i, joint in enumerate(joints):
        if joint == "in" or (
            joint == "," and (not _in_list(joints, i) or _is_pair(mentions, joints, i))
        ):
            result[i] = replace(result[i], inside=(mentions[i + 1].name,))
            result[i + 1] = replace(result[i + 1], holds=(mentions[i].name,))
    return tuple(result)


def with_shared_nouns(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions of which a list's plural noun tells the kind: "A, B and C provinces"."""
    found = list(mentions)
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        listed = set(words.lowers[here.end : after.start]) <= {",", "and"} and after.noun
        if listed and here.noun is None and _is_plural_after(words, found, i + 1):
            found[i] = replace(here, noun=after.noun, article=False)
    return tuple(found)


def _is_plural_after(words: Words, mentions: Sequence[Mention], i: int) -> bool:
    """Say whether a plural noun of a kind of place ends the list that mention `i` is in."""
    while i + 1 < len(mentions) and set(words.lowers[mentions[i].end : mentions[i + 1].start]) <= {
        ",",
        "and",
    }:
        i += 1
    end = mentions[i].end
    return end < len(words) and words.lowers[end].endswith("s") and bool(_noun_after(words, end))


def _in_list(joints: list[str], i: int) -> bool:
    """Say whether the comma after mention `i` is one of a list's."""
    around = (joints[i - 1] if i else "", joints[i + 1] if i + 1 < len(joints) else "")
    return "," in around or around[1] == "and"


def _is_pair(mentions: Sequence[Mention], joints: list[str], i: int) -> bool:
    """Say whether a list's comma stands before the country of the place: "A, X, and B, Y"."""
    if _is_country(mentions[i]) or not _is_country(mentions[i + 1]):
        return False
    if i + 2 >= len(mentions) or not joints[i + 1]:
        return True
    return not _is_country(mentions[i + 2])


def _is_country(mention: Mention) -> bool:
    return mention.kind is MentionKind.NAME and mention.name in _country_names()


@cache
def _country_names() -> frozenset[str]:
    return frozenset(simplify(n) for c in countries().values() for n in c.names)


def with_forces(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions with the countries whose forces act in their sentence.

    "Lebanese soldiers entered Tripoli": where they are told to act, they are likelier at home.
    """
    found = list(mentions)
    for force in mentions:
        if force.kind is not MentionKind.ADJECTIVE or not _leads_forces(words, force):
            continue
        kind, _, country = adjectives()[force.text].partition(":")
        if kind != "country":
            continue
        for i, other in enumerate(found):
            apart = range(min(force.end, other.end) - 1, max(force.start, other.start))
            if other.kind is MentionKind.NAME and not any(words.breaks[k] for k in apart):
                found[i] = replace(other, forces=(*other.forces, country))
    return tuple(found)


def _leads_forces(words: Words, mention: Mention) -> bool:
    after = words.lowers[mention.end : mention.end + 3]
    return not cues().soldiers.isdisjoint(after[: 1 + (len(after) > 1 and after[0].isalpha())])


def _joint(words: Words, end: int, start: int) -> str:
    """Return what stands between two names: a comma, "and", "in" (the first in the second)."""
    if start - end > _FAR or end > start:
        return ""
    between = [w for w in words.lowers[end:start] if not w.isspace()]
    if between in ([","], ["and"]):
        return between[0]
    if between == [",", "and"]:
        return "and"
    if between in (["("], [",", "in"], ["'s"]):
        return "in"
    rest = [w for w in between if w not in cues().small_words and not describe_place_noun(w)]
    return "in" if not rest and any(w in {"in", "of"} for w in between) else ""
