"""One witness counts once, whatever it says it in; those of one side count less than strangers."""

from __future__ import annotations

from datetime import date

from tests.control.factories import MONITOR, PAPER, PLACE, spokesman, statement
from whoholds.control import Context, Voice, case_of, holding_on
from whoholds.log import Origin, independence
from whoholds.model import Speaker, Statement

ON = date(2017, 6, 3)


def adds(one: Voice, other: Voice) -> float:
    """Return what the log says of two voices."""
    first, second = (
        Origin(key=v.key, text=v.text, agency=v.agency, side=v.side) for v in (one, other)
    )
    return independence(first, second)


def took(speaker: Speaker | None, report: str) -> Statement:
    """Return "a took the town"."""
    return statement("seize", "a", "2017-06-01", speaker=speaker, report=report)


def share(*told: Statement, origins: dict[str, Voice] | None = None) -> float:
    """Return the probability that "a" holds the town."""
    context = Context(independence=adds, origins=origins or {})
    holding = holding_on(PLACE, told, on=ON, context=context)
    return next(s.probability for s in holding.shares if s.actor_id == "a")


def test_a_report_that_says_what_it_has_somebody_say_is_one_witness() -> None:
    body, headline = took(MONITOR, "r1"), took(None, "r1")
    assert share(body, headline) == max(share(body), share(headline))
    assert share(body, took(PAPER, "r1")) > share(body)
    assert share(body, took(None, "r2")) > share(body)


def test_spokesmen_of_one_side_count_less_than_strangers() -> None:
    one, other = took(spokesman("a"), "r1"), took(spokesman("a", "the governor"), "r2")
    stranger = took(spokesman("b", "the mayor"), "r2")
    assert share(one) < share(one, other)
    two = case_of(PLACE, [one, other], Context(independence=adds))
    assert sorted(g.lead.counts for g in two.groups) == [0.6, 1.0]
    apart = case_of(PLACE, [one, stranger], Context(independence=adds))
    assert [g.lead.counts for g in apart.groups] == [1.0, 1.0]


def test_one_speaker_through_two_agencies_adds_a_little() -> None:
    one, other = took(MONITOR, "r1"), took(MONITOR, "r2")

    def voices(agency: str | None, text: str) -> dict[str, Voice]:
        return {
            one.id: Voice("monitor", "r1", "afp"),
            other.id: Voice("monitor", text, agency),
        }

    copy = share(one, other, origins=voices("afp", "r1"))
    same = share(one, other, origins=voices("afp", "r2"))
    two = share(one, other, origins=voices("reuters", "r2"))
    strangers = share(one, took(PAPER, "r2"))
    assert copy == same < two < strangers


def test_order_does_not_matter() -> None:
    told = [took(s, f"r{n}") for n, s in enumerate((MONITOR, None, spokesman("a"), PAPER))]
    assert share(*told) == share(*told[::-1])
