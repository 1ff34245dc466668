"""The verbs over a store: read, who, timeline, claims, explain, export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO

from whoholds.errors import QueryError
from whoholds.gazetteer import AddResult, Gazetteer, add_file, load_gazetteer
from whoholds.log import Info, Moment, Snapshot, Store
from whoholds.log.keys import slug
from whoholds.model import ClaimKind, Explanation, Holding, Statement, midnight
from whoholds.publish.geojson import write_geojson
from whoholds.publish.picture import palette_of, write_picture
from whoholds.publish.tables import write_claims, write_control
from whoholds.registry import Registry, load_registry
from whoholds.service.answers import Answer, ReadSummary
from whoholds.service.desk import Desk
from whoholds.service.ingest import Progress, ingest
from whoholds.service.readers import READER_VERSION, EnglishReader, ReaderFactory

EXTRA_PLACES = "gazetteer"
"""The folder in a store that keeps the places added to its gazetteer."""


class Whoholds:
    """A store with its gazetteer and registry, and the questions that it answers."""

    def __init__(
        self,
        store: Store,
        *,
        factory: ReaderFactory | None = None,
        versions: tuple[str, str] | None = None,
    ) -> None:
        """factory, versions: another reader, and the versions of it and of its gazetteer."""
        self.store = store
        self._versions = versions
        self._factory = factory or EnglishReader(store.path / EXTRA_PLACES)
        self._desk = lru_cache(maxsize=4)(self._make_desk)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The built-in places and those added to this store."""
        return load_gazetteer(extra=self.store.path / EXTRA_PLACES)

    @cached_property
    def registry(self) -> Registry:
        """The parties and speakers."""
        return load_registry()

    def read(
        self,
        sources: Iterable[str | Path] | str | Path,
        *,
        workers: int | None = None,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> ReadSummary:
        """Read files and folders into the store and return what was done and what failed.

        workers: processes; None takes one per core for more than a few reports. What the store
        holds already is passed over, so that an interrupted run can be run again.
        """
        listed = [sources] if isinstance(sources, str | Path) else sources
        return ingest(
            self.store,
            listed,
            factory=self._factory,
            versions=self._versions or (READER_VERSION, self.gazetteer.version),
            workers=workers,
            progress=progress,
            stdin=stdin,
        )

    def who(self, place: str, *, on: date | None = None, as_of: Moment | None = None) -> Answer:
        """Return who holds a place at the end of a day (default: that of the last report).

        place: a name, a name with its kind ("Aleppo province") or an id. as_of: answer from the
        store as it stood at a time or version. Raises QueryError for an unknown or open place.
        """
        return self.desk(as_of).who(place, on=on)

    def timeline(
        self, place: str, *, until: date | None = None, as_of: Moment | None = None
    ) -> tuple[Holding, ...]:
        """Return the runs of days with one answer, in order; () where nothing is told."""
        return self.desk(as_of).timeline(place, until=until)

    def explain(
        self,
        place: str,
        *,
        on: date | None = None,
        actor: str | None = None,
        as_of: Moment | None = None,
    ) -> Explanation:
        """Return the terms, in words and nats, that add up to the answer on a day.

        actor: the party to explain, by name or id; the holder where it is not given.
        """
        desk = self.desk(as_of)
        party = self._actor_ids(actor)[0] if actor else None
        return desk.explain(place, on=on, actor=party)

    def claims(
        self,
        *,
        place: str | None = None,
        actor: str | None = None,
        speaker: str | None = None,
        kinds: Collection[str | ClaimKind] = (),
        since: date | None = None,
        until: date | None = None,
        as_of: Moment | None = None,
    ) -> tuple[Statement, ...]:
        """Return the statements that fit, by publication and place in the text.

        since, until: days that the event overlaps, both inclusive.
        """
        desk = self.desk(as_of)
        return desk.snapshot.statements(
            places=[desk.places.find(place).place.id] if place else (),
            actors=self._actor_ids(actor) if actor else (),
            speakers=self._speaker_ids(speaker, desk.snapshot) if speaker else (),
            kinds=[_kind(k) for k in kinds],
            since=midnight(since) if since else None,
            until=_day_after(until) if until else None,
        )

    def export_control(
        self, path: str | Path, *, until: date | None = None, as_of: Moment | None = None
    ) -> int:
        """Write who held each place through time as CSV, with a data package beside it.

        Returns the number of rows; raises ExportError.
        """
        desk = self.desk(as_of)
        return write_control(Path(path), desk.timelines(until=until), version=desk.version)

    def export_claims(self, path: str | Path, *, as_of: Moment | None = None) -> int:
        """Write all statements as CSV with a data package, or as JSON lines (`.jsonl`)."""
        desk = self.desk(as_of)
        return write_claims(Path(path), desk.snapshot.statements(), version=desk.version)

    def export_holdings(
        self,
        path: str | Path,
        *,
        on: date | None = None,
        country: str | None = None,
        as_of: Moment | None = None,
    ) -> int:
        """Write who holds each place on a day as GeoJSON points; returns how many."""
        desk = self.desk(as_of)
        return write_geojson(Path(path), _in_country(desk.holdings(on=on), country))

    def export_map(
        self,
        path: str | Path,
        *,
        on: date | None = None,
        country: str | None = None,
        as_of: Moment | None = None,
    ) -> int:
        """Draw who holds each place on a day as an SVG picture; returns the number of places.

        country: ISO alpha-2 code; all countries where it is not given. A party has the same
        colour on every day's map of one version of a store.
        """
        desk = self.desk(as_of)
        day = on or desk.last_day
        held = _in_country(desk.holdings(on=day), country)
        return write_picture(
            Path(path),
            held,
            on=day,
            title="Who holds which place",
            colours=palette_of(desk.parties(country)),
        )

    def desk(self, as_of: Moment | None = None) -> Desk:
        """Return the answers of one version of the store: the present one, or as of a moment."""
        return self._desk(self.store.as_of(as_of).version)

    def add_places(self, file: str | Path, *, source: str | None = None) -> AddResult:
        """Add places of a GeoNames-format table, CSV or boundary GeoJSON to the store's gazetteer.

        source: what the file is, for the places' provenance. Raises GazetteerError and leaves the
        gazetteer as it was where the file cannot be used.
        """
        added = add_file(Path(file), self.store.path / EXTRA_PLACES, source=source)
        self.__dict__.pop("gazetteer", None)
        self._desk.cache_clear()
        return added

    def info(self) -> Info:
        """Return what the store holds, in figures."""
        return self.store.info()

    def _make_desk(self, version: int) -> Desk:
        return Desk(self.store.as_of(version), self.gazetteer, self.registry)

    def _actor_ids(self, words: str) -> list[str]:
        if words in self.registry.actors:
            return [words]
        actor = self.registry.find_actor(words)
        return [actor.id] if actor else [slug(words)]

    def _speaker_ids(self, words: str, snapshot: Snapshot) -> list[str]:
        """Return the keys of the speakers meant: the registry's, else those whose key has it."""
        entry = self.registry.find_speaker(words)
        key = slug(words)
        keys = snapshot.frame(["speaker_ids"])["speaker_ids"].explode().unique().drop_nulls()
        named = [k for k in keys.sort() if key in k]
        return [entry.id, *named] if entry else named or [key]


def open_store(path: str | Path, *, create: bool = False) -> Whoholds:
    """Open the store in a folder; with `create`, make it first where there is none.

    Raises StoreError.
    """
    folder = Path(path)
    if create and (not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))):
        return Whoholds(Store.create(folder))
    return Whoholds(Store.open(folder))


def _in_country(holdings: Iterable[Holding], country: str | None) -> Iterator[Holding]:
    wanted = country.upper() if country else None
    return (h for h in holdings if wanted is None or h.place.country == wanted)


def _kind(kind: str | ClaimKind) -> ClaimKind:
    try:
        return ClaimKind(kind)
    except ValueError:
        raise QueryError(
            where=f"kind {kind!r}",
            what="there is no such kind of claim",
            fix=f"Choose from {', '.join(ClaimKind)}.",
        ) from None


def _day_after(day: date) -> datetime:
    return midnight(day) + timedelta(days=1)
