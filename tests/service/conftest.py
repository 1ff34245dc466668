import json
from pathlib import Path

import pytest

from tests.service.stub import VERSIONS, load_stub
from whoholds.log import Store
from whoholds.service.whoholds import Whoholds

REPORTS = [
    {
        "date": "2014-01-23",
        "text": "IS took Manbij on 2014-01-23 said Monitor. IS took A-B highway.",
    },
    {"date": "2014-01-24", "text": "IS took Aleppo province. IS took Nowhere. IS shelled Kobane."},
    {"date": "2016-08-13", "text": "SDF took Manbij on 2016-08-12. IS left Manbij said Monitor."},
    {"date": "2017-06-30", "text": "IS left Aleppo province said Monitor. SDF took Aleppo."},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A file of four reports in the stub's language."""
    path = tmp_path / "reports.jsonl"
    lines = [
        {"id": i, "title": f"Report {i}", "outlet": "Post", **r} for i, r in enumerate(REPORTS)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Whoholds:
    """A store with nothing in it."""
    return Whoholds(Store.create(tmp_path / "store"), factory=load_stub, versions=VERSIONS)


@pytest.fixture
def store(empty: Whoholds, rows: Path) -> Whoholds:
    """A store with the four reports."""
    empty.read(rows, workers=1)
    return empty
