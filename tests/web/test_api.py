"""The API answers what the service answers, by its description, and again only when it changed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from tests.web.conftest import WRITE, make_store, read_text, running
from whoholds.service.rows import short_answer_row
from whoholds.service.whoholds import Whoholds
from whoholds.web import text_wire, wire

MANBIJ = "geonames:167357"
SHAPES: list[tuple[str, Any]] = [
    ("/api/info", wire.Info),
    ("/api/who?place=Manbij&on=2016-08-20", wire.Answer),
    ("/api/who?place=Manbij&on=2016-08-20&known=2014-12-31&evidence=1", wire.Answer),
    ("/api/timeline?place=Manbij", list[wire.Holding]),
    ("/api/explain?place=Manbij&on=2016-08-20", wire.Explanation),
    ("/api/explain?place=Manbij&on=2016-08-20&actor=Islamic State", wire.Explanation),
    ("/api/map", wire.DayMap),
    ("/api/map?on=2014-06-01&known=2014-12-31", wire.DayMap),
    ("/api/map/runs", wire.RunsMap),
    ("/api/map/claims", wire.Points),
    ("/api/histogram", wire.Histogram),
    ("/api/parties", list[wire.PartyWithRuns]),
    ("/api/places?q=manb", list[wire.FoundPlace]),
    ("/api/search?q=is", wire.Found),
    ("/api/claims?place=Manbij&newest=true", wire.Claims),
    ("/api/happenings?place=Aleppo province", wire.Happenings),
    ("/api/speakers", list[wire.Record]),
]


@pytest.mark.parametrize(("path", "shape"), SHAPES, ids=[path for path, _ in SHAPES])
def test_each_reply_has_the_described_shape(client: httpx.Client, path: str, shape: Any) -> None:
    reply = client.get(path)
    assert reply.status_code == 200, reply.text
    TypeAdapter(shape).validate_json(reply.content, strict=True, extra="forbid")


def test_each_record_has_the_described_shape(client: httpx.Client) -> None:
    statement = client.get("/api/claims?place=Manbij").json()["items"][0]
    happening = client.get("/api/happenings?place=Manbij").json()["items"][0]
    for path, shape in (
        (f"/api/statements/{statement['id']}", wire.ShownStatement),
        (f"/api/statements/{statement['id'][:10]}", wire.ShownStatement),
        (f"/api/reports/{statement['report_id']}", wire.ShownReport),
        (f"/api/happenings/{happening['id']}", wire.ShownHappening),
    ):
        reply = client.get(path)
        assert reply.status_code == 200, reply.text
        TypeAdapter(shape).validate_json(reply.content, strict=True, extra="forbid")


def test_who_is_what_the_service_says(client: httpx.Client, store: Whoholds) -> None:
    from datetime import date

    for on in ("2014-02-01", "2016-08-20"):
        asked = store.who("Manbij", on=date.fromisoformat(on))
        reply = client.get("/api/who", params={"place": "Manbij", "on": on}).json()
        assert reply["sentence"] == asked.sentence
        assert reply["n_evidence"] == len(asked.evidence) > 0
        assert reply.keys() == short_answer_row(asked, 20).keys()
    first = client.get("/api/who?place=Manbij&on=2016-08-20&evidence=0").json()
    assert first["evidence"] == []
    assert first["n_evidence"] == reply["n_evidence"]


def test_the_map_agrees_with_who_on_each_day(client: httpx.Client) -> None:
    for on in ("2014-01-25", "2015-06-01", "2016-08-13", "2017-06-30"):
        found = client.get("/api/map", params={"on": on}).json()
        assert MANBIJ in found["id"]
        for n, place in enumerate(found["id"]):
            answer = client.get("/api/who", params={"place": place, "on": on}).json()
            assert ["held", "contested", "unknown"][found["status"][n]] == answer["status"]
            party = found["parties"][found["party"][n]]["id"] if found["party"][n] >= 0 else None
            assert party == answer["holder_id"]
            assert abs(found["probability"][n] / 100 - answer["probability"]) <= 0.1


def test_runs_tile_the_time_of_each_place(client: httpx.Client) -> None:
    day, runs = client.get("/api/map").json(), client.get("/api/map/runs").json()
    assert runs["id"] == day["id"]
    assert len(runs["first"]) == len(runs["id"]) + 1
    for n in range(len(runs["id"])):
        mine = range(runs["first"][n], runs["first"][n + 1])
        assert len(mine) > 0
        for one, other in pairwise(mine):
            assert runs["start"][one] < runs["end"][one] == runs["start"][other]
        assert runs["end"][mine[-1]] == -1
        last = [runs[c][mine[-1]] for c in ("status", "party", "besieged")]
        assert last == [day[c][n] for c in ("status", "party", "besieged")]


def test_known_leaves_out_what_came_later(client: httpx.Client) -> None:
    params = {"place": "Manbij", "on": "2016-08-20"}
    told = client.get("/api/who", params=params).json()
    then = client.get("/api/who", params={**params, "known": "2014-12-31"}).json()
    assert told["sentence"] != then["sentence"]
    assert then["n_statements"] < told["n_statements"]
    maps = [
        client.get("/api/map", params={"on": "2016-08-20", "known": known}).json()
        for known in ("2014-12-31", "2017-06-30")
    ]
    at = [m["id"].index(MANBIJ) for m in maps]
    sides = [
        m["parties"][m["party"][n]]["id"] if m["party"][n] >= 0 else None
        for m, n in zip(maps, at, strict=True)
    ]
    assert sides[1] == "syrian-democratic-forces" != sides[0]
    colours = [{p["id"]: p["colour"] for p in m["parties"]} for m in maps]
    assert all(colours[1][p] == c for p, c in colours[0].items() if p in colours[1])


def test_claims_come_in_pages(client: httpx.Client) -> None:
    every = client.get("/api/claims?limit=1000").json()
    assert every["total"] == len(every["items"]) > 4
    ids = [s["id"] for s in every["items"]]
    paged = [
        s["id"]
        for offset in range(0, every["total"], 2)
        for s in client.get(f"/api/claims?limit=2&offset={offset}").json()["items"]
    ]
    assert paged == ids
    newest = client.get("/api/claims?limit=1000&newest=true").json()["items"]
    assert [s["id"] for s in newest] == ids[::-1]
    kinds = {s["kind"] for s in client.get("/api/claims?kind=withdraw").json()["items"]}
    assert kinds == {"withdraw"}
    assert client.get("/api/claims?offset=100000").json()["items"] == []


def test_marks_are_the_words_of_the_report(client: httpx.Client) -> None:
    statement = client.get("/api/claims?place=Manbij&kind=seize").json()["items"][0]
    report = client.get(f"/api/reports/{statement['report_id']}").json()
    words = {
        m["role"]: report["text"][m["start"] : m["end"]]
        for m in report["marks"]
        if m["statement_id"] == statement["id"]
    }
    assert words["evidence"] == statement["text"]
    assert words["trigger"] == "took"


def test_searches_take_any_spelling(client: httpx.Client) -> None:
    for words in ("Manbij", "mambij", "manb", "MANBIJ ", "membij"):
        found = client.get("/api/places", params={"q": words}).json()
        assert found[0]["id"] == MANBIJ, words
        assert found[0]["in_store"]
    found = client.get("/api/search", params={"q": "islamic state"}).json()
    assert "islamic-state" in [p["id"] for p in found["parties"]]
    said = client.get("/api/search", params={"q": "LEFT manbij"}).json()["statements"]
    assert [s["text"] for s in said] == ["IS left Manbij said Monitor."]
    assert client.get("/api/search", params={"q": "zzzzqqqq"}).json()["statements"] == []


def test_the_histogram_counts_each_claim_once(client: httpx.Client) -> None:
    found = client.get("/api/histogram").json()
    assert found["first_day"] == "2014-01-23"
    assert sum(found["counts"]) == client.get("/api/claims").json()["total"]


def test_a_tag_spares_the_answer_until_the_store_changes(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with running(store) as address, httpx.Client(base_url=address, timeout=60.0) as client:
        for path in ("/api/who?place=Kobane", "/api/map?on=2017-01-01", "/api/claims?place=Kobane"):
            first = client.get(path)
            again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
        # Another process writes; the server is not told, and answers from the new version.
        other = Whoholds(type(store.store).open(tmp_path / "store"))
        read_text(other, "SDF took Kobane.", day="2017-07-01", outlet="Post")
        for path in ("/api/who?place=Kobane", "/api/claims?place=Kobane"):
            after = client.get(path, headers={"If-None-Match": first.headers["etag"]})
            assert after.status_code == 200
        answer = client.get("/api/who?place=Kobane").json()
        assert (answer["on"], answer["holder_id"]) == ("2017-07-01", "syrian-democratic-forces")
        day = client.get("/api/map").json()
        at = day["id"].index(answer["place_id"])
        assert day["parties"][day["party"][at]]["id"] == "syrian-democratic-forces"
        # The earlier version is still there to be asked.
        past = client.get("/api/who?place=Kobane&as_of=4").json()
        assert past["holder_id"] != "syrian-democratic-forces"
        assert client.get("/api/map?as_of=4").json()["on"] == "2017-06-30"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/who?place=Zzyzx", 404, "no place has this name"),
        ("/api/who?place=geonames:1", 404, "no place with this id"),
        ("/api/who", 422, "place"),
        ("/api/who?place=", 422, "place"),
        ("/api/who?place=%20", 404, "no place"),
        ("/api/who?place=Manbij&on=2016-13-01", 422, "on"),
        ("/api/who?place=Manbij&on=0", 422, "on"),
        ("/api/who?place=Manbij&on=9999-12-31", 422, "1800"),
        ("/api/who?place=Manbij&as_of=99", 404, "versions 0 to 4"),
        ("/api/who?place=Manbij&as_of=nobody", 404, "no version"),
        ("/api/claims?kind=gossip", 422, "kind"),
        ("/api/claims?limit=0", 422, "limit"),
        ("/api/claims?offset=-1", 422, "offset"),
        ("/api/statements/ffffffff", 404, "nothing in the store"),
        ("/api/reports/ffffffff", 404, "nothing in the store"),
        ("/api/happenings/ffffffff", 404, "nothing in the store"),
        ("/api/nothing", 404, "nothing at this address"),
        ("/nothing", 404, "nothing at this address"),
    ],
)
def test_errors_say_what_and_what_to_do(
    client: httpx.Client, path: str, status: int, words: str
) -> None:
    reply = client.get(path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    TypeAdapter(wire.Problem).validate_python(problem, extra="forbid")
    assert problem["status"] == status
    assert words in f"{problem['where']} {problem['detail']}"
    assert problem["fix"]


def test_an_ambiguous_id_is_a_conflict(client: httpx.Client) -> None:
    ids = [s["id"] for s in client.get("/api/claims").json()["items"]]
    prefixes = [i[:1] for i in ids]
    shared = next((p for p in prefixes if prefixes.count(p) > 1), None)
    if shared is None:
        shared = ""
    reply = client.get(f"/api/statements/statement:{shared}")
    assert reply.status_code in (404, 409, 422)
    if shared:
        assert reply.status_code == 409
        assert "several" in reply.json()["detail"]


def test_an_empty_store_answers_with_reasons(tmp_path: Path) -> None:
    from whoholds.log import Store

    empty = Whoholds(Store.create(tmp_path / "empty"))
    with running(empty) as address, httpx.Client(base_url=address, timeout=60.0) as client:
        assert client.get("/api/info").json()["last_day"] is None
        assert client.get("/api/map").status_code == 404
        assert "whoholds read" in client.get("/api/map").json()["fix"]
        assert client.get("/api/map/runs").json()["first"] == [0]
        assert client.get("/api/histogram").json() == {
            "first_day": None,
            "counts": [],
            "known": None,
        }
        assert client.get("/api/claims").json() == {"total": 0, "items": []}
        assert client.get("/api/who?place=Manbij").status_code == 404


def test_every_route_is_described_with_words(client: httpx.Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/who", "/api/map/runs", "/api/claims", "/api/events"} <= paths.keys()
    for path, operations in paths.items():
        for operation in operations.values():
            assert operation["description"], path
            for parameter in operation.get("parameters", []):
                assert parameter.get("description") or parameter["schema"].get("description"), path


def test_answers_are_looked_at_as_the_commands_do(client: httpx.Client) -> None:
    asked = {"place": "Manbij", "on": "2016-08-20"}
    plain = client.get("/api/who", params=asked).json()
    for name, value in (("level", "side"), ("neighbours", "true"), ("learned", "false")):
        for path in ("/api/who", "/api/timeline", "/api/explain", "/api/bands"):
            more = {k: v for k, v in asked.items() if k == "place" or path != "/api/timeline"}
            if path == "/api/bands":
                more.pop("on")
            reply = client.get(path, params={**more, name: value})
            assert reply.status_code == 200, reply.text
    side = client.get("/api/who", params={**asked, "level": "side"}).json()
    assert side["place_id"] == plain["place_id"]
    assert client.get("/api/who", params={**asked, "level": "army"}).status_code == 422


def test_speakers_are_told_by_words_not_by_ids(client: httpx.Client) -> None:
    speakers = client.get("/api/map/claims").json()["speakers"]
    assert all("-" not in s["name"] for s in speakers)
    found = client.get("/api/search?q=monitor").json()["speakers"]
    assert all("-" not in s["name"] for s in found)


def test_the_files_are_those_of_the_command(
    client: httpx.Client, store: Whoholds, tmp_path: Path
) -> None:
    store.export_control(tmp_path / "control.csv")
    store.export_claims(tmp_path / "claims.jsonl")
    reply = client.get("/api/export/control")
    assert reply.content == (tmp_path / "control.csv").read_bytes()
    assert "whoholds-control.csv" in reply.headers["content-disposition"]
    again = client.get("/api/export/control", headers={"If-None-Match": reply.headers["etag"]})
    assert again.status_code == 304
    told = client.get("/api/export/claims", params={"lines": "true"})
    assert told.content == (tmp_path / "claims.jsonl").read_bytes()
    assert client.get("/api/export/panel").content[:4] == b"PAR1"
    assert client.get("/api/export/shares?every=day").text.startswith("date,country")
    assert client.get("/api/export/holdings").json()["type"] == "FeatureCollection"
    assert client.get("/api/export/map?on=2016-08-20").text.startswith("<svg")
    long = client.get("/api/export/panel?since=1800-01-01&until=2100-01-01")
    assert long.status_code == 422
    hidden = client.get("/api/export/claims?public=true&lines=true")
    assert len(hidden.content) < len(told.content)


def test_a_text_is_read_and_not_kept(client: httpx.Client, store: Whoholds) -> None:
    version = store.store.version
    body = {"text": "IS took Manbij said Monitor.", "date": "2014-01-23", "id": "one"}
    reply = client.post("/api/annotate", json=body, headers=WRITE)
    assert reply.status_code == 200, reply.text
    TypeAdapter(text_wire.Annotation).validate_json(reply.content, extra="forbid")
    assert reply.json()["id"] == "one"
    assert reply.json()["claims"][0]["kind"] == "seize"
    assert store.store.version == version
    wrong = client.post("/api/annotate", json={**body, "date": "soon"}, headers=WRITE)
    assert wrong.status_code == 422
    assert client.post("/api/annotate", json=body).status_code == 403
    about = client.get("/api/openapi.json").json()["info"]["description"]
    assert "whoholds read" in about
