"""The commands as a user calls them, on real files; two of them in processes of their own."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import rows, run, run_apart
from whoholds.log import Store

REPORTS = {
    "izium.txt": """Ukrainian troops enter Izium, officials say

Published 10.09.2022 18:30
Outlet: The Sample Post

Ukrainian forces captured Izium on Saturday, the Ukrainian General Staff said.

Russian troops withdrew from Izium, the Russian Defence Ministry said.
""",
    "kherson.html": """<html><head><title>Russian forces take Kherson</title>
<meta property="og:site_name" content="Sample Wire">
<meta property="article:published_time" content="2022-03-03T08:00:00Z"></head>
<body><h1>Russian forces take Kherson</h1>
<p>Russian forces captured the city of Kherson on Wednesday, the regional governor said.</p>
<p>They now control the whole city, the mayor of Kherson said on Thursday.</p>
</body></html>""",
    "lines.jsonl": json.dumps(
        {
            "id": "raqqa",
            "title": "Islamic State defends Raqqa",
            "text": "Islamic State controls Raqqa. Turkish-backed rebels took Al-Bab in February.",
            "date": "2017-06-30",
            "outlet": "Sample Wire",
        }
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three reports in three forms, and the store that they are read into."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "in").mkdir()
    for name, text in REPORTS.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    done = run_apart("read", folder / "in", "--store", folder / "store")
    assert done.returncode == 0, done.stderr
    (summary,) = rows(done)
    assert summary["reports"] == 3
    assert summary["statements"] >= 4
    return folder


def test_who_says_who_holds_it_since_when_and_who_says_so(folder: Path) -> None:
    done = run("who", "Izium", "--on", "2022-09-11", store=folder / "store")
    assert done.returncode == 0, done.stderr
    (answer,) = rows(done)
    assert answer["holder_id"] == "ukraine"
    assert answer["since"] == "2022-09-10"
    evidence = answer["evidence"][0]
    assert "captured Izium" in evidence["text"]
    assert evidence["outlet"] == "The Sample Post"
    assert "General Staff" in evidence["sources"][0]["name"]


def test_an_unknown_place_and_an_empty_answer_end_with_one(folder: Path) -> None:
    done = run("who", "Xqzzyblorp", store=folder / "store")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Xqzzyblorp" in done.stderr
    assert "no place has this name" in done.stderr
    empty = run("who", "Lviv", store=folder / "store")
    assert empty.returncode == 1
    assert rows(empty)[0]["reason"] == "the store has no statement about Lviv"


def test_claims_timeline_and_explain_speak_of_the_same(folder: Path) -> None:
    claims = rows(run("claims", "--place", "Kherson", store=folder / "store"))
    assert {c["place_id"] for c in claims} == {"geonames:706448"}
    assert all(c["published"] == "2022-03-03T08:00:00Z" for c in claims)
    early = run("who", "Kherson", "--known", "2022-03-02", store=folder / "store")
    assert early.returncode == 1, "nothing had been published"
    runs = rows(run("timeline", "Kherson", store=folder / "store"))
    assert "russia" in {r["holder_id"] for r in runs}
    (explained,) = rows(run("explain", "Kherson", "--on", "2022-03-04", store=folder / "store"))
    assert sum(t["nats"] for t in explained["terms"]) == pytest.approx(
        explained["log_odds"], abs=0.01
    )
    known = {c["id"] for c in claims}
    told = {t["statement"]["id"] for t in explained["terms"] if t["statement"]}
    assert told & known


def test_exports_are_files_that_others_can_read(folder: Path, tmp_path: Path) -> None:
    for what, name in (("control", "c.csv"), ("claims", "c.jsonl"), ("map", "m.svg")):
        done = run("export", what, "-o", tmp_path / name, store=folder / "store")
        assert done.returncode == 0, done.stderr
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        assert "ukraine" in {r["holder_id"] for r in csv.DictReader(file)}
    assert (tmp_path / "m.svg").read_text(encoding="utf-8").startswith("<svg")
    done = run("export", "control", "-o", tmp_path / "no" / "c.csv", store=folder / "store")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_bad_sources_are_listed_and_the_rest_is_kept(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(REPORTS["izium.txt"], encoding="utf-8")
    binary = tmp_path / "binary"
    binary.write_bytes(bytes(range(256)))
    done = run("read", tmp_path / "missing", binary, good, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert rows(done)[0]["reports"] == 1
    assert f"{tmp_path / 'missing'}: no such file or folder" in done.stderr
    assert f"{binary}: binary data, not text" in done.stderr
    verified = run("verify", "--store", tmp_path / "store")
    assert verified.returncode == 0, verified.stderr


def test_reading_again_from_standard_input_adds_nothing(folder: Path) -> None:
    done = run("read", "-", stdin=REPORTS["lines.jsonl"], store=folder / "store")
    assert done.returncode == 0, done.stderr
    assert (rows(done)[0]["reports"], rows(done)[0]["known"]) == (0, 1)


def test_annotate_writes_a_line_for_a_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "text": "Rebels seized Manbij on Monday.", "date": "2016-08-13"}),
        "no json",
        json.dumps({"id": 3, "text": "The weather was fine."}),
    ]
    asked, answered = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text("\n".join(lines), encoding="utf-8")
    done = run_apart("annotate", asked, "-o", answered)
    assert done.returncode == 1
    assert "1 of the input lines" in done.stderr
    found = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]
    assert [r["id"] for r in found] == [1, None, 3]
    assert found[0]["claims"][0]["kind"] == "seize"
    assert found[0]["claims"][0]["start_date"] == "2016-08-08"
    assert "error" in found[1]
    assert found[2]["claims"] == []
    assert (
        run("annotate", stdin=lines[0]).stdout
        == json.dumps(found[0], ensure_ascii=False, separators=(",", ":")) + "\n"
    )


def test_annotate_can_show_the_claims_under_the_sentences() -> None:
    line = json.dumps({"id": "x", "text": "Rebels seized Manbij on Monday.", "date": "2016-08-13"})
    done = run("annotate", "--show", stdin=line)
    assert done.returncode == 0, done.stderr
    sentence, claim = done.stdout.splitlines()[1:3]
    assert sentence == "Rebels seized Manbij on Monday."
    assert "seize" in claim
    assert "2016-08-08" in claim


def test_the_fast_model_reads_and_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Published 13.08.2016\n\nRebels seized Manbij on Monday.")
    done = run("read", tmp_path / "report.txt", "--fast", store=tmp_path / "store")
    assert done.returncode == 0, done.stderr
    (claim,) = rows(run("claims", "--json", store=tmp_path / "store"))
    assert (claim["kind"], claim["start_date"]) == ("seize", "2016-08-08")
    (statement,) = Store.open(tmp_path / "store").as_of().statements()
    assert statement.reader.endswith("with whoholds-fast")


@pytest.mark.parametrize(
    "words",
    [
        ["who"],
        ["annotate", "--fast", "--parser", "stanza"],
        ["who", "Izium", "--on", "someday"],
        ["export", "everything", "-o", "x"],
        ["conquer"],
        ["claims", "--limit", "0"],
    ],
)
def test_words_that_are_not_understood_end_with_two(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Usage" in done.stderr


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    done = run("who", "Izium", "--store", tmp_path / "none")
    assert done.returncode == 1
    assert "no store here" in done.stderr
    assert "whoholds read" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_and_version_start_at_once() -> None:
    done = run_apart("--help")
    assert done.returncode == 0
    assert "whoholds read reports/" in done.stdout
    assert run("--version").stdout.startswith("whoholds ")
    slow = {"polars", "numpy", "spacy", "rich", "trafilatura"}
    code = f"import sys, whoholds.cli.app; print(sorted({slow} & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
