"""Rows of parties and states to their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from whoholds.model import Actor, ActorKind
from whoholds.registry.fold import fold, is_local, is_short, slug
from whoholds.registry.load import Files, countries_of, items, known, ties_of, wrong
from whoholds.registry.rows import ActorRow
from whoholds.registry.tables import NameEntry, State

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")


def make_actors(files: Files) -> dict[str, Actor]:
    """Return every party by id, its ties checked; raises KnowledgeError."""
    actors: dict[str, Actor] = {}
    homes: dict[str, str] = {}
    for file, rows in files.items():
        made = [_actor(file, row, rows.countries) for row in rows.actor]
        made.extend(_state_actors(file, rows.states))
        for actor in made:
            if actor.id in actors:
                raise wrong(file, actor.id, f"the id is already taken in {homes[actor.id]}")
            actors[actor.id] = actor
            homes[actor.id] = file
    for actor in actors.values():
        for tie in (*actor.parents, *actor.backers):
            known(homes[actor.id], actor.id, tie.actor_id, actors)
    _no_cycles(actors, homes)
    return actors


def _no_cycles(actors: dict[str, Actor], homes: dict[str, str]) -> None:
    for actor in actors.values():
        seen: set[str] = set()
        queue = [tie.actor_id for tie in actor.parents]
        while queue:
            parent = queue.pop()
            if parent == actor.id:
                raise wrong(homes[actor.id], actor.id, "it is among its own parents")
            if parent not in seen:
                seen.add(parent)
                queue.extend(tie.actor_id for tie in actors[parent].parents)


def _actor(file: str, row: ActorRow, default: str) -> Actor:
    if not _ID.match(row.id):
        raise wrong(file, row.id, "an id is lower-case words joined by hyphens")
    return Actor(
        id=row.id,
        name=row.name,
        names=tuple(dict.fromkeys((row.name, *items(row.names)))),
        kind=row.kind,
        countries=countries_of(file, row.id, row.countries, default),
        parents=ties_of(file, row.id, row.parents),
        backers=ties_of(file, row.id, row.backers),
    )


def _state_actors(file: str, states: Iterable[list[str]]) -> Iterable[Actor]:
    for row in states:
        if len(row) != 6:
            raise wrong(
                file, str(row), "a state has: code, name, adjectives, names, capitals, actor"
            )
        code, name, _, names, _, actor_id = row
        if not actor_id:
            yield Actor(
                id=slug(name),
                name=name,
                names=(name, *items(names)),
                kind=ActorKind.STATE,
                countries=countries_of(file, name, code, ""),
            )


def make_states(
    files: Files, actors: dict[str, Actor]
) -> tuple[dict[str, State], dict[str, str], dict[str, str]]:
    """Return the states by folded name or adjective, by capital, and their plain adjectives."""
    states: dict[str, State] = {}
    capitals: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for file, rows in files.items():
        for code, name, adjective, names, capital, given in rows.states:
            actor_id = known(file, name, given or slug(name), actors)
            for word in (name, *items(names)):
                states[fold(word)] = State(code, actor_id, False, is_short(word))
            for word in items(adjective):
                states[fold(word)] = State(code, actor_id, True, is_short(word))
                adjectives[word.lower()] = actor_id
            for word in items(capital):
                capitals[fold(word)] = actor_id
    return states, capitals, adjectives


def make_names(files: Files, actors: dict[str, Actor]) -> dict[str, tuple[NameEntry, ...]]:
    """Return every folded name of a party, each claimed once in a country or marked so."""
    names: dict[str, list[NameEntry]] = {}
    ambiguous: dict[str, set[str]] = {}
    for file, rows in files.items():
        for row in rows.actor:
            actor = actors[row.id]
            shared = {fold(name) for name in items(row.ambiguous)}
            ambiguous[row.id] = shared
            written = [(name, False) for name in actor.names]
            written += [(name, True) for name in items(row.leaders)]
            for name, leader in written:
                key = fold(name)
                if not key:
                    raise wrong(file, row.id, f"the name {name!r} has no word")
                claimed = names.setdefault(key, [])
                if all(entry.actor_id != row.id for entry in claimed):
                    _check_claim(file, key, actor, claimed, (actors, ambiguous))
                    claimed.append(_entry(row.id, name, leader))
    return {key: tuple(entries) for key, entries in names.items()}


def _entry(actor_id: str, name: str, leader: bool) -> NameEntry:
    return NameEntry(actor_id, is_short(name), is_local(name), name.islower(), leader)


def _check_claim(
    file: str,
    key: str,
    actor: Actor,
    claimed: list[NameEntry],
    tables: tuple[dict[str, Actor], dict[str, set[str]]],
) -> None:
    actors, ambiguous = tables
    for entry in claimed:
        shared = set(actors[entry.actor_id].countries) & set(actor.countries)
        marked = key in ambiguous[actor.id] or key in ambiguous[entry.actor_id]
        if shared and not marked:
            raise wrong(
                file, actor.id, f"the name {key!r} is also {entry.actor_id}'s; mark it ambiguous"
            )
