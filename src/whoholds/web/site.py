"""What all routes share: the store, who may use it, and what was worked out for each version."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from whoholds.service.desk import Desk
from whoholds.service.readers import Loaded
from whoholds.service.shelf import Shelf
from whoholds.service.whoholds import Whoholds
from whoholds.web.access import Access
from whoholds.web.answers import Answers
from whoholds.web.charts import Charts
from whoholds.web.rate import LOCAL, Rates

ROOM = 64 << 20
"""Bytes of replies that are kept."""


@dataclass(frozen=True)
class Site:
    """A store on the web.

    hosts: names that the address bar may have, without ports; others are refused, so that a page
    elsewhere cannot reach this server by renaming it.
    """

    whoholds: Whoholds
    access: Access
    hosts: frozenset[str]
    _speakers: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def replies(self) -> Shelf[str, bytes]:
        """The replies given last, as JSON by their tags."""
        return Shelf(ROOM, size=len)

    @property
    def stamp(self) -> str:
        """What stands for the content of the store now: other content, other stamp."""
        return self.whoholds.store.head.chain

    def speaker_name(self, identity: str) -> str:
        """Return a speaker's name; of one whom the registry lacks, the words of the reports."""
        name = self.whoholds.name_of(identity)
        return identity.replace("-", " ") if name == identity else name

    def speakers(self, desk: Desk) -> dict[str, str]:
        """Return the names of those who speak in a version of the store, by id."""
        version = desk.snapshot.version
        if self._speakers.get("version") != version:
            keys = (
                desk.snapshot.frame(["speaker_ids"], in_order=False)["speaker_ids"]
                .explode()
                .unique()
            )
            names = {k: self.speaker_name(k) for k in keys.drop_nulls().sort()}
            self._speakers.update(version=version, names=names)
        found: dict[str, str] = self._speakers["names"]
        return found

    @cached_property
    def rates(self) -> Rates:
        """How many requests each client has sent."""
        return Rates(questions=LOCAL) if self.access.is_open else Rates()

    @cached_property
    def charts(self) -> Charts:
        """The maps of the store's versions."""
        return Charts(self.whoholds)

    @cached_property
    def loaded(self) -> Loaded:
        """The reader of texts, loaded when it is first asked for."""
        return self.whoholds.load_reader()

    def reader(self) -> Loaded:
        """Return the reader of texts."""
        return self.loaded

    @cached_property
    def answers(self) -> Answers:
        """The answers to who holds a place."""
        return Answers(self.whoholds, self.charts)

    @cached_property
    def is_reviewable(self) -> bool:
        """True where verdicts can be written."""
        return True
