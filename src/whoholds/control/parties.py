"""Parties as holders: one key for each, whatever words a report used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from whoholds.model import ActorMention

_LEADING = re.compile(r"^(?:the|a|an|some|remaining|other)\s+", re.IGNORECASE)


class Ties(Protocol):
    """What a registry knows about the ties of a party; ids in, ids out, nearest first."""

    def ancestors(self, actor_id: str) -> Sequence[str]:
        """Return the ids of the party's parents, their parents and so on."""
        ...

    def backers(self, actor_id: str) -> Sequence[str]:
        """Return the ids of those who back the party."""
        ...

    def side(self, actor_id: str, country: str | None, day: date) -> str:
        """Return the id of the party that leads the side of a party in a country on a day."""
        ...

    def opposed(self, one: str, other: str, country: str | None, day: date) -> bool:
        """Say whether two parties are known to fight each other in a country on a day."""
        ...

    def meant(self, words: str, country: str, day: date) -> str | None:
        """Return the id of the party that words without a name surely mean in a country."""
        ...

    def named(
        self, actor_id: str, among: Collection[str], country: str | None, day: date
    ) -> str | None:
        """Return the named party, one of a place's parties or the leader of its side, that a
        party known by its backers only must be; None where it is a name of its own, or open."""
        ...

    def home(self, country: str, day: date) -> str | None:
        """Return the id of the state that a country's own forces serve, None where unknown."""
        ...

    def rival(self, country: str, day: date) -> str | None:
        """Return the id of the party that fights a country's state, None for none or several."""
        ...


class NoTies:
    """The registry that knows no ties."""

    def ancestors(self, actor_id: str) -> Sequence[str]:  # noqa: ARG002
        """Return none."""
        return ()

    def backers(self, actor_id: str) -> Sequence[str]:  # noqa: ARG002
        """Return none."""
        return ()

    def side(self, actor_id: str, country: str | None, day: date) -> str:  # noqa: ARG002
        """Return the party itself."""
        return actor_id

    def opposed(self, one: str, other: str, country: str | None, day: date) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def meant(self, words: str, country: str, day: date) -> str | None:  # noqa: ARG002
        """Return none."""
        return None

    def named(
        self,
        actor_id: str,  # noqa: ARG002
        among: Collection[str],  # noqa: ARG002
        country: str | None,  # noqa: ARG002
        day: date,  # noqa: ARG002
    ) -> str | None:
        """Return none."""
        return None

    def home(self, country: str, day: date) -> str | None:  # noqa: ARG002
        """Return none."""
        return None

    def rival(self, country: str, day: date) -> str | None:  # noqa: ARG002
        """Return none."""
        return None


@dataclass(frozen=True, slots=True)
class Party:
    """A party as claims name it: its key, its name, and who they say backs it."""

    key: str
    name: str
    resolved: bool
    supporters: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def slug(words: str) -> str:
    """Return words as an id: folded to ASCII, lower case, words joined with hyphens."""
    folded = unicodedata.normalize("NFKD", words.replace(".", "")).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def party_of(mention: ActorMention, supporters: Sequence[ActorMention] = ()) -> Party:
    """Return the party that a mention means: by registry id, else by the slug of its words."""
    words = _LEADING.sub("", mention.text.strip())
    backed = tuple(s.actor_id or slug(s.text) for s in supporters)
    names = " and ".join(s.name or s.text for s in supporters)
    name = mention.name or words
    if names and "backed" not in name:
        name = f"{name} backed by {names}"
    if mention.actor_id is not None:
        return Party(mention.actor_id, name, True, backed)
    key = slug(words) or "unnamed-party"
    if backed and "backed" not in key:
        key = f"{key}-backed-by-{'-'.join(backed)}"
    return Party(key, name, False, backed)


def related(one: str, other: str, ties: Ties) -> bool:
    """Say whether two parties are on one side: the same, or one above or behind the other."""
    return (
        one == other
        or one in ties.ancestors(other)
        or other in ties.ancestors(one)
        or one in ties.backers(other)
        or other in ties.backers(one)
    )


@dataclass(frozen=True, slots=True)
class Roster:
    """The parties of one place: every key that claims used, folded onto the holders shown.

    holders: sorted keys of those shown. names: by holder. weights: by holder, how likely it
    is before any claim, in parties named on the place itself. home: whether the state's own
    forces are among them. folded: from every key used to its holder.
    """

    holders: tuple[str, ...]
    names: Mapping[str, str]
    weights: Mapping[str, float]
    home: bool = False
    folded: Mapping[str, str] = field(default_factory=dict)

    def code(self, key: str | None) -> int:
        """Return the number of the holder that a key means, -1 for none."""
        if key is None:
            return -1
        return self.holders.index(self.folded.get(key, key))


def roster_of(
    parties: Sequence[Party],
    *,
    ties: Ties,
    weights: Mapping[str, float],
    level: Sequence[str] | None = None,
    sides: Mapping[str, str] | None = None,
    twins: Mapping[str, str] | None = None,
) -> Roster:
    """Return the holders among the parties of a place.

    weights: by party key. level: ids of the parties to show; a party below one of them counts for
    it. Where None, a party counts for its highest ancestor that is itself among the place's. A
    party known only as "backed by X" counts for the one named party that X backs, if there is
    just one. sides: by key, the party that leads its side, which is then shown for it. twins: by
    key, the named party that one known by its backers only must be.
    """
    known = sorted({p.key for p in parties if p.resolved} - (twins or {}).keys())
    targets = set(known if level is None else level)
    folded: dict[str, str] = {}
    for party in sorted(parties, key=lambda p: (p.key, p.name)):
        above = [a for a in ties.ancestors(party.key) if a in targets] if party.resolved else []
        if level is not None and party.key in targets:
            above = []
        folded[party.key] = above[-1 if level is None else 0] if above else party.key
    for key, twin in (twins or {}).items():
        folded[key] = folded.get(twin, twin)
    if sides is not None:
        folded = {key: sides.get(key, holder) for key, holder in folded.items()}
    for key, twin in _backed_twins(parties, known, ties).items():
        folded[key] = folded.get(twin, twin)
    names: dict[str, str] = {}
    for key, holder in folded.items():
        candidates = sorted(p.name for p in parties if p.key == key)
        if key == holder or holder not in names:
            names[holder] = _name(candidates, key) if key == holder else holder
    holders = tuple(sorted(set(folded.values())))
    told = {h: max(weights.get(k, 1.0) for k, to in folded.items() if to == h) for h in holders}
    return Roster(holders, names, told, folded=folded)


def _name(candidates: Sequence[str], key: str) -> str:
    """Return the name used most, the shortest where equal."""
    counted = sorted({(-candidates.count(n), len(n), n) for n in candidates})
    return counted[0][2] if counted else key


def _backed_twins(parties: Sequence[Party], known: Sequence[str], ties: Ties) -> dict[str, str]:
    """Return, for parties known by their backers only, the one party that they must be."""
    vague = sorted({(p.key, p.supporters) for p in parties if not p.resolved and p.supporters})
    twins: dict[str, str] = {}
    first: dict[tuple[str, ...], str] = {}
    for key, supporters in vague:
        backed = [k for k in known if set(supporters) & set(ties.backers(k))]
        if len(backed) == 1:
            twins[key] = backed[0]
        elif first.setdefault(supporters, key) != key:
            twins[key] = first[supporters]
    return twins
