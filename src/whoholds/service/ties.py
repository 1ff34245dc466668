"""The registry's ties as control inference asks for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property

from whoholds.model import ActorKind
from whoholds.registry import Registry
from whoholds.registry.tables import valid

_BACKED = re.compile(r"-(?:backed|supported|aligned)\b|\bpro-", re.IGNORECASE)
_HOME, _RIVAL = "government forces", "rebels"
_STATES = frozenset({ActorKind.STATE, ActorKind.STATE_FORCES})


class RegistryTies:
    """Parents, backers and sides of parties; a party that the registry does not know has none."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        # The parties whose very name tells no more than who backs them: "US-backed forces".
        self._labels = {
            actor.id: frozenset(told)
            for actor in registry.actors.values()
            if (told := registry.backed(actor.name))
        }

    def ancestors(self, actor_id: str) -> Sequence[str]:
        """Return the ids of the party's parents, their parents and so on."""
        if actor_id not in self._registry.actors:
            return ()
        return self._registry.ancestors(actor_id)

    def backers(self, actor_id: str) -> Sequence[str]:
        """Return the ids of those who back the party."""
        actor = self._registry.actors.get(actor_id)
        return () if actor is None else tuple(tie.actor_id for tie in actor.backers)

    def side(self, actor_id: str, country: str | None, day: date) -> str:
        """Return the id of the party that leads the side of a party in a country on a day.

        A party on no side belongs to its topmost parent.
        """
        if actor_id not in self._registry.actors:
            return actor_id
        countries = () if country is None else (country,)
        sides = self._registry.sides(actor_id, countries, day)
        return sides[0].leader if sides else self._registry.side_of(actor_id, day)

    def meant(self, words: str, country: str, day: date) -> str | None:
        """Return the id of the party that words without a name surely mean in a country."""
        found = self._registry.find_actor(words, countries=(country,), on=day)
        if found is not None:
            return found.id
        return self._registry.adjectives.get(words.removeprefix("the ").lower())

    def opposed(self, one: str, other: str, country: str | None, day: date) -> bool:
        """Say whether two parties are known to fight each other in a country on a day."""
        known = self._registry.actors
        countries = () if country is None else (country,)
        return (
            one in known and other in known and self._registry.opposed(one, other, countries, day)
        )

    def named(
        self, actor_id: str, among: Collection[str], country: str | None, day: date
    ) -> str | None:
        """Return the named party that a party known by its backers only must be.

        It is the one of its side among a place's parties that has a backer of it, else the leader
        of its side where that one has. A party that others belong to has a name of its own.
        """
        if not self._is_vague(actor_id):
            return None
        side, behind = self.side(actor_id, country, day), self._behind(actor_id, day)
        others = [k for k in sorted(among) if k != actor_id and not self._is_vague(k)]
        found = {
            k
            for k in others
            if self.side(k, country, day) == side and behind & self._behind(k, day)
        }
        found = {k for k in found if not found & set(self.ancestors(k))}
        if len(found) == 1:
            return found.pop()
        leads = not found and side != actor_id and behind & self._behind(side, day)
        return side if leads else None

    def _is_vague(self, actor_id: str) -> bool:
        """Say whether a party is known by its backers only: its name says no more, and no group
        belongs to it."""
        actor = self._registry.actors.get(actor_id)
        return (
            actor is not None
            and _BACKED.search(actor.name) is not None
            and actor_id not in self._parents
        )

    @cached_property
    def _parents(self) -> frozenset[str]:
        actors = self._registry.actors.values()
        return frozenset(tie.actor_id for actor in actors for tie in actor.parents)

    def _behind(self, actor_id: str, day: date) -> set[str]:
        """Return the ids of those who back a party on a day."""
        actor = self._registry.actors.get(actor_id)
        ties = () if actor is None else actor.backers
        return {tie.actor_id for tie in ties if valid(tie.since, tie.until, day)}

    def home(self, country: str, day: date) -> str | None:
        """Return the id of the state that a country's own forces serve, None where unknown."""
        found = self._registry.find_actor(_HOME, countries=(country,), on=day)
        if found is None or (found.kind not in _STATES and country not in found.countries):
            return None
        return found.id

    def rival(self, country: str, day: date) -> str | None:
        """Return the id of the party that fights a country's state, None for none or several."""
        return self.meant(_RIVAL, country, day)

    def _told_by_backer(self, actor_id: str) -> Sequence[str]:
        """Return the ids of the labels that may mean this party, for who backs it."""
        actor = self._registry.actors.get(actor_id)
        backers = set(self.backers(actor_id))
        if actor is None or actor.kind in _STATES or not backers:
            return ()
        countries = set(actor.countries)
        return [
            label
            for label, told in self._labels.items()
            if label != actor_id
            and backers & told
            and countries & set(self._registry.actors[label].countries)
        ]

    def above(self, actor_id: str) -> Sequence[str]:
        """Return the ids of those whom another report may name for the party, nearest first.

        They are its parents and backers, theirs and so on, and the parties that words tell by
        their backer alone: "the SDF took it" and "U.S.-backed forces took it" may tell of one
        event, and so may "Turkish forces took it" and "Turkish-backed rebels took it".
        """
        own = (actor_id, *self.ancestors(actor_id))
        found = [label for one in own for label in self._told_by_backer(one)]
        queue = [actor_id]
        while queue:
            current = queue.pop(0)
            for other in (*self.ancestors(current), *self.backers(current)):
                if other not in found and other != actor_id:
                    found.append(other)
                    queue.append(other)
        return tuple(dict.fromkeys(found))
