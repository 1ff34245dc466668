"""A phrase cut into the words that name the party, its owner and its backers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from whoholds.registry.fold import Token, tokenize
from whoholds.registry.tables import Tables


class Scope(NamedTuple):
    """The theatre and the day that a phrase is read in."""

    countries: tuple[str, ...]
    on: date | None


class Phrase(NamedTuple):
    """The words of a phrase, cut into the part that names the party, its owner, its backers.

    head, owner: positions `[start, end)`. masked: positions of "X-backed", "X-linked" modifiers;
    marks: of their participles. backers: actor ids. runs: `(start, end, key)` of all known keys.
    """

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    head: tuple[int, int]
    owner: tuple[int, int] | None
    masked: frozenset[int]
    marks: frozenset[int]
    backers: tuple[str, ...]
    runs: tuple[tuple[int, int, str], ...]

    def runs_of(self, part: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
        """Yield the known runs that start in a part, longest first at each start."""
        for run in self.runs:
            if part[0] <= run[0] < part[1]:
                yield run

    def hides(self, first: int, last: int) -> bool:
        """Say whether the words `[first, last)` only tell what the party is near to."""
        inside = range(first, last)
        return not self.masked.isdisjoint(inside) and self.marks.isdisjoint(inside)


def _runs_at(tables: Tables, keys: tuple[str, ...], first: int) -> Iterator[tuple[int, int, str]]:
    longest = tables.longest.get(keys[first], 0)
    for size in range(min(longest, len(keys) - first), 0, -1):
        key = " ".join(keys[first : first + size])
        if key in tables.keys:
            yield first, first + size, key


def read_phrase(tables: Tables, text: str) -> Phrase:
    """Return the phrase, folded and cut."""
    tokens = tokenize(text)
    keys = tuple(token.key for token in tokens)
    cut, owner = _cuts(tables, tokens, keys)
    masked, marks, backers = _modifiers(tables, tokens, keys)
    runs = tuple(run for i in range(len(keys)) for run in _runs_at(tables, keys, i))
    return Phrase(tokens, keys, (0, cut), owner, masked, marks, backers, runs)


def _cuts(
    tables: Tables, tokens: tuple[Token, ...], keys: tuple[str, ...]
) -> tuple[int, tuple[int, int] | None]:
    words = tables.words
    hyphened = words.linking | words.backing
    cut = owner = end = len(keys)
    loud = all(token.upper for token in tokens)
    for i, key in enumerate(keys):
        after = keys[i + 1] if i + 1 < len(keys) else ""
        if tokens[i].upper and not loud and key.isalpha():
            continue
        if key in words.owning and _owns(key, after, is_tie=key in hyphened):
            if owner == len(keys):
                owner = i + (2 if after in ("to", "with", "by") else 1)
                cut = i
        elif key in words.cutting or (key in hyphened and after == "by"):
            if i == 0 or owner == i + 1 or keys[i - 1] in words.owning:
                continue
            end = i
            break
    if owner < end:
        return cut, (owner, end)
    return min(cut, end), None


def _owns(key: str, after: str, *, is_tie: bool) -> bool:
    """Say whether a word leads to the owner of forces: "of", "led by", "allied with"."""
    if key in ("led", "commanded", "headed"):
        return after == "by"
    return not is_tie or after in ("with", "to")


def _modifiers(
    tables: Tables, tokens: tuple[Token, ...], keys: tuple[str, ...]
) -> tuple[frozenset[int], frozenset[int], tuple[str, ...]]:
    words = tables.words
    masked: set[int] = set()
    marks: set[int] = set()
    backers: list[str] = []
    for i, key in enumerate(keys):
        backing = key in words.backing
        if not backing and key not in words.linking and key != "pro":
            continue
        if key == "pro":
            found = _party_at(tables, tokens, keys, i + 1)
            if found is not None:
                masked.update(range(i, found[1]))
                marks.add(i)
                backers.append(found[0])
        elif i + 1 < len(keys) and keys[i + 1] in ("by", "with", "to"):
            if backing:
                backers.extend(_parties_after(tables, tokens, keys, i + 2))
        elif i > 0:
            before = _party_before(tables, tokens, keys, i)
            masked.update(range(before[1] if before else i - 1, i + 1))
            marks.add(i)
            if backing and before is not None:
                backers.append(before[0])
    return frozenset(masked), frozenset(marks), tuple(dict.fromkeys(backers))


def _state(tables: Tables, key: str, token: Token) -> str | None:
    state = tables.states.get(key)
    if state is not None and (token.upper or not state.short):
        return state.actor_id
    return tables.capitals.get(key)


def _party(tables: Tables, key: str, token: Token) -> str | None:
    state = _state(tables, key, token)
    if state is not None:
        return state
    entries = tables.names.get(key)
    if entries and (token.upper or not entries[0].short):
        return entries[0].actor_id
    generics = tables.generics.get(key)
    return generics[0].actor_id if generics and key == "kurdish" else None


def _party_at(
    tables: Tables, tokens: tuple[Token, ...], keys: tuple[str, ...], start: int
) -> tuple[str, int] | None:
    if start >= len(keys):
        return None
    for look_up in (_state, _party):
        for first, last, key in _runs_at(tables, keys, start):
            found = look_up(tables, key, tokens[first])
            if found is not None:
                return found, last
    return None


def _party_before(
    tables: Tables, tokens: tuple[Token, ...], keys: tuple[str, ...], end: int
) -> tuple[str, int] | None:
    for start in range(max(0, end - 4), end):
        found = _party(tables, " ".join(keys[start:end]), tokens[start])
        if found is not None:
            return found, start
    return None


def _parties_after(
    tables: Tables, tokens: tuple[Token, ...], keys: tuple[str, ...], start: int
) -> list[str]:
    found: list[str] = []
    position = start
    while position < len(keys):
        party = _party_at(tables, tokens, keys, position)
        if party is not None:
            found.append(party[0])
            position = party[1]
        elif keys[position] in ("and", ",", "or", "both") or position == start:
            position += 1
        else:
            skip = keys[position] in tables.words.state_heads or keys[position] in ("air", "fire")
            if not skip:
                break
            position += 1
    return found
