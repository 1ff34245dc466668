"""The rows of the registry's data files, and the checked entries made from them."""

from __future__ import annotations

import msgspec

from whoholds.model import Actor, ActorKind, Noun, SpeakerKind

WEAK, STRONG, SPECIFIC = 0, 1, 2


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row as written: lists are one string with ";" between the items."""


class ActorRow(_Row, frozen=True, kw_only=True):
    """A party. Ties are written "id", "id 2015..", "id 2012-07..2018" (until is exclusive)."""

    id: str
    name: str
    names: str = ""
    kind: ActorKind = ActorKind.ARMED_GROUP
    countries: str = ""
    parents: str = ""
    backers: str = ""
    leaders: str = ""
    ambiguous: str = ""


class GenericRow(_Row, frozen=True, kw_only=True):
    """Words without a name, and the party that they usually mean in some countries."""

    actor: str
    group: str = ""
    words: str = ""
    countries: str = ""
    certain: bool = True
    since: str = ""
    until: str = ""


class BackedRow(_Row, frozen=True, kw_only=True):
    """Forces told only by their backer ("Turkish-backed rebels"), and the party that they are.

    heads: the words that must stand in the phrase (any, where empty). over: parties that the
    backing narrows down ("the Turkish-backed Free Syrian Army").
    """

    backer: str
    actor: str
    heads: str = ""
    over: str = ""
    countries: str = ""
    certain: bool = True
    since: str = ""
    until: str = ""


class SideRow(_Row, frozen=True, kw_only=True):
    """Parties that fight on one side, and the names of the sides that they fight against."""

    name: str
    members: str
    against: str = ""
    countries: str = ""
    since: str = ""
    until: str = ""


class SpeakerRow(_Row, frozen=True, kw_only=True):
    """A body or a person that reports quote.

    others: further speakers of the same kind, side and countries, each told by its names with
    "=" between them ("Amnesty International = Amnesty"); the first one makes its id.
    """

    id: str
    name: str
    kind: SpeakerKind
    names: str = ""
    others: str = ""
    side: str = ""
    people: str = ""
    countries: str = ""


class ExampleRow(_Row, frozen=True, kw_only=True):
    """A phrase that the registry must read: "-" as id means that it must stay open."""

    words: str
    actor: str = ""
    speaker: str = ""
    side: str = ""
    backers: str = ""
    countries: str = ""
    on: str = ""


class FileRows(_Row, frozen=True, kw_only=True):
    """One data file: the country codes of its theatre, and its rows."""

    countries: str = ""
    states: list[list[str]] = []
    actor: list[ActorRow] = []
    generic: list[GenericRow] = []
    backed: list[BackedRow] = []
    side: list[SideRow] = []
    speaker: list[SpeakerRow] = []
    example: list[ExampleRow] = []


class RoleRow(_Row, frozen=True, kw_only=True):
    """Words for people who are quoted without a name.

    party: the role belongs to a party when one is named ("an SDF commander").
    home: where none is named, it is taken as the government's of the theatre ("the military").
    """

    id: str
    words: str
    kind: SpeakerKind
    party: bool = False
    home: bool = False


class GroupRow(_Row, frozen=True, kw_only=True):
    """Generic words of one meaning: strong ones say the party, weak ones only that it is one.

    specific: the strong ones say it better than a backer does ("US-backed Kurdish fighters").
    """

    specific: bool = False
    strong: str = ""
    weak: str = ""


class WordRows(_Row, frozen=True, kw_only=True):
    """The file of words: heads of party phrases, connecting words, roles."""

    actor_words: str
    state_heads: str
    anaphoric: str
    backing: str
    linking: str
    owning: str
    cutting: str
    ministries: str
    group: dict[str, GroupRow]
    role: list[RoleRow]


class SpeakerEntry(Noun, frozen=True):
    """A speaker that is known: a body, a medium, or a kind of unnamed person.

    side: the actor id of the party whose side it is on. people: those who speak for it.
    """

    id: str
    name: str
    kind: SpeakerKind
    names: tuple[str, ...] = ()
    side: str | None = None
    people: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class ActorMatch(Noun, frozen=True):
    """The party that a phrase means.

    how: "name", "leader", "generic", "demonym" or "backed". certain: False where the words only
    usually mean it ("militants"). words: the folded words that decided.
    """

    actor: Actor
    how: str
    certain: bool
    words: str


class Generic(Noun, frozen=True):
    """What generic words mean in some countries during some years.

    strength: SPECIFIC, STRONG or WEAK, the order in which they are tried.
    """

    actor_id: str
    countries: tuple[str, ...]
    certain: bool
    strength: int
    since: str | None = None
    until: str | None = None


class Backed(Noun, frozen=True):
    """What "X-backed" forces are in some countries during some years."""

    actor_id: str
    backers: frozenset[str]
    heads: frozenset[str]
    over: frozenset[str]
    countries: tuple[str, ...]
    certain: bool
    since: str | None = None
    until: str | None = None


class Side(Noun, frozen=True):
    """One side of a conflict during some years; leader: its first member."""

    name: str
    conflict: str
    leader: str
    members: frozenset[str]
    against: frozenset[str]
    countries: tuple[str, ...]
    since: str | None = None
    until: str | None = None
