"""Phrases to parties: names first, then generic words of a theatre, then adjectives of states."""

from __future__ import annotations

from collections.abc import Callable

from whoholds.registry.fold import Token
from whoholds.registry.phrase import Phrase, Scope
from whoholds.registry.rows import SPECIFIC, STRONG, WEAK, ActorMatch, Generic
from whoholds.registry.tables import NameEntry, State, Tables, valid

TITLES = frozenset({"president", "marshal", "field", "general", "strongman", "commander", "leader"})
TITLES |= {
    "secretary",
    "spokesman",
    "colonel",
    "col",
    "lieutenant",
    "lt",
    "major",
    "maj",
    "captain",
    "capt",
}
TITLES |= {
    "brigadier",
    "brig",
    "admiral",
    "governor",
    "mayor",
    "senator",
    "defence",
    "defense",
    "interior",
}
TITLES |= {"warlord", "mr", "gen", "prime", "minister", "military", "chief", "eastern"}


def match_phrase(tables: Tables, phrase: Phrase, scope: Scope) -> ActorMatch | None:
    """Return the party that the phrase means in the scope, None where nothing is known."""
    if not phrase.runs and not phrase.backers:
        return None  # most nouns: every step wants a known word
    owner = phrase.owner
    steps: tuple[Callable[[], ActorMatch | None], ...] = (
        lambda: _by_state_name(tables, phrase),
        lambda: _by_name(tables, phrase, phrase.head, scope),
        lambda: _by_generic(tables, phrase, phrase.head, scope, strength=SPECIFIC),
        lambda: _by_backer(tables, phrase, scope, with_heads=True),
        lambda: _by_generic(tables, phrase, phrase.head, scope, strength=STRONG),
        lambda: _by_backer(tables, phrase, scope, with_heads=False),
        lambda: None if owner is None else _in_owner(tables, phrase, owner, scope),
        lambda: _by_generic(tables, phrase, phrase.head, scope, strength=WEAK),
        lambda: _by_state(tables, phrase, phrase.head),
        lambda: _by_link(tables, phrase),
    )
    open_match: ActorMatch | None = None
    for step in steps:
        found = step()
        if found is not None and found.certain:
            return found
        open_match = open_match or found
    return open_match


def _in_owner(
    tables: Tables, phrase: Phrase, owner: tuple[int, int], scope: Scope
) -> ActorMatch | None:
    return (
        _by_name(tables, phrase, owner, scope)
        or _by_generic(tables, phrase, owner, scope, strength=SPECIFIC)
        or _by_generic(tables, phrase, owner, scope, strength=STRONG)
        or _by_generic(tables, phrase, owner, scope, strength=WEAK)
        or _by_state(tables, phrase, owner)
    )


def _found(tables: Tables, actor_id: str, how: str, words: str, *, certain: bool) -> ActorMatch:
    return ActorMatch(actor=tables.actors[actor_id], how=how, certain=certain, words=words)


def _by_name(
    tables: Tables, phrase: Phrase, part: tuple[int, int], scope: Scope
) -> ActorMatch | None:
    best: tuple[bool, int, int, NameEntry, str] | None = None
    theatre = _theatre(tables, phrase, part, scope)
    for first, last, key in phrase.runs_of(part):
        entries = tables.names.get(key)
        if entries is None or phrase.hides(first, last):
            continue
        token, size = phrase.tokens[first], last - first
        entry = _choose(tables, entries, theatre, token, size)
        if entry is None and theatre != scope:
            entry = _choose(tables, entries, scope, token, size)
        if entry is None or (entry.leader and not _leads(tables, phrase, part, first, last)):
            continue
        here = _is_here(tables, entry, theatre) or _is_here(tables, entry, scope)
        if best is None or (here, size, last) > best[:3]:
            best = (here, size, last, entry, key)
    if best is None:
        return None
    entry, key = best[3:]
    actor_id = _narrowed(tables, phrase, entry.actor_id, theatre) or entry.actor_id
    how = "leader" if entry.leader else "name" if actor_id == entry.actor_id else "backed"
    return _found(tables, actor_id, how, key, certain=True)


def _is_here(tables: Tables, entry: NameEntry, theatre: Scope) -> bool:
    countries = tables.actors[entry.actor_id].countries
    return not countries or not set(countries).isdisjoint(theatre.countries)


def _choose(
    tables: Tables, entries: tuple[NameEntry, ...], theatre: Scope, token: Token, size: int
) -> NameEntry | None:
    if size == 1 and entries[0].short and not token.upper:
        return None
    here = [
        entry
        for entry in entries
        if (not theatre.countries and not entry.common) or _is_here(tables, entry, theatre)
    ]
    if here:
        ids = {entry.actor_id for entry in here}
        return here[0] if len(ids) == 1 or theatre.countries else None
    return None if entries[0].local or len(entries) > 1 else entries[0]


def _leads(tables: Tables, phrase: Phrase, part: tuple[int, int], first: int, last: int) -> bool:
    if part == phrase.owner:
        part = (0, part[1])
    others = [k for i, k in enumerate(phrase.keys[slice(*part)], part[0]) if not first <= i < last]
    if all(key in TITLES for key in others):
        return True
    return any(key in tables.words.actor_words or key == "led" for key in others)


def _narrowed(tables: Tables, phrase: Phrase, actor_id: str, scope: Scope) -> str | None:
    for row in tables.backed if phrase.backers else ():
        fits = actor_id in row.over and not row.backers.isdisjoint(phrase.backers)
        if fits and valid(row.since, row.until, scope.on):
            return row.actor_id
    return None


def _theatre(tables: Tables, phrase: Phrase, part: tuple[int, int], scope: Scope) -> Scope:
    state = _adjective(tables, phrase, part)
    return scope if state is None else Scope((state.country,), scope.on)


def _adjective(tables: Tables, phrase: Phrase, part: tuple[int, int]) -> State | None:
    for first, last, key in phrase.runs_of(part):
        state = tables.states.get(key)
        if state is None or last >= part[1] or first in phrase.masked:
            continue
        if phrase.tokens[first].upper or not state.short:
            return state
    return None


def _by_backer(
    tables: Tables, phrase: Phrase, scope: Scope, *, with_heads: bool
) -> ActorMatch | None:
    if not phrase.backers:
        return None
    keys = set(phrase.keys[slice(*phrase.head)])
    if not with_heads and keys.isdisjoint(tables.words.actor_words):
        return None
    theatre = _theatre(tables, phrase, phrase.head, scope)
    rows = [
        row
        for row in tables.backed
        if bool(row.heads) is with_heads
        and not row.backers.isdisjoint(phrase.backers)
        and (not with_heads or not row.heads.isdisjoint(keys))
        and valid(row.since, row.until, scope.on)
    ]
    for country in theatre.countries:
        for row in rows:
            if country in row.countries:
                return _found(tables, row.actor_id, "backed", "backed", certain=row.certain)
    ids = {row.actor_id for row in rows}
    if len(ids) == 1 and not theatre.countries:
        return _found(tables, ids.pop(), "backed", "backed", certain=rows[0].certain)
    return None


def _by_generic(
    tables: Tables, phrase: Phrase, part: tuple[int, int], scope: Scope, *, strength: int
) -> ActorMatch | None:
    theatre = _theatre(tables, phrase, part, scope)
    best: tuple[int, int, Generic, str] | None = None
    for first, last, key in phrase.runs_of(part):
        entries = tables.generics.get(key)
        if entries is None or last > part[1] or phrase.hides(first, last):
            continue
        chosen = _in_theatre(entries, theatre, strength=strength)
        if chosen is not None and (best is None or (last - first, last) > best[:2]):
            best = (last - first, last, chosen, key)
    if best is None:
        return None
    return _found(tables, best[2].actor_id, "generic", best[3], certain=best[2].certain)


def _in_theatre(entries: tuple[Generic, ...], theatre: Scope, *, strength: int) -> Generic | None:
    fitting = [e for e in entries if e.strength == strength and valid(e.since, e.until, theatre.on)]
    for country in theatre.countries:
        for entry in fitting:
            if country in entry.countries:
                return entry
    if theatre.countries or len({entry.actor_id for entry in fitting}) != 1:
        return None
    return fitting[0]


def _by_state_name(tables: Tables, phrase: Phrase) -> ActorMatch | None:
    key = " ".join(phrase.keys)
    state = tables.states.get(key)
    if state is None or state.adjective or (state.short and not phrase.tokens[0].upper):
        return None
    return _found(tables, state.actor_id, "demonym", key, certain=True)


def _by_state(tables: Tables, phrase: Phrase, part: tuple[int, int]) -> ActorMatch | None:
    start, end = part
    key = " ".join(phrase.keys[start:end])
    state = tables.states.get(key)
    if state is not None and (phrase.tokens[start].upper or not state.short):
        certain = not state.adjective or phrase.tokens[end - 1].plural
        return _found(tables, state.actor_id, "demonym", key, certain=certain)
    state = _adjective(tables, phrase, part)
    if state is None:
        return None
    keys = set(phrase.keys[start:end])
    if not keys.isdisjoint(tables.words.state_heads):
        return _found(tables, state.actor_id, "demonym", key, certain=True)
    if not keys.isdisjoint(tables.words.actor_words):
        return _found(tables, state.actor_id, "demonym", key, certain=False)
    return None


def _by_link(tables: Tables, phrase: Phrase) -> ActorMatch | None:
    for first, last, key in phrase.runs_of(phrase.head):
        entries = tables.names.get(key)
        if not entries or first not in phrase.masked or entries[0].leader:
            continue
        if phrase.tokens[first].upper or last - first > 1 or not entries[0].short:
            return _found(tables, entries[0].actor_id, "name", key, certain=False)
    return None
