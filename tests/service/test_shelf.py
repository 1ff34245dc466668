"""A shelf keeps what was asked for last, and each thing is made once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from whoholds.service.shelf import Shelf


def test_the_one_not_asked_for_longest_goes_first() -> None:
    shelf = Shelf[str, str](6, size=len)
    for value in ("aaa", "bbb"):
        shelf.put(value, value)
    assert shelf.find("aaa") == "aaa"
    shelf.put("ccc", "ccc")
    assert [shelf.find(key) for key in ("aaa", "bbb", "ccc")] == ["aaa", None, "ccc"]


def test_threads_that_ask_at_once_wait_for_the_one_that_makes_it() -> None:
    shelf, made = Shelf[str, int](10, size=lambda _: 1), []
    together = threading.Barrier(8)

    def make() -> int:
        time.sleep(0.05)
        made.append(threading.get_ident())
        return 7

    def ask(_: int) -> int:
        together.wait()
        return shelf.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {7}
    assert len(made) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    shelf = Shelf[str, int](10, size=lambda _: 1)

    def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        shelf.get("key", fail)
    assert shelf.get("key", lambda: 3) == 3


def test_what_is_made_may_be_made_of_another_thing_on_the_shelf() -> None:
    shelf = Shelf[str, int](10, size=lambda _: 1)
    assert shelf.get("sum", lambda: 1 + shelf.get("part", lambda: 2)) == 3
