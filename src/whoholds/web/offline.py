"""The columns of the map as the API gives them, for a page without a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from whoholds.log import Moment
from whoholds.registry import Registry
from whoholds.service.browse import claim_points, claims_by_day
from whoholds.service.desk import Desk
from whoholds.service.outgoing import Outgoing
from whoholds.service.places import UNRESOLVED
from whoholds.service.whoholds import Whoholds
from whoholds.web.access import Access
from whoholds.web.charts import worked_out
from whoholds.web.map_routes import day_columns, histogram_row, points_columns, run_columns
from whoholds.web.site import Site

MOST_CLAIMS = 50_000
_BY_PLACE = (
    *("id", "name", "lat", "lon", "population", "country", "admin1", "area"),
    *("status", "party", "probability", "besieged"),
)
_BY_RUN = ("start", "end", "status", "party", "probability", "besieged", "statements")
_BY_CLAIM = ("place", "day", "last", "kind", "party", "speaker")


def columns_of(
    store: Whoholds,
    *,
    on: date | None = None,
    country: str | None = None,
    as_of: Moment | None = None,
) -> dict[str, Any]:
    """Return the columns of a store's map; raises NotFoundError where it is empty.

    on: the day that is shown first. country: of the places, ISO alpha-2; all where not given.
    """
    site = Site(store, Access(), frozenset())
    desk = store.desk(as_of)
    desk.day_of(on, None)  # refuses a day that may not be told of
    # What is kept beside the store is not public.
    chart = worked_out(desk) if isinstance(store, Outgoing) else site.charts.chart(as_of)
    shown = day_columns(chart, on or chart.last_day, name_of=store.name_of)
    order = [p.id for p in desk.places if not p.id.startswith(UNRESOLVED)]
    claims = points_columns(_points(desk, store.registry), order, site, MOST_CLAIMS)
    histogram = histogram_row(claims_by_day(desk))
    wanted = {
        place_id
        for place_id, code in zip(shown["id"], shown["country"], strict=True)
        if country is None or code == country.upper()
    }
    places = _only(shown, _BY_PLACE, [n for n, i in enumerate(shown["id"]) if i in wanted])
    return {
        "map": places,
        "runs": _runs_of(run_columns(chart), wanted),
        "claims": _claims_of(claims, order, places["id"]),
        "histogram": histogram,
    }


def _points(desk: Desk, registry: Registry) -> pl.DataFrame:
    """Return the claims to be drawn, with their first speakers as they may be told."""
    speakers = {
        s.id: next((v.speaker_id for v in s.claim.speakers), None) for s in desk.statements()
    }
    rows = claim_points(desk, registry)
    told = [speakers.get(identity) for identity in rows["id"]]
    return rows.with_columns(pl.Series("speaker", told, dtype=pl.String))


def _only(columns: Mapping[str, Any], names: Sequence[str], rows: Sequence[int]) -> dict[str, Any]:
    """Return columns of which those named keep some rows alone."""
    return {k: [v[n] for n in rows] if k in names else v for k, v in columns.items()}


def _runs_of(runs: Mapping[str, Any], wanted: set[str]) -> dict[str, Any]:
    """Return the runs of some places."""
    first: list[int] = [0]
    ids: list[str] = []
    rows: list[int] = []
    for number, place_id in enumerate(runs["id"]):
        if place_id in wanted:
            rows += range(runs["first"][number], runs["first"][number + 1])
            ids.append(place_id)
            first.append(len(rows))
    return {**_only(runs, _BY_RUN, rows), "id": ids, "first": first}


def _claims_of(
    claims: Mapping[str, Any], order: Sequence[str], places: Sequence[str]
) -> dict[str, Any]:
    """Return the claims about some places, without the ids that only a server has use for."""
    index = {place_id: n for n, place_id in enumerate(places)}
    rows = [n for n, place in enumerate(claims["place"]) if order[place] in index]
    kept = _only(claims, _BY_CLAIM, rows)
    return {**kept, "place": [index[order[p]] for p in kept["place"]], "id": []}
