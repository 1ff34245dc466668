import csv
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.service.stub import VERSIONS, load_stub
from whoholds.errors import QueryError, StoreError
from whoholds.log import Store
from whoholds.model import HoldingStatus
from whoholds.publish.wire import CONTROL_COLUMNS
from whoholds.service.whoholds import Whoholds, open_store

ON = date(2017, 6, 30)
SOON = date(2016, 8, 20)


def test_reading_keeps_reports_and_statements(store: Whoholds) -> None:
    info = store.info()
    assert info.reports == 4
    assert info.current == 9
    found = store.claims()
    assert all(s.text == s.text.strip() and s.text.endswith(".") for s in found)
    reports = {r.id: r for r in store.store.reports()}
    assert all(s.claim.evidence.of(reports[s.report_id].text) == s.text for s in found)


def test_reading_again_adds_nothing(store: Whoholds, rows: Path) -> None:
    before = store.store.version
    summary = store.read(rows, workers=1)
    assert (summary.reports, summary.known, summary.statements) == (0, 4, 0)
    assert store.store.version == before


def test_one_report_that_breaks_the_reader_is_listed_and_the_rest_kept(
    empty: Whoholds, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.jsonl"
    texts = ["IS took Manbij.", "The BREAK of the day was in the news.", "SDF took Kobane."]
    path.write_text("".join(json.dumps({"text": t, "date": "2014-01-23"}) + "\n" for t in texts))
    done: list[tuple[int, int]] = []
    summary = empty.read([path, tmp_path / "missing"], progress=lambda *n: done.append(n))
    assert (summary.reports, summary.statements) == (2, 2)
    assert {f.where for f in summary.failures} == {f"{path}:2", str(tmp_path / "missing")}
    assert done[-1][0] == 2


def test_several_workers_store_the_same(store: Whoholds, tmp_path: Path) -> None:
    other = Whoholds(Store.create(tmp_path / "other"), factory=load_stub, versions=VERSIONS)
    other.read(tmp_path / "reports.jsonl", workers=2)
    assert [s.id for s in other.claims()] == [s.id for s in store.claims()]


def test_who_answers_with_the_words_it_rests_on(store: Whoholds) -> None:
    answer = store.who("Manbij", on=SOON)
    assert answer.holding.status is HoldingStatus.HELD
    assert answer.holding.holder is not None
    assert answer.holding.holder.actor_id == "syrian-democratic-forces"
    assert {s.text for s in answer.evidence} == {
        "SDF took Manbij on 2016-08-12.",
        "IS left Manbij said Monitor.",
    }
    assert "since 2016-08-12" in answer.sentence
    assert answer.reason is None
    before = store.who("manbij", on=date(2015, 1, 1))
    assert before.holding.holder is not None
    assert before.holding.holder.actor_id == "islamic-state"


KNOWN = ((None, SOON), (date(2015, 1, 1), date(2014, 9, 1)), (date(2014, 1, 1), SOON))


def test_known_answers_from_what_had_been_published_by_a_day(store: Whoholds) -> None:
    then = date(2015, 1, 1)
    holders = [store.who("Manbij", known=known, on=on).holding.holder for known, on in KNOWN]
    assert [h and h.actor_id for h in holders] == [
        "syrian-democratic-forces",
        "islamic-state",
        None,
    ]
    assert store.who("Manbij", known=then).on == then
    told = {"SDF took Manbij on 2016-08-12.", "IS left Manbij said Monitor."}
    terms = store.explain("Manbij", on=SOON, known=then).terms
    assert not told & {t.statement.text for t in terms if t.statement}
    assert len(store.timeline("Manbij", known=then)) < len(store.timeline("Manbij"))
    (manbij,) = (
        h for h in store.desk().holdings(on=SOON, known=then) if h.place.id == "geonames:167357"
    )
    assert "syrian-democratic-forces" not in {s.actor_id for s in manbij.shares}


def test_a_party_that_left_is_told_to_hold_nothing(store: Whoholds) -> None:
    answer = store.who("Aleppo province", on=ON)
    assert answer.place.id == "admin1:SY.09"
    assert [s.actor_id for s in answer.holding.absent] == ["islamic-state"]
    assert "Islamic State holds nothing there" in answer.sentence
    assert answer.evidence[0].text == "IS left Aleppo province said Monitor."


@pytest.mark.parametrize(
    ("words", "place_id"),
    [
        ("Aleppo", "geonames:170063"),
        ("ALEPPO PROVINCE", "admin1:SY.09"),
        ("the city of Aleppo", "geonames:170063"),
        ("Aleppo governorate", "admin1:SY.09"),
        ("Menbij", "geonames:167357"),
        ("geonames:167357", "geonames:167357"),
        ("A-B highway", "road:a-b"),
        ("nowhere", "name:nowhere"),
        ("Damascus", "geonames:170654"),
    ],
)
def test_places_are_found_by_name_kind_and_id(store: Whoholds, words: str, place_id: str) -> None:
    assert store.desk().places.find(words).place.id == place_id


@pytest.mark.parametrize("words", ["Xqzzyblorp", "geonames:1", "name:none"])
def test_an_unknown_place_is_a_clear_error(store: Whoholds, words: str) -> None:
    with pytest.raises(QueryError, match=r"no place|there is no"):
        store.who(words)


def test_what_somebody_left_is_probably_the_states_and_nobody_says_so(
    empty: Whoholds, tmp_path: Path
) -> None:
    path = tmp_path / "left.jsonl"
    path.write_text(json.dumps({"date": "2016-08-13", "text": "IS left Manbij said Monitor."}))
    empty.read(path, workers=1)
    answer = empty.who("Manbij")
    assert answer.holding.status is HoldingStatus.UNKNOWN
    assert answer.holding.shares[0].actor_id == "syrian-government"
    assert "is unknown: perhaps Syrian government" in answer.sentence
    assert "no report says that Syrian government holds it" in answer.sentence
    assert [s.text for s in answer.evidence] == ["IS left Manbij said Monitor."]


def test_an_empty_answer_says_why(store: Whoholds) -> None:
    assert store.who("Damascus", on=ON).reason == "the store has no statement about Damascus"
    assert "none tells who holds it" in (store.who("Kobane", on=ON).reason or "")
    early = store.who("Manbij", on=date(2010, 1, 1))
    assert early.holding.status is HoldingStatus.UNKNOWN
    assert early.reason is not None


def test_an_empty_store_says_so(empty: Whoholds) -> None:
    with pytest.raises(QueryError, match="no statement in it"):
        empty.who("Manbij")
    assert empty.timeline("Manbij") == ()
    assert empty.claims() == ()


def test_the_timeline_changes_hands_once(store: Whoholds) -> None:
    runs = store.timeline("Manbij", until=ON)
    held = [r.holder.actor_id for r in runs if r.holder]
    assert list(dict.fromkeys(held)) == ["islamic-state", "syrian-democratic-forces"]
    assert runs[-1].interval.end is None


def test_the_terms_of_an_explanation_add_up(store: Whoholds) -> None:
    explanation = store.explain("Manbij", on=SOON)
    assert sum(t.nats for t in explanation.terms) == pytest.approx(explanation.log_odds, abs=1e-6)
    other = store.explain("Manbij", on=SOON, actor="Islamic State")
    assert other.actor is not None
    assert other.actor.actor_id == "islamic-state"
    assert other.log_odds < 0 < explanation.log_odds


def test_claims_are_filtered(store: Whoholds) -> None:
    assert {s.claim.kind for s in store.claims(kinds=["withdraw"])} == {"withdraw"}
    assert len(store.claims(place="Manbij")) == 3
    assert len(store.claims(actor="Islamic State", place="Manbij")) == 2
    assert len(store.claims(actor="SDF")) == 2
    assert len(store.claims(speaker="The Monitor")) == 3
    assert len(store.claims(since=date(2016, 8, 12), until=date(2016, 8, 12))) == 1
    assert store.claims(speaker="Nobody") == ()
    with pytest.raises(QueryError, match="no such kind"):
        store.claims(kinds=["conquer"])


def test_as_of_a_version_knows_nothing_later(store: Whoholds, tmp_path: Path) -> None:
    version = store.store.version
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"text": "IS took Manbij on 2018-01-01.", "date": "2018-01-01"}))
    store.read(more)
    assert len(store.claims(place="Manbij")) == 4
    assert len(store.claims(place="Manbij", as_of=version)) == 3


def test_the_control_table_has_the_columns_of_the_contract(store: Whoholds, tmp_path: Path) -> None:
    path = tmp_path / "control.csv"
    count = store.export_control(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert tuple(rows[0]) == CONTROL_COLUMNS
    assert {r["status"] for r in rows} <= {"held", "contested", "unknown"}
    assert all(bool(r["holder_id"]) == (r["status"] == "held") for r in rows)
    by_place: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_place.setdefault(row["place_id"], []).append(row)
    for runs in by_place.values():
        assert [r["end"] for r in runs[:-1]] == [r["start"] for r in runs[1:]]
        assert runs[-1]["end"] == ""
    package = json.loads((tmp_path / "datapackage.json").read_text())
    fields = package["resources"][0]["schema"]["fields"]
    assert tuple(f["name"] for f in fields) == CONTROL_COLUMNS


def test_claims_go_out_as_csv_and_lines(store: Whoholds, tmp_path: Path) -> None:
    assert store.export_claims(tmp_path / "claims.csv") == 9
    assert store.export_claims(tmp_path / "claims.jsonl") == 9
    lines = [json.loads(x) for x in (tmp_path / "claims.jsonl").read_text().splitlines()]
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert [r["id"] for r in csv.DictReader(file)] == [line["id"] for line in lines]


def test_the_map_and_the_points_agree(store: Whoholds, tmp_path: Path) -> None:
    assert store.export_holdings(tmp_path / "h.geojson", on=SOON) >= 3
    found = json.loads((tmp_path / "h.geojson").read_text())
    manbij = next(f for f in found["features"] if f["id"] == "geonames:167357")
    assert manbij["properties"]["holder_id"] == "syrian-democratic-forces"
    assert manbij["geometry"]["coordinates"] == pytest.approx([37.95, 36.53], abs=0.1)
    store.export_map(tmp_path / "m.svg", on=SOON, country="sy")
    drawn = ElementTree.fromstring((tmp_path / "m.svg").read_text())  # noqa: S314 - our own
    titles = [t.text or "" for t in drawn.iter() if "title" in t.tag]
    assert any(t.startswith("Manbij: Syrian Democratic Forces") for t in titles)


def test_opening_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_store(tmp_path / "nothing")
    assert open_store(tmp_path / "new", create=True).info().reports == 0
