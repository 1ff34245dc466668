"""Who may read and who may review: roles, tokens and the sessions of browsers."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whoholds.errors import QueryError

COOKIE = "whoholds"
SHORTEST = 12
"""Characters of the shortest token that is taken."""
LASTS = 30 * 24 * 3600
"""Seconds that a browser stays signed in."""
LONGEST_NAME = 80


class Role(StrEnum):
    """What a visitor may do; each may also do what those before it may."""

    NONE = "none"
    READER = "reader"
    REVIEWER = "reviewer"
    ADJUDICATOR = "adjudicator"

    @property
    def may_review(self) -> bool:
        """True for those whose verdicts are taken."""
        return self in (Role.REVIEWER, Role.ADJUDICATOR)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a role, the name that the token is tied to, and what stands for the token."""

    role: Role
    name: str | None = None
    key: str = ""


STRANGER = Visitor(Role.NONE)


@dataclass(frozen=True, slots=True)
class Access:
    """The tokens that open the server; with none, whoever reaches it may read and review.

    names: by token, of those who review with it; none other may be given with it.
    """

    tokens: Mapping[str, Role] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    _ended: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def is_open(self) -> bool:
        """True where no token is needed."""
        return not self.tokens

    def visitor(self, token: str | None) -> Visitor:
        """Return who brings a token."""
        if self.is_open:
            return Visitor(Role.REVIEWER)
        found = STRANGER
        for known, role in self.tokens.items():  # all of them, so that time tells nothing
            if hmac.compare_digest(known.encode(), (token or "").encode()):
                found = Visitor(role, self.names.get(known), _sealed(known, "who")[:16])
        return found

    def session_of(self, token: str, *, now: float | None = None) -> str:
        """Return what a browser keeps in the place of a token: it tells nothing of the token."""
        told = f"{int(time.time() if now is None else now)}.{secrets.token_urlsafe(12)}"
        return f"{told}.{_sealed(token, told)}"

    def visitor_of(self, session: str, *, now: float | None = None) -> Visitor:
        """Return who brings a session; a stranger where it was made up, has ended or is too old."""
        told, _, seal = session.rpartition(".")
        begun = told.partition(".")[0]
        found = STRANGER
        for known in self.tokens:
            if hmac.compare_digest(_sealed(known, told).encode(), seal.encode()):
                found = self.visitor(known)
        at = time.time() if now is None else now
        is_young = (
            begun.isascii() and begun.isdigit() and len(begun) < 12 and at - int(begun) < LASTS
        )
        return found if is_young and told not in self._ended else STRANGER

    def end(self, session: str) -> None:
        """End a session: it opens nothing from now on."""
        if self.visitor_of(session) is not STRANGER:
            self._ended.add(session.rpartition(".")[0])


def access_of(words: Iterable[str]) -> Access:
    """Return the access that `ROLE[=NAME][:TOKEN]` gives; a token is made where none is given.

    Raises QueryError on an unknown role, a bad name, or a token that is too short.
    """
    tokens: dict[str, Role] = {}
    names: dict[str, str] = {}
    for word in words:
        told, _, token = word.partition(":")
        role, _, name = told.partition("=")
        if role not in (Role.READER, Role.REVIEWER, Role.ADJUDICATOR):
            raise QueryError(
                where="--token",
                what=f"{role!r} is no role",
                fix="Give reader, reviewer, reviewer=NAME, adjudicator=NAME or ROLE:TOKEN.",
            )
        if token and len(token) < SHORTEST:
            raise QueryError(
                where="--token",
                what=f"the token of the {role} is shorter than {SHORTEST} characters",
                fix="Give a longer one, or none: one is made then.",
            )
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise QueryError(
                where="--token",
                what="the name is too long or has signs that cannot be shown",
                fix=f"Give a name of at most {LONGEST_NAME} letters.",
            )
        token = token or secrets.token_urlsafe(24)
        tokens[token] = Role(role)
        if name.strip():
            names[token] = name.strip()
    return Access(tokens, names)


def _sealed(token: str, words: str) -> str:
    return hmac.new(token.encode(), f"whoholds {words}".encode(), hashlib.sha256).hexdigest()
