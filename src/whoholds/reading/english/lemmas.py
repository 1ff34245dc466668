"""Lemmas by a table of seen forms and suffix rules, both learned from the treebanks."""

import json
from dataclasses import dataclass
from functools import lru_cache

PREFIXES = ("re", "over", "out", "under", "with", "un", "mis", "fore", "up")
DIRECTIONS = frozenset({"northwest", "southwest", "north-west", "south-west"})
"""Words whose ending is no superlative's."""


@dataclass(frozen=True, slots=True)
class Lemmas:
    """`seen` maps "UPOS form" to a lemma; `rules` maps "UPOS ending" to (cut, add).

    Forms and endings are lower-case; the longest ending wins; a proper noun keeps its spelling.
    """

    seen: dict[str, str]
    rules: dict[str, tuple[int, str]]
    longest: int

    def of(self, form: str, upos: str) -> str:
        """Return the lemma of a form; the form itself where no rule fits."""
        return _lemma(self, form, upos)

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=65536)
def _lemma(lemmas: Lemmas, form: str, upos: str) -> str:
    lower = form.lower().replace("’", "'")
    known = lemmas.seen.get(f"{upos} {lower}")
    if known is not None or lower in DIRECTIONS:
        return known or lower
    for prefix in PREFIXES if upos == "VERB" else ():  # "overran", "retook": irregular inside
        inner = lemmas.seen.get(f"{upos} {lower[len(prefix) :]}")
        if inner is not None and lower.startswith(prefix):
            return prefix + inner
    base = form if upos == "PROPN" else lower
    for size in range(min(lemmas.longest, len(lower)), -1, -1):
        rule = lemmas.rules.get(f"{upos} {lower[len(lower) - size :]}")
        if rule is not None:
            cut, add = rule
            return base[: len(base) - cut] + add or base
    return base


def parse_lemmas(raw: bytes) -> Lemmas:
    """Read the table as training wrote it (JSON)."""
    data = json.loads(raw)
    rules = {k: (int(c), str(a)) for k, (c, a) in data["rules"].items()}
    longest = max((len(k.partition(" ")[2]) for k in rules), default=0)
    return Lemmas(seen=data["seen"], rules=rules, longest=longest)
