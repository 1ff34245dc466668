import os
from collections.abc import Iterator

import pytest

from tests.service.stub import load_stub
from whoholds.errors import IntakeError, ModelError
from whoholds.model import Failure
from whoholds.service.batch import CHUNK, map_in_order
from whoholds.service.readers import Loaded


def work(loaded: Loaded, item: int) -> str:
    if item % 7 == 3:
        raise ZeroDivisionError("seven")
    if item % 7 == 5:
        raise IntakeError(where=f"item {item}", what="odd", fix="Leave it.")
    return f"{loaded.reader_version} {item}"


@pytest.mark.parametrize("workers", [1, 2])
def test_order_holds_and_errors_stand_in_their_place(workers: int) -> None:
    found = list(map_in_order(range(40), work, factory=load_stub, workers=workers))
    assert len(found) == 40
    for item, result in enumerate(found):
        if item % 7 == 3:
            assert isinstance(result, Failure)
            assert result.what == "ZeroDivisionError: seven"
        elif item % 7 == 5:
            assert result == Failure(where=f"item {item}", what="odd", fix="Leave it.")
        else:
            assert result == f"stub 1 {item}"


def test_items_are_drawn_no_further_ahead_than_needed() -> None:
    drawn: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1000):
            drawn.append(item)
            yield item

    assert next(map_in_order(items(), work, factory=load_stub, workers=2)) == "stub 1 0"
    assert len(drawn) <= 7 * CHUNK


def test_nothing_is_loaded_for_no_items() -> None:
    def factory() -> Loaded:
        raise AssertionError("loaded")

    assert list(map_in_order([], work, factory=factory)) == []


def broken() -> Loaded:
    raise ModelError(where="weights", what="missing", fix="Get them.")


def deadly(loaded: Loaded, item: int) -> str:  # noqa: ARG001
    os._exit(3)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reader_that_cannot_be_loaded_is_one_clear_error(workers: int) -> None:
    with pytest.raises(ModelError, match="missing"):
        list(map_in_order(range(40), work, factory=broken, workers=workers))


def test_a_worker_that_dies_is_one_clear_error() -> None:
    with pytest.raises(ModelError, match="ended while it read"):
        list(map_in_order(range(40), deadly, factory=load_stub, workers=2))
