"""The bundled sample reports read into a fresh store, and what there is to see in it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from whoholds.errors import StoreError
from whoholds.model import Holding, HoldingStatus
from whoholds.publish.wire import probability_of
from whoholds.service.whoholds import Whoholds, open_store

LEDGER = "ledger.jsonl"
ENOUGH_SPEAKERS = 6


@contextmanager
def sample_reports() -> Iterator[Path]:
    """Give the folder of the bundled sample reports."""
    with as_file(files("whoholds.intake").joinpath("samples")) as folder:
        yield folder


def fresh_store(folder: Path) -> Whoholds:
    """Return an empty store in a folder; an earlier store there is removed.

    Raises StoreError where the folder holds anything else.
    """
    if folder.exists():
        if not (folder / LEDGER).is_file():
            raise StoreError(
                where=str(folder), what="this is no earlier store", fix="Name another folder."
            )
        shutil.rmtree(folder)
    return open_store(folder, create=True)


def theatres(store: Whoholds, *, count: int = 2) -> list[tuple[str, date]]:
    """Return the countries that most is told of, each with the day of the last report on it."""
    days: dict[str, list[date]] = {}
    for place_id, published in _told(store):
        place = store.gazetteer.place(place_id)
        if place is not None and place.country and place.feature_class == "P":
            days.setdefault(place.country, []).append(published)
    most = sorted(days, key=lambda country: (-len(days[country]), country))[:count]
    return sorted(((c, max(days[c])) for c in most), key=lambda item: item[1])


def most_told(store: Whoholds, country: str, *, count: int) -> list[str]:
    """Return the ids of the settlements of a country that the most statements are about."""
    counts = Counter(
        place_id
        for place_id, _ in _told(store)
        if (place := store.gazetteer.place(place_id))
        and place.country == country
        and place.feature_class == "P"
    )
    return [i for i, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:count]]


def most_disputed(store: Whoholds) -> Holding | None:
    """Return the surest contested run of a settlement with several speakers, None without one."""
    contested = [
        run
        for run in store.desk().timelines()
        if run.status is HoldingStatus.CONTESTED and run.place.feature_class == "P"
    ]
    return max(
        contested,
        key=lambda r: (min(r.speakers, ENOUGH_SPEAKERS), probability_of(r), r.place.id),
        default=None,
    )


def _told(store: Whoholds) -> Iterator[tuple[str, date]]:
    for statement in store.claims():
        place, published = statement.claim.place, statement.published
        if place is not None and place.place_id and published is not None:
            yield place.place_id, published.date()
