"""Versions of a page: what replaces what, and what the outlet no longer says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.log.factories import at, make_claim, make_report, make_statement
from whoholds.log import Store
from whoholds.model import Claim, Modality, Report, Statement

URL = "https://sample.example/2017/bab"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def version(number: int, *, url: str | None = URL) -> Report:
    text = f"Version {number} of a story about the town and its fate."
    return make_report(text, url=url, updated=at(number))


def read(report: Report, *claims: Claim, reader: str = "1") -> list[Statement]:
    return [make_statement(report, claim, reader=reader) for claim in claims]


TOWN = make_claim()
BRIDGE = make_claim(place="geonames:2")


def test_a_changed_page_is_a_new_version_not_a_second_report(store: Store) -> None:
    first, second = version(1), version(2)
    store.append([first], read(first, TOWN, BRIDGE))
    moved = make_claim(start=9, confidence=0.4)
    result = store.append([second], read(second, moved))
    assert (result.reports, result.revised, result.withdrawn) == (1, 1, 1)
    assert [s.report_id for s in store.statements()] == [second.id]
    assert len(store.statements(superseded=True)) == 3
    assert store.report_versions(first.id) == (first, second)
    (withdrawal,) = store.withdrawals()
    assert withdrawal.statement_id == Statement.id_of(BRIDGE, first.id)
    assert withdrawal.by_report_id == second.id
    assert withdrawal.withdrawn == at(2)
    assert store.withdrawals(as_of=1) == ()
    assert len(store.statements(as_of=1)) == 2


def test_a_claim_that_became_a_denial_is_withdrawn(store: Store) -> None:
    first, second = version(1), version(2)
    store.append([first], read(first, TOWN))
    denied = make_claim(modality=Modality.DENIED)
    assert store.append([second], read(second, denied)).withdrawn == 1


def test_versions_given_at_once_or_out_of_order_end_alike(tmp_path: Path) -> None:
    one, two, three = version(1), version(2), version(3)
    claims = {one.id: [TOWN, BRIDGE], two.id: [TOWN], three.id: [TOWN]}
    orders = ([[one, two, three]], [[three], [one, two]], [[two], [three], [one]], [[one], [three]])
    found = []
    for number, order in enumerate(orders):
        store = Store.create(tmp_path / f"store{number}")
        for reports in order:
            store.append(reports, [s for r in reports for s in read(r, *claims[r.id])])
        assert {s.report_id for s in store.statements()} == {three.id}
        found.append([(w.statement_id, w.by_report_id) for w in store.withdrawals()])
    assert found[0] == [(Statement.id_of(BRIDGE, one.id), two.id)]
    assert found[0] == found[1] == found[2]
    # The version between was never seen: the last one is the witness.
    assert found[3] == [(Statement.id_of(BRIDGE, one.id), three.id)]


def test_a_new_reading_of_a_replaced_version_stays_replaced(store: Store) -> None:
    first, second = version(1), version(2)
    store.append([first], read(first, TOWN))
    store.append([second], read(second, TOWN))
    assert store.append([], read(first, BRIDGE, reader="2")).reread == 1
    assert {s.report_id for s in store.statements()} == {second.id}


def test_a_new_version_by_a_new_reader(store: Store) -> None:
    first, second = version(1), version(2)
    store.append([first], read(first, TOWN))
    store.append([], read(first, TOWN, BRIDGE, reader="2"))
    result = store.append([second], read(second, TOWN, reader="2"))
    assert (result.revised, result.withdrawn) == (1, 1)
    assert {s.report_id for s in store.statements()} == {second.id}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"url": URL}, {"url": URL + "#top"}, True),
        ({"url": URL}, {"url": URL, "text": "Elsewhere: talks were held, bread got dear."}, False),
        ({"url": URL, "title": "Live"}, {"url": URL, "title": "Live", "text": "All new."}, True),
        ({"url": URL}, {"url": URL + "-2"}, False),
        ({"url": "https://sample.example/"}, {"url": "https://sample.example/"}, False),
        ({"source": "a.txt", "title": "Bab"}, {"source": "a.txt", "title": "Bab"}, True),
        ({"source": "a.txt", "title": "Bab"}, {"source": "a.txt", "title": "Raqqa"}, False),
        ({"source": "-"}, {"source": "-"}, False),
        ({"title": "Bab"}, {"title": "Bab"}, False),
    ],
)
def test_what_makes_two_texts_one_page(
    store: Store, one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    first = make_report(**{"text": "The first words about the town of Bab."} | one)  # type: ignore[arg-type]
    second = make_report(**{"text": "The other words about the town of Bab."} | other)  # type: ignore[arg-type]
    store.append([first], read(first, TOWN))
    store.append([second], read(second, TOWN))
    assert len(store.statements()) == (1 if same else 2)
    assert len(store.report_versions(first.id)) == (2 if same else 1)
