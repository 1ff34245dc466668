"""In what order statements are handed out."""

from __future__ import annotations

from enum import StrEnum


class Order(StrEnum):
    """effect: what would change the map most first; random: a fair sample, to measure with."""

    EFFECT = "effect"
    RANDOM = "random"
