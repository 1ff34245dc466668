"""Adds places and boundaries out of a user's file to a folder of gazetteer files."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from whoholds.gazetteer.boundaries import Boundary, read_boundaries
from whoholds.gazetteer.folding import simplify
from whoholds.gazetteer.formats import (
    alternate_names,
    geonames_rows,
    read_text,
    sort_of_table,
    table_rows,
)
from whoholds.gazetteer.gazetteer import Gazetteer
from whoholds.gazetteer.geometry import Shape, distance_km, save_shapes
from whoholds.gazetteer.load import load_gazetteer
from whoholds.gazetteer.match import Option
from whoholds.gazetteer.table import pack, save
from whoholds.model import Failure, Noun, Place

SAME_PLACE_KM = 5.0
_NEIGHBOUR_KM = 25.0
_SAME_UNIT_KM = 100.0
_SAMPLE = 40
_SAME_UNIT_SPELLING = 0.25


# Buildings of which a report of a war names one by its own name; hotels and schools are left out.
_BUILDINGS = frozenset(
    {
        *("AIRB", "AIRF", "AIRP", "AIRH", "AIRQ", "BDG", "BRKS", "CMPRF", "CSTL", "DAM", "FCL"),
        *("FT", "GOSP", "INSM", "MNQ", "MSTY", "NVB", "OILJ", "OILR", "OILT", "PRN", "PS", "PSH"),
        *("PSN", "PSTB", "RNCH", "RSTN", "RUIN", "TMPL"),
    }
)


class AddResult(Noun, frozen=True):
    """What became of a file: places added, places linked to ones known before, areas, failures.

    source: the name under which the file's facts are recorded with each place. left_out: rows of
    other countries than those asked for, and of buildings that reports do not name.
    """

    source: str
    added: int
    linked: int
    areas: int
    failures: tuple[Failure, ...]
    left_out: int = 0


def add_file(
    path: Path, folder: Path, *, source: str | None = None, countries: Iterable[str] = ()
) -> AddResult:
    """Add a file's places to the gazetteer files in `folder` (made where it is missing).

    Read are GeoNames dumps (text or zip) and alternateNamesV2, OCHA COD-AB tables, CSV with
    `name,lat,lon` (and `country,id,feature,names`), and GeoJSON boundaries. A settlement that
    bears the name of a known one within 5 km is linked to it: the known id stays and gains the
    names. Malformed rows are listed with their line, the rest is added. The same file again
    replaces what it gave before. countries: ISO codes; other countries' rows are left out.
    Raises GazetteerError where the file cannot be read at all.
    """
    text = read_text(path)
    label = source or f"{path.name} (sha256 {hashlib.sha256(text.encode()).hexdigest()[:12]})"
    sort = sort_of_table(text)
    renames = sort == "names"
    known = load_gazetteer(extra=folder if renames else None)
    wanted = frozenset(c.upper() for c in countries)
    if path.suffix.lower() in {".geojson", ".json"}:
        return _add_boundaries(text, path, folder, label, known, wanted)
    failures: list[Failure] = []
    if renames:
        rows = _renamed(text, path.name, label, known)
    else:
        read = geonames_rows if sort == "geonames" else table_rows
        rows = read(text, path.name, label)
    found = list(_good(rows, failures))
    places = [p for p in found if (not wanted or p.country in wanted) and _is_named(p)]
    linked, new = _linked(_with_base_provinces(places, known), known)
    merged = _distinct([*linked, *new])
    _save(merged, folder, path)
    return AddResult(
        source=label,
        added=len(new),
        linked=len(linked),
        areas=0,
        failures=tuple(failures),
        left_out=len(found) - len(places),
    )


def _is_named(place: Place) -> bool:
    """Say whether reports name places of this kind: not every shop, no reef under water."""
    if place.feature_class == "S" and place.id.startswith("geonames:"):
        return place.feature_code in _BUILDINGS
    return place.feature_class != "U"


def _renamed(text: str, where: str, source: str, known: Gazetteer) -> Iterator[Place | Failure]:
    """Yield known places with the further names that a file of alternate names gives them."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in alternate_names(text, where):
        if isinstance(row, Failure):
            yield row
        else:
            names[row[0]].append(row[1])
    for place_id, others in names.items():
        place = known.place(place_id)
        if place is not None:
            yield replace(place, name=others[0], names=tuple(others), source=source)


def _good(rows: Iterable[Place | Failure], failures: list[Failure]) -> Iterator[Place]:
    for row in rows:
        if isinstance(row, Failure):
            failures.append(row)
        else:
            yield row


def _with_base_provinces(places: Sequence[Place], known: Gazetteer) -> list[Place]:
    """Return the places with the built-in gazetteer's province codes.

    A source with codes of its own (P-codes) is translated by vote: each of its provinces becomes
    the one that bears its name, or that most of the built-in places next to its places lie in.
    """
    told = {(p.country, p.admin1): p.admin1_name for p in places if p.admin1 and p.admin1_name}
    samples: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        if place.country and place.admin1 and place.lat is not None:
            samples[place.country, place.admin1].append(place)
    codes: dict[tuple[str, str], str | None] = {}
    for (country, code), group in samples.items():
        if known.place(f"admin1:{country}.{code}") is None:
            step = max(1, len(group) // _SAMPLE)
            codes[country, code] = _voted(group[::step], known)
    for (land, code), name in told.items():
        if not (land and code and name) or codes.get((land, code)):
            continue
        if known.place(f"admin1:{land}.{code}") is None:
            codes[land, code] = _named_province(land, name, known)
    return [
        replace(p, admin1=base)
        if p.country and p.admin1 and (base := codes.get((p.country, p.admin1)))
        else p
        for p in places
    ]


def _named_province(country: str, name: str, known: Gazetteer) -> str | None:
    """Return the code of the built-in province of a name, None where none or several bear it."""
    options = known.options(simplify(name), frozenset({country}), False)
    found = {
        o.admin1
        for o in options
        if o.kind == "A.ADM1" and o.country == country and o.unlike <= _SAME_UNIT_SPELLING
    }
    return found.pop() if len(found) == 1 else None


def _voted(places: Sequence[Place], known: Gazetteer) -> str | None:
    votes: Counter[str] = Counter()
    for place in places:
        if place.lat is None or place.lon is None:
            continue
        near = known.nearby(place.lat, place.lon, _NEIGHBOUR_KM)
        own = [
            n for n in near if n.country == place.country and n.admin1 and n.feature_class == "P"
        ]
        votes.update(n.admin1 for n in own[:1] if n.admin1)
    return votes.most_common(1)[0][0] if votes else None


def _linked(places: Iterable[Place], known: Gazetteer) -> tuple[list[Place], list[Place]]:
    """Return the places that are known ones (under the known id), and the new ones."""
    linked, new = [], []
    for place in places:
        same = place if known.place(place.id) else _same(place, known)
        if same is None:
            new.append(place)
        else:
            linked.append(replace(place, id=same.id))
    return linked, new


def _same(place: Place, known: Gazetteer) -> Place | None:
    """Return the known place that a new one is: its name, its kind, and within 5 km.

    A unit is the known unit of that name in its country, wherever its middle is drawn.
    """
    for name in (place.name, *place.names):
        for option in known.options(simplify(name), frozenset(), False):
            if _is_same(place, option):
                return known.place(option.id)
    return None


def _is_same(place: Place, option: Option) -> bool:
    if option.unlike > 0.3 or (place.country and option.country != place.country):
        return False
    if place.feature_class == "A":
        return option.kind == f"A.{place.feature_code}" and option.unlike <= 0.25
    if place.feature_class != option.kind[0]:
        return False
    if place.lat is None or place.lon is None or option.lat is None or option.lon is None:
        return False
    return distance_km((place.lat, place.lon), (option.lat, option.lon)) <= SAME_PLACE_KM


def _distinct(places: Iterable[Place]) -> list[Place]:
    """Return the places with those of one id made one, with all names."""
    found: dict[str, Place] = {}
    for place in places:
        before = found.get(place.id)
        if before is not None:
            names = tuple(dict.fromkeys((*before.names, place.name, *place.names)))
            place = replace(before, names=names)
        found[place.id] = place
    return list(found.values())


def _save(places: Sequence[Place], folder: Path, path: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = simplify(path.stem).replace(" ", "-") or "places"
    target = folder / f"{name}.places.npz"
    part = target.with_suffix(".part")
    save(pack(places), part)
    part.replace(target)


def _add_boundaries(
    text: str,
    path: Path,
    folder: Path,
    source: str,
    known: Gazetteer,
    wanted: frozenset[str],
) -> AddResult:
    left_out = 0
    failures: list[Failure] = []
    shapes: list[Shape] = []
    new: list[Place] = []
    for boundary in read_boundaries(text, path.name):
        if isinstance(boundary, Failure):
            failures.append(boundary)
            continue
        place = _unit_of(boundary, known) or _new_unit(boundary, source, known)
        if wanted and place.country not in wanted:
            left_out += 1
            continue
        if known.place(place.id) is None:
            new.append(place)
        shapes.append(boundary.shape(place.id))
    folder.mkdir(parents=True, exist_ok=True)
    if new:
        _save(_distinct(new), folder, path)
    name = simplify(path.stem).replace(" ", "-") or "areas"
    save_shapes(_joined(shapes), folder / f"{name}.shapes.npz")
    return AddResult(
        source=source,
        added=len(new),
        linked=len(shapes) - len(new),
        areas=len(shapes),
        failures=tuple(failures),
        left_out=left_out,
    )


def _joined(shapes: Iterable[Shape]) -> list[Shape]:
    rings: dict[str, list[Shape]] = defaultdict(list)
    for shape in shapes:
        rings[shape.place_id].append(shape)
    return [Shape(i, tuple(r for s in group for r in s.rings)) for i, group in rings.items()]


def _unit_of(boundary: Boundary, known: Gazetteer) -> Place | None:
    """Return the known unit whose name a boundary bears and whose middle lies in it."""
    forms = [simplify(n) for n in boundary.names]
    forms += [" ".join(f.split()[:-1]) for f in forms]  # "Kherson Oblast": "Kherson"
    options = [o for form in forms if form for o in known.options(form, frozenset(), False)]
    same = (o for o in options if _is_unit_of(o, boundary))
    found = next(same, None)
    return known.place(found.id) if found else None


def _is_unit_of(option: Option, boundary: Boundary) -> bool:
    kinds = {f"A.{boundary.level}"} if boundary.level else {"A.ADM1", "A.ADM2", "A.PCLI"}
    if option.kind not in kinds or option.lat is None or option.lon is None:
        return False
    shape = boundary.shape("")
    point = (option.lat, option.lon)
    return shape.contains(*point) or distance_km(shape.middle(), point) <= _SAME_UNIT_KM


def _new_unit(boundary: Boundary, source: str, known: Gazetteer) -> Place:
    shape = boundary.shape("")
    lat, lon = shape.middle()
    near = [p for p in known.nearby(lat, lon, 50.0) if p.feature_class == "P"]
    inside = [p for p in near if shape.contains(p.lat or 0.0, p.lon or 0.0)]
    host = next(iter(inside or near), None)
    code = boundary.code or simplify(boundary.names[0]).replace(" ", "-")
    return Place(
        id=f"ocha:{code}" if boundary.code[:2].isalpha() and boundary.level else f"user:{code}",
        name=boundary.names[0],
        names=boundary.names,
        lat=round(lat, 4),
        lon=round(lon, 4),
        feature_class="A" if boundary.level else "L",
        feature_code=boundary.level or "RGN",
        country=host.country if host else None,
        admin1=host.admin1 if host else None,
        source=source,
    )
