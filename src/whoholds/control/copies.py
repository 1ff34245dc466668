"""Independence: statements that repeat one voice are one piece of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from whoholds.control.evidence import Evidence
from whoholds.control.witnesses import Independence, by_key

_NOTHING = 0.1  # independence up to which a voice adds nothing to another


class Group(msgspec.Struct, frozen=True):
    """One voice saying one thing once: the statement that counts, and its copies."""

    lead: Evidence
    copies: tuple[Evidence, ...] = ()

    @property
    def statement_ids(self) -> tuple[str, ...]:
        """The ids of all its statements, the one that counts first."""
        return (self.lead.statement.id, *(c.statement.id for c in self.copies))


def groups_of(
    evidence: Sequence[Evidence], *, within: float, independence: Independence = by_key
) -> tuple[Group, ...]:
    """Return the independent voices among the evidence, in order of time.

    The same origin saying the same of windows that overlap or lie at most `within` days after
    the first of them counts once, by its surest (then narrowest, then earliest) statement. Of
    those who say the same at about the same time, each counts as far as it is independent of the
    surer ones; a report that says in its own voice what it has somebody say is one witness.
    The order in which the evidence is given does not matter.
    """
    voices: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for item in sorted(evidence, key=_by_time):
        voices[item.origin, item.says].append(item)
    alone = [g for key in sorted(voices) for g in _split(voices[key], within, independence)]
    said: dict[str, list[Group]] = defaultdict(list)
    for group in alone:
        said[group.lead.says].append(group)
    found = [
        group
        for says in sorted(said)
        for some in _meeting(said[says], within)
        for group in _weighed(some, within, independence)
    ]
    return tuple(sorted(found, key=lambda g: _by_time(g.lead)))


def _meeting(groups: Sequence[Group], within: float) -> list[list[Group]]:
    """Return the groups in runs, such that none of one run is near one of another."""
    runs: list[list[Group]] = []
    until = -float("inf")
    for group in sorted(groups, key=lambda g: _by_time(g.lead)):
        start, end = _reach(group.lead)
        if start > until + within:
            runs.append([])
        runs[-1].append(group)
        until = max(until, end)
    return runs


def _weighed(groups: Sequence[Group], within: float, independence: Independence) -> list[Group]:
    """Return voices that say the same, each counted as far as it adds to the surer ones."""
    if len(groups) == 1:
        return list(groups)
    kept: list[Group] = []
    for group in sorted(groups, key=lambda g: _by_weight(g.lead)):
        near = [(n, k) for n, k in enumerate(kept) if _apart(group.lead, k.lead) <= within]
        adds = [(_adds(group.lead, k.lead, independence), n) for n, k in near]
        least, number = min(adds, default=(1.0, -1))
        if least <= _NOTHING:
            other = kept[number]
            copies = (*other.copies, group.lead, *group.copies)
            kept[number] = Group(other.lead, tuple(sorted(copies, key=_by_weight)))
        else:
            kept.append(Group(_counted(group.lead, least), group.copies))
    return kept


def _adds(one: Evidence, other: Evidence, independence: Independence) -> float:
    echo = not one.statement.claim.speakers or not other.statement.claim.speakers
    if echo and one.voice.text and one.voice.text == other.voice.text:
        return 0.0
    return independence(one.voice, other.voice)


def _counted(item: Evidence, share: float) -> Evidence:
    if share >= 1.0:
        return item
    note = f"counts {share:.0%}: not independent of another who says so"
    return msgspec.structs.replace(item, counts=share, notes=(*item.notes, note))


def _apart(one: Evidence, other: Evidence) -> float:
    (start, end), (other_start, other_end) = _reach(one), _reach(other)
    return max(start, other_start) - min(end, other_end)


def _by_time(item: Evidence) -> tuple[float, float, str]:
    return (*_reach(item), item.statement.id)


def _reach(item: Evidence) -> tuple[float, float]:
    """Return the window that tells one event from the next; a lasting state counts by its end."""
    window = item.window
    return (window.end - 7.0 if window.spans else window.start), window.end


def _split(items: Sequence[Evidence], within: float, independence: Independence) -> list[Group]:
    groups: list[list[Evidence]] = []
    until = -float("inf")
    for item in items:
        start, end = _reach(item)
        if start <= until + within:
            groups[-1].append(item)
        else:
            groups.append([item])
            until = end
    return [group for some in groups for group in _voices(some, independence)]


def _voices(items: Sequence[Evidence], independence: Independence) -> list[Group]:
    """Return one voice's repetitions as one group; where another agency has it from that voice
    too, as a second one."""
    if len(items) == 1:
        return [Group(items[0])]
    lead, *rest = sorted(items, key=_by_weight)
    second = [e for e in rest if independence(e.voice, lead.voice) > _NOTHING]
    copies = [e for e in rest if e not in second]
    found = [Group(lead, tuple(copies))]
    return [*found, Group(second[0], tuple(second[1:]))] if second else found


def _by_weight(item: Evidence) -> tuple[float, float, float, str]:
    width = item.window.end - item.window.start
    return (-item.p, width, item.available, item.statement.id)
