"""A corpus read into a store, and which of its places are towns of the truth table."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from control_truth_table import Row, Town, names_of
from whoholds.gazetteer import fold, simplify
from whoholds.model import Place
from whoholds.service.desk import Desk
from whoholds.service.whoholds import Whoholds, open_store

NEAR = 5.0  # km
ALIKE = 0.75  # of two spellings, where the points agree


def rows_of(data: Path, corpus: str) -> list[Row]:
    """Return a corpus as rows that intake takes, one report each.

    Paragraphs of one article are one report, under its title, its dates and its sections: a
    history tells the year once and goes on with days.
    """
    path = data / "corpora" / f"syria_{corpus}.jsonl"
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if corpus == "narratives":
        return list(_articles(items))
    rows = []
    for item in items:
        row = {"id": item["id"], "text": item["text"]}
        if item.get("date"):
            row["date"] = item["date"]
        if outlets := [o for o in item.get("outlets", ()) if o]:
            row["outlet"] = ", ".join(outlets)
        if item.get("title"):
            row["title"] = item["title"]
        rows.append(row)
    return rows


def _articles(items: Sequence[Row]) -> Iterator[Row]:
    by_title: dict[str, list[Row]] = {}
    for item in items:
        by_title.setdefault(str(item["title"]), []).append(item)
    for title, parts in by_title.items():
        spans = (" ".join(str(d).split()) for d in parts[0].get("article_dates", ()))
        lines = [title, *(f"This happened from {span}." for span in spans)]
        section = ""
        for part in parts:
            if part.get("section") and part["section"] != section:
                section = str(part["section"])
                lines.append(section.replace(" > ", ", "))
            lines.append(str(part["text"]))
        yield {"id": parts[0]["id"], "title": title, "text": "\n\n".join(lines)}


def store_of(rows: Sequence[Row], folder: Path, *, places: Path | None, workers: int) -> Whoholds:
    """Return the store of a corpus, read into it where it is not there yet."""
    kept = folder.exists()
    folder.parent.mkdir(parents=True, exist_ok=True)
    service = open_store(folder, create=True)
    if kept and service.info().reports:
        return service
    if places is not None and not kept:
        print(service.add_places(places, source="OCHA"))
    source = folder.with_suffix(".jsonl")
    source.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    done = service.read(source, workers=workers)
    print(
        f"read {done.reports} reports in {done.seconds:.0f} s: {done.statements} statements, "
        f"{len(done.failures)} failures or warnings"
    )
    return service


def matches(service: Whoholds, desk: Desk, towns: Sequence[Town]) -> dict[str, tuple[str, str]]:
    """Return, by name of a town, the id of its store place and how it was found."""
    told = Counter(
        s.claim.place.place_id or f"name:{simplify(s.claim.place.name or '').replace(' ', '-')}"
        for s in desk.snapshot.statements()
        if s.claim.place is not None and s.claim.kind.moves_control
    )
    named: dict[str, set[str]] = defaultdict(set)
    spelt: dict[str, set[str]] = defaultdict(set)
    for key, names in desk.places.names.items():
        place = desk.places.place(key)
        if place.feature_class != "A":
            for name in {place.name, *place.names, *names}:
                named[fold(simplify(name))].add(key)
                spelt[simplify(name)].add(key)
    found: dict[str, tuple[str, str]] = {}
    for town in towns:
        folded = {fold(simplify(name)) for name in names_of(town)}
        keys = {k for name in folded for k in named.get(name, ())}
        if town.row["lat"] is not None and not keys:
            plain = {simplify(name) for name in names_of(town)}
            alike = {n for name in plain for n in get_close_matches(name, spelt, cutoff=ALIKE)}
            close = {k for n in alike for k in spelt[n] if _point(desk.places.place(k), town)}
            keys |= close
        ranked = [(how, k) for k in keys if (how := _how(service, town, desk.places.place(k)))]
        ranked = [pair for pair in ranked if told[pair[1]]]
        if ranked:
            how, key = min(ranked, key=lambda pair: (pair[0], -told[pair[1]], pair[1]))
            found[town.name] = (key, how)
    return found


def _how(service: Whoholds, town: Town, place: Place) -> str | None:
    """Return how a place of the same name is the town's: by point, province or name; or None."""
    if place.lat is None or place.lon is None:
        quarter = " – " in town.name  # of which city, a name alone does not say
        return "3 name alone" if place.id.startswith("name:") and not quarter else None
    if place.country not in {None, "SY"}:
        return None
    if _point(place, town):
        return "1 name and point"
    provinces = re.sub(r" (Governorate|Province)s?$", "", str(town.row["admin1"])).split(" and ")
    for name in provinces:
        for match in service.gazetteer.lookup(name, countries=("SY",)):
            area = match.place
            if area.feature_code == "ADM1" and service.gazetteer.contains(area.id, place.id):
                return "2 name and province"
    return None


def _point(place: Place, town: Town) -> bool:
    """Say whether the table's point for a town is within NEAR km of a place."""
    if place.lat is None or place.lon is None or town.row["lat"] is None:
        return False
    return _km(town.row, place.lat, place.lon) <= NEAR


def _km(row: Row, lat: float, lon: float) -> float:
    north = (lat - row["lat"]) * 110.57
    east = (lon - row["lon"]) * 111.32 * math.cos(math.radians(lat))
    return math.hypot(north, east)
