"""Phrases to speakers: named bodies and people first, then parties, then unnamed roles."""

from __future__ import annotations

from whoholds.model import Actor, ActorKind, SpeakerKind
from whoholds.registry.fold import fold
from whoholds.registry.match import TITLES, match_phrase
from whoholds.registry.phrase import Phrase, Scope, read_phrase
from whoholds.registry.rows import SpeakerEntry
from whoholds.registry.tables import Role, Tables, valid

_OWN = (ActorKind.ARMED_GROUP, ActorKind.STATE_FORCES, ActorKind.COALITION, ActorKind.CIVILIAN_BODY)

# They have a side, but are not the party.
_OWN_KINDS = (SpeakerKind.RESIDENT, SpeakerKind.EXPERT, SpeakerKind.MEDIUM)


def match_speaker(tables: Tables, text: str, scope: Scope) -> SpeakerEntry | None:
    """Return who speaks in the words of an attribution's source, None where nothing is known."""
    phrase = read_phrase(tables, text)
    named = _named(tables, phrase, scope)
    if named is not None:
        return named
    role = _role(tables, phrase)
    ministry = _has_ministry(tables, phrase)
    if role is None or role.party:
        party = _party(tables, phrase, scope, spoken=role is not None or ministry)
        if party is not None:
            if role is not None and role.kind in _OWN_KINDS:
                return _sided(role, party)
            return _of_party(tables, party, scope)
    if role is None:
        return None
    return _unnamed(tables, role, scope)


def _named(tables: Tables, phrase: Phrase, scope: Scope) -> SpeakerEntry | None:
    best: tuple[int, SpeakerEntry] | None = None
    for first, last, key in phrase.runs:
        entries = tables.speakers.get(key, ())
        person = tables.people.get(key)
        if person is not None and _is_part(tables, phrase, first, last):
            person = None
        if not entries and person is None:
            continue
        here = [e for e in entries if not set(e.countries).isdisjoint(scope.countries)]
        entry = here[0] if here else entries[0] if len(entries) == 1 else person
        if (
            entry is None
            or _in_longer_name(tables, phrase, entry, first, last)
            or _goes_on(tables, phrase, first, last)
            or (len(key) <= 5 and not _written_so(entry, key, phrase, first))
        ):
            continue
        if best is None or last - first > best[0]:
            best = (last - first, entry)
    return None if best is None else best[1]


def _in_longer_name(
    tables: Tables, phrase: Phrase, entry: SpeakerEntry, first: int, last: int
) -> bool:
    """Say whether the words are a part of another party's name ("Liberation" of "... Front")."""
    return any(
        start <= first
        and last <= end
        and end - start > last - first
        and all(name.actor_id not in {entry.id, entry.side} for name in tables.names.get(key, ()))
        for start, end, key in phrase.runs
        if key in tables.names
    )


def _goes_on(tables: Tables, phrase: Phrase, first: int, last: int) -> bool:
    """Say whether a role begins in the words and ends after: "Russian military" bloggers."""
    return any(
        first < start < last < end and key in tables.roles for start, end, key in phrase.runs
    )


def _is_part(tables: Tables, phrase: Phrase, first: int, last: int) -> bool:
    """Say whether a person's name goes on to one side: it is another's ("Abdul Rahman Khalid")."""
    for position in (first - 1, last):
        if not 0 <= position < len(phrase.tokens) or not phrase.tokens[position].capital:
            continue
        key = phrase.keys[position]
        told = key in tables.roles or key in TITLES or key in tables.states or key in tables.names
        if not told and key not in tables.speakers and key not in tables.words.actor_words:
            return True
    return False


def _written_so(entry: SpeakerEntry, key: str, phrase: Phrase, first: int) -> bool:
    """Say whether an abbreviation stands in capitals, where it is written in them."""
    written = [name for name in entry.names if fold(name) == key]
    return phrase.tokens[first].upper or not written or not all(n.isupper() for n in written)


def _role(tables: Tables, phrase: Phrase) -> Role | None:
    best: tuple[int, Role] | None = None
    for first, last, key in phrase.runs:
        role = tables.roles.get(key)
        if role is not None and (best is None or last - first > best[0]):
            best = (last - first, role)
    return None if best is None else best[1]


def _has_ministry(tables: Tables, phrase: Phrase) -> bool:
    return any(key in tables.words.ministries for _, _, key in phrase.runs)


def _party(tables: Tables, phrase: Phrase, scope: Scope, *, spoken: bool) -> Actor | None:
    key = " ".join(phrase.keys)
    if key in tables.capitals:
        return tables.actors[tables.capitals[key]]
    match = match_phrase(tables, phrase, scope)
    if match is not None and (match.certain or (spoken and match.how == "demonym")):
        return match.actor
    if not spoken:
        return None
    whole = match_phrase(tables, phrase._replace(head=(0, len(phrase.keys)), owner=None), scope)
    if whole is not None and whole.certain and whole.how == "name":
        return whole.actor
    for first, _, part in phrase.runs:
        state = tables.states.get(part)
        if state is not None and (phrase.tokens[first].upper or not state.short):
            return tables.actors[state.actor_id]
    return None


def _of_party(tables: Tables, actor: Actor, scope: Scope) -> SpeakerEntry:
    return SpeakerEntry(
        id=actor.id,
        name=actor.name,
        kind=_party_kind(tables, actor, scope),
        side=actor.id,
        countries=actor.countries,
    )


def _party_kind(tables: Tables, actor: Actor, scope: Scope) -> SpeakerKind:
    if actor.kind in _OWN:
        return SpeakerKind.PARTY
    for side in tables.sides:
        here = not scope.countries or not set(scope.countries).isdisjoint(side.countries)
        lasting = side.until is None or bool(scope.countries)  # no day is told: any in the theatre
        if not (valid(side.since, side.until, scope.on) if scope.on else lasting):
            continue
        if here and actor.id in side.members:
            return SpeakerKind.PARTY
    return SpeakerKind.THIRD_STATE


def _sided(role: Role, actor: Actor) -> SpeakerEntry:
    name = role.id.replace("-", " ")
    return SpeakerEntry(id=role.id, name=name, kind=role.kind, side=actor.id)


def _unnamed(tables: Tables, role: Role, scope: Scope) -> SpeakerEntry:
    if role.home:
        home = match_phrase(tables, read_phrase(tables, "government forces"), scope)
        if home is not None and scope.countries and role.kind in _OWN_KINDS:
            return _sided(role, home.actor)
        if home is not None and scope.countries:
            return _of_party(tables, home.actor, scope)
    return SpeakerEntry(id=role.id, name=role.id.replace("-", " "), kind=role.kind)
