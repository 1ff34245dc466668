"""The registry: who the parties and speakers are, and how they stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from whoholds.errors import QueryError
from whoholds.model import Actor, Tie
from whoholds.registry.compile import compile_tables
from whoholds.registry.fold import fold, fold_word
from whoholds.registry.load import read_files
from whoholds.registry.match import match_phrase
from whoholds.registry.phrase import Scope, read_phrase
from whoholds.registry.rows import ActorMatch, Side, SpeakerEntry
from whoholds.registry.speakers import match_speaker
from whoholds.registry.tables import Tables, valid

_KEPT = 20_000


class Registry:
    """Parties and speakers, looked up by the words of reports.

    Look-ups depend on their arguments alone; repeated ones are answered from memory.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._match = lru_cache(maxsize=_KEPT)(self._match_actor)
        self._speaker = lru_cache(maxsize=_KEPT)(self._match_speaker)
        self._phrase = lru_cache(maxsize=_KEPT)(lambda words: read_phrase(tables, words))

    @property
    def actors(self) -> Mapping[str, Actor]:
        """Every party by its id."""
        return self._tables.actors

    @property
    def adjectives(self) -> Mapping[str, str]:
        """Lower-case adjectives of states ("russian") and the ids of their state actors."""
        return self._tables.adjectives

    @property
    def anaphoric(self) -> tuple[str, ...]:
        """Lemmas that take up a party named before ("group", "militant"), sorted."""
        return self._tables.words.anaphoric

    @property
    def speakers(self) -> tuple[SpeakerEntry, ...]:
        """Every named speaker, by id."""
        found = {e.id: e for entries in self._tables.speakers.values() for e in entries}
        return tuple(found[key] for key in sorted(found))

    def actor(self, actor_id: str) -> Actor:
        """Return the party with this id; raises QueryError where there is none."""
        try:
            return self._tables.actors[actor_id]
        except KeyError:
            raise QueryError(
                where="registry",
                what=f"there is no actor {actor_id!r}",
                fix="Look the party up by its name with find_actor",
            ) from None

    def match_actor(
        self, words: str, *, countries: tuple[str, ...] = (), on: date | None = None
    ) -> ActorMatch | None:
        """Return the party that a phrase means, with how it was told, None where unknown.

        countries: the theatre, ISO alpha-2, likeliest first; generic words ("the army") are read
        in it. on: the day meant, for parties that came and went. A match with certain False is
        what such words usually mean there ("militants"): weigh it against the report's context.
        """
        return self._match(words, tuple(countries), on)

    def find_actor(
        self, words: str, *, countries: tuple[str, ...] = (), on: date | None = None
    ) -> Actor | None:
        """Return the party that a phrase surely means, None where unknown or open."""
        found = self._match(words, tuple(countries), on)
        return found.actor if found is not None and found.certain else None

    def find_actors(
        self, words: str, *, countries: tuple[str, ...] = (), on: date | None = None
    ) -> tuple[Actor, ...]:
        """Return the parties of a coordination ("Syrian and Russian forces"), in its order."""
        whole = self._match(words, tuple(countries), on)
        if whole is not None and whole.how == "name" and " and " in whole.words:
            return (whole.actor,)
        return tuple(
            dict.fromkeys(
                actor
                for part in split_coordination(words)
                if (actor := self.find_actor(part, countries=countries, on=on)) is not None
            )
        )

    def seated_in(self, name: str) -> Actor | None:
        """Return the state whose capital has this name ("Kinshasa said"), None where none has."""
        actor_id = self._tables.capitals.get(fold(name))
        return None if actor_id is None else self._tables.actors[actor_id]

    def backed(self, words: str) -> tuple[str, ...]:
        """Return the ids of the backers in "X-backed ...", "pro-X ...", "... backed by X and Y"."""
        return self._phrase(words).backers

    def find_speaker(
        self, words: str, *, countries: tuple[str, ...] = (), on: date | None = None
    ) -> SpeakerEntry | None:
        """Return the speaker that the words of an attribution's source name, None where unknown.

        A party's spokesman, ministry or commander is the party itself: its id is the actor's.
        countries: the theatre; "a military source" is the government's of the theatre.
        """
        return self._speaker(words, tuple(countries), on)

    def is_actor_word(self, lemma: str) -> bool:
        """Say whether a noun stands for people or machines under arms ("troops", "brigade")."""
        return fold_word(lemma) in self._tables.words.actor_words

    def ancestors(self, actor_id: str, on: date | None = None) -> tuple[str, ...]:
        """Return the parents of a party on a day, and theirs, nearest first."""
        found: list[str] = []
        queue = [actor_id]
        while queue:
            ties = self._parents(self.actor(queue.pop(0)), on)
            new = [tie.actor_id for tie in ties if tie.actor_id not in found]
            found.extend(new)
            queue.extend(new)
        return tuple(found)

    def side_of(self, actor_id: str, on: date | None = None) -> str:
        """Return the id of the topmost party that this one belongs to on a day, or its own.

        Where it has several parents at once, the first one written counts. Without a day the
        latest tie counts.
        """
        current = actor_id
        for _ in self._tables.actors:
            ties = self._parents(self.actor(current), on)
            if not ties:
                break
            current = ties[0].actor_id
        return current

    def _parents(self, actor: Actor, on: date | None) -> tuple[Tie, ...]:
        if on is None:
            return tuple(sorted(actor.parents, key=lambda tie: tie.since or "", reverse=True))
        return tuple(tie for tie in actor.parents if valid(tie.since, tie.until, on))

    def sides(
        self, actor_id: str, countries: tuple[str, ...] = (), on: date | None = None
    ) -> tuple[Side, ...]:
        """Return the sides that a party, or the parties above it, stand on in a theatre.

        Membership of the nearest party counts: a group listed itself is not read by its parents.
        """
        for candidate in (actor_id, *self.ancestors(actor_id, on)):
            found = tuple(
                side
                for side in self._tables.sides
                if candidate in side.members
                and (not countries or not set(countries).isdisjoint(side.countries))
                and valid(side.since, side.until, on)
            )
            if found:
                return found
        return ()

    def opposed(
        self, one: str, other: str, countries: tuple[str, ...] = (), on: date | None = None
    ) -> bool:
        """Say whether two parties are known to fight against each other in a theatre."""
        return any(
            a.conflict == b.conflict and (b.name in a.against or a.name in b.against)
            for a in self.sides(one, countries, on)
            for b in self.sides(other, countries, on)
        )

    def allied(
        self, one: str, other: str, countries: tuple[str, ...] = (), on: date | None = None
    ) -> bool:
        """Say whether two parties are known to fight on one side in a theatre."""
        return one == other or any(
            a == b for a in self.sides(one, countries, on) for b in self.sides(other, countries, on)
        )

    def known_as(self, name: str) -> tuple[Actor, ...]:
        """Return every party that has exactly this name, folded, whatever the theatre."""
        entries = self._tables.names.get(fold(name), ())
        return tuple(self._tables.actors[entry.actor_id] for entry in entries)

    def _match_actor(
        self, words: str, countries: tuple[str, ...], on: date | None
    ) -> ActorMatch | None:
        scope = Scope(countries, on)
        found = match_phrase(self._tables, self._phrase(words), scope)
        if found is not None and found.certain:
            return found
        parts = split_coordination(words)
        first = (
            match_phrase(self._tables, self._phrase(parts[0]), scope) if len(parts) > 1 else None
        )
        return first or found

    def _match_speaker(
        self, words: str, countries: tuple[str, ...], on: date | None
    ) -> SpeakerEntry | None:
        return match_speaker(self._tables, words, Scope(countries, on))


def split_coordination(words: str) -> tuple[str, ...]:
    """Return the members of "A, B and C forces"; a bare modifier borrows the last member's head."""
    parts = [p for p in _split(words) if p]
    if len(parts) < 2 or " " not in parts[-1]:
        return tuple(parts)
    head = parts[-1].rsplit(" ", 1)[1]
    last = len(parts) - 1
    return tuple(
        f"{part} {head}" if i < last and " " not in part.removeprefix("the ") else part
        for i, part in enumerate(parts)
    )


def _split(words: str) -> list[str]:
    flat = words.replace(" as well as ", ", ").replace(" together with ", ", ")
    for cue in (" alongside ", " and ", " or "):
        flat = flat.replace(cue, ", ")
    return [part.strip() for part in flat.split(",")]


@lru_cache(maxsize=1)
def load_registry() -> Registry:
    """Return the bundled registry, read and checked once; raises KnowledgeError on a bad file."""
    files, words = read_files()
    return Registry(compile_tables(files, words))
