"""Word forms that may be triggers, for skipping sentences before they are parsed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from whoholds.reading.frames import Frame, load_frames
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
    stance = load_words().stance
    for lemma in stance.deny | stance.confirm:
        wanted.update(dict.fromkeys(forms_of(lemma)))
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


def may_claim(words: Sequence[str]) -> bool:
    """Say whether a sentence of these lower-case words may hold a claim or an echo of one."""
    forms = trigger_forms()
    present = None
    for i, word in enumerate(words):
        if word not in forms or (word in COPULAR and BE.isdisjoint(words[max(0, i - FAR) : i])):
            continue
        beside = forms[word]
        if beside is None:
            return True
        present = set(words) if present is None else present
        if not present.isdisjoint(beside):
            return True
    return False


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
