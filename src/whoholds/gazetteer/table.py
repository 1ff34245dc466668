"""A packed table of places that is searched without being built: columns, names, hashes."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from whoholds.errors import GazetteerError
from whoholds.gazetteer.folding import fold, simplify
from whoholds.model import Place

NO_COORDINATE = int(np.iinfo(np.int32).min)
_SCALE = 10_000  # a ten-thousandth of a degree, about 11 m: finer than any settlement
_TEXT_COLUMNS = ("country", "admin1", "admin1_name", "admin2", "admin3", "feature", "source")
_RECORD = Struct(f"<iiI{len(_TEXT_COLUMNS)}H")  # latitude, longitude, population, texts
_APART = "\0"  # stands in no name
_FORMAT = 1
DAMAGE = (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, BadZipFile)
SMALL = 20_000  # rows up to which ids are kept in a dictionary
# Of these the population column holds the people of the known settlements within, which tells how
# weighty the unit is but is not its population.
UNITS = frozenset({"A.ADM1", "A.ADM2", "A.ADM3"})


def key_hash(key: str) -> int:
    """Return a key's 24-bit hash; equal keys have equal hashes, on every machine."""
    return zlib.crc32(key.encode()) & 0xFFFFFF


@dataclass(frozen=True, slots=True)
class Index:
    """Hashes in rising order, with the name that each one came from.

    They are views: looking for one number in a view takes half the time of asking numpy.
    """

    hashes: memoryview
    names: memoryview

    def find(self, key: str) -> list[int]:
        """Return the numbers of the names whose key may be `key` (its hash agrees)."""
        value, hashes = key_hash(key), self.hashes
        low = high = bisect_left(hashes, value)
        while high < len(hashes) and hashes[high] == value:
            high += 1
        return self.names[low:high].tolist() if high > low else []


class PlaceTable:
    """Places packed in columns; rows are numbered from 0 in the order of their ids.

    The table is a pure function of its file: nothing is added to it after it was made.
    """

    def __init__(self, columns: dict[str, NDArray[Any]]) -> None:
        self.latitude: NDArray[np.int32] = columns["latitude"]
        self.longitude: NDArray[np.int32] = columns["longitude"]
        self.population: NDArray[np.uint32] = columns["population"]
        self.codes: dict[str, NDArray[Any]] = {c: columns[c] for c in _TEXT_COLUMNS}
        self.texts: dict[str, list[str]] = json.loads(columns["texts"].tobytes())
        self._ids = columns["ids"].tobytes()
        # Views give plain integers, many times faster than indexing an array row by row.
        self._codes = {c: columns[c].data for c in _TEXT_COLUMNS}
        self._point = self.latitude.data, self.longitude.data
        self._people = self.population.data
        # All of a row lies side by side too: making a place reads one stretch of memory, not ten.
        self._records = _records(columns)
        self._texts = [self.texts[c] for c in _TEXT_COLUMNS]
        self._id_ends = _ends(columns["id_lengths"]).data
        self._names, ends = _apart(columns["names"], columns["name_lengths"])
        self._name_ends = ends.data
        self._row_ends = _ends(columns["name_counts"]).data
        self._exact = columns["exact"]
        self._folded = columns["folded"]
        self._folded_names = columns["folded_names"]
        self._places: dict[int, Place] = {}

    def __len__(self) -> int:
        return len(self.latitude)

    @cached_property
    def exact(self) -> Index:
        """The index of plain forms."""
        return _index(_unpack(self._exact), None)

    @cached_property
    def folded(self) -> Index:
        """The index of folded forms."""
        mask = np.unpackbits(self._folded_names, count=len(self._name_ends)).astype(bool)
        return _index(_unpack(self._folded), np.flatnonzero(mask).astype(np.uint32))

    def row_of_name(self, number: int) -> int:
        """Return the row that name `number` belongs to."""
        return bisect_right(self._row_ends, number)

    def name(self, number: int) -> str:
        """Return name `number` as written."""
        return self._names[self._begin(number) : self._name_ends[number] - 1].decode()

    def names_of(self, row: int) -> tuple[str, ...]:
        """Return all names of a row, the main one first."""
        first, last = self._name_range(row)
        joined = self._names[self._begin(first) : self._name_ends[last - 1] - 1].decode()
        return tuple(joined.split(_APART))

    def _begin(self, number: int) -> int:
        return self._name_ends[number - 1] if number else 0

    def main_name(self, row: int) -> str:
        """Return a row's main name."""
        return self.name(self._name_range(row)[0])

    def is_main_name(self, number: int) -> bool:
        """Say whether a name is the main one of its row."""
        return self._name_range(self.row_of_name(number))[0] == number

    def _name_range(self, row: int) -> tuple[int, int]:
        return (self._row_ends[row - 1] if row else 0), self._row_ends[row]

    def id_of(self, row: int) -> str:
        """Return a row's place id."""
        return self._id(row).decode()

    def row_of(self, place_id: str) -> int | None:
        """Return the row of a place id, None where it is not in this table."""
        if len(self) <= SMALL:
            return self._rows.get(place_id)
        wanted = place_id.encode()
        row = bisect_left(range(len(self)), wanted, key=self._id)
        return row if row < len(self) and self._id(row) == wanted else None

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {self.id_of(row): row for row in range(len(self))}

    def _id(self, row: int) -> bytes:
        return self._ids[self._id_ends[row - 1] if row else 0 : self._id_ends[row]]

    def text(self, column: str, row: int) -> str | None:
        """Return a row's entry in one of the text columns, None where it is empty."""
        return self.texts[column][self._codes[column][row]] or None

    def code(self, column: str, text: str) -> int | None:
        """Return the number that stands for `text` in a text column, None where it is absent."""
        try:
            return self.texts[column].index(text)
        except ValueError:
            return None

    def point(self, row: int) -> tuple[float, float] | None:
        """Return a row's latitude and longitude in degrees, None where it has none."""
        latitude: int = self._point[0][row]
        if latitude == NO_COORDINATE:
            return None
        return latitude / _SCALE, self._point[1][row] / _SCALE

    def people(self, row: int) -> int:
        """Return a row's inhabitants, 0 where they are not known; a unit's are those counted."""
        return int(self._people[row])

    def place(self, row: int) -> Place:
        """Return a row as a `Place`; the same object each time."""
        found = self._places.get(row)
        if found is None:
            found = self._places[row] = self._make(row)
        return found

    def _make(self, row: int) -> Place:
        names = self.names_of(row)
        record = _RECORD.unpack_from(self._records, row * _RECORD.size)
        latitude, longitude, people = record[:3]
        country, admin1, admin1_name, admin2, admin3, feature, source = (
            text[code] for text, code in zip(self._texts, record[3:], strict=True)
        )
        feature = feature or "P.PPL"
        placed = latitude != NO_COORDINATE
        return Place(
            id=self.id_of(row),
            name=names[0],
            names=names,
            lat=latitude / _SCALE if placed else None,
            lon=longitude / _SCALE if placed else None,
            feature_class=feature[0],
            feature_code=feature[2:],
            country=country or None,
            admin1=admin1 or None,
            admin1_name=admin1_name or None,
            admin2=admin2 or None,
            admin3=admin3 or None,
            population=None if feature in UNITS else people or None,
            source=source,
        )

    @classmethod
    def load(cls, path: Path) -> PlaceTable:
        """Read a packed table; raises GazetteerError where the file is missing or damaged."""
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                columns = {key: file[key] for key in file.files}
            if int(columns["format"][0]) != _FORMAT:
                raise ValueError("another format")
            return cls(columns)
        except DAMAGE as error:
            raise GazetteerError(
                where=str(path), what=f"not a packed gazetteer ({error})", fix="Build it anew."
            ) from error


def _ends(lengths: NDArray[Any]) -> NDArray[np.uint32]:
    ends: NDArray[np.uint32] = lengths.cumsum(dtype=np.uint32)
    return ends


def _apart(names: NDArray[Any], lengths: NDArray[Any]) -> tuple[bytes, NDArray[np.uint32]]:
    """Return the names with a mark after each, so that many are cut at once; and where they end."""
    ends = _ends(lengths.astype(np.uint32) + 1)
    apart = np.zeros(len(names) + len(lengths), np.uint8)
    inside = np.ones(len(apart), bool)
    inside[ends - 1] = False
    apart[inside] = names
    return apart.tobytes(), ends


def _records(columns: dict[str, NDArray[Any]]) -> bytes:
    """Return the columns row by row, each row as `_RECORD` reads it."""
    fields = {"latitude": "<i4", "longitude": "<i4", "population": "<u4"}
    fields |= dict.fromkeys(_TEXT_COLUMNS, "<u2")
    records = np.empty(len(columns["latitude"]), dtype=list(fields.items()))
    for name in fields:
        records[name] = columns[name]
    return records.tobytes()


def pack(places: Iterable[Place]) -> dict[str, NDArray[Any]]:
    """Return the columns of a table of `places`; raises ValueError where an id comes twice."""
    rows = sorted(places, key=lambda p: p.id)
    ids = [p.id.encode() for p in rows]
    if len(set(ids)) != len(ids):
        raise ValueError("a place id comes twice")
    columns: dict[str, NDArray[Any]] = {
        "format": np.array([_FORMAT], np.uint8),
        "latitude": _coordinates([p.lat for p in rows]),
        "longitude": _coordinates([p.lon for p in rows]),
        "population": np.array([p.population or 0 for p in rows], np.uint32),
        "ids": np.frombuffer(b"".join(ids), np.uint8),
        "id_lengths": np.array([len(i) for i in ids], np.uint8),
    }
    return columns | _text_columns(rows) | _name_columns(rows)


def save(columns: dict[str, NDArray[Any]], path: Path) -> None:
    """Write packed columns to `path`; the same columns give the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **columns)


def _coordinates(values: Sequence[float | None]) -> NDArray[np.int32]:
    scaled = [NO_COORDINATE if v is None else round(v * _SCALE) for v in values]
    return np.array(scaled, np.int32)


def _text_columns(rows: Sequence[Place]) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = {}
    texts: dict[str, list[str]] = {}
    for column in _TEXT_COLUMNS:
        values = [_text(p, column) for p in rows]
        texts[column] = sorted(set(values))
        number = {text: i for i, text in enumerate(texts[column])}
        columns[column] = np.array([number[v] for v in values], np.uint16)
    columns["texts"] = np.frombuffer(json.dumps(texts, ensure_ascii=False).encode(), np.uint8)
    return columns


def _text(place: Place, column: str) -> str:
    if column == "feature":
        return f"{place.feature_class}.{place.feature_code}"
    return getattr(place, column) or ""


def _name_columns(rows: Sequence[Place]) -> dict[str, NDArray[Any]]:
    names: list[bytes] = []
    counts: list[int] = []
    exact: list[int] = []
    folded: list[int] = []
    mask: list[bool] = []
    for place in rows:
        kept = distinct_names((place.name, *place.names))
        seen: set[str] = set()
        counts.append(len(kept))
        for name in kept:
            simple = simplify(name)
            names.append(name.encode())
            exact.append(key_hash(simple))
            key = fold(simple)
            mask.append(bool(key) and key not in seen)
            if mask[-1]:
                folded.append(key_hash(key))
                seen.add(key)
    return {
        "names": np.frombuffer(b"".join(names), np.uint8),
        "name_lengths": np.array([len(n) for n in names], np.uint16),
        "name_counts": np.array(counts, np.uint16),
        "exact": _bytes(exact),
        "folded": _bytes(folded),
        "folded_names": np.packbits(np.array(mask, bool)),
    }


def distinct_names(names: Iterable[str]) -> list[str]:
    """Return the names that differ in their plain form, in order; the first is always kept."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(simplify(name), name.replace(_APART, " "))
    first = next(iter(kept.items()), None)
    return [n for key, n in kept.items() if key or (key, n) == first]


def _bytes(hashes: Sequence[int]) -> NDArray[np.uint8]:
    """Return 24-bit numbers as three planes of bytes."""
    values = np.array(hashes, np.uint32)
    return np.stack([(values >> shift).astype(np.uint8) for shift in (0, 8, 16)])


def _unpack(planes: NDArray[np.uint8]) -> NDArray[np.uint32]:
    low, middle, high = (plane.astype(np.uint32) for plane in planes)
    hashes: NDArray[np.uint32] = low | middle << np.uint32(8) | high << np.uint32(16)
    return hashes


def _index(hashes: NDArray[np.uint32], names: NDArray[np.uint32] | None) -> Index:
    # Hash and number in one 64-bit word: one plain sort, several times faster than argsort.
    numbers = np.arange(len(hashes), dtype=np.uint32) if names is None else names
    words = np.sort(hashes.astype(np.uint64) << np.uint64(32) | numbers)
    return Index((words >> np.uint64(32)).astype(np.uint32).data, words.astype(np.uint32).data)
