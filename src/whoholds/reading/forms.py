"""Which sentences may hold a claim, by their word forms: the others are never parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS

from whoholds.model import ClaimKind as K
from whoholds.reading.frames import Frame, load_frames
from whoholds.reading.grammar import whole_prefix
from whoholds.reading.words import load_words

IRREGULAR = {
    "be": "is are was were been being",
    "beat": "beaten",
    "become": "became",
    "begin": "began begun",
    "break": "broke broken",
    "chip": "chipped chipping",
    "bear": "bore borne",
    "bind": "bound",
    "clash": "clashes",
    "cling": "clung",
    "creep": "crept",
    "dig": "dug digging",
    "go": "went gone",
    "hang": "hung",
    "hold": "held",
    "lead": "led",
    "lie": "lay lain lying",
    "run": "ran running",
    "see": "saw seen",
    "shoot": "shot",
    "slip": "slipped",
    "sneak": "snuck",
    "stand": "stood",
    "steal": "stole stolen",
    "come": "came",
    "cut": "cutting",
    "deny": "denies denied",
    "draw": "drew drawn",
    "drive": "drove driven",
    "eat": "ate eaten",
    "fall": "fell fallen",
    "fight": "fought",
    "flee": "fled",
    "fly": "flew flown",
    "foothold": "footholds",
    "get": "got gotten getting",
    "give": "gave given",
    "have": "has had",
    "hit": "hitting",
    "keep": "kept",
    "lay": "laid",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "overrun": "overran overrunning",
    "overtake": "overtook overtaken",
    "put": "putting",
    "quit": "quitting",
    "repel": "repelled repelling",
    "retake": "retook retaken",
    "seek": "sought",
    "set": "setting",
    "strike": "struck striking",
    "sweep": "swept",
    "take": "took taken",
    "throw": "threw thrown",
    "win": "won winning",
    "withdraw": "withdrew withdrawn",
    "withstand": "withstood",
    "wrest": "wrested",
}
VOWELS = "aeiou"
NOT_WORDS = frozenset({"*", "case", "verb", "governor"})
PARTS = frozenset(
    {
        "subject",
        "object",
        "iobj",
        "clause",
        "complement",
        "adverb",
        "particle",
        "possessor",
        "owner",
    }
    | {"bearer", "quality", "measure", "modified", "doer", "amod", "bare"}
)
"""Roles that are no prepositions: their names are not words of the sentence."""
COPULAR = frozenset({"in", "inside", "with", "theirs", "ours", "outside", "back", "rid", "devoid"})
"""Triggers that tell something only after a form of "be" ("the soldiers are still in X")."""
BE = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "'s", "'re", "remain", "remains"}
)
FAR = 4
PRONOUNS = frozenset({"they", "them", "their", "theirs", "it", "we", "us", "there", "here"})
FIGHTING = frozenset({K.CONTEST, K.SIEGE, K.CEASEFIRE, K.STRIKE, K.TALKS})
"""Kinds of claims that tell something without a name too ("Clashes went on for hours")."""
ANY_TALK = """
bank banks block blocks clinic coast college court courts institute library line lines mine museum
part parts phase place places plant point points post posts spoil square squares stage stages state
states street streets theater theatre university well works
"""
"""Words for places and parties that stand in news of every sort."""
NO_NAMES = """
i mr mrs ms dr monday tuesday wednesday thursday friday saturday sunday january february march april
may june july august september october november december
"""
"""Words that have a capital and are no name of a place or a party."""
ROAD_NUMBER = re.compile(r"[a-z]{1,2}-?\d{1,3}")


@cache
def trigger_forms() -> dict[str, frozenset[str] | None]:
    """Return by lower-case form of a trigger what else the sentence must have, None for nothing.

    "had" matters only beside a form of "control", "presence" and the like.
    """
    wanted: dict[str, frozenset[str] | None] = {}
    for frame in load_frames():
        beside = _beside(frame)
        lemmas = (*frame.verbs, *frame.nouns, *frame.attributives)
        for lemma in (*lemmas, *(lemma.split("-")[-1] for lemma in frame.nouns if "-" in lemma)):
            for form in forms_of(lemma):
                known = wanted.get(form, frozenset())
                both = None if known is None or beside is None else known | beside
                wanted[form] = both
    wanted.update(dict.fromkeys(echoing_forms()))
    return wanted


def _beside(frame: Frame) -> frozenset[str] | None:
    """Return the forms of which a frame needs one, None where it needs no word."""
    words = [
        lemma for role, lemmas in frame.needs.items() if role not in NOT_WORDS for lemma in lemmas
    ]
    if words:
        return frozenset(form for lemma in words for form in forms_of(lemma))
    for role, lemmas in frame.needs.items():
        roles = lemmas if role == "*" else () if lemmas else (role,)
        if roles and not any(r in PARTS or "." in r for r in roles):
            return frozenset(r.split()[0] for r in roles)
    return frozenset(frame.particle) or None


@cache
def scenery_forms() -> frozenset[str]:
    """Return the forms of nouns for parties, places and fighting, of echoes, and some pronouns.

    A sentence of none of these and without a name tells of no place and no party.
    """
    places, actors = load_words().places, load_words().actors
    lemmas = places.named | places.holding
    lemmas |= actors.armed | actors.anaphoric | actors.operation
    lemmas |= {noun for frame in load_frames() if frame.kind in FIGHTING for noun in frame.nouns}
    nouns = {form for lemma in lemmas for form in plurals(lemma)}
    return PRONOUNS | echoing_forms() | nouns.difference(ANY_TALK.split())


@cache
def echoing_forms() -> frozenset[str]:
    """Return the forms of what denies or confirms a claim made before ("this was denied")."""
    stance = load_words().stance
    return frozenset(form for lemma in stance.deny | stance.confirm for form in forms_of(lemma))


@cache
def no_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that are no name for their capital: opening a sentence, and anywhere."""
    anywhere = frozenset(NO_NAMES.split())
    return anywhere | STOP_WORDS, anywhere


def may_claim(words: Sequence[str]) -> bool:
    """Say whether a sentence of these words may hold a claim or an echo of one.

    It needs a word that can tell of one, and somewhere a name, a party, a place or fighting.
    words: as written; capitals tell a name, and March from a march.
    """
    return _has_trigger(words) and _has_scenery(words)


def _has_scenery(words: Sequence[str]) -> bool:
    """Say whether a name or a word for a party, a place or fighting is among the words."""
    scenery, (openers, anywhere) = scenery_forms(), no_names()
    if not any(word[:1].isupper() for word in words):
        return True  # where nothing has a capital, names have none either
    opened = False
    for word in words:
        lower = word.lower()
        if lower in scenery:
            return True
        if word[:1].isupper() and lower not in (anywhere if opened else openers):
            return True
        opened = opened or word[:1].isalnum()
    return False


def _has_trigger(written: Sequence[str]) -> bool:
    forms = trigger_forms()
    present = None
    words = [whole_prefix(word.lower()) for word in written]
    for i, word in enumerate(words):
        if word not in forms or (word in COPULAR and BE.isdisjoint(words[max(0, i - FAR) : i])):
            continue
        if written[i] == "March" or (word == "according" and words[i + 1 : i + 2] == ["to"]):
            continue
        beside = forms[word]
        if beside is None:
            return True
        present = _present(words) if present is None else present
        if not present.isdisjoint(beside):
            return True
    return False


def _present(words: Sequence[str]) -> set[str]:
    """Return the words of a sentence, and "road" where one is named by its number ("the M4")."""
    return {*words, *("road" for word in words if ROAD_NUMBER.fullmatch(word))}


def forms_of(lemma: str) -> Iterator[str]:
    """Yield the forms that an English verb or noun may take; some that do not exist among them."""
    yield lemma
    yield from IRREGULAR.get(lemma, "").split()
    yield lemma + "s"
    yield lemma + "es"
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    yield stem + "ed"
    yield stem + "ing"
    if lemma.endswith("y"):
        yield lemma[:-1] + "ies"
        yield lemma[:-1] + "ied"
    if len(lemma) > 2 and lemma[-1] not in VOWELS + "wxy" and lemma[-2] in VOWELS:
        yield lemma + lemma[-1] + "ed"
        yield lemma + lemma[-1] + "ing"


def plurals(noun: str) -> Iterator[str]:
    """Yield a noun and what its plural may be."""
    yield noun.lower()
    yield from (form.lower() for form in IRREGULAR.get(noun, "").split())
    yield noun.lower() + "s"
    yield noun.lower() + "es"
    if noun.endswith("y"):
        yield noun[:-1].lower() + "ies"
