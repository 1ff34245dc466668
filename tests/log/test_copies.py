"""Copies: altered versions of one text are one group, other texts are not."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.log.factories import at
from whoholds.log.copies import WINDOW, copy_groups, fingerprint

WORDS = [f"{a}{b}{c}" for a in ("bal", "cor", "den", "fir") for b in "aeiou" for c in ("mt", "ns")]


def make_text(seed: int, *, sentences: int = 14) -> list[str]:
    rng = random.Random(seed)
    words = [f"{rng.choice(WORDS)}{rng.choice(WORDS)}" for _ in range(sentences * 9)]
    return [" ".join(words[at : at + 9]) + "." for at in range(0, len(words), 9)]


def replaced(lines: list[str], share: float, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [
        " ".join(rng.choice(WORDS) if rng.random() < share else word for word in line.split())
        for line in lines
    ]


BASE = make_text(1)


@pytest.mark.parametrize(
    "altered",
    [
        BASE,
        BASE[:5],
        BASE[:1] + BASE[:0:-1],
        ["Another headline altogether.", *BASE[1:]],
        [line.upper() for line in BASE],
        replaced(BASE, 0.2, 7),
        replaced(BASE[:10], 0.25, 8),
    ],
    ids=["same", "cut", "reordered", "retitled", "capitals", "reworded", "cut and reworded"],
)
def test_an_altered_text_is_a_copy(altered: list[str]) -> None:
    prints = {"b": fingerprint("\n".join(altered)), "a": fingerprint("\n".join(BASE))}
    prints |= {f"z{n}": fingerprint("\n".join(make_text(n))) for n in range(100, 130)}
    groups = copy_groups(prints)
    assert groups["a"] == groups["b"] == "a"
    assert all(groups[name] == name for name in prints if name.startswith("z"))


def test_an_old_text_is_no_copy_of_a_new_one() -> None:
    text = "\n".join(BASE)
    for apart, same in ((WINDOW, True), (WINDOW + timedelta(seconds=1), False)):
        prints = {
            "a": fingerprint(text, published=at(0)),
            "b": fingerprint(text, published=at(0) + apart),
        }
        assert (copy_groups(prints)["b"] == "a") is same
    undated = {"a": fingerprint(text, published=at(0)), "b": fingerprint(text)}
    assert copy_groups(undated)["b"] == "a"


@pytest.mark.parametrize("text", ["", "No.", "Troops.", "of in at", "12"])
def test_texts_too_short_to_tell_stand_alone(text: str) -> None:
    assert copy_groups({"a": fingerprint(text), "b": fingerprint(text)}) == {"a": "a", "b": "b"}
    assert copy_groups({}) == {}


def test_many_copies_of_one_text_are_one_group() -> None:
    prints = {f"{n:02d}": fingerprint("\n".join(replaced(BASE, 0.1, n))) for n in range(60)}
    assert set(copy_groups(prints).values()) == {"00"}


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(8)))
def test_the_order_does_not_matter(order: list[int]) -> None:
    texts = {str(n): "\n".join(replaced(make_text(n % 4), 0.1, n)) for n in range(8)}
    prints = {str(n): fingerprint(texts[str(n)]) for n in order}
    assert copy_groups(prints) == {str(n): str(n % 4) for n in range(8)}
