"""The desk over HTTP: a verdict changes the answer at once, and undoing brings it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from tests.web.conftest import WRITE, make_store, running
from whoholds.service.whoholds import Whoholds
from whoholds.web import review_wire as shapes
from whoholds.web.access import Access, Role

DAY = "2016-08-20"


@pytest.fixture
def own(tmp_path: Path) -> Whoholds:
    """A store that one test may change."""
    return make_store(tmp_path / "store")


@pytest.fixture
def desk(own: Whoholds) -> Iterator[httpx.Client]:
    """A client of an open server over it."""
    with running(own) as address, httpx.Client(base_url=address, timeout=60.0) as client:
        yield client


def who(client: httpx.Client, place: str = "Manbij") -> tuple[str | None, float]:
    answer = client.get(f"/api/who?place={place}&on={DAY}").json()
    return answer["holder_id"], answer["probability"]


def post(client: httpx.Client, path: str, body: dict[str, Any], *, status: int = 201) -> Any:
    reply = client.post(f"/api/review/{path}", json={"reviewer": "Anna", **body}, headers=WRITE)
    assert reply.status_code == status, reply.text
    if status == 201:
        TypeAdapter(shapes.Judged).validate_json(reply.content, strict=True, extra="forbid")
    return reply.json()


def claim(client: httpx.Client, words: str) -> dict[str, Any]:
    items = client.get("/api/claims").json()["items"]
    return next(c for c in items if words in c["text"])


def test_rejecting_moves_the_answer_and_undoing_brings_it_back(desk: httpx.Client) -> None:
    before, tag = who(desk), desk.get("/api/map").headers["etag"]
    seizure = claim(desk, "SDF took Manbij")
    judged = post(desk, "verdicts", {"statement_id": seizure["id"], "verdict": "reject"})
    assert judged["statement"] is None
    assert judged["standing"]["state"] == "reviewed"
    assert "geonames:167357" in judged["places"]
    assert who(desk) != before
    assert desk.get("/api/map").headers["etag"] != tag
    assert seizure["id"] not in {c["id"] for c in desk.get("/api/claims").json()["items"]}
    back = post(desk, f"verdicts/{judged['verdict']['id']}/undo", {})
    assert back["standing"]["state"] == "machine"
    assert back["statement"]["id"] == seizure["id"]
    assert who(desk) == before


def test_a_place_whose_only_claim_is_rejected_leaves_the_map(desk: httpx.Client) -> None:
    aleppo = "geonames:170063"
    only = claim(desk, "SDF took Aleppo")
    assert aleppo in desk.get("/api/map").json()["id"]
    judged = post(desk, "verdicts", {"statement_id": only["id"], "verdict": "reject"})
    assert aleppo not in desk.get("/api/map").json()["id"]
    assert aleppo not in desk.get("/api/map/runs").json()["id"]
    assert desk.get(f"/api/who?place={aleppo}").status_code == 200
    post(desk, f"verdicts/{judged['verdict']['id']}/undo", {})
    assert aleppo in desk.get("/api/map").json()["id"]


def test_hostile_words_are_kept_as_text(desk: httpx.Client) -> None:
    seizure = claim(desk, "SDF took Manbij")
    words = "<script>alert(1)</script>\u202e javascript:"
    body = {"statement_id": seizure["id"], "verdict": "comment", "comment": words}
    assert post(desk, "verdicts", body)["verdict"]["comment"] == words
    post(desk, "verdicts", {**body, "reviewer": "\u202eAnna"}, status=422)


def test_a_correction_stands_in_place_of_what_was_read(desk: httpx.Client) -> None:
    seizure = claim(desk, "SDF took Manbij")
    body = {
        "statement_id": seizure["id"],
        "verdict": "correct",
        "correction": {"place_id": "geonames:172256", "start": "2016-08-10", "speaker": None},
        "comment": "the next town",
    }
    judged = post(desk, "verdicts", body)
    now = judged["statement"]
    assert now["place_id"] == "geonames:172256"
    assert (now["start_date"], now["end_date"]) == ("2016-08-10", "2016-08-10")
    assert now["actor_id"] == seizure["actor_id"]
    assert now["confidence"] == 1.0
    assert set(judged["places"]) == {"geonames:167357", "geonames:172256"}
    assert who(desk, "geonames:172256")[0] == "syrian-democratic-forces"
    undone = post(desk, f"verdicts/{judged['verdict']['id']}/undo", {})
    assert undone["statement"]["id"] == seizure["id"]
    assert set(undone["places"]) == {"geonames:167357", "geonames:172256"}


def test_a_missed_claim_is_added_by_marked_words(desk: httpx.Client) -> None:
    seizure = claim(desk, "SDF took Manbij")
    body = {
        "report_id": seizure["report_id"],
        "start_char": 0,
        "end_char": 15,
        "kind": "control_state",
        "actor_id": "islamic-state",
        "place_id": "geonames:172256",
        "start": "2016-08",
    }
    judged = post(desk, "claims", body)
    assert judged["statement"]["text"] == "SDF took Manbij"
    assert who(desk, "geonames:172256")[0] == "islamic-state"
    listed = desk.get("/api/review/verdicts", params={"statement_id": judged["statement"]["id"]})
    assert [r["verdict"] for r in listed.json()["items"]] == ["add"]
    marks = desk.get(f"/api/reports/{seizure['report_id']}").json()["marks"]
    assert judged["statement"]["id"] in {m["statement_id"] for m in marks}
    post(desk, f"verdicts/{judged['verdict']['id']}/undo", {})
    assert who(desk, "geonames:172256")[0] is None


def test_reviewers_get_different_items_or_the_same(desk: httpx.Client) -> None:
    def ids(reviewer: str, **asked: str) -> list[str]:
        reply = desk.get("/api/review/queue", params={"reviewer": reviewer, **asked})
        TypeAdapter(shapes.Queue).validate_json(reply.content, strict=True, extra="forbid")
        return [i["statement"]["id"] for i in reply.json()["items"]]

    anna, ben = ids("Anna", limit="3"), ids("Ben", limit="3")
    assert len(anna) == 3
    assert not set(anna) & set(ben)
    assert ids("Anna", limit="3") == anna
    post(desk, "verdicts", {"statement_id": anna[0], "verdict": "reject"})
    assert anna[0] not in ids("Ben", limit="100")
    assert ids("Ben", limit="1", same="true") == [anna[0]]
    assert anna[0] not in ids("Anna", limit="100", same="true")


def test_figures_and_export(desk: httpx.Client) -> None:
    seizure, left = claim(desk, "SDF took Manbij"), claim(desk, "IS left Manbij")
    for reviewer in ("Anna", "Ben"):
        post(
            desk,
            "verdicts",
            {"statement_id": seizure["id"], "verdict": "accept", "reviewer": reviewer},
        )
        post(
            desk,
            "verdicts",
            {"statement_id": left["id"], "verdict": "reject", "reviewer": reviewer},
        )
    reply = desk.get("/api/review/figures")
    TypeAdapter(shapes.Figures).validate_json(reply.content, strict=True, extra="forbid")
    figures = reply.json()
    assert figures["states"]["adjudicated"] == 2
    assert figures["agreement"]["alpha"] == 1.0
    assert figures["precision"]["share"] == 0.5
    export = desk.get("/api/review/export.jsonl")
    assert export.headers["content-type"].startswith("application/x-ndjson")
    rows = [json.loads(line) for line in export.text.splitlines()]
    assert [r["negative"] for r in rows] == [False, True]
    (found,) = rows[0]["claims"]
    assert (found["actor"], found["place"], found["start_date"]) == ("SDF", "Manbij", "2016-08-12")
    start, end = found["evidence"]
    assert rows[0]["text"][start:end] == found["evidence_text"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"statement_id": "0" * 32, "verdict": "accept"}, 404),
        ({"statement_id": "SEIZURE", "verdict": "wrong"}, 422),
        ({"statement_id": "SEIZURE", "verdict": "correct"}, 422),
        ({"statement_id": "SEIZURE", "verdict": "correct", "correction": {"kind": "x"}}, 422),
        (
            {"statement_id": "SEIZURE", "verdict": "correct", "correction": {"end": "9999-13-31"}},
            422,
        ),
        (
            {"statement_id": "SEIZURE", "verdict": "correct", "correction": {"end": "9999-12-31"}},
            422,
        ),
        ({"statement_id": "SEIZURE", "verdict": "accept", "correction": {"start": None}}, 422),
        ({"statement_id": "SEIZURE", "verdict": "accept", "reviewer": " "}, 422),
        ({"statement_id": "SEIZURE", "verdict": "comment"}, 422),
    ],
)
def test_what_cannot_be_written_down_is_refused(
    desk: httpx.Client, own: Whoholds, body: dict[str, Any], status: int
) -> None:
    seizure, version = claim(desk, "SDF took Manbij"), own.store.version
    told = {k: seizure["id"] if v == "SEIZURE" else v for k, v in body.items()}
    problem = post(desk, "verdicts", told, status=status)
    assert problem["fix"]
    assert own.store.version == version


def test_only_reviewers_write_and_only_from_here(own: Whoholds) -> None:
    access = Access({"r" * 12: Role.READER, "w" * 12: Role.REVIEWER})
    with running(own, access) as address, httpx.Client(base_url=address) as client:
        body = {"reviewer": "Anna", "statement_id": "0" * 32, "verdict": "accept"}

        def status(token: str, **headers: str) -> int:
            bearer = {"authorization": f"Bearer {token}", **headers}
            return client.post("/api/review/verdicts", json=body, headers=bearer).status_code

        assert status("r" * 12, **WRITE) == 403
        assert status("w" * 12) == 403
        assert status("w" * 12, **WRITE) == 404
        assert client.get("/api/review/figures").status_code == 401
