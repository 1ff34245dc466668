"""The registry's ties as control inference asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.registry import Registry


class RegistryTies:
    """Parents and backers of parties; a party that the registry does not know has none."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def ancestors(self, actor_id: str) -> Sequence[str]:
        """Return the ids of the party's parents, their parents and so on."""
        if actor_id not in self._registry.actors:
            return ()
        return self._registry.ancestors(actor_id)

    def backers(self, actor_id: str) -> Sequence[str]:
        """Return the ids of those who back the party."""
        actor = self._registry.actors.get(actor_id)
        return () if actor is None else tuple(tie.actor_id for tie in actor.backers)

    def above(self, actor_id: str) -> Sequence[str]:
        """Return the ids of the party's parents and backers, theirs and so on, nearest first.

        "Turkish forces took it" and "Turkish-backed rebels took it" may tell of one event.
        """
        found: list[str] = []
        queue = [actor_id]
        while queue:
            current = queue.pop(0)
            for other in (*self.ancestors(current), *self.backers(current)):
                if other not in found and other != actor_id:
                    found.append(other)
                    queue.append(other)
        return tuple(found)
