"""Agreement against published worked examples, and the interval of a precision."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.service.review.agreement import alpha_of
from whoholds.service.review.figures import wilson

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), the nominal data with
# judgements missing: four observers, twelve units.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The worked example of the article on the coefficient in Wikipedia: three coders, fifteen units.
THREE_CODERS = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)
UNITS = st.lists(st.lists(st.sampled_from("abc"), max_size=5), max_size=30)


def units_of(observers: tuple[str, ...]) -> list[list[str]]:
    columns = zip(*(row.split() for row in observers), strict=True)
    return [[value for value in column if value != "."] for column in columns]


@pytest.mark.parametrize(
    ("observers", "alpha", "units", "judgements"),
    [(FOUR_OBSERVERS, 0.743, 11, 40), (THREE_CODERS, 0.691, 12, 26)],
)
def test_alpha_of_published_examples(
    observers: tuple[str, ...], alpha: float, units: int, judgements: int
) -> None:
    found = alpha_of(units_of(observers))
    assert found.alpha == pytest.approx(alpha, abs=5e-4)
    assert (found.units, found.judgements) == (units, judgements)


@given(UNITS)
def test_alpha_is_at_most_one_and_that_where_all_agree(units: list[list[str]]) -> None:
    found = alpha_of(units)
    paired = [unit for unit in units if len(unit) > 1]
    values = {value for unit in paired for value in unit}
    if len(values) < 2:
        assert found.alpha is None
        assert found.reason
        return
    assert found.alpha is not None
    assert -1.0 <= found.alpha <= 1.0
    assert (found.alpha == 1.0) == all(len(set(unit)) == 1 for unit in paired)


@given(UNITS)
def test_alpha_does_not_depend_on_order_or_names(units: list[list[str]]) -> None:
    named = {"a": 7, "b": 5, "c": 1}
    turned = [[named[value] for value in reversed(unit)] for unit in reversed(units)]
    alone = [[value] for value in "abc"]
    again, found = alpha_of([*alone, *turned]), alpha_of(units)
    assert (again.alpha is None) == (found.alpha is None)
    if found.alpha is not None:
        assert again.alpha == pytest.approx(found.alpha)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=2, max_size=40))
def test_alpha_of_two_judges_is_what_its_definition_says(pairs: list[tuple[str, str]]) -> None:
    counts = Counter(value for pair in pairs for value in pair)
    n = sum(counts.values())
    if len(counts) < 2:
        return
    observed = sum(one != other for one, other in pairs) / len(pairs)
    expected = 2 * counts["a"] * counts["b"] / (n * (n - 1))
    assert alpha_of(pairs).alpha == pytest.approx(1 - observed / expected)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(accepted: int, judged: int) -> None:
    accepted = min(accepted, judged)
    low, high = wilson(accepted, judged)
    assert 0.0 <= low <= accepted / judged <= high <= 1.0
    assert low < high


def test_the_interval_of_a_published_example() -> None:
    # R. G. Newcombe (1998), table I, Wilson's score method: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
