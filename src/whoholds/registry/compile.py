"""Checked rows to the tables that look-ups read."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.model import Actor
from whoholds.registry.fold import fold, slug
from whoholds.registry.load import Files, all_known, countries_of, dates_of, items, known, wrong
from whoholds.registry.parties import make_actors, make_names, make_states
from whoholds.registry.rows import (
    SPECIFIC,
    STRONG,
    WEAK,
    Backed,
    Generic,
    GroupRow,
    Side,
    SpeakerEntry,
    SpeakerRow,
    WordRows,
)
from whoholds.registry.tables import Role, Tables, Words, longest_by_first


def compile_tables(files: Files, words: WordRows) -> Tables:
    """Return the look-up tables of all rows; raises KnowledgeError on the first fault."""
    actors = make_actors(files)
    states, capitals, adjectives = make_states(files, actors)
    names = make_names(files, actors)
    generics = _generics(files, words, actors)
    speakers, people = _speakers(files, actors)
    roles = _roles(words)
    word_sets = _words(words)
    keys = frozenset().union(names, states, capitals, generics, speakers, people, roles)
    keys |= word_sets.ministries
    return Tables(
        keys=keys,
        actors=actors,
        names=names,
        states=states,
        capitals=capitals,
        adjectives=adjectives,
        generics=generics,
        backed=_backed(files, actors),
        sides=_sides(files, actors),
        speakers=speakers,
        people=people,
        roles=roles,
        longest=longest_by_first(keys),
        words=word_sets,
    )


def _generics(
    files: Files, words: WordRows, actors: dict[str, Actor]
) -> dict[str, tuple[Generic, ...]]:
    found: dict[str, list[Generic]] = {}
    folded = {name: _group_keys(group) for name, group in words.group.items()}
    for file, rows in files.items():
        for row in rows.generic:
            if row.group and row.group not in folded:
                raise wrong(file, row.actor, f"there is no group of words {row.group!r}")
            strong, weak, best = folded.get(row.group, ((), (), STRONG))
            keys = [(key, best) for key in (*map(fold, items(row.words)), *strong)]
            keys += [(key, WEAK) for key in weak]
            since, until = dates_of(file, row.actor, row.since, row.until)
            made = {
                strength: Generic(
                    actor_id=known(file, "generic", row.actor, actors),
                    countries=countries_of(file, row.actor, row.countries, rows.countries),
                    certain=row.certain,
                    strength=strength,
                    since=since,
                    until=until,
                )
                for strength in (WEAK, STRONG, SPECIFIC)
            }
            for key, strength in keys:
                found.setdefault(key, []).append(made[strength])
    return {key: tuple(entries) for key, entries in found.items()}


def _group_keys(group: GroupRow) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    strong = tuple(dict.fromkeys(map(fold, items(group.strong))))
    weak = tuple(dict.fromkeys(map(fold, items(group.weak))))
    return strong, weak, SPECIFIC if group.specific else STRONG


def _backed(files: Files, actors: dict[str, Actor]) -> tuple[Backed, ...]:
    found: list[Backed] = []
    for file, rows in files.items():
        for row in rows.backed:
            since, until = dates_of(file, row.actor, row.since, row.until)
            found.append(
                Backed(
                    actor_id=known(file, "backed", row.actor, actors),
                    backers=all_known(file, "backed", row.backer, actors),
                    heads=frozenset(map(fold, items(row.heads))),
                    over=all_known(file, "backed", row.over, actors),
                    countries=countries_of(file, row.actor, row.countries, rows.countries),
                    certain=row.certain,
                    since=since,
                    until=until,
                )
            )
    return tuple(found)


def _sides(files: Files, actors: dict[str, Actor]) -> tuple[Side, ...]:
    found: list[Side] = []
    for file, rows in files.items():
        names = {row.name for row in rows.side}
        for row in rows.side:
            since, until = dates_of(file, row.name, row.since, row.until)
            against = frozenset(items(row.against))
            if not against <= names:
                raise wrong(file, row.name, f"no such side: {sorted(against - names)}")
            members = all_known(file, row.name, row.members, actors)
            found.append(
                Side(
                    name=row.name,
                    conflict=file.removesuffix(".toml"),
                    leader=items(row.members)[0],
                    members=members,
                    against=against,
                    countries=countries_of(file, row.name, row.countries, rows.countries),
                    since=since,
                    until=until,
                )
            )
    return tuple(found)


def _speakers(
    files: Files, actors: dict[str, Actor]
) -> tuple[dict[str, tuple[SpeakerEntry, ...]], dict[str, SpeakerEntry]]:
    found: dict[str, list[SpeakerEntry]] = {}
    people: dict[str, SpeakerEntry] = {}
    ids: dict[str, str] = {}
    for file, rows in files.items():
        for row in rows.speaker:
            for entry in _speakers_of(file, row, rows.countries, actors):
                if entry.id in ids:
                    raise wrong(file, entry.id, f"the speaker is already in {ids[entry.id]}")
                ids[entry.id] = file
                for name in entry.names:
                    _claim(file, name, entry, found.setdefault(fold(name), []))
                people.update((fold(person), entry) for person in entry.people)
    return {key: tuple(entries) for key, entries in found.items()}, people


def _speakers_of(
    file: str, row: SpeakerRow, default: str, actors: dict[str, Actor]
) -> Iterator[SpeakerEntry]:
    side = known(file, row.id, row.side, actors) if row.side else None
    countries = countries_of(file, row.id, row.countries, default)
    own = tuple(dict.fromkeys((row.name, *items(row.names))))
    yield SpeakerEntry(
        id=row.id,
        name=row.name,
        kind=row.kind,
        names=own,
        side=side,
        people=items(row.people),
        countries=countries,
    )
    for other in items(row.others):
        names = tuple(name.strip() for name in other.split(" = "))
        yield SpeakerEntry(
            id=slug(names[0]),
            name=names[0],
            kind=row.kind,
            names=names,
            side=side,
            countries=countries,
        )


def _claim(file: str, name: str, entry: SpeakerEntry, claimed: list[SpeakerEntry]) -> None:
    for other in claimed:
        shared = set(other.countries) & set(entry.countries)
        if other != entry and (shared or not (other.countries or entry.countries)):
            raise wrong(file, entry.id, f"the name {name!r} is also {other.id}'s")
    if entry not in claimed:
        claimed.append(entry)


def _roles(words: WordRows) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for row in words.role:
        role = Role(row.id, row.kind, row.party, row.home)
        for word in items(row.words):
            roles.setdefault(fold(word), role)
    return roles


def _words(words: WordRows) -> Words:
    def keys(text: str) -> frozenset[str]:
        return frozenset(map(fold, items(text)))

    return Words(
        actor_words=keys(words.actor_words),
        state_heads=keys(words.state_heads),
        anaphoric=tuple(sorted(items(words.anaphoric))),
        backing=keys(words.backing),
        linking=keys(words.linking),
        owning=keys(words.owning),
        cutting=keys(words.cutting) | {",", ";", "(", ")"},
        ministries=keys(words.ministries),
    )
