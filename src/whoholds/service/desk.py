"""One version of a store with the gazetteer and the registry: questions about places answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Unpack

import msgspec

from whoholds.control import (
    explanation_of,
    holding_of,
    runs_of,
)
from whoholds.errors import NotFoundError
from whoholds.log import (
    Filters,
    Happenings,
    Origin,
    Record,
    speakers_table,
)
from whoholds.log.keys import speaker_key
from whoholds.model import (
    ClaimKind,
    Explanation,
    Happening,
    Holding,
    Modality,
    Statement,
    StatusAfter,
)
from whoholds.service.answers import Answer
from whoholds.service.brief import Brief
from whoholds.service.filters import end_of
from whoholds.service.gathering import Gathering
from whoholds.service.named import named
from whoholds.service.places import Found
from whoholds.service.sentences import answer_sentence, why_empty

MOST_KNOWN = 4
"""Days of knowledge whose happenings are kept."""
HAPPENING = "happening:"
"""How the id of a happening begins, so that it is not taken for that of its first statement."""


class Desk(Gathering):
    """Answers from one version of a store; the same version gives the same answers."""

    @cached_property
    def last_day(self) -> date:
        """The day of the last report, else of the last recording; raises QueryError when empty."""
        times = self.snapshot.frame(["published", "recorded"], in_order=False)
        last = times["published"].max() if times.height else None
        last = last if isinstance(last, datetime) else times["recorded"].max()
        if not isinstance(last, datetime):
            raise NotFoundError(
                where="store",
                what="there is no statement in it",
                fix="Read reports into it: whoholds read SOURCE...",
            )
        return last.astimezone(UTC).date()

    @property
    def version(self) -> str:
        """The version of the store, in words."""
        return f"store version {self.snapshot.version}"

    def name_of(self, actor_id: str) -> str:
        """Return the main name of a party, else its id."""
        return self._names.get(actor_id, actor_id)

    def day_of(self, on: date | None, known: date | None) -> date:
        """Return the day asked about: `on`, else the last that could be known of by `known`."""
        return on or min(self.last_day, known or self.last_day)

    def who(self, words: str, *, on: date | None = None, known: date | None = None) -> Answer:
        """Return who holds a place at the end of a day, by default that of the last report.

        known: answer from what had been published by the end of this day alone.
        """
        found = self.places.find(words)
        day = self.day_of(on, known)
        brief = self.brief(found.place, known)
        return answer_of(found, day, holding_of(brief.case, on=day), brief)

    def timeline(
        self, words: str, *, until: date | None = None, known: date | None = None
    ) -> tuple[Holding, ...]:
        """Return the runs of days with one answer; () where nothing is told of the place.

        until: the last day, by default the one that `who` answers for. known: from what had been
        published by the end of this day alone.
        """
        brief = self.brief(self.places.find(words).place, known)
        return runs_of(brief.case, until=self.day_of(until, known)) if brief.case.groups else ()

    def explain(
        self,
        words: str,
        *,
        on: date | None = None,
        actor: str | None = None,
        known: date | None = None,
    ) -> Explanation:
        """Return the terms that add up to the answer on a day, for its holder or for `actor`.

        known: from what had been published by the end of this day alone.
        """
        brief = self.brief(self.places.find(words).place, known)
        return explanation_of(brief.case, on=self.day_of(on, known), actor=actor)

    def holders(self, words: str, *, known: date | None = None) -> dict[str, str]:
        """Return the names of the parties that may hold a place, by id."""
        roster = self.brief(self.places.find(words).place, known).case.roster
        return {key: roster.names[key] for key in roster.holders}

    def holdings(self, *, on: date | None = None, known: date | None = None) -> Iterator[Holding]:
        """Yield who holds each place of the store at the end of a day, in order of place id.

        Places that reports name and no gazetteer row was found for are left out.
        known: from what had been published by the end of this day alone.
        """
        day = self.day_of(on, known)
        for brief in self.briefs(known=known):
            yield holding_of(brief.case, on=day)

    def timelines(
        self, *, until: date | None = None, known: date | None = None
    ) -> Iterator[Holding]:
        """Yield the runs of all places of the store, in order of place id and time.

        Places that reports name and no gazetteer row was found for are left out.
        until, known: as for `timeline`.
        """
        last = self.day_of(until, known)
        for brief in self.briefs(known=known):
            yield from runs_of(brief.case, until=last)

    def statements(self) -> tuple[Statement, ...]:
        """Return all that counts, as it may be published."""
        return self.snapshot.statements()

    def happenings_known(self, known: date | None) -> tuple[Happening, ...]:
        """Return the happenings that what had been published by the end of a day tells of."""
        return self.happenings if known is None else self._known(known)

    def _happenings_by(self, known: date) -> tuple[Happening, ...]:
        return self._told(*self._grouping(published_until=end_of(known)))

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """The events that the statements tell of, each across reports, the earliest first."""
        return self._told(*self._grouped)

    @staticmethod
    def _told(grouped: Happenings, voices: dict[str, Origin]) -> tuple[Happening, ...]:
        found = grouped.all({i: origin.key for i, origin in voices.items()})
        return tuple(msgspec.structs.replace(h, id=f"{HAPPENING}{h.id}") for h in found)

    @cached_property
    def speakers(self) -> tuple[Record, ...]:
        """What became of each speaker's claims and each outlet's own, by speaker and bias."""
        grouped, voices = self._grouped
        return speakers_table(grouped.groups(), voices, ancestors=self._ties.above)

    @cached_property
    def speaker_names(self) -> dict[str, str]:
        """The names that reports give each speaker most, by its key; the registry's where known."""
        used: dict[str, Counter[str]] = {}
        for statement in self.statements():
            for speaker in statement.claim.speakers:
                name = speaker.name or speaker.text
                used.setdefault(speaker_key(speaker), Counter())[name] += 1
        most = {key: min(c, key=lambda n: (-c[n], len(n), n)) for key, c in used.items()}
        known = {entry.id: entry.name for entry in self._registry.speakers}
        return {**most, **{key: known[key] for key in most if key in known}, **self._names}

    @cached_property
    def _grouped(self) -> tuple[Happenings, dict[str, Origin]]:
        return self._grouping()

    @cached_property
    def _known(self) -> Callable[[date], tuple[Happening, ...]]:
        return lru_cache(maxsize=MOST_KNOWN)(self._happenings_by)

    def _grouping(self, **filters: Unpack[Filters]) -> tuple[Happenings, dict[str, Origin]]:
        statements = tuple(named(self.snapshot.statements(**filters), self._registry))
        grouped = Happenings(contains=self._contains, ancestors=self._ties.above)
        grouped.add(statements)
        return grouped, self._origins(statements)


def answer_of(found: Found, day: date, holding: Holding, brief: Brief) -> Answer:
    """Return a holding as the answer to who holds a place, with the statements for and against."""
    share = holding.holder or (holding.absent[0] if holding.absent else None)
    speaking = set(share.statements if share else holding.statements)
    if holding.holder is not None:
        speaking |= {s.id for s in brief.statements if _another_left(s, holding.holder.actor_id)}
        speaking &= set(holding.statements)
    rest = set(holding.statements) - speaking
    known = {s.id: s for s in (*brief.context.inside, *brief.context.regions, *brief.statements)}
    own = {s.id for s in brief.statements}

    def among(ids: set[str]) -> tuple[Statement, ...]:
        found = (known[i] for i in ids if i in known)
        return tuple(sorted(found, key=lambda s: (s.id not in own, *_strength(s))))

    reason = why_empty(holding, brief.statements)
    return Answer(
        place=found.place,
        on=day,
        holding=holding,
        sentence=answer_sentence(holding, day, reason=reason),
        reason=reason,
        evidence=among(speaking),
        against=among(rest),
        others=found.others,
    )


def _another_left(statement: Statement, holder: str) -> bool:
    """Say whether a statement tells that another party than the holder no longer holds it."""
    claim = statement.claim
    lost = claim.kind is ClaimKind.WITHDRAW or claim.status_after is StatusAfter.LOST
    told = claim.modality not in {Modality.DENIED, Modality.PLANNED, Modality.POSSIBLE}
    return lost and told and claim.actor is not None and claim.actor.actor_id != holder


def _strength(statement: Statement) -> tuple[float, str, str]:
    published = statement.published.isoformat() if statement.published else ""
    return -statement.claim.confidence, published, statement.id
