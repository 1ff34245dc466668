"""Parties to a conflict."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model.noun import Noun
from whoholds.model.span import Span


class ActorKind(StrEnum):
    """What sort of party it is."""

    STATE = "state"
    STATE_FORCES = "state_forces"
    ARMED_GROUP = "armed_group"
    COALITION = "coalition"
    CIVILIAN_BODY = "civilian_body"


class Tie(Noun, frozen=True):
    """A dated link from a party to another: its parent or its backer.

    since, until: ISO year, month or day; None where open. `until` is exclusive.
    """

    actor_id: str
    since: str | None = None
    until: str | None = None


class Actor(Noun, frozen=True):
    """A party: state forces, an armed group, a coalition, a civilian body.

    countries: ISO 3166 alpha-2 codes of the countries where it acts.
    names: every spelling and label, the neutral main name first.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: ActorKind
    countries: tuple[str, ...] = ()
    parents: tuple[Tie, ...] = ()
    backers: tuple[Tie, ...] = ()


class ActorMention(Noun, frozen=True):
    """A party as a report words it, with the party meant where that is known.

    text: the report's words; actor_id, name: the resolved party, None where unresolved.
    """

    text: str
    span: Span | None = None
    actor_id: str | None = None
    name: str | None = None
