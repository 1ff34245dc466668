"""Open pages are told what another process writes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx

from tests.web.conftest import make_store, running

WRITER = """
import sys
from whoholds.log import Store
from whoholds.service.whoholds import Whoholds
from tests.web.conftest import read_text
read_text(Whoholds(Store.open(sys.argv[1])), "SDF took Kobane.", day="2017-07-01", outlet="Post")
"""
ROOT = Path(__file__).resolve().parents[2]


def test_a_new_report_of_another_process_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with running(make_store(folder)) as address:
        before = httpx.get(f"{address}/api/map", timeout=60.0).json()
        with httpx.stream("GET", f"{address}/api/events", timeout=60.0) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.iter_lines()
            assert _next(lines) == ("hello", {"store_version": 4, "places": []})
            writer = threading.Thread(target=_write, args=(folder,))
            writer.start()
            name, told = _next(lines)
            writer.join()
        assert name == "version"
        assert told["store_version"] == 5
        assert "geonames:172256" in told["places"]
        assert "geonames:167357" not in told["places"]
        after = httpx.get(f"{address}/api/map", timeout=60.0).json()
        at = after["id"].index("geonames:172256")
        assert after["status"][at] == 0
        assert (before["on"], after["on"]) == ("2017-06-30", "2017-07-01")


def test_the_server_stops_while_pages_listen(tmp_path: Path) -> None:
    with running(make_store(tmp_path / "store")) as address:
        stream = httpx.Client(timeout=60.0)
        request = stream.build_request("GET", f"{address}/api/events")
        reply = stream.send(request, stream=True)
        assert reply.status_code == 200
    # The server's thread has ended: `running` waits for it.
    reply.close()
    stream.close()


def _write(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, check=True)


def _next(lines: Any) -> tuple[str, dict[str, Any]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            return name, json.loads(line.removeprefix("data: "))
    raise AssertionError("the stream ended")
