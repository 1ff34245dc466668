"""Who stands behind a claim, and how much one voice adds to another that says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Voice(NamedTuple):
    """Who said it: the key of the voice, the report whose words they are first, the agency that
    passed it on, the id of the party whose side it is on."""

    key: str
    text: str = ""
    agency: str | None = None
    side: str | None = None


Independence = Callable[[Voice, Voice], float]
"""How much (0..1) a claim of one voice adds to the same claim of another."""


def by_key(one: Voice, other: Voice) -> float:
    """Return 0 for one voice, 1 for two."""
    return 0.0 if one.key == other.key else 1.0
