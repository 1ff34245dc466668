"""Searching: places in any spelling, parties, speakers, and words of the reports."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from whoholds.model import Place
from whoholds.publish.wire import statement_row
from whoholds.service.browse import find_named, find_places, find_statements
from whoholds.web import wire
from whoholds.web.params import LONGEST_NAME, AsOfParam, Words, moment
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.site import Site

WordsParam = Annotated[
    Words,
    Query(
        description="What is searched for.",
        min_length=1,
        max_length=LONGEST_NAME,
        examples=["Ar-Raqqah"],
    ),
]
FewParam = Annotated[int, Query(ge=1, le=100, description="At most so many of each.")]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["search"], responses=PROBLEMS)
    store = site.whoholds

    @router.get("/places", response_model=list[wire.FoundPlace])
    def places(
        request: Request, q: WordsParam, limit: FewParam = 10, as_of: AsOfParam = None
    ) -> Response:
        """The places that words may mean or begin, in any spelling, those of the store first."""

        def make() -> object:
            found = find_places(store.desk(moment(as_of)), q, limit=limit)
            return [place_row(place, in_store=told) for place, told in found]

        return tagged(site, request, make)

    @router.get("/search", response_model=wire.Found)
    def search(
        request: Request, q: WordsParam, limit: FewParam = 10, as_of: AsOfParam = None
    ) -> Response:
        """Places, parties, speakers and statements that have the words."""

        def make() -> object:
            desk = store.desk(moment(as_of))
            actors = {a.id: a.name for a in store.registry.actors.values()}
            names = [(a.id, n) for a in store.registry.actors.values() for n in a.names]
            parties = find_named(names, q, limit=limit)
            speakers = site.speakers(desk)
            said = find_named(speakers.items(), q, limit=limit)
            return {
                "places": [
                    place_row(p, in_store=told) for p, told in find_places(desk, q, limit=limit)
                ],
                "parties": [{"id": i, "name": actors[i]} for i in parties],
                "speakers": [{"id": i, "name": speakers[i]} for i in said],
                "statements": [statement_row(s) for s in find_statements(desk, q, limit=limit)],
            }

        return tagged(site, request, make)

    return router


def place_row(place: Place, *, in_store: bool) -> dict[str, Any]:
    """Return a place as a search tells it."""
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1_name,
        "lat": place.lat,
        "lon": place.lon,
        "population": place.population,
        "feature": f"{place.feature_class}/{place.feature_code}",
        "in_store": in_store,
    }
