"""The sheets beside a store are those that would be made now, however they came to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import make_store, read_text
from whoholds.service.sheet_file import FILE, SheetFile
from whoholds.service.sheets import Sheet, sheets_of, span_of
from whoholds.service.whoholds import Whoholds

MORE = [
    ("SDF took Kobane.", "2017-06-30"),
    ("IS left Aleppo province said Monitor.", "2017-06-29"),
    ("IS shelled A-B highway. SDF took Manbij on 2017-06-28.", "2017-06-30"),
    ("IS took Kobane said Monitor.", "2018-02-01"),
]


def refreshed(store: Whoholds, file: SheetFile, *, answers: bool = False) -> list[int]:
    """Bring a file up to the store; return the numbers of the places worked out, as told."""
    head, told = store.store.head, list[int]()
    file.refresh(
        store.desk(head.version),
        head.chain,
        store.gazetteer.version,
        answers=answers,
        progress=lambda done, _: told.append(done),
    )
    return told


def _rows(file: SheetFile, store: Whoholds) -> tuple[Sheet, ...]:
    return file.load(store.store.head.chain, store.gazetteer.version) or ()


def fresh(store: Whoholds) -> tuple[Sheet, ...]:
    desk = store.desk()
    return tuple(sheets_of(desk, span_of(desk)))


def test_a_file_that_grows_with_its_store_is_as_one_made_now(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    file = SheetFile(tmp_path / FILE)
    refreshed(store, file)
    assert _rows(file, store) == fresh(store) != ()
    for text, day in MORE:
        read_text(store, text, day=day, outlet="Other")
        assert _rows(file, store) == ()
        refreshed(store, file)
        assert _rows(file, store) == fresh(store)


def test_only_what_is_touched_is_worked_out_again(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    file = SheetFile(tmp_path / FILE)
    every = len(refreshed(store, file))
    assert every == len(fresh(store)) > 3
    read_text(store, "SDF took Kobane.", day="2017-06-30", outlet="Other")
    touched = store.desk().touched(4)
    assert "geonames:172256" in touched
    assert "geonames:167357" not in touched
    assert len(refreshed(store, file)) == len(touched) < every
    assert refreshed(store, file) == []


def test_a_file_keeps_answers_and_voices_where_asked(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    file, chain = SheetFile(tmp_path / FILE), store.store.head.chain
    refreshed(store, file)
    assert file.answer("geonames:167357", chain) is None
    file.path.unlink()
    refreshed(store, file, answers=True)
    answer = file.answer("geonames:167357", chain)
    assert answer is not None
    assert store.who("Manbij").sentence in answer.decode()
    voices = file.voices("geonames:167357", chain)
    assert voices is not None
    assert {s.id for s in store.claims(place="Manbij")} <= voices.keys()
    assert file.answer("geonames:167357", "another store") is None
    assert file.answer("geonames:1", chain) is None


def test_a_damaged_file_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = make_store(tmp_path / "store")
    file = SheetFile(tmp_path / FILE)
    file.path.write_bytes(b"no database" * 1000)
    assert _rows(file, store) == ()
    assert "made anew" in caplog.text
    refreshed(store, file)
    assert _rows(file, store) == fresh(store)
