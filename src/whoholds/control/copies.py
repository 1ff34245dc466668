"""Independence: statements that repeat one voice are one piece of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from whoholds.control.dating import available_at
from whoholds.control.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Group:
    """One voice saying one thing once: the statement that counts, and its copies."""

    lead: Evidence
    copies: tuple[Evidence, ...] = ()

    @property
    def statement_ids(self) -> tuple[str, ...]:
        """The ids of all its statements, the one that counts first."""
        return (self.lead.statement.id, *(c.statement.id for c in self.copies))


def groups_of(evidence: Sequence[Evidence], *, within: float) -> tuple[Group, ...]:
    """Return the independent voices among the evidence, in order of time.

    The same origin saying the same of windows that overlap or lie at most `within` days after
    the first of them counts once, by its surest (then narrowest, then earliest) statement.
    The order in which the evidence is given does not matter.
    """
    voices: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for item in sorted(evidence, key=_by_time):
        voices[item.origin, item.says].append(item)
    found = [group for key in sorted(voices) for group in _split(voices[key], within=within)]
    return tuple(sorted(found, key=lambda g: _by_time(g.lead)))


def _by_time(item: Evidence) -> tuple[float, float, str]:
    return (*_reach(item), item.statement.id)


def _reach(item: Evidence) -> tuple[float, float]:
    """Return the window that tells one event from the next; a lasting state counts by its end."""
    window = item.window
    return (window.end - 7.0 if window.spans else window.start), window.end


def _split(items: Sequence[Evidence], *, within: float) -> list[Group]:
    groups: list[list[Evidence]] = []
    until = -float("inf")
    for item in items:
        start, end = _reach(item)
        if start <= until + within:
            groups[-1].append(item)
        else:
            groups.append([item])
            until = end
    return [_group(g) for g in groups]


def _group(items: Sequence[Evidence]) -> Group:
    ranked = sorted(items, key=_by_weight)
    return Group(ranked[0], tuple(ranked[1:]))


def _by_weight(item: Evidence) -> tuple[float, float, float, str]:
    width = item.window.end - item.window.start
    return (-item.p, width, available_at(item.statement), item.statement.id)
