"""What the names of one sentence say of each other as places of one event."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from whoholds.reading.predicate_names import Name, Sentence

_STEPS = (-5.0, -3.5, -2.5, -1.7, -1.0, -0.5, 0.0, 0.5, 1.0, 1.7, 2.5, 3.5)
_LEAST = 1e-4  # keeps the odds of sure names finite
_REACH = 7  # words up from a name that may rule it


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, within about -9 and 9."""
    return math.log((probability + _LEAST) / (1 - probability + _LEAST))


def peer_features(s: Sentence, names: Sequence[Name], chances: Sequence[float]) -> list[list[str]]:
    """Return features of each name: how likely it is alone, and how likely the others are.

    chances: the probability of each name by itself. The others are told apart by how they stand
    to the name: one that it hangs on ("Saraqib in Idlib"), one that hangs on it, one of its list.
    """
    odds = [log_odds(p) for p in chances]
    lists = [_list_of(s, name.head) for name in names]
    return [_of_name(s, i, names, lists, odds, chances) for i in range(len(names))]


def _of_name(
    s: Sentence,
    i: int,
    names: Sequence[Name],
    lists: Sequence[int],
    odds: Sequence[float],
    chances: Sequence[float],
) -> list[str]:
    own, others = _step(odds[i]), [j for j in range(len(names)) if j != i]
    half = own // 2
    if not others:
        return [f"own={own}", f"best=True+{own}", "alone", f"alone+own={half}"]
    best = max([odds[j] for j in others])
    head = names[i].head
    rulers = s.chains[head][1:_REACH] if s.deps[head] != "conj" else ()
    outer = [odds[j] for j in others if names[j].head in rulers]
    inner = [
        odds[j]
        for j in others
        if s.deps[names[j].head] != "conj" and head in s.chains[names[j].head][1:_REACH]
    ]
    listed = [odds[j] for j in others if lists[j] == lists[i]]
    rest = min(5, int(2 * sum([chances[j] for j in others])))
    found = [
        f"own={own}", f"best={odds[i] >= best}+{own}", f"margin={_step(odds[i] - best)}",
        f"other={_step(best)}", f"own+other={half}+{_step(best) // 2}",
        f"rest={rest}", f"rest+own={rest}+{half}",
    ]  # fmt: skip
    for label, group in (("outer", outer), ("inner", inner)):
        if group:
            top = _step(max(group))
            found += [f"{label}={top}", f"own+{label}={half}+{top // 3}"]
        else:
            found += [f"{label}=-", f"own+{label}={half}+-"]
    if listed:
        mean = _step(sum(listed) / len(listed))
        return [*found, f"list={mean}", f"own+list={half}+{mean // 3}"]
    return [*found, "list=-", f"own+list={half}+-"]


def _list_of(s: Sentence, word: int) -> int:
    """Return the first word of the list that a word is in."""
    while s.deps[word] == "conj" and s.heads[word] < word:
        word = s.heads[word]
    return word


def _step(odds: float) -> int:
    return bisect_right(_STEPS, odds)
