"""Trust, independence, neighbours, panels and books."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.control.factories import MONITOR, PAPER, days_after, noon, spokesman, statement
from whoholds.control import (
    Book,
    Context,
    Near,
    case_of,
    explanation_of,
    holding_of,
    learn_trust,
    panel_of,
)
from whoholds.control.answers import findings
from whoholds.control.neighbours import MOST, closeness, kilometres, leanings
from whoholds.model import Place, Statement, TermKind

START = date(2016, 1, 1)


def war(places: int, *, lies: float) -> list[tuple[Place, list[Statement]]]:
    """Return claims on many places: two honest voices, and a side that often claims falsely."""
    rng = np.random.default_rng(7)
    told: list[tuple[Place, list[Statement]]] = []
    for number in range(places):
        day = days_after(START, int(rng.integers(0, 300)))
        holder = "ab"[int(rng.integers(0, 2))]
        claims = []
        for speaker, truth in ((MONITOR, 0.95), (PAPER, 0.9), (spokesman("a"), 1.0 - lies)):
            own = speaker.side == "a"
            right = rng.random() < truth
            said = holder if right or (own and holder == "a") else "ba"["ab".index(holder)]
            claims.append(
                statement(
                    "control_state",
                    said,
                    day.isoformat(),
                    speaker=speaker,
                    published=noon(days_after(day, 1)),
                    report=f"{number}{speaker.name}",
                    confidence=1.0,
                )
            )
        told.append((Place(id=f"user:{number}", name="Town"), claims))
    return told


def test_who_lies_for_its_side_is_believed_less_and_only_there() -> None:
    trust = learn_trust(war(150, lies=0.7), context=Context())
    share = {(r.origin, r.stance): r for r in trust.reliabilities}
    assert share["the-monitor", "neutral"].share > 0.85
    assert share["spokesman-of-a", "favours"].share < 0.7
    assert share["spokesman-of-a", "favours"].claims > 80
    assert 0.0 < share["the-monitor", "neutral"].error < 0.1
    assert trust.settings[""].speakers["spokesman-of-a", "favours"] < 0.45


def test_trust_does_not_depend_on_order() -> None:
    told = war(20, lies=0.5)
    turned = [(place, claims[::-1]) for place, claims in reversed(told)]
    assert learn_trust(told, context=Context()) == learn_trust(turned, context=Context())


def test_nothing_is_learned_from_what_no_date_is_told_of() -> None:
    undated = [statement("control_state", who, None, published=None) for who in ("a", "b")]
    told = [(place, [*claims, *undated]) for place, claims in war(5, lies=0.7)]
    more, less = (learn_trust(t, context=Context()) for t in (told, war(5, lies=0.7)))
    assert [r.claims for r in more.reliabilities] == [r.claims for r in less.reliabilities]
    assert more.rates.keys() == less.rates.keys()


def test_an_empty_store_teaches_nothing() -> None:
    assert learn_trust([], context=Context()).reliabilities == ()


@given(seed=st.integers(0, 9999))
@settings(deadline=None, max_examples=60)
def test_neighbours_lean_by_less_than_one_clear_claim(seed: int) -> None:
    rng = np.random.default_rng(seed)
    prior = rng.dirichlet(np.ones(5))
    close = rng.random(6)
    theirs = rng.dirichlet(np.ones(5), 6)
    usual = (close[:, None] * rng.dirichlet(np.ones(5), 6)).sum(axis=0)
    nats = leanings(prior, (close[:, None] * theirs).sum(axis=0)[None, :], usual)
    assert (np.abs(nats) <= MOST).all()
    assert not nats[0, :2].any(), "neighbours say nothing of fighting, or of what is unknown"
    ignorant = leanings(prior, usual[None, :], usual)
    np.testing.assert_allclose(ignorant, 0.0, atol=1e-12)


def test_distances_are_along_the_globe() -> None:
    away = kilometres(0.0, 179.5, np.array([0.0, 0.0, 10.0]), np.array([-179.5, 175.0, 179.5]))
    assert away.tolist() == pytest.approx([111.2, 500.4, 1111.9], abs=0.1)
    assert closeness(0.0) == 1.0
    assert closeness(float(away[2])) < 1e-9


def town(number: int, population: int | None = None) -> Place:
    return Place(
        id=f"user:{number}",
        name=f"Town {number}",
        lat=36.0 + 0.01 * number,
        lon=38.0,
        country="SY",
        admin1="09",
        population=population,
    )


def test_a_panel_says_what_the_holdings_say_and_shares_add_up() -> None:
    claims = [
        [statement("seize", "a", "2017-06-01", speaker=MONITOR)],
        [statement("seize", "b", "2017-06-01", speaker=MONITOR)],
        [],
    ]
    towns = [town(0, 100), town(1, 50), town(2)]
    cases = [case_of(p, c, Context()) for p, c in zip(towns, claims, strict=True)]
    days = [date(2017, 6, 10), date(2017, 6, 20)]
    panel = panel_of(cases, days)
    frame = panel.frame()
    assert frame.height == 6
    for row in frame.iter_rows(named=True):
        case = cases[int(row["place_id"].split(":")[1])]
        holding = holding_of(case, on=row["date"])
        assert row["status"] == holding.status.value
        assert row["holder_id"] == (holding.holder and holding.holder.actor_id)
        assert row["unknown"] == pytest.approx(holding.unknown, abs=1e-6)
    shares = panel.shares().filter(pl.col("date") == days[0])
    assert dict(zip(shares["holder_id"], shares["places"], strict=True)) == {
        "a": 1,
        "b": 1,
        None: 1,
    }
    people = dict(zip(shares["holder_id"], shares["population"], strict=True))
    assert people == {"a": 100, "b": 50, None: None}


def test_a_place_nobody_mentions_follows_its_neighbours_but_weakly() -> None:
    told = [statement("seize", "a", "2017-06-01", speaker=s) for s in (MONITOR, PAPER)]
    other = [statement("seize", "b", "2017-06-01", speaker=s) for s in (MONITOR, PAPER)]
    taken = [Near(case_of(town(n), told, Context()), 0.9) for n in range(1, 6)]
    on = date(2017, 6, 10)

    def share(claims: list[Statement], near: list[Near], party: str) -> float:
        case = case_of(town(0), claims, Context(near=near))
        return next(s.probability for s in holding_of(case, on=on).shares if s.actor_id == party)

    assert 0.2 < share([], taken, "a") < 0.5
    everywhere = findings(case_of(town(0), [], Context(near=taken)), np.array([1.0e4])).beliefs
    assert everywhere.smoothed.sum() == pytest.approx(1.0)
    assert share(other, taken, "b") > 0.75, "what is told of the place itself prevails"
    assert share(other, taken, "b") == pytest.approx(share(other, [], "b"), abs=0.1)


def test_neighbours_are_a_term_of_the_explanation() -> None:
    told = [statement("seize", "a", "2017-06-01", speaker=MONITOR)]
    near = [Near(case_of(town(n), told, Context()), 0.9) for n in range(1, 6)]
    weak = [statement("seize", "a", "2017-06-01", modality="possible")]
    explained = explanation_of(case_of(town(0), weak, Context(near=near)), on=date(2017, 6, 10))
    assert sum(t.nats for t in explained.terms) == pytest.approx(explained.log_odds)
    (term,) = (t for t in explained.terms if t.kind is TermKind.NEIGHBOURS)
    assert term.nats > 0.1
    assert "Town 1, Town 2, Town 3 and 2 more" in term.because


def test_a_book_works_out_only_what_a_statement_touches_and_forgets_what_is_retracted() -> None:
    towns = {p.id: p for p in (town(0), town(1))}
    book = Book(towns.get)
    first = statement("seize", "a", "2017-06-01", speaker=MONITOR, place_id="user:0")
    second = statement("seize", "b", "2017-06-05", speaker=PAPER, place_id="user:0")
    assert book.add([first]) == {"user:0"}
    untouched, before = book.case("user:1"), holding_of(book.case("user:0"), on=START)
    assert book.add([first]) == frozenset()
    assert book.add([second]) == {"user:0"}
    assert book.case("user:1") is untouched
    assert holding_of(book.case("user:0"), on=START + timedelta(days=540)).shares
    assert book.retract([second.id]) == {"user:0"}
    assert holding_of(book.case("user:0"), on=START) == before
    with pytest.raises(KeyError):
        book.case("user:9")
