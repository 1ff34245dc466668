"""Whom to believe and how fast places change hands, learned from a store as it grows."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from whoholds.__about__ import __version__
from whoholds.control import Context, Reliability, Settings, default_settings, learn_trust
from whoholds.control import Voice as Witness
from whoholds.log import Bias, Snapshot
from whoholds.log.verdicts import PERSON
from whoholds.model import ClaimKind, Noun, Place, Statement

LEAST = 200
"""Statements below which nothing is learned from a store."""
STEP = 1.25
"""A store is learned from anew whenever it has grown by so much, so that a report between two
steps changes only the answers on the places that it tells of."""
MOST = 60_000
"""Statements that are learned from: all of as many places, chosen by their ids."""
CONFLICT = 50
"""Statements about the places of a country from which on its pace is learned apart."""

log = logging.getLogger("whoholds.service")


class Voice(Noun, frozen=True):
    """How far one voice's claims of one stance are believed: the chance 0..1 that it tells so."""

    origin: str
    stance: str
    trust: float


class Lesson(Noun, frozen=True):
    """The statements that are learned from.

    until: the last day of their publication, None where all of the store's are taken, those
    without a publication too. content: a hash of which they are.
    """

    until: date | None
    content: str


class Learned(Noun, frozen=True):
    """What a store teaches.

    lesson: what it was learned from, None where the store is too small. paces: renewals per
    year by conflict (a country, or "" for the rest) and calendar year.
    """

    lesson: Lesson | None = None
    voices: tuple[Voice, ...] = ()
    paces: dict[str, dict[int, float]] = msgspec.field(default_factory=dict)
    reliabilities: tuple[Reliability, ...] = ()

    def settings(self) -> dict[str, Settings]:
        """Return the weights of control inference by conflict; "" has those of all others."""
        speakers = {(v.origin, v.stance): v.trust for v in self.voices}
        common = replace(default_settings(), speakers=speakers)
        paces = {"": {}, **self.paces}
        return {key: replace(common, rate_by_year=pace) for key, pace in paces.items()}


_BIASES = {"favours": Bias.FOR, "hurts": Bias.AGAINST, "neutral": Bias.NEITHER}


def by_bias(found: Iterable[Reliability]) -> dict[tuple[str, Bias], Reliability]:
    """Return reliabilities by speaker and by whether a claim is good news for its own side."""
    return {(r.origin, _BIASES[r.stance]): r for r in found}


def lesson_of(snapshot: Snapshot, known: date | None = None) -> Lesson | None:
    """Return what a store is learned from, None where it is too small.

    It is what was published by the first day on which the store, in order of publication, reaches
    the last of the sizes LEAST, LEAST * STEP, ... that it has. So it is a function of the
    statements, whatever the order and the portions in which they were read; a report that is
    later than all others changes it at a step alone. Persons' verdicts and claims do not count.
    known: only what had been published by the end of this day.
    """
    rows = snapshot.unjudged().frame(["id", "published", "reader"], in_order=False)
    rows = rows.filter(pl.col("reader") != PERSON)
    rows = rows.with_columns(pl.col("published").dt.date().alias("day"))
    if known is not None:
        rows = rows.filter(pl.col("day") <= known)
    if rows.height < LEAST:
        return None
    step = float(LEAST)
    while step * STEP <= rows.height:
        step *= STEP
    by_day = rows.drop_nulls("day").group_by("day").len().sort("day")
    reached = by_day.filter(pl.col("len").cum_sum() >= step)
    until = reached["day"][0] if reached.height else None
    chosen = rows if until is None else rows.filter(pl.col("day") <= until)
    listed: str = chosen.select(pl.col("id").unique().sort().str.join("\n")).item()
    return Lesson(until=until, content=hashlib.sha256(listed.encode()).hexdigest()[:24])


def places_to_learn_from(snapshot: Snapshot, lesson: Lesson) -> frozenset[str]:
    """Return the ids of the places that a store is learned from: read alone, they fit in memory."""
    moving = [kind for kind in ClaimKind if kind.moves_control]
    rows = snapshot.frame(["place_id", "published"], in_order=False, kinds=moving)
    rows = rows.drop_nulls("place_id")
    if lesson.until is not None:
        rows = rows.filter(pl.col("published").dt.date() <= lesson.until)
    counts = dict(rows.group_by("place_id").len().iter_rows())
    chosen: set[str] = set()
    held = 0
    for place_id in sorted(counts, key=_drawn):
        if held >= MOST:
            break
        chosen.add(place_id)
        held += counts[place_id]
    return frozenset(chosen)


def _drawn(place_id: str) -> bytes:
    return hashlib.sha256(place_id.encode()).digest()


def learn_from(
    told: Iterable[tuple[Place, Sequence[Statement], Context]], *, lesson: Lesson
) -> Learned:
    """Return what the places of a store, with what is told of each, teach."""
    chosen = _chosen(told, lesson)
    if not chosen:
        return Learned(lesson=lesson)
    counts = Counter(place.country or "" for place, claims, _ in chosen for _ in claims)
    origins: dict[str, Witness] = {}
    for _, _, context in chosen:
        origins.update(context.origins)
    first = chosen[0][2]
    trust = learn_trust(
        [(place, claims) for place, claims, _ in chosen],
        context=replace(first, origins=origins, settings=default_settings()),
        conflict_of=lambda p: p.country or "" if counts[p.country or ""] >= CONFLICT else "",
    )
    speakers = next(iter(trust.settings.values())).speakers
    return Learned(
        lesson=lesson,
        voices=tuple(Voice(o, s, t) for (o, s), t in sorted(speakers.items())),
        paces={key: dict(found.rate_by_year) for key, found in sorted(trust.settings.items())},
        reliabilities=trust.reliabilities,
    )


def _chosen(
    told: Iterable[tuple[Place, Sequence[Statement], Context]], lesson: Lesson
) -> list[tuple[Place, Sequence[Statement], Context]]:
    """Return places with claims that move control, as many as hold MOST statements."""
    found: list[tuple[Place, Sequence[Statement], Context]] = []
    for place, statements, context in told:
        moving = [s for s in statements if s.claim.kind.moves_control and _within(s, lesson)]
        if moving:
            found.append((place, moving, context))
    found.sort(key=lambda item: _drawn(item[0].id))
    held, count = 0, 0
    while count < len(found) and held < MOST:
        held += len(found[count][1])
        count += 1
    return found[:count]


def _within(statement: Statement, lesson: Lesson) -> bool:
    """Say whether a statement is one of those that are learned from."""
    if statement.reader == PERSON:
        return False
    if lesson.until is None:
        return True
    return statement.published is not None and statement.published.date() <= lesson.until


class LearnedFiles:
    """What a store taught as it grew, kept beside it.

    Invariant: a file is a function of some statements and of the code; it can be deleted at any
    time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, lesson: Lesson, stamp: str) -> Learned | None:
        """Return what a lesson taught, None where it is not kept. stamp: of how it is learned."""
        path = self._path(lesson, stamp)
        try:
            return msgspec.json.decode(path.read_bytes(), type=Learned)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            log.warning("%s is made anew: %s", path, error)
            return None

    def keep(self, learned: Learned, stamp: str) -> None:
        """Keep what a lesson taught; a store that cannot be written to goes without."""
        if learned.lesson is None:
            return
        path = self._path(learned.lesson, stamp)
        try:
            self._folder.mkdir(exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(msgspec.json.encode(learned))
            fresh.replace(path)
        except OSError as error:
            log.warning("%s is not kept: %s", path, error)

    def _path(self, lesson: Lesson, stamp: str) -> Path:
        return self._folder / f"{lesson.content}-{stamp}.json"


def stamp_of(parts: Mapping[str, str]) -> str:
    """Return a hash of what turns statements into trust: the code, its weights, and `parts`."""
    total = hashlib.sha256(__version__.encode())
    for file in sorted(files("whoholds.control").iterdir(), key=lambda f: f.name):
        if file.name.endswith((".py", ".toml")):
            total.update(file.read_bytes())
    total.update(repr(sorted(parts.items())).encode())
    return total.hexdigest()[:16]
