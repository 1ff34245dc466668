"""Who may read and who may review: roles, tokens and the cookie of a browser."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whoholds.errors import QueryError

COOKIE = "whoholds"
SHORTEST = 12
"""Characters of the shortest token that is taken."""


class Role(StrEnum):
    """What a visitor may do; a reviewer may also read."""

    NONE = "none"
    READER = "reader"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Access:
    """The tokens that open the server; with none, whoever reaches it may read and review."""

    tokens: Mapping[str, Role] = field(default_factory=dict, repr=False)

    @property
    def is_open(self) -> bool:
        """True where no token is needed."""
        return not self.tokens

    def role_of(self, token: str | None) -> Role:
        """Return the role that a token gives."""
        if self.is_open:
            return Role.REVIEWER
        found = Role.NONE
        for known, role in self.tokens.items():  # all of them, so that time tells nothing
            if hmac.compare_digest(known.encode(), (token or "").encode()):
                found = role
        return found


def access_of(words: Iterable[str]) -> Access:
    """Return the access that `ROLE` or `ROLE:TOKEN` gives; a token is made where none is given.

    Raises QueryError on an unknown role or a token that is too short.
    """
    tokens: dict[str, Role] = {}
    for word in words:
        name, _, token = word.partition(":")
        if name not in (Role.READER, Role.REVIEWER):
            raise QueryError(
                where="--token",
                what=f"{name!r} is no role",
                fix="Give reader, reviewer, reader:TOKEN or reviewer:TOKEN.",
            )
        if token and len(token) < SHORTEST:
            raise QueryError(
                where="--token",
                what=f"the token of the {name} is shorter than {SHORTEST} characters",
                fix="Give a longer one, or none: one is made then.",
            )
        tokens[token or secrets.token_urlsafe(24)] = Role(name)
    return Access(tokens)
