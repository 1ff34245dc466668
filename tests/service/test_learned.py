import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from whoholds.service import learned as module
from whoholds.service.learned import by_bias
from whoholds.service.lens import PLAIN, Lens
from whoholds.service.whoholds import LEARNED, Whoholds, open_store

DAY = date(2016, 8, 1)
TOWNS = ("Manbij", "Kobane", "Aleppo")


def tell(store: Whoholds, folder: Path, name: str, number: int) -> None:
    """Read reports in which a paper and a monitor agree, and a liar says otherwise."""
    path = folder / f"{name}.jsonl"
    rows = []
    for i in range(number):
        day, town = (DAY + timedelta(days=40 * i)).isoformat(), TOWNS[i % 3]
        taker, other = (("IS", "SDF"), ("SDF", "IS"))[i // 3 % 2]
        true, false = f"{taker} took {town} on {day}", f"{other} took {town} on {day}"
        quoted = f"{true} said Monitor. {false} said Liar. Harvests of barley, lentils, cotton"
        quoted += f" and olives failed for the {i}th spring, growers near the dam complained."
        own = f"{true}. Rain fell on the old market; bakers, tailors and porters closed early,"
        own += f" while the mill by the river stood still for {i} hours without diesel or bread."
        for outlet, text in (("Post", own), ("Gazette", quoted)):
            rows.append({"date": day, "outlet": outlet, "title": f"{name} {i}", "text": text})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    store.read(path, workers=1)


@pytest.fixture
def taught(empty: Whoholds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Whoholds:
    monkeypatch.setattr(module, "LEAST", 30)
    tell(empty, tmp_path, "first", 12)
    return empty


def test_a_small_store_teaches_nothing(store: Whoholds) -> None:
    assert store.reliabilities() == ()
    assert store.desk().learned.lesson is None


def test_who_is_contradicted_by_all_others_is_believed_less(taught: Whoholds) -> None:
    found = {speaker: r for (speaker, _), r in by_bias(taught.reliabilities()).items()}
    assert found["liar"].share < found["monitor"].share - 0.2
    assert 0.0 < found["liar"].error < 0.2
    assert found["liar"].claims == found["monitor"].claims == 10  # by the last step
    assert {r.speaker for r in taught.speakers()} >= {"liar", "monitor"}


def test_what_was_learned_is_kept_and_the_same_when_it_is_lost(taught: Whoholds) -> None:
    first = taught.desk().learned
    (kept,) = (taught.store.path / LEARNED).iterdir()
    again = Whoholds(taught.store).desk()
    assert again.learned == first
    kept.write_text("damaged")
    assert Whoholds(taught.store).desk().learned == first


def test_a_report_between_two_steps_touches_its_places_alone(
    taught: Whoholds, tmp_path: Path
) -> None:
    desk = taught.desk()
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"date": "2019-01-01", "text": "IS left Kobane said Monitor."}))
    taught.read(path, workers=1)
    after = taught.desk()
    assert after.learned == desk.learned
    assert after.touched(desk.snapshot.version) == {"geonames:172256"}
    tell(taught, tmp_path, "second", 12)
    assert taught.desk().learned != desk.learned
    assert taught.desk().touched(desk.snapshot.version) == frozenset(taught.desk().places.names)


def test_what_is_learned_does_not_depend_on_the_portions_read(
    taught: Whoholds, tmp_path: Path
) -> None:
    lines = (tmp_path / "first.jsonl").read_text().splitlines(keepends=True)
    other = open_store(tmp_path / "other", create=True)
    other = Whoholds(other.store, factory=taught._factory, versions=taught._versions)
    for number, part in enumerate((lines[17:], lines[:5], lines[5:17])):
        (tmp_path / f"part{number}.jsonl").write_text("".join(part))
        other.read(tmp_path / f"part{number}.jsonl", workers=1)
    assert other.desk().learned == taught.desk().learned
    one, two = (s.timeline("Manbij") for s in (taught, other))
    assert [(r.interval, r.status, r.probability) for r in one] == [
        (r.interval, r.status, r.probability) for r in two
    ]


def test_what_was_known_by_a_day_was_learned_by_then(taught: Whoholds, tmp_path: Path) -> None:
    early, late = DAY + timedelta(days=40 * 8), DAY + timedelta(days=40 * 30)
    before = taught.who("Manbij", known=early)
    learned = taught.desk().learned_by(early)
    path = tmp_path / "later.jsonl"
    rows = [
        {"date": late.isoformat(), "outlet": f"O{i}", "text": f"IS took Aleppo on {DAY} said Liar."}
        for i in range(60)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    taught.read(path, workers=1)
    assert taught.desk().learned_by(early) == learned
    after = taught.who("Manbij", known=early)
    assert after.holding.shares == before.holding.shares
    assert taught.desk().learned_by(DAY).lesson is None


def test_a_claim_that_a_page_gained_later_was_not_known_before(
    empty: Whoholds, tmp_path: Path
) -> None:
    page = {"url": "https://paper.example/1", "date": "2017-06-01"}
    old = {**page, "text": "IS left Manbij said Monitor."}
    new = {**page, "updated": "2017-06-20", "text": f"{old['text']} SDF took Manbij said Monitor."}
    for name, row in (("old", old), ("new", new)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
        empty.read(tmp_path / f"{name}.jsonl", workers=1)
    desk = empty.desk()
    place = desk.places.find("Manbij").place

    def known(day: date) -> set[str]:
        return {s.claim.kind.value for s in desk.brief(place, day).statements}

    assert known(date(2017, 6, 2)) == {"withdraw"}
    assert known(date(2017, 6, 20)) == {"withdraw", "seize"}
    assert known(date(2017, 5, 30)) == set()


def test_learning_can_be_left_out(taught: Whoholds) -> None:
    taught.speakers()
    assert taught.desk(lens=PLAIN).learned.lesson is None
    learned, fixed = (
        taught.who("Manbij", on=DAY + timedelta(days=250), lens=Lens(learned=choice)).holding
        for choice in (True, False)
    )
    assert learned.holder is not None
    assert fixed.holder is not None
    assert learned.holder.actor_id == fixed.holder.actor_id
    assert learned.holder.probability > fixed.holder.probability
