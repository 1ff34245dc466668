"""The verbs over a store: read, who, timeline, claims, happenings, show, explain, export."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO

from whoholds.control import Reliability
from whoholds.gazetteer import AddResult, Gazetteer, add_file, load_gazetteer, restrict
from whoholds.intake import Manners
from whoholds.log import Filters, Info, Moment, NamedVersion, Record, Store
from whoholds.model import ClaimKind, Explanation, Happening, Holding, Interval, Statement
from whoholds.registry import Registry, load_registry
from whoholds.service.answers import Answer, ReadSummary, Shown
from whoholds.service.desk import Desk
from whoholds.service.exports import Exports
from whoholds.service.filters import (
    actor_ids,
    claim_kinds,
    end_of,
    matching,
    party_of,
    place_filter,
    speaker_ids,
    start_of,
)
from whoholds.service.ingest import Progress, ingest, read_again, unread
from whoholds.service.learned import LearnedFiles
from whoholds.service.lens import DEFAULT, Lens
from whoholds.service.readers import (
    DEFAULT_PARSER,
    EnglishReader,
    Loaded,
    ReaderFactory,
    reader_version,
)
from whoholds.service.show import find_shown

LEARNED = "learned"
"""The folder in a store that keeps whom to believe."""
EXTRA_PLACES = "gazetteer"
"""The folder in a store that keeps the places added to its gazetteer."""


class Whoholds(Exports):
    """A store with its gazetteer and registry, and the questions that it answers."""

    def __init__(
        self,
        store: Store,
        *,
        factory: ReaderFactory | None = None,
        versions: tuple[str, str] | None = None,
        parser: str = DEFAULT_PARSER,
    ) -> None:
        """factory, versions: another reader, and the versions of it and of its gazetteer.

        parser: the English reader's language pipeline, by name.
        """
        self.store = store
        self._versions = versions
        self._parser = parser
        self._factory = factory or EnglishReader(store.path / EXTRA_PLACES, parser)
        self._desk = lru_cache(maxsize=4)(self._make_desk)

    def load_reader(self) -> Loaded:
        """Return the reader of texts, with its language model; this takes some seconds."""
        return self._factory()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The built-in places and those added to this store."""
        return load_gazetteer(extra=self.store.path / EXTRA_PLACES)

    @cached_property
    def registry(self) -> Registry:
        """The parties and speakers."""
        return load_registry()

    @property
    def versions(self) -> tuple[str, str]:
        """The versions of the reader and of the gazetteer that texts are read with now."""
        return self._versions or (reader_version(self._parser), self.gazetteer.version)

    def read(
        self,
        sources: Iterable[str | Path] | str | Path,
        *,
        workers: int | None = None,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
        manners: Manners | None = None,
        telling: Callable[[str], None] | None = None,
    ) -> ReadSummary:
        """Read files, archives and addresses into the store; return what was done and what failed.

        workers: processes; None takes one per core for more than a few reports. manners: how
        pages are fetched; telling: called with each address before. What the store holds already
        is passed over, so that an interrupted run can be run again.
        """
        listed = [sources] if isinstance(sources, str | Path) else sources
        return ingest(
            self.store,
            listed,
            factory=self._factory,
            versions=self.versions,
            workers=workers,
            progress=progress,
            stdin=stdin,
            manners=manners,
            telling=telling,
        )

    def reread(
        self, *, workers: int | None = None, progress: Progress | None = None
    ) -> ReadSummary:
        """Read the kept texts with the present reader and gazetteer, where they did not yet.

        What is found supersedes the earlier readings, which `as_of` still answers from. An
        interrupted run can be run again. workers: processes, as for `read`.
        """
        return read_again(
            self.store,
            factory=self._factory,
            versions=self.versions,
            workers=workers,
            progress=progress,
        )

    def unread(self) -> int:
        """Return how many kept reports the present reader and gazetteer have not read."""
        return unread(self.store, self.versions)

    def who(
        self,
        place: str,
        *,
        on: date | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
        lens: Lens = DEFAULT,
    ) -> Answer:
        """Return who holds a place at the end of a day (default: that of the last report).

        place: a name, a name with its kind ("Aleppo province") or an id. known: answer from what
        had been published by the end of this day alone. as_of: answer from the store as it stood
        at a time or version. lens: how it is looked at. Raises QueryError for an unknown or open
        place.
        """
        return self.desk(as_of, lens=lens).who(place, on=on, known=known)

    def timeline(
        self,
        place: str,
        *,
        until: date | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
        lens: Lens = DEFAULT,
    ) -> tuple[Holding, ...]:
        """Return the runs of days with one answer, in order; () where nothing is told.

        known, as_of, lens: as for `who`.
        """
        return self.desk(as_of, lens=lens).timeline(place, until=until, known=known)

    def explain(
        self,
        place: str,
        *,
        on: date | None = None,
        actor: str | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
        lens: Lens = DEFAULT,
    ) -> Explanation:
        """Return the terms, in words and nats, that add up to the answer on a day.

        actor: the party to explain, by name or id; the holder where it is not given. known,
        as_of, lens: as for `who`. Raises QueryError for a party that nothing names there.
        """
        desk = self.desk(as_of, lens=lens)
        party = None
        if actor is not None:
            party = party_of(self.registry, actor, desk.holders(place, known=known))
        return desk.explain(place, on=on, actor=party, known=known)

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
        asked: Filters = {
            **place_filter(desk.places, place),
            "actors": actor_ids(self.registry, actor),
            "speakers": speaker_ids(self.registry, speaker, desk.snapshot),
            "kinds": claim_kinds(kinds),
            "since": start_of(since),
            "until": end_of(until),
        }
        return desk.snapshot.statements(**asked)

    def happenings(
        self,
        *,
        place: str | None = None,
        actor: str | None = None,
        kinds: Collection[str | ClaimKind] = (),
        since: date | None = None,
        until: date | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
    ) -> tuple[Happening, ...]:
        """Return the events told of, each with all the statements about it, the earliest first.

        A happening fits where one of its statements does: about the place or a place inside it,
        of the kind, with the party in any part. since, until: days, both inclusive, in which it
        may lie. known: from what had been published by the end of this day alone. Its statements
        are all those of the event, whether they fit or not.
        """
        desk = self.desk(as_of)
        asked: Filters = {
            **place_filter(desk.places, place, inside=True),
            "actors": actor_ids(self.registry, actor),
            "kinds": claim_kinds(kinds),
        }
        wanted = None
        if any(asked.values()):
            wanted = frozenset(desk.snapshot.frame(["id"], **asked)["id"])
        window = Interval(start=start_of(since), end=end_of(until))
        return matching(desk.happenings_known(known), statements=wanted, window=window)

    def show(self, identity: str, *, as_of: Moment | None = None) -> Shown:
        """Return a statement, a happening or a report with its words, by its id.

        identity: an id or the beginning of one, where no other begins so; "happening:..." for a
        happening. Raises QueryError where nothing has the id, or several have it.
        """
        return find_shown(self.desk(as_of), identity)

    def speakers(self, *, as_of: Moment | None = None) -> tuple[Record, ...]:
        """Return how each named speaker's claims fared with others, by speaker and bias."""
        return self.desk(as_of).speakers

    def speaker_name(self, identity: str, *, as_of: Moment | None = None) -> str:
        """Return the name of a speaker or party: the registry's, else as reports have it."""
        return self.desk(as_of).speaker_names.get(identity, identity)

    def paces(self, *, as_of: Moment | None = None) -> tuple[tuple[str, int, float], ...]:
        """Return how often a place changes hands without a report, as the store teaches it.

        (country, year, times a year), in order; the country "" stands for all others. () where the
        store is too small to learn from.
        """
        paces = self.desk(as_of).learned.paces
        return tuple((c, y, paces[c][y]) for c in sorted(paces) for y in sorted(paces[c]))

    def reliabilities(self, *, as_of: Moment | None = None) -> tuple[Reliability, ...]:
        """Return how far each voice is to be believed, with its uncertainty, as the store teaches.

        Those with the most claims come first; () where the store is too small to learn from.
        """
        return self.desk(as_of).learned.reliabilities

    def desk(self, as_of: Moment | None = None, *, lens: Lens = DEFAULT) -> Desk:
        """Return the answers of one version of the store: the present one, or as of a moment.

        lens: how it is looked at.
        """
        return self._desk(self.store.as_of(as_of).version, lens)

    def add_places(
        self, file: str | Path, *, source: str | None = None, countries: Iterable[str] = ()
    ) -> AddResult:
        """Add places of a GeoNames-format table, CSV or boundary GeoJSON to the store's gazetteer.

        source: what the file is, for the places' provenance. countries: ISO codes of those whose
        places alone are added. Raises GazetteerError and leaves the
        gazetteer as it was where the file cannot be used.
        """
        folder = self.store.path / EXTRA_PLACES
        added = add_file(Path(file), folder, source=source, countries=countries)
        self.__dict__.pop("gazetteer", None)
        self._desk.cache_clear()
        return added

    def restrict_places(self, countries: Iterable[str]) -> None:
        """Let names mean only places in the countries (ISO codes); lifted where none is given.

        Countries themselves, regions and waters stay known. Texts read before stay as they are
        until they are read again.
        """
        restrict(self.store.path / EXTRA_PLACES, countries)
        self.__dict__.pop("gazetteer", None)
        self._desk.cache_clear()

    def info(self) -> Info:
        """Return what the store holds, in figures."""
        return self.store.info()

    def name_version(
        self, name: str, *, as_of: Moment | None = None, note: str = ""
    ) -> NamedVersion:
        """Give a version (default: the present one) a name for good, to be cited and reopened.

        `as_of=name` asks it afterwards. Raises QueryError when another version has the name.
        """
        version = None if as_of is None else self.store.as_of(as_of).version
        return self.store.name_version(name, version=version, note=note)

    def name_of(self, identity: str) -> str:
        """Return the main name of a party or speaker of the registry, else the id itself."""
        actor = self.registry.actors.get(identity)
        return actor.name if actor else self._speaker_names.get(identity, identity)

    @cached_property
    def _speaker_names(self) -> dict[str, str]:
        return {entry.id: entry.name for entry in self.registry.speakers}

    def _make_desk(self, version: int, lens: Lens) -> Desk:
        return Desk(
            self.store.as_of(version),
            self.gazetteer,
            self.registry,
            lens=lens,
            kept=LearnedFiles(self.store.path / LEARNED),
        )


def open_store(path: str | Path, *, create: bool = False, parser: str = DEFAULT_PARSER) -> Whoholds:
    """Open the store in a folder; with `create`, make it first where there is none.

    parser: the language pipeline that texts are read with, by name. Raises StoreError.
    """
    folder = Path(path)
    if create and (not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))):
        return Whoholds(Store.create(folder), parser=parser)
    return Whoholds(Store.open(folder), parser=parser)
