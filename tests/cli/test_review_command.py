"""Review on the command line: what comes next, verdicts, undoing, figures and gold."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests.cli.command import rows, run
from tests.service.stub import VERSIONS, load_stub
from whoholds.cli import review_command, review_verdicts
from whoholds.log import Store
from whoholds.service.whoholds import Whoholds

REPORTS = [
    {"text": "IS took Manbij on 2014-01-23 said Monitor.", "date": "2014-01-23", "outlet": "Post"},
    {"text": "SDF took Kobane on 2015-01-26. IS fled Manbij.", "date": "2015-01-26"},
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """A store of two reports, and a reviewer at the keyboard."""
    lines = tmp_path / "reports.jsonl"
    lines.write_text("".join(json.dumps(r) + "\n" for r in REPORTS), encoding="utf-8")
    path = tmp_path / "store"
    filled = Whoholds(Store.create(path), factory=load_stub, versions=VERSIONS)
    filled.read(lines, workers=1)
    with mock.patch.dict(os.environ, {"WHOHOLDS_REVIEWER": "Anna"}):
        yield path


def test_a_session_at_the_desk(store: Path, tmp_path: Path) -> None:
    items = rows(run("review", "next", store=store))
    assert {i["statement"]["place_name"] for i in items} == {"Manbij", "Kobane"}
    seizure = next(i for i in items if i["statement"]["place_name"] == "Kobane")["statement"]
    assert rows(run("who", "Kobane", store=store))[0]["holder_id"] == "syrian-democratic-forces"

    (rejected,) = rows(run("review", "reject", seizure["id"][:8], store=store))
    assert rejected["verdict"]["reviewer"] == "Anna"
    assert rows(run("who", "Kobane", store=store))[0]["holder_id"] is None
    undone = run("review", "undo", rejected["verdict"]["id"][:8], "--as", "Ben", store=store)
    assert rows(undone)[0]["standing"]["state"] == "machine"
    assert rows(run("who", "Kobane", store=store))[0]["holder_id"] == "syrian-democratic-forces"

    words = ("--kind", "contest", "--actor", "none", "--start", "2015-01")
    (corrected,) = rows(run("review", "correct", seizure["id"], *words, store=store))
    assert corrected["statement"]["actor_id"] is None
    assert corrected["statement"]["start_date"] == "2015-01"
    run("review", "accept", corrected["statement"]["id"], "--as", "Ben", store=store)

    added = run(
        *("review", "add", seizure["report_id"][:10], "IS fled Manbij", "--kind", "withdraw"),
        *("--actor", "Islamic State", "--place", "Manbij", "--start", "2015-01-26"),
        store=store,
    )
    assert rows(added)[0]["statement"]["text"] == "IS fled Manbij"
    assert [r["verdict"] for r in rows(run("review", "list", store=store))] == [
        "reject",
        "undo",
        "correct",
        "accept",
        "add",
    ]
    (figures,) = rows(run("review", "figures", store=store))
    assert figures["verdicts"] == {"accept": 0, "reject": 0, "correct": 1, "unclear": 0, "added": 1}
    gold = tmp_path / "gold.jsonl"
    run("review", "export", "-o", gold, store=store)
    kinds = [json.loads(line)["kinds"] for line in gold.read_text().splitlines()]
    assert kinds == [["contest"], ["withdraw"]]
    assert not rows(run("verify", store=store))


def test_on_a_terminal_it_reads_well(store: Path) -> None:
    with (
        mock.patch.object(review_command, "wants_json", lambda as_json: as_json),
        mock.patch.object(review_verdicts, "wants_json", lambda as_json: as_json),
    ):
        shown = run("review", "next", store=store).stdout
        assert "without it on" in shown
        identity = rows(run("review", "next", "--json", store=store))[0]["statement"]["id"]
        told = run("review", "accept", identity, store=store).stdout
        assert "accept by Anna" in told
        assert "accepted (reviewed)" in told
        assert "95% interval" in run("review", "figures", store=store).stdout
        assert "Anna" in run("review", "list", store=store).stdout


def test_what_is_not_understood_says_what_to_do(store: Path) -> None:
    nothing = run("review", "accept", "f" * 32, store=store)
    assert nothing.returncode == 1
    assert "whoholds claims" in nothing.stderr
    report = rows(run("claims", store=store))[0]["report_id"]
    lost = run("review", "add", report, "no such words", "--kind", "seize", store=store)
    assert lost.returncode == 1
    assert "the words are not there" in lost.stderr
    with mock.patch.dict(os.environ):
        del os.environ["WHOHOLDS_REVIEWER"]
        nobody = run("review", "next", store=store)
    assert nobody.returncode == 2
    assert "--as" in nobody.stderr
