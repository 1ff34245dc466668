"""A large store's map is worked out beside the server, which says how far it is."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import make_store, running
from whoholds.web import charts


def test_the_map_is_announced_until_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "LARGE", 1)
    monkeypatch.setattr(charts, "PATIENCE", 0.0)
    store = make_store(tmp_path / "store")
    with running(store) as address, httpx.Client(base_url=address, timeout=60.0) as client:
        reply = client.get("/api/map")
        assert reply.status_code == 503
        assert "% done" in reply.json()["detail"]
        # Questions about a place do not wait for it.
        before = client.get("/api/who?place=Manbij").json()
        limit = time.monotonic() + 60.0
        while client.get("/api/map").status_code == 503 and time.monotonic() < limit:
            time.sleep(0.2)
        day = client.get("/api/map").json()
        at = day["id"].index(before["place_id"])
        assert day["parties"][day["party"][at]]["id"] == before["holder_id"]
        # The kept answers are those that are worked out when asked.
        assert client.get("/api/who?place=Manbij").json() == before
        assert client.get("/api/who?place=Manbij&evidence=19").json() == before
