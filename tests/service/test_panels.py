import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from whoholds.errors import QueryError
from whoholds.service.lens import Every, Lens, Level, Unit
from whoholds.service.whoholds import Whoholds

FIRST, LAST = date(2016, 8, 1), date(2016, 8, 20)


def test_a_panel_has_every_place_on_every_day_and_agrees_with_who(
    store: Whoholds, tmp_path: Path
) -> None:
    path = tmp_path / "panel.parquet"
    count = store.export_panel(path, since=FIRST, until=LAST)
    panel = pl.read_parquet(path)
    assert count == panel.height == 20 * panel["place_id"].n_unique()
    assert panel["date"].min() == FIRST
    for row in panel.filter(pl.col("date") == LAST).iter_rows(named=True):
        holding = store.who(row["place_id"], on=LAST).holding
        assert row["status"] == holding.status.value
        assert row["holder_id"] == (holding.holder and holding.holder.actor_id)
        assert row["unknown"] == pytest.approx(holding.unknown, abs=1e-6)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    (described,) = package["resources"]
    assert described["format"] == "parquet"
    assert [f["name"] for f in described["schema"]["fields"]] == panel.columns


def test_shares_count_places_and_people_once_by_area_and_day(
    store: Whoholds, tmp_path: Path
) -> None:
    path = tmp_path / "shares.csv"
    counts = {}
    for unit in Unit:
        store.export_shares(path, unit=unit, every=Every.MONTH, since=date(2014, 1, 1), until=LAST)
        rows = list(csv.DictReader(path.read_text().splitlines()))
        last = [r for r in rows if r["date"] == LAST.isoformat()]
        counts[unit] = sum(int(r["places"]) for r in last)
        assert "2014-01-31" in {r["date"] for r in rows}
        held = {r["holder_id"]: r for r in last if r["status"] == "held"}
        assert held["syrian-democratic-forces"]["places"] == "1"
        assert int(held["syrian-democratic-forces"]["population"]) > 1000
    assert len(set(counts.values())) == 1, "areas of any size hold the same places"


def test_days_in_the_wrong_order_are_an_error(store: Whoholds, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="comes after the last"):
        store.export_panel(tmp_path / "panel.parquet", since=LAST, until=FIRST)


def test_a_side_stands_for_all_who_fight_on_it(empty: Whoholds, tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps({"date": "2016-08-13", "text": "SDF took Manbij."}))
    empty.read(path, workers=1)
    groups, sides = (empty.who("Manbij", lens=Lens(level=level)).holding.shares for level in Level)
    for shares in (groups, sides):
        assert "syrian-democratic-forces" in {s.actor_id for s in shares}
    assert sum(s.probability for s in sides) == pytest.approx(sum(s.probability for s in groups))


def test_neighbours_count_where_they_are_let(store: Whoholds) -> None:
    lens = Lens(neighbours=True)
    terms = store.explain("Manbij", on=LAST, lens=lens)
    kinds = {t.kind.value for t in terms.terms}
    assert "neighbours" in kinds
    assert sum(t.nats for t in terms.terms) == pytest.approx(terms.log_odds)
    assert "neighbours" not in {t.kind.value for t in store.explain("Manbij", on=LAST).terms}
