"""What stands in a text as a place name, and the words around it that say what is meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from spacy.tokens import Doc

from whoholds.gazetteer import PlaceType, describe_place_noun, simplify
from whoholds.reading.where.cues import cues

_OF = frozenset({"of", "called", "named"})
_DASHES = frozenset({"-", "–", "—", "/"})


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
    """

    start: int
    end: int
    text: str
    name: str
    kind: MentionKind = MentionKind.NAME
    noun: PlaceType | None = None
    inside: tuple[str, ...] = ()


def plain_name(text: str) -> str:
    """Return the plain form of a name as it is looked up, without "the" and "'s"."""
    for ending in ("'s", "’s", "'", "’"):
        text = text.removesuffix(ending)
    name = simplify(text)
    return name.removeprefix("the ") or name


def describe(doc: Doc, mention: Mention) -> Mention:
    """Return the mention with the kind of place that the words around it tell."""
    noun = _noun_after(doc, mention.end) or _noun_before(doc, mention.start)
    return replace(mention, noun=noun) if noun else mention


def _noun_after(doc: Doc, i: int) -> PlaceType | None:
    """Return the kind named by the words that follow ("province", "air base")."""
    if i < len(doc) and doc[i].text in _DASHES:
        i += 1
    for length in (3, 2, 1):
        words = doc[i : i + length]
        if len(words) == length and not words[-1].is_punct:
            kind = describe_place_noun(words.text)
            if kind is not None and kind.position != "after":
                return None if words.text.lower() in cues().no_noun_after else kind
    return None


def _noun_before(doc: Doc, i: int) -> PlaceType | None:
    """Return the kind named by the words before ("the town of X", "the village X")."""
    if i > 0 and doc[i - 1].lower_ == "the":
        i -= 1
    of = i > 0 and doc[i - 1].lower_ in _OF
    if of:
        i -= 1
    for length in (2, 1):
        if i - length < 0:
            continue
        words = doc[i - length : i].text
        kind = describe_place_noun(words)
        if (
            kind is None
            or kind.part
            or (not of and not (kind.position != "before" and words.islower()))
        ):
            continue
        return kind
    return None


def chained(doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the mentions with the places that each one is said to lie in.

    "A, B": A in B; "A (B)"; "A in B" where only small words stand between. Names that follow one
    another in a list ("A, B and C") do not lie in each other.
    """
    joints = [_joint(doc, a.end, b.start) for a, b in pairwise(mentions)]
    result = list(mentions)
    for i, joint in enumerate(joints):
        if joint == "in" or (joint == "," and not _in_list(joints, i)):
            result[i] = replace(mentions[i], inside=(mentions[i + 1].name,))
    return tuple(result)


def _in_list(joints: list[str], i: int) -> bool:
    """Say whether the comma after mention `i` is one of a list's."""
    around = (joints[i - 1] if i else "", joints[i + 1] if i + 1 < len(joints) else "")
    return "," in around or around[1] == "and"


def _joint(doc: Doc, end: int, start: int) -> str:
    """Return what stands between two names: a comma, "and", "in" (the first in the second)."""
    if start - end > 5 or end > start:
        return ""
    between = [t.lower_ for t in doc[end:start] if not t.is_space]
    if between in ([","], ["and"]):
        return between[0]
    if between == [",", "and"]:
        return "and"
    if between in (["("], [",", "in"], ["'s"]):
        return "in"
    rest = [w for w in between if w not in cues().small_words and not describe_place_noun(w)]
    return "in" if not rest and any(w in {"in", "of"} for w in between) else ""
