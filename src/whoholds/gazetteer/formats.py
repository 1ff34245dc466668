"""Reads places out of files: GeoNames dumps, OCHA tables, plain CSV, GeoNames' alternate names."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from whoholds.errors import GazetteerError
from whoholds.gazetteer.folding import simplify
from whoholds.gazetteer.knowledge import describe_place_noun
from whoholds.model import Failure, Place

T = TypeVar("T")
Row = Place | Failure
GEONAMES_COLUMNS = 19
LONGEST_LANGUAGE = 7
LANGUAGES = frozenset({"", "en", "ar", "uk", "ru", "ku", "fa", "fr", "abbr"})
_HINT = "Correct the row, or leave it out."
_LEVELS = ("4", "3", "2", "1")


def read_text(path: Path) -> str:
    """Return a file's text, from inside where it is a zip; raises GazetteerError if unreadable."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts = [i for i in archive.infolist() if "readme" not in i.filename.lower()]
                biggest = max(parts, key=lambda i: i.file_size)
                return archive.read(biggest).decode("utf-8-sig")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError, zipfile.BadZipFile) as error:
        raise GazetteerError(
            where=str(path), what=f"cannot be read as UTF-8 text ({error})", fix="Check the file."
        ) from error


def geonames_rows(text: str, where: str, source: str) -> Iterator[Row]:
    """Yield the places of a GeoNames dump (19 columns set apart by tabs), line by line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield _attempt(
                _geonames_place, line.rstrip("\r").split("\t"), f"{where}:{number}", source
            )


def _geonames_place(fields: list[str], source: str) -> Place:
    if len(fields) != GEONAMES_COLUMNS:
        raise ValueError(f"{len(fields)} columns instead of {GEONAMES_COLUMNS}")
    lat, lon = _point(fields[4], fields[5])
    identity = fields[0].strip()
    names = [fields[1], fields[2], *fields[3].split(",")]
    return Place(
        id=identity if ":" in identity else f"geonames:{int(identity)}",
        name=_required(fields[1], "name"),
        names=tuple(dict.fromkeys(n.strip() for n in names if n.strip())),
        lat=lat,
        lon=lon,
        feature_class=fields[6] or "P",
        feature_code=fields[7] or "PPL",
        country=fields[8] or None,
        admin1=fields[10] or None,
        admin2=fields[11] or None,
        admin3=fields[12] or None,
        population=int(fields[14] or 0) or None,
        source=source,
    )


def alternate_names(text: str, where: str) -> Iterator[tuple[str, str] | Failure]:
    """Yield place ids with a further name out of GeoNames' alternateNamesV2.

    Only names that a report could use: of the languages in LANGUAGES, no links or post codes.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        fields = line.rstrip("\r").split("\t")
        if not line.strip():
            continue
        if len(fields) < 4 or not fields[1].isdigit():
            yield Failure(where=f"{where}:{number}", what="not an alternate name", fix=_HINT)
        elif fields[2] in LANGUAGES and fields[3].strip():
            yield f"geonames:{fields[1]}", fields[3].strip()


def table_rows(text: str, where: str, source: str) -> Iterator[Row]:
    """Yield the places of a CSV table with a header: OCHA COD-AB, or a user's own columns.

    Raises GazetteerError where the header has neither P-codes nor `name`, `lat` and `lon`.
    """
    reader = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text))
    header = {(c or "").strip().lower() for c in reader.fieldnames or ()}
    coded = any(c.startswith("adm") and c.endswith("_pcode") for c in header)
    if not coded and not {"name", "lat", "lon"} <= header:
        raise GazetteerError(
            where=where,
            what=f"columns {', '.join(sorted(header)) or 'missing'}",
            fix="Give columns name, lat, lon (and country, id, feature, names), or adm*_pcode.",
        )
    make: Callable[[dict[str, str], str], Place] = _coded_place if coded else _plain_place
    for row in reader:
        fields = {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if k}
        yield _attempt(make, fields, f"{where}:{reader.line_num}", source)


def _delimiter(text: str) -> str:
    """Return what divides a table's columns: the sign that its header has most of."""
    header = text.partition("\n")[0]
    return max(",\t;", key=header.count)


def sort_of_table(text: str) -> str:
    """Return "geonames", "names" (alternateNamesV2) or "table", told by the first line."""
    lines = (ln for ln in text.split("\n") if ln.strip() and not ln.startswith("#"))
    fields = [f.strip() for f in next(lines, "").rstrip("\r").split("\t")]
    header = {f.lower() for f in fields}
    named = {"name", "lat", "lon"} <= header
    if len(fields) < 4 or named or any(f.endswith("_pcode") for f in header):
        return "table"
    if len(fields) >= GEONAMES_COLUMNS:
        return "geonames"
    language = len(fields[2]) <= LONGEST_LANGUAGE and not fields[2].isdigit()
    return "names" if fields[0].isdigit() and fields[1].isdigit() and language else "table"


def _coded_place(row: Mapping[str, str], source: str) -> Place:
    """Return the finest unit of a row of an OCHA table of administrative units."""
    level = next((n for n in _LEVELS if row.get(f"adm{n}_pcode")), None)
    if level is None:
        raise ValueError("no P-code")
    code = row[f"adm{level}_pcode"]
    names = [v for k, v in row.items() if k.startswith(f"adm{level}_") and _is_name_column(k) and v]
    point = [_first(row, keys) for keys in (_LATITUDES, _LONGITUDES)]
    lat, lon = _point(*point) if all(point) else (None, None)
    return Place(
        id=f"ocha:{code}",
        name=_required(row.get(f"adm{level}_en") or (names[0] if names else ""), "name"),
        names=tuple(dict.fromkeys(names)),
        lat=lat,
        lon=lon,
        feature_class="A",
        feature_code=f"ADM{level}",
        country=(row.get("adm0_pcode") or code)[:2].upper(),
        admin1=row.get("adm1_pcode") or None,
        admin1_name=row.get("adm1_en") or row.get("adm1_name") or None,
        admin2=(row.get("adm2_pcode") or None) if level >= "2" else None,
        admin3=(row.get("adm3_pcode") or None) if level >= "3" else None,
        source=source,
    )


_LATITUDES = ("lat", "latitude", "center_lat", "y_coord", "y")
_LONGITUDES = ("lon", "longitude", "center_lon", "x_coord", "x")


def _is_name_column(column: str) -> bool:
    return not column.endswith(("_pcode", "_ref", "_type")) and "alt" not in column[4:6]


def _first(row: Mapping[str, str], keys: Iterable[str]) -> str:
    return next((row[k] for k in keys if row.get(k)), "")


def _plain_place(row: Mapping[str, str], source: str) -> Place:
    name = _required(row["name"], "name")
    lat, lon = _point(row["lat"], row["lon"])
    feature = _feature(row.get("feature") or row.get("type") or "P.PPL")
    others = row.get("names", "").replace("|", ";").split(";")
    identity = row.get("id") or simplify(name).replace(" ", "-")
    return Place(
        id=identity if ":" in identity else f"user:{identity}",
        name=name,
        names=tuple(dict.fromkeys([name, *(n.strip() for n in others if n.strip())])),
        lat=lat,
        lon=lon,
        feature_class=feature[0],
        feature_code=feature[2:],
        country=row.get("country", "").upper() or None,
        admin1=row.get("admin1") or None,
        admin2=row.get("admin2") or None,
        population=int(row.get("population") or 0) or None,
        source=source,
    )


def _feature(text: str) -> str:
    """Return a GeoNames class and code for a code ("S.AIRB") or a word ("airbase")."""
    kind = describe_place_noun(text)
    if kind is not None:
        return kind.code
    if len(text) < 3 or text[1] != "." or text[0] not in "AHLPRSTUV":
        raise ValueError(f"feature {text!r} is neither a GeoNames code nor a word for a place")
    return text


def _required(text: str, what: str) -> str:
    if not text.strip():
        raise ValueError(f"no {what}")
    return text.strip()


def _point(latitude: str, longitude: str) -> tuple[float, float]:
    lat, lon = float(latitude), float(longitude)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"no point on earth: {latitude}, {longitude}")
    return lat, lon


def _attempt(make: Callable[[T, str], Place], fields: T, where: str, source: str) -> Row:
    """Return what `make` makes of a row, or a failure that says where and why."""
    try:
        return make(fields, source)
    except (ValueError, KeyError, IndexError) as error:
        return Failure(where=where, what=f"malformed row ({error})", fix=_HINT)
