"""What all routes share: the store, who may use it, and what was worked out for each version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from whoholds.service.whoholds import Whoholds
from whoholds.web.access import Access


@dataclass(frozen=True)
class Site:
    """A store on the web.

    hosts: names that the address bar may have, without ports; others are refused, so that a page
    elsewhere cannot reach this server by renaming it.
    """

    whoholds: Whoholds
    access: Access
    hosts: frozenset[str]

    @property
    def stamp(self) -> str:
        """What stands for the content of the store now: other content, other stamp."""
        return self.whoholds.store.stamp

    @cached_property
    def is_reviewable(self) -> bool:
        """True where verdicts can be written."""
        return True
