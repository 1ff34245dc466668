"""Data files to checked tables; a fault names its file and entry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from importlib import resources
from typing import NamedTuple, TypeVar

import msgspec

from whoholds.errors import KnowledgeError
from whoholds.model import Actor, ActorKind, Tie
from whoholds.registry.fold import fold, fold_word, is_local, is_short, slug
from whoholds.registry.rows import (
    SPECIFIC,
    STRONG,
    WEAK,
    ActorRow,
    Backed,
    ExampleRow,
    FileRows,
    Generic,
    GroupRow,
    Side,
    SpeakerEntry,
    WordRows,
)
from whoholds.registry.tables import (
    NameEntry,
    Role,
    State,
    Tables,
    Words,
    longest_by_first,
)

Files = dict[str, FileRows]
_WORDS = "words.toml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_TIE = re.compile(r"(\S+)(?: (\d{4}(?:-\d\d){0,2})?\.\.(\d{4}(?:-\d\d){0,2})?)?$")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}$")
_COUNTRY = re.compile(r"[A-Z]{2}$")
_T = TypeVar("_T")


class Example(NamedTuple):
    """A phrase of a data file that must be read as it says there."""

    file: str
    row: ExampleRow


def items(text: str) -> tuple[str, ...]:
    """Return the parts of a ";" list, stripped, the empty ones left out."""
    return tuple(part for part in (" ".join(raw.split()) for raw in text.split(";")) if part)


def read_files() -> tuple[Files, WordRows]:
    """Return the rows of every bundled data file by file name; raises KnowledgeError."""
    folder = resources.files("whoholds.registry").joinpath("data")
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    files = {p.name: _rows(p.name, p.read_bytes(), FileRows) for p in paths if p.name != _WORDS}
    words = _rows(_WORDS, folder.joinpath(_WORDS).read_bytes(), WordRows)
    return files, words


def parse_file(name: str, data: bytes) -> FileRows:
    """Return the rows of one data file; raises KnowledgeError where it is malformed."""
    return _rows(name, data, FileRows)


def _rows(name: str, data: bytes, shape: type[_T]) -> _T:
    try:
        return msgspec.convert(tomllib.loads(data.decode()), shape)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise _wrong(name, "the file", str(error)) from error


def _wrong(file: str, entry: str, what: str) -> KnowledgeError:
    return KnowledgeError(
        where=f"registry/data/{file}", what=f"{entry}: {what}", fix="Correct this entry"
    )


def examples(files: Files) -> tuple[Example, ...]:
    """Return the example phrases of all files."""
    return tuple(Example(name, row) for name, rows in files.items() for row in rows.example)


def compile_tables(files: Files, words: WordRows) -> Tables:
    """Return the look-up tables of all rows; raises KnowledgeError on the first fault."""
    actors = _actors(files)
    states, capitals, adjectives = _states(files, actors)
    names = _names(files, actors)
    generics = _generics(files, words, actors)
    speakers, people = _speakers(files, actors)
    roles = _roles(words)
    keys = [*names, *states, *capitals, *generics, *speakers, *people, *roles]
    word_sets = _words(words)
    keys.extend(word_sets.ministries)
    return Tables(
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


def _countries(file: str, entry: str, text: str, default: str) -> tuple[str, ...]:
    codes = tuple((text or default).split())
    for code in codes:
        if not _COUNTRY.match(code):
            raise _wrong(file, entry, f"{code!r} is not an ISO alpha-2 country code")
    return codes


def _dates(file: str, entry: str, since: str, until: str) -> tuple[str | None, str | None]:
    for text in (since, until):
        if text and not _DATE.match(text):
            raise _wrong(file, entry, f"{text!r} is not an ISO year, month or day")
    if since and until and until <= since:
        raise _wrong(file, entry, f"until {until} is not after since {since}")
    return since or None, until or None


def _ties(file: str, entry: str, text: str) -> tuple[Tie, ...]:
    ties: list[Tie] = []
    for part in items(text):
        match = _TIE.match(part)
        if match is None:
            raise _wrong(file, entry, f"{part!r} is not written as 'id since..until'")
        since, until = _dates(file, entry, match[2] or "", match[3] or "")
        ties.append(Tie(actor_id=match[1], since=since, until=until))
    return tuple(ties)


def _actors(files: Files) -> dict[str, Actor]:
    actors: dict[str, Actor] = {}
    homes: dict[str, str] = {}
    for file, rows in files.items():
        made = [_actor(file, row, rows.countries) for row in rows.actor]
        made.extend(_state_actors(file, rows.states))
        for actor in made:
            if actor.id in actors:
                raise _wrong(file, actor.id, f"the id is already taken in {homes[actor.id]}")
            actors[actor.id] = actor
            homes[actor.id] = file
    for actor in actors.values():
        for tie in (*actor.parents, *actor.backers):
            _known(homes[actor.id], actor.id, tie.actor_id, actors)
    _no_cycles(actors, homes)
    return actors


def _known(file: str, entry: str, actor_id: str, actors: dict[str, Actor]) -> str:
    if actor_id not in actors:
        raise _wrong(file, entry, f"there is no actor {actor_id!r}")
    return actor_id


def _no_cycles(actors: dict[str, Actor], homes: dict[str, str]) -> None:
    for actor in actors.values():
        seen: set[str] = set()
        queue = [tie.actor_id for tie in actor.parents]
        while queue:
            parent = queue.pop()
            if parent == actor.id:
                raise _wrong(homes[actor.id], actor.id, "it is among its own parents")
            if parent not in seen:
                seen.add(parent)
                queue.extend(tie.actor_id for tie in actors[parent].parents)


def _actor(file: str, row: ActorRow, default: str) -> Actor:
    if not _ID.match(row.id):
        raise _wrong(file, row.id, "an id is lower-case words joined by hyphens")
    return Actor(
        id=row.id,
        name=row.name,
        names=tuple(dict.fromkeys((row.name, *items(row.names)))),
        kind=row.kind,
        countries=_countries(file, row.id, row.countries, default),
        parents=_ties(file, row.id, row.parents),
        backers=_ties(file, row.id, row.backers),
    )


def _state_actors(file: str, states: Iterable[list[str]]) -> Iterable[Actor]:
    for row in states:
        if len(row) != 6:
            raise _wrong(
                file, str(row), "a state has: code, name, adjectives, names, capitals, actor"
            )
        code, name, _, names, _, actor_id = row
        if not actor_id:
            yield Actor(
                id=slug(name),
                name=name,
                names=(name, *items(names)),
                kind=ActorKind.STATE,
                countries=_countries(file, name, code, ""),
            )


def _states(
    files: Files, actors: dict[str, Actor]
) -> tuple[dict[str, State], dict[str, str], dict[str, str]]:
    states: dict[str, State] = {}
    capitals: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for file, rows in files.items():
        for code, name, adjective, names, capital, given in rows.states:
            actor_id = _known(file, name, given or slug(name), actors)
            for word in (name, *items(names)):
                states[fold(word)] = State(code, actor_id, False, is_short(word))
            for word in items(adjective):
                states[fold(word)] = State(code, actor_id, True, is_short(word))
                adjectives[word.lower()] = actor_id
            for word in items(capital):
                capitals[fold(word)] = actor_id
    return states, capitals, adjectives


def _names(files: Files, actors: dict[str, Actor]) -> dict[str, tuple[NameEntry, ...]]:
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
                    raise _wrong(file, row.id, f"the name {name!r} has no word")
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
    known: tuple[dict[str, Actor], dict[str, set[str]]],
) -> None:
    actors, ambiguous = known
    for entry in claimed:
        shared = set(actors[entry.actor_id].countries) & set(actor.countries)
        marked = key in ambiguous[actor.id] or key in ambiguous[entry.actor_id]
        if shared and not marked:
            raise _wrong(
                file, actor.id, f"the name {key!r} is also {entry.actor_id}'s; mark it ambiguous"
            )


def _generics(
    files: Files, words: WordRows, actors: dict[str, Actor]
) -> dict[str, tuple[Generic, ...]]:
    found: dict[str, list[Generic]] = {}
    folded = {name: _group_keys(group) for name, group in words.group.items()}
    for file, rows in files.items():
        for row in rows.generic:
            if row.group and row.group not in folded:
                raise _wrong(file, row.actor, f"there is no group of words {row.group!r}")
            strong, weak, best = folded.get(row.group, ((), (), STRONG))
            keys = [(key, best) for key in (*map(fold, items(row.words)), *strong)]
            keys += [(key, WEAK) for key in weak]
            since, until = _dates(file, row.actor, row.since, row.until)
            made = {
                strength: Generic(
                    actor_id=_known(file, "generic", row.actor, actors),
                    countries=_countries(file, row.actor, row.countries, rows.countries),
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
            since, until = _dates(file, row.actor, row.since, row.until)
            check: Callable[[str], str] = lambda i, f=file: _known(f, "backed", i, actors)  # type: ignore[misc]
            found.append(
                Backed(
                    actor_id=check(row.actor),
                    backers=frozenset(map(check, items(row.backer))),
                    heads=frozenset(map(fold, items(row.heads))),
                    over=frozenset(map(check, items(row.over))),
                    countries=_countries(file, row.actor, row.countries, rows.countries),
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
            since, until = _dates(file, row.name, row.since, row.until)
            against = frozenset(items(row.against))
            if not against <= names:
                raise _wrong(file, row.name, f"no such side: {sorted(against - names)}")
            members = frozenset(_known(file, row.name, i, actors) for i in items(row.members))
            found.append(
                Side(
                    name=row.name,
                    conflict=file.removesuffix(".toml"),
                    members=members,
                    against=against,
                    countries=_countries(file, row.name, row.countries, rows.countries),
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
            if row.id in ids:
                raise _wrong(file, row.id, f"the speaker is already in {ids[row.id]}")
            ids[row.id] = file
            entry = SpeakerEntry(
                id=row.id,
                name=row.name,
                kind=row.kind,
                names=tuple(dict.fromkeys((row.name, *items(row.names)))),
                side=_known(file, row.id, row.side, actors) if row.side else None,
                people=items(row.people),
                countries=_countries(file, row.id, row.countries, rows.countries),
            )
            for name in entry.names:
                claimed = found.setdefault(fold(name), [])
                if any(set(e.countries) & set(entry.countries) for e in claimed if e != entry):
                    raise _wrong(file, row.id, f"the name {name!r} is also {claimed[0].id}'s")
                if entry not in claimed:
                    claimed.append(entry)
            people.update((fold(person), entry) for person in entry.people)
    return {key: tuple(entries) for key, entries in found.items()}, people


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
        anaphoric=tuple(sorted({fold_word(w) if " " not in w else w for w in items(words.anaphoric)})),
        backing=keys(words.backing),
        linking=keys(words.linking),
        owning=keys(words.owning),
        cutting=keys(words.cutting) | {",", ";", "(", ")"},
        ministries=keys(words.ministries),
    )
