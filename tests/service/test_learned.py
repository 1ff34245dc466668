import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from whoholds.service import learned as module
from whoholds.service.learned import by_bias
from whoholds.service.lens import PLAIN, Lens
from whoholds.service.whoholds import LEARNED, Whoholds

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
        text = f"{true}. {true} said Monitor. {false} said Liar."
        rows.append({"date": day, "outlet": "Post", "title": f"{name} {i}", "text": text})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    store.read(path, workers=1)


@pytest.fixture
def taught(empty: Whoholds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Whoholds:
    monkeypatch.setattr(module, "LEAST", 30)
    tell(empty, tmp_path, "first", 12)
    return empty


def test_a_small_store_teaches_nothing(store: Whoholds) -> None:
    assert store.reliabilities() == ()
    assert store.desk().learned.version is None


def test_who_is_contradicted_by_all_others_is_believed_less(taught: Whoholds) -> None:
    found = {speaker: r for (speaker, _), r in by_bias(taught.reliabilities()).items()}
    assert found["liar"].share < found["monitor"].share - 0.2
    assert 0.0 < found["liar"].error < 0.2
    assert found["liar"].claims == found["monitor"].claims == 12
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


def test_learning_can_be_left_out(taught: Whoholds) -> None:
    taught.speakers()
    assert taught.desk(lens=PLAIN).learned.version is None
    learned, fixed = (
        taught.who("Manbij", on=DAY + timedelta(days=250), lens=Lens(learned=choice)).holding
        for choice in (True, False)
    )
    assert learned.holder is not None
    assert fixed.holder is not None
    assert learned.holder.actor_id == fixed.holder.actor_id
    assert learned.holder.probability > fixed.holder.probability
