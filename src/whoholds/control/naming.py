"""Which party a report's words mean at a place, and which words name none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.control.parties import Party, Ties, party_of, slug
from whoholds.model import ActorMention

# "the 104 Brigade" is a name; "1,000 Russians" counts people.
_FORMATIONS = frozenset(
    {"army", "battalion", "brigade", "company", "corps", "division", "front", "group", "regiment"}
)


@dataclass(frozen=True, slots=True)
class Namer:
    """Tells parties by their words.

    ties: what the registry knows. nobody: words that name no party. country: of the place, ISO
    alpha-2; words without a name ("the army") are read there. None where it is not known.
    """

    ties: Ties
    nobody: frozenset[str]
    country: str | None = None

    def party(
        self, mention: ActorMention | None, supporters: Sequence[ActorMention], day: date
    ) -> tuple[Party | None, str | None]:
        """Return the party that a mention means on a day, and what had to be assumed for it.

        None where its words name none: "tanks", "troops", "1,000 men". Whose troops is for the
        text around them to say; where it does not, the country does not either.
        """
        if mention is None:
            return None, None
        if mention.actor_id is not None or supporters:
            return party_of(mention, supporters), None
        if self._unnamed(slug(mention.text).split("-")):
            return None, f"“{mention.text}” names no party"
        if self.country is not None:
            meant = self.ties.meant(mention.text, self.country, day)
            if meant is not None:
                return Party(meant, meant, True), f"“{mention.text}” taken for {meant}"
        return party_of(mention), None

    def _unnamed(self, words: Sequence[str]) -> bool:
        counted = any(w.isdigit() for w in words)
        if counted and words[-1] not in _FORMATIONS:
            return True
        return all(w in self.nobody or w.isdigit() for w in words)
