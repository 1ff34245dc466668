"""A Frictionless data package beside each table: what its columns mean and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from whoholds.errors import ExportError
from whoholds.publish.files import whole_file

FILE = "datapackage.json"
_SOURCES = (
    {"title": "The reports in the store; each statement names its own"},
    {"title": "GeoNames (CC BY 4.0)", "path": "https://www.geonames.org/"},
)


class Field(NamedTuple):
    """A column: its name, its Frictionless type, and what it means."""

    name: str
    type: str
    description: str


def describe_table(
    table: Path,
    fields: Sequence[Field],
    *,
    title: str,
    key: Sequence[str],
    version: str,
) -> None:
    """Write or extend the data package in the table's folder; its entry is put in the place of
    an earlier one of the same file. Raises ExportError.
    """
    path = table.with_name(FILE)
    package = _opened(path)
    resources = [r for r in package.get("resources", []) if r.get("path") != table.name]
    resources.append(_resource(table, fields, title=title, key=key, version=version))
    package["resources"] = sorted(resources, key=lambda r: str(r["path"]))
    with whole_file(path) as file:
        json.dump(package, file, ensure_ascii=False, indent=1)
        file.write("\n")


def _opened(path: Path) -> dict[str, Any]:
    empty = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "whoholds-export",
        "title": "Who holds which place, read from news reports",
        "sources": list(_SOURCES),
    }
    if not path.exists():
        return empty
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or found.get("name") != empty["name"]:
        raise ExportError(
            where=str(path),
            what="there is another data package here",
            fix="Export to another folder.",
        )
    return found


def _resource(
    table: Path, fields: Sequence[Field], *, title: str, key: Sequence[str], version: str
) -> dict[str, Any]:
    parquet = table.suffix == ".parquet"
    form = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    if parquet:
        form = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    return {
        "name": table.stem.lower(),
        "path": table.name,
        "title": title,
        **form,
        "version": version,
        "schema": {
            "fields": [
                {"name": f.name, "type": f.type, "description": f.description} for f in fields
            ],
            "primaryKey": list(key),
            **({} if parquet else {"missingValues": [""]}),
        },
    }
