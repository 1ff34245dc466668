import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.service.stub import load_stub
from whoholds.errors import IntakeError
from whoholds.service.annotate import MAX_TEXT, anchor_of, annotate_lines, annotate_text

TEXT = "IS took Manbij on 2014-01-23 said Monitor."


def annotated(lines: Iterable[str | bytes]) -> list[tuple[dict[str, Any], bool]]:
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    found = annotate_lines(raw, factory=load_stub, workers=1)
    return [(json.loads(line), read) for line, read in found]


def test_a_line_gives_the_fields_of_the_schema_in_its_order() -> None:
    ((row, read),) = annotated([json.dumps({"id": "a", "text": TEXT, "date": "2014-01-24"})])
    assert read
    assert list(row) == [
        "id",
        "sentences",
        "toponyms",
        "timexes",
        "attributions",
        "predicates",
        "claims",
    ]
    (claim,) = row["claims"]
    assert claim["kind"] == "seize"
    assert claim["actor"] == "IS"
    assert claim["actor_id"] == "islamic-state"
    assert claim["place_id"] == "geonames:167357"
    assert (claim["start_date"], claim["end_date"]) == ("2014-01-23", "2014-01-23")
    assert claim["sources"] == [
        {"text": "Monitor", "name": "The Monitor", "speaker_id": None, "via": None}
    ]
    assert TEXT[slice(*claim["trigger"])] == "took"
    assert TEXT[slice(*claim["evidence"])] == TEXT


def test_bad_lines_stand_in_their_place() -> None:
    lines: list[str | bytes] = [
        json.dumps({"id": 1, "text": TEXT}),
        "no json",
        json.dumps({"id": "two", "title": "no text"}),
        "",
        json.dumps({"id": 3, "text": "BREAK"}),
        json.dumps({"id": 4, "text": "x" * (MAX_TEXT + 1)}),
        b'{"id": 5, "text": "\xff"}',
        json.dumps({"id": 6, "text": ""}),
    ]
    found = annotated(lines)
    assert [row["id"] for row, _ in found] == [1, None, "two", 3, 4, None, 6]
    assert [read for _, read in found] == [True, False, False, False, False, False, True]
    assert all(row["error"] for row, read in found if not read)
    assert "ZeroDivisionError" in found[3][0]["error"]


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=60), max_size=4))
def test_whatever_comes_in_each_line_gives_a_line(lines: list[bytes]) -> None:
    whole = [line.replace(b"\n", b"") for line in lines]
    assert len(annotated(whole)) == sum(bool(line.strip()) for line in whole)


@pytest.mark.parametrize(
    ("date", "anchor"),
    [
        ("2017-06-30", datetime(2017, 6, 30, tzinfo=UTC)),
        ("2017-06-30T17:05", datetime(2017, 6, 30, 17, 5, tzinfo=UTC)),
        ("2016-02", datetime(2016, 2, 29, tzinfo=UTC)),
        ("2016", datetime(2016, 12, 31, tzinfo=UTC)),
        ("Thursday, 12 January 2017 14:32", datetime(2017, 1, 12, 14, 32, tzinfo=UTC)),
        ("12 October", None),
        ("", None),
    ],
)
def test_the_anchor_is_the_day_or_the_last_one_that_it_can_be(
    date: str, anchor: datetime | None
) -> None:
    assert anchor_of(date) == anchor


def test_one_text_without_a_store() -> None:
    annotation = annotate_text("IS took Manbij.", date="2014-01-23", factory=load_stub)
    (claim,) = annotation.claims
    assert claim.interval is not None
    assert claim.interval.first_day is not None
    assert claim.interval.first_day.isoformat() == "2014-01-23"
    with pytest.raises(IntakeError, match="no date"):
        annotate_text("IS took Manbij.", date="someday", factory=load_stub)
