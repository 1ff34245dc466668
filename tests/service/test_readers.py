"""The whole reader on another pipeline than the shipped model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import whoholds
from tests.cli.command import rows, run, run_apart
from tests.reading.stub_pipeline import TEXT
from whoholds.errors import ModelError
from whoholds.model import ClaimKind, Modality
from whoholds.service.readers import EnglishReader, reader_version

STUB = "tests.reading.stub_pipeline:make"


def test_reader_gives_claims_on_a_stub_pipeline() -> None:
    annotation = whoholds.annotate(TEXT, date="2015-01-27", parser=STUB)
    (claim,) = annotation.claims
    assert (claim.kind, claim.modality) == (ClaimKind.SEIZE, Modality.REPORTED)
    assert claim.actor is not None
    assert claim.actor.text == "Rebels"
    assert claim.place is not None
    assert claim.place.name == "Kobane"
    assert claim.interval is not None
    assert str(claim.interval.start)[:10] == "2015-01-26"
    assert [s.text for s in claim.speakers] == ["the army"]
    assert [TEXT[p.span.start : p.span.end] for p in annotation.predicates] == ["seized", "said"]


def test_statements_tell_the_parser_that_read_them(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    report.write_text(json.dumps({"text": TEXT, "date": "2015-01-27"}) + "\n")
    store = whoholds.open(tmp_path / "store", create=True, parser=STUB)
    assert store.read(report, workers=1).statements == 1
    (statement,) = store.claims()
    assert statement.reader == reader_version(STUB) == f"{reader_version()} with {STUB}"
    assert store.unread() == 0
    assert whoholds.open(tmp_path / "store").unread() == 1, "the shipped model has not read it"


def test_unknown_parser_is_an_error_before_anything_is_read() -> None:
    with pytest.raises(ModelError, match="no such parser"):
        EnglishReader(parser="nothing-of-the-kind")()
    done = run("annotate", "--parser", "nothing-of-the-kind", stdin=json.dumps({"text": TEXT}))
    assert done.returncode == 1
    assert "nothing-of-the-kind" in done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_annotate_and_read_take_a_parser(tmp_path: Path, workers: str) -> None:
    lines = json.dumps({"text": TEXT, "date": "2015-01-27"}) + "\n"
    options = ("--parser", STUB, "--workers", workers)
    (row,) = rows(run_apart("annotate", *options, stdin=lines))
    assert [c["kind"] for c in row["claims"]] == ["seize"]
    (summary,) = rows(run_apart("read", "-", "--store", tmp_path, *options, stdin=lines))
    assert summary["statements"] == 1


def test_the_environment_sets_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOHOLDS_PARSER", STUB)
    (row,) = rows(run("annotate", stdin=json.dumps({"text": TEXT, "date": "2015-01-27"})))
    assert [c["kind"] for c in row["claims"]] == ["seize"]
