import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.intake.clean import clean_lines, furniture_kinds, is_furniture, normalise

KINDS = {str(kind["name"]): kind for kind in furniture_kinds()}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_furniture_drops_and_keeps_its_own_examples(name: str) -> None:
    kind = KINDS[name]
    assert kind["drops"]
    assert kind["keeps"]
    assert [line for line in kind["drops"] if not is_furniture(line)] == []
    assert [line for line in kind["keeps"] if is_furniture(line)] == []


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_normal_text_has_no_controls_and_is_composed(text: str) -> None:
    found = normalise(text)
    assert not [c for c in found if c != "\n" and unicodedata.category(c) in {"Cc", "Cs"}]
    assert not set(found) & set("\u202a\u202e\u2066\u2069\u200f\ufeff\u200b")
    assert unicodedata.is_normalized("NFC", found)


def test_line_ends_and_composed_letters() -> None:
    assert normalise("a\r\nb\rc\u2028d  e\u00a0f\te\u0301") == "a\nb\nc\nd e f \u00e9"


def test_stamps_and_furniture_of_one_block_are_taken_off() -> None:
    found = clean_lines(
        [
            "Published 30.06.2017 17:05 Updated 30.06.2017 17:07 emAP Photo/em AP Photo",
            "Troops took the road late on Thursday.",
            "Share on Facebook Share on Twitter",
        ]
    )
    assert found.paragraphs == ("Troops took the road late on Thursday.",)
    assert found.published is not None
    assert found.published.isoformat() == "2017-06-30T17:05:00+00:00"
    assert found.updated is not None
    assert found.updated.isoformat() == "2017-06-30T17:07:00+00:00"


def test_a_sentence_that_opens_with_a_date_stays_whole() -> None:
    line = "30 June 2017 was the day on which the town fell."
    assert clean_lines(["First.", line]).paragraphs == ("First.", line)
    assert clean_lines([line]).paragraphs == (line,)


def test_outlet_and_address_are_told_only_at_the_head() -> None:
    found = clean_lines(
        ["Outlet: The Sample Post", "URL: https://a.example/x", "Body.", "Source: AFP"]
    )
    assert found.fields == {"outlet": "The Sample Post", "url": "https://a.example/x"}
    assert found.paragraphs == ("Body.", "Source: AFP")


@pytest.mark.parametrize(
    "line",
    [
        "facebook " * 33 + "!",
        "copyright " * 29 + "?",
        "Reuters photo " * 20 + "x.",
        "a / " * 70 + ".",
    ],
)
def test_no_line_can_stall_the_cleaning(line: str) -> None:
    start = time.perf_counter()
    is_furniture(line)
    assert time.perf_counter() - start < 0.5
