from __future__ import annotations

import base64
import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from whoholds.errors import ExportError
from whoholds.publish.map_page import STATIC, Parts, built_parts, page_of, write_page

HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)>"
PARTS = Parts(code='const a = "</SCRIPT><!--";', css="b{}</style><i>", base=b'{"steps":400}')


def told(page: str) -> dict[str, Any]:
    """Return what the page has inside."""
    packed = re.search(r'id="whoholds-data">([^<]*)</script>', page)
    assert packed is not None
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return found


def test_names_from_reports_cannot_leave_their_place_in_the_page() -> None:
    columns = {"map": {"name": [HOSTILE]}}
    page = page_of(columns, title=HOSTILE, parts=PARTS)
    assert told(page) == {**columns, "base": {"steps": 400}}
    assert "alert(1)</script>" not in page
    assert "<img" not in page
    assert "<i>" in page and page.lower().count("</style>") == 1
    assert page.count("<script") == page.lower().count("</script>") == 2
    assert page.count("<!--") == 0


def test_a_page_asks_nothing_of_anybody_and_is_the_same_each_time() -> None:
    page = page_of({"map": {}}, title="A map", parts=PARTS)
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert page == page_of({"map": {}}, title="A map", parts=PARTS)


def test_what_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="make map"):
        built_parts(tmp_path)


@pytest.mark.skipif(
    not (STATIC / "single" / "map.js").is_file(), reason="the map is not built: make map"
)
def test_five_thousand_places_through_ten_years_stay_under_five_megabytes(tmp_path: Path) -> None:
    columns = made_up(places=5000, runs=15, claims=30_000)
    size = write_page(tmp_path / "map.html", columns, title="A map", parts=built_parts())
    assert size == (tmp_path / "map.html").stat().st_size
    assert size < 5_000_000


def made_up(*, places: int, runs: int, claims: int) -> dict[str, Any]:
    """Return columns as wild as those of a war that changes all the time."""
    chance = random.Random(7)
    starts = [sorted(chance.sample(range(15_000, 18_650), runs)) for _ in range(places)]

    def some(most: int, count: int) -> list[int]:
        return [chance.randrange(most) for _ in range(count)]

    by_run = {
        k: some(n, places * runs) for k, n in {"status": 3, "party": 8, "statements": 40}.items()
    }
    names = ["".join(chance.choices("abdehiklmnorstuwy ", k=11)) for _ in range(places)]
    return {
        "map": {
            "on": "2021-01-01",
            "parties": [],
            "id": [f"geonames:{chance.randrange(9_999_999)}" for _ in range(places)],
            "name": names,
            "lat": [round(chance.uniform(32, 37), 4) for _ in range(places)],
            "lon": [round(chance.uniform(36, 42), 4) for _ in range(places)],
            **{k: some(9, places) for k in ("population", "status", "party", "probability")},
        },
        "runs": {
            "first": list(range(0, places * runs + 1, runs)),
            "start": [day for days in starts for day in days],
            "end": [day for days in starts for day in [*days[1:], -1]],
            "probability": some(100, places * runs),
            **by_run,
        },
        "claims": {
            **{k: some(n, claims) for k, n in {"place": places, "day": 3650}.items()},
            **{k: some(9, claims) for k in ("kind", "party", "speaker")},
        },
        "histogram": {"first_day": "2011-01-26", "counts": some(60, 3650)},
    }
