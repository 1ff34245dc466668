"""Happenings, show, speakers, reread and named versions as a user asks for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests.cli.command import rows, run
from tests.service.stub import VERSIONS, load_stub
from whoholds.cli import log_commands, read_command, store_commands
from whoholds.cli.show_store import size_words
from whoholds.log import KEEP_HOURS, Store
from whoholds.service.whoholds import Whoholds

REPORTS = [
    {"text": "IS took Manbij on 2014-01-23 said Monitor.", "date": "2014-01-23", "outlet": "Post"},
    {"text": "IS took Manbij on 2014-01-23 said Envoy.", "date": "2014-01-25", "outlet": "Herald"},
    {"text": "SDF took Kobane on 2015-01-26.\nIt rained.", "date": "2015-01-26"},
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of three reports."""
    lines = tmp_path / "reports.jsonl"
    lines.write_text("".join(json.dumps(r) + "\n" for r in REPORTS), encoding="utf-8")
    path = tmp_path / "store"
    filled = Whoholds(Store.create(path), factory=load_stub, versions=VERSIONS)
    filled.read(lines, workers=1)
    return path


@pytest.fixture
def terminal() -> Iterator[None]:
    """Let the commands print as on a terminal."""
    with mock.patch.object(log_commands, "wants_json", lambda as_json: as_json):
        yield


def test_happenings_are_rows_that_show_understands(store: Path) -> None:
    (row,) = rows(run("happenings", "--place", "Manbij", store=store))
    assert (row["kind"], row["actor_name"], row["place_name"]) == (
        "seize",
        "Islamic State",
        "Manbij",
    )
    assert (row["n_statements"], row["n_speakers"], row["start_date"]) == (2, 2, "2014-01-23")
    assert (row["first"], row["last"]) == ("2014-01-23T00:00:00Z", "2014-01-25T00:00:00Z")
    (shown,) = rows(run("show", row["id"], store=store))
    assert shown["subject"] == "happening"
    assert [s["id"] for s in shown["statements"]] == row["statements"]
    assert len(rows(run("happenings", "--limit", "1", store=store))) == 1


def test_nothing_that_fits_ends_with_one(store: Path) -> None:
    done = run("happenings", "--since", "2020-01-01", store=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no happening in the store fits" in done.stderr


def test_a_statement_and_a_report_tell_their_words_by_offsets(store: Path) -> None:
    claim = rows(run("claims", "--place", "Kobane", store=store))[0]
    (shown,) = rows(run("show", claim["id"][:12], store=store))
    assert shown["subject"] == "statement"
    assert claim.items() <= shown.items()
    text = shown["report"]["text"]
    words = {h["role"]: text[h["start"] : h["end"]] for h in shown["highlights"]}
    assert words["evidence"] == "SDF took Kobane on 2015-01-26."
    (report,) = rows(run("show", claim["report_id"], store=store))
    assert (report["subject"], report["text"]) == ("report", text)
    assert [s["id"] for s in report["statements"]] == [claim["id"]]
    assert report["versions"] == [claim["report_id"]]


def test_an_unknown_id_says_what_to_do(store: Path) -> None:
    done = run("show", "zzz", store=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing in the store has this id" in done.stderr
    assert "whoholds claims" in done.stderr


@pytest.mark.usefixtures("terminal")
def test_a_terminal_gets_tables_and_the_words_with_their_claims(store: Path) -> None:
    table = run("happenings", store=store).stdout
    row = next(line for line in table.splitlines() if "2014-01-23" in line)
    cells = [cell.strip() for cell in row.split("│")]
    assert cells[1:] == ["2014-01-23", "seize: Islamic State, Manbij", "2", "2", "2014-01-23 to"]
    beginning = re.search(r"happening:[0-9a-f]{8}", table)
    assert beginning is not None
    told = run("show", beginning.group(), store=store).stdout
    assert "2 statements, 2 independent speakers" in told
    assert told.count("IS took Manbij on 2014-01-23 said") == 2
    claim = rows(run("claims", "--place", "Kobane", store=store))[0]
    statement = run("show", claim["id"], store=store).stdout
    assert "SDF took Kobane on 2015-01-26." in statement
    assert "It rained." not in statement
    assert VERSIONS[0] in statement
    report = run("show", claim["report_id"], store=store).stdout.splitlines()
    at = report.index("SDF took Kobane on 2015-01-26.")
    assert "seize" in report[at + 1]
    assert "It rained." in report[at + 2 :]


def test_the_words_of_a_claim_are_styled(store: Path) -> None:
    from whoholds.cli.show import marked

    claim = rows(run("claims", "--place", "Kobane", store=store))[0]
    (shown,) = rows(run("show", claim["id"], store=store))
    marks = [(h["role"], h["start"], h["end"]) for h in shown["highlights"]]
    words = marked(shown["report"]["text"], 0, 30, marks)
    assert {str(s.style): words.plain[s.start : s.end] for s in words.spans} == {
        "evidence": "SDF took Kobane on 2015-01-26.",
        "trigger": "took",
    }


def test_speakers_are_rows_and_a_table(store: Path) -> None:
    found = {r["speaker"]: r for r in rows(run("speakers", store=store))}
    assert set(found) == {"monitor", "envoy"}
    assert found["monitor"]["confirmed"] == 1
    with mock.patch.object(log_commands, "wants_json", lambda as_json: as_json):
        assert re.search(r"monitor .* 1 .* 1 .* 1 .* 0", run("speakers", store=store).stdout)


def test_reread_reads_only_what_the_reader_has_not_read(store: Path) -> None:
    def newer(path: Path, *, create: bool = False, **_: object) -> Whoholds:
        assert not create
        return Whoholds(Store.open(path), factory=load_stub, versions=("stub 2", VERSIONS[1]))

    def same(path: Path, *, create: bool = False, **_: object) -> Whoholds:
        assert not create
        return Whoholds(Store.open(path), factory=load_stub, versions=VERSIONS)

    with mock.patch.object(read_command, "opened", same):
        (summary,) = rows(run("reread", store=store))
    assert (summary["reports"], summary["known"]) == (0, 3)
    with (
        mock.patch.object(read_command, "opened", newer),
        mock.patch.object(read_command, "wants_json", lambda as_json: as_json),
    ):
        assert run("reread", "--workers", "1", store=store).stdout.startswith(
            "3 reports read again"
        )


def test_a_version_is_named_and_asked_by_its_name(store: Path) -> None:
    (named,) = rows(run("store", "name", "article", "--note", "as cited", store=store))
    assert (named["name"], named["note"]) == ("article", "as cited")
    assert named["chain"] in named["citation"]
    assert len(rows(run("happenings", "--as-of", "article", store=store))) == 2
    assert rows(run("store", "info", store=store))[0]["names"] == ["article"]
    first = run("store", "name", "empty", "--as-of", "0", store=store)
    assert rows(first)[0]["version"] == 0
    assert run("happenings", "--as-of", "empty", store=store).returncode == 1
    unknown = run("who", "Manbij", "--as-of", "nothing", store=store)
    assert unknown.returncode == 1
    assert "no version of the store has this name" in unknown.stderr


@pytest.mark.parametrize("name", ["12", "2017-06-30", " ", "20170630"])
def test_a_name_that_reads_as_a_time_is_refused(store: Path, name: str) -> None:
    done = run("store", "name", name, store=store)
    assert done.returncode == 2
    assert "choose a word" in done.stderr


def test_the_store_tells_its_versions_readers_and_size(store: Path) -> None:
    run("store", "name", "article", store=store)
    (told,) = rows(run("store", "info", store=store))
    assert told["readers"] == {VERSIONS[0]: 3}
    assert told["gazetteers"] == {VERSIONS[1]: 3}
    listed = rows(run("store", "info", "--versions", store=store))
    assert [(r["version"], r["kind"]) for r in listed] == [(0, "create"), (1, "append")]
    assert (listed[1]["reports"], listed[1]["names"]) == (3, "article")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", listed[1]["recorded"])
    with mock.patch.object(store_commands, "wants_json", lambda as_json: as_json):
        assert re.search(r"size .*\d+\.\d kB", run("store", "info", store=store).stdout)
        assert "article" in run("store", "info", "--versions", store=store).stdout


def test_a_store_is_compacted_by_hand(store: Path) -> None:
    before = rows(run("claims", store=store))
    assert f"last {KEEP_HOURS} h" in run("store", "compact", store=store).stderr
    done = run("store", "compact", "--keep-hours", "0", store=store)
    assert done.returncode == 0
    assert re.search(r"compacted: \d+\.\d kB before, \d+\.\d kB now", done.stderr)
    assert rows(run("claims", store=store)) == before
    assert run("verify", store=store).stderr == "the store is whole\n"


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (999_500, "999.5 kB"), (999_990, "1.0 MB")]
)
def test_sizes_are_for_people(size: int, words: str) -> None:
    assert size_words(size) == words
