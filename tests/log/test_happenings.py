"""Happenings: claims about one event are one, others are not, whatever the order."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.log.factories import at, make_claim, make_report, make_speaker, make_statement
from whoholds.log.happenings import Happenings
from whoholds.log.origins import origins
from whoholds.log.speakers import Bias, speakers_table
from whoholds.model import (
    ActorMention,
    ClaimKind,
    Granularity,
    Happening,
    Interval,
    Modality,
    PlacePhrase,
    PlaceRelation,
    SpeakerKind,
    Statement,
)
from whoholds.model.holding import DisputeKind

PARENTS = {"alpha-brigade": ["alpha"]}


TENTH = at(10)


def day(number: int, days: int = 1) -> Interval:
    start = at(number).replace(hour=0)
    return Interval(start=start, end=at(number + days).replace(hour=0), granularity=Granularity.DAY)


def part_of(statement: Statement) -> Statement:
    """Return the statement about some villages of its place."""
    claim = statement.claim
    assert claim.place is not None
    place = msgspec.structs.replace(claim.place, relation=PlaceRelation.PART_OF, count=17)
    claim = msgspec.structs.replace(claim, place=place)
    return msgspec.structs.replace(
        statement, claim=claim, id=Statement.id_of(claim, statement.report_id)
    )


def told(
    by: str = "observer",
    *,
    kind: ClaimKind = ClaimKind.SEIZE,
    actor: str | None = "alpha",
    counter: str | None = None,
    place: str | None = "geonames:1",
    when: Interval | None = None,
    published: datetime = TENTH,
    modality: Modality = Modality.REPORTED,
    side: str | None = None,
) -> Statement:
    claim = make_claim(
        kind=kind,
        actor=actor,
        counter=counter,
        place=place,
        interval=when,
        modality=modality,
        speakers=(make_speaker(by, side=side),),
    )
    text = f"{by} {kind} {actor} {counter} {place} {when} {modality} told of the event"
    return make_statement(make_report(text, outlet=by, published=published), claim)


def contains(outer: str, inner: str) -> bool:
    return outer == inner or (outer == "admin1:SY.09" and inner in ("geonames:1", "geonames:2"))


def happenings(*statements: Statement) -> tuple[Happening, ...]:
    found = Happenings(contains=contains, ancestors=lambda a: PARENTS.get(a, ()))
    found.add(statements)
    return found.all()


FRIDAY = told(when=day(9))

TOGETHER = {
    "two speakers": told("ministry", when=day(9)),
    "the loser's side of it": told(
        "b", kind=ClaimKind.WITHDRAW, actor="beta", counter=None, when=day(9)
    ),
    "part of the party": told("b", actor="alpha-brigade", when=day(9)),
    "the day before": told("b", when=day(8)),
    "that week": told("b", when=day(5, 7)),
    "by then": told("b", when=None, published=at(11)),
    "no taker named": told("b", actor=None, when=day(9)),
    "a denial": told("b", when=day(9), modality=Modality.DENIED),
    "another taker the same day": told("b", actor="gamma", when=day(9)),
    "four days before": told("b", when=day(5)),
    "in the province": told("b", place="admin1:SY.09", when=day(9)),
}
APART = {
    "another place": told("b", place="geonames:2", when=day(9)),
    "another kind": told("b", kind=ClaimKind.CEASEFIRE, when=day(9)),
    "a month later": told("b", when=day(40)),
    "another taker a week before": told("b", actor="gamma", when=day(2)),
    "taken back": told("b", actor="beta", counter="alpha", when=day(9)),
    "another taker the day after": told("b", actor="gamma", when=day(10)),
    "some villages the day after": part_of(told("b", when=day(10))),
    "only planned": told("b", when=day(9), modality=Modality.PLANNED),
    "another province": told("b", place="admin1:SY.10", when=day(9)),
    "reported long before": told("b", when=None, published=at(5)),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_told_together(name: str) -> None:
    (found,) = happenings(FRIDAY, TOGETHER[name])
    assert set(found.statements) == {FRIDAY.id, TOGETHER[name].id}
    assert found.place_id == "geonames:1"


@pytest.mark.parametrize("name", APART)
def test_told_apart(name: str) -> None:
    assert len(happenings(FRIDAY, APART[name])) == 2


@pytest.mark.parametrize("kind", [ClaimKind.CONTEST, ClaimKind.STRIKE, ClaimKind.CASUALTIES])
def test_fighting_somewhere_in_a_country_is_one_event_only_by_one_party(kind: ClaimKind) -> None:
    def fights(actor: str | None) -> list[Statement]:
        return [
            told(by, kind=kind, actor=actor, place="country:SY", when=day(9)) for by in ("a", "b")
        ]

    assert len(happenings(*fights(None))) == 2
    assert len(happenings(*fights("alpha"))) == 1
    assert len(happenings(*fights(None), *fights("alpha"))) == 3


SINCE = Interval(start=at(9).replace(hour=0), granularity=Granularity.DAY)
HOLDING = {
    "since the day": told("b", kind=ClaimKind.CONTROL_STATE, when=SINCE, published=at(90)),
    "when it was reported": told("b", kind=ClaimKind.CONTROL_STATE, published=at(11)),
    "the day after": told("b", kind=ClaimKind.CONTROL_STATE, when=day(10), published=at(10)),
    "a part of the party": told(
        "b", kind=ClaimKind.CONTROL_STATE, actor="alpha-brigade", published=at(11)
    ),
}
NOT_HOLDING = {
    "weeks after": told("b", kind=ClaimKind.CONTROL_STATE, published=at(30)),
    "before": told("b", kind=ClaimKind.CONTROL_STATE, published=at(8)),
    "another party": told("b", kind=ClaimKind.CONTROL_STATE, actor="beta", published=at(11)),
    "denied": told("b", kind=ClaimKind.CONTROL_STATE, published=at(11), modality=Modality.DENIED),
    "a part of it": part_of(told("b", kind=ClaimKind.CONTROL_STATE, published=at(11))),
    "elsewhere": told("b", kind=ClaimKind.CONTROL_STATE, place="geonames:2", published=at(11)),
}


@pytest.mark.parametrize("name", HOLDING)
def test_who_holds_a_place_since_it_was_taken_witnesses_the_taking(name: str) -> None:
    (found,) = happenings(FRIDAY, HOLDING[name])
    assert (found.kind, found.interval, found.disputes) == ("seize", day(9), ())
    assert found.speakers == 2


@pytest.mark.parametrize("name", NOT_HOLDING)
def test_who_holds_a_place_at_another_time_is_told_for_itself(name: str) -> None:
    assert len(happenings(FRIDAY, NOT_HOLDING[name])) == 2


def test_a_holder_told_after_another_took_the_place_goes_back_to_no_taking() -> None:
    lost = told("c", actor="beta", when=day(10), published=at(11))
    held = told("b", kind=ClaimKind.CONTROL_STATE, published=at(12))
    assert len(happenings(FRIDAY, lost, held)) == 3


def test_a_siege_and_its_end_are_two() -> None:
    def sieges(frame: str) -> Statement:
        told_ = told("b", kind=ClaimKind.SIEGE, when=day(9))
        claim = msgspec.structs.replace(told_.claim, frame=frame)
        return msgspec.structs.replace(
            told_, claim=claim, id=Statement.id_of(claim, told_.report_id)
        )

    one, other = sieges("siege.besiege"), sieges("siege.lifted")
    assert len(happenings(one, other)) == 2


def test_who_killed_is_not_who_was_killed() -> None:
    kills = told("a", kind=ClaimKind.CASUALTIES, actor="alpha", when=day(9))
    killed = told("b", kind=ClaimKind.CASUALTIES, actor=None, counter="alpha", when=day(9))
    assert len(happenings(kills, killed)) == 2
    fights = [
        msgspec.structs.replace(s, claim=msgspec.structs.replace(s.claim, kind=ClaimKind.CONTEST))
        for s in (kills, killed)
    ]
    (fight,) = happenings(*fights)
    assert (fight.actor_id, fight.counter_actor_id) == ("alpha", None)


def test_places_without_a_name_are_those_of_their_report() -> None:
    def road(by: str, words: str) -> Statement:
        told_ = told(by, when=day(9))
        place = PlacePhrase(text=words, name=words)
        claim = msgspec.structs.replace(told_.claim, place=place)
        return msgspec.structs.replace(
            told_, claim=claim, id=Statement.id_of(claim, told_.report_id)
        )

    assert len(happenings(road("a", "the road"), road("b", "the road"))) == 2
    assert len(happenings(road("a", "Tal Sib"), road("b", "Tal Sib"))) == 1


def test_a_month_is_no_better_known_than_a_day() -> None:
    month = told("a", actor="a-party", when=day(0, 30), published=at(40))
    friday = told("b", actor="z-party", when=day(9))
    lost = told("c", kind=ClaimKind.WITHDRAW, actor="beta", when=day(9))
    (found,) = happenings(month, friday, lost)
    assert (found.actor_id, found.interval) == ("z-party", day(9))


def test_a_dated_report_is_better_known_than_one_that_was_over_by_then() -> None:
    siege = ClaimKind.SIEGE
    by_then = told("a", kind=siege, when=None, published=day(10).start or TENTH)
    dated = [told(by, kind=siege, when=day(7, 3)) for by in "bcdefg"]
    for statement in dated:
        (found,) = happenings(by_then, statement)
        assert found.interval == day(7, 3)


def test_who_lost_the_place_is_not_its_winner() -> None:
    wrong = told("a", actor="beta", when=day(9))
    right = told("a", actor="alpha", when=day(9), published=at(11))
    left = told("b", kind=ClaimKind.WITHDRAW, actor="beta", when=day(9))
    nobody = [told(by, actor=None, when=day(9)) for by in ("c", "d")]
    found = max(happenings(wrong, right, left, *nobody), key=lambda h: len(h.statements))
    assert (found.actor_id, found.counter_actor_id) == ("alpha", "beta")


def test_taken_twice_where_it_was_lost_between() -> None:
    again = told("b", when=day(12))
    assert len(happenings(FRIDAY, again)) == 1
    lost = told("c", actor="beta", when=day(11))
    assert len(happenings(FRIDAY, again, lost)) == 3


def test_words_that_name_no_known_party_may_be_any() -> None:
    words = ActorMention(text="the troops")
    claim = make_claim(actor=None, interval=day(9))
    report = make_report("The troops took it.")
    statement = make_statement(report, msgspec.structs.replace(claim, actor=words))
    (found,) = happenings(FRIDAY, statement)
    assert (found.actor_id, found.disputes) == ("alpha", ())


def test_what_most_say_and_who_departs() -> None:
    statements = [
        told("a", when=day(9), counter="beta", published=at(10)),
        told("b", when=day(9), published=at(10.5)),
        told("c", when=day(8), published=at(11)),
        told("d", when=day(9), actor="gamma", published=at(12)),
        told("e", when=day(9), modality=Modality.DENIED, published=at(9.9)),
    ]
    (found,) = happenings(*statements)
    assert (found.kind, found.actor_id, found.counter_actor_id) == ("seize", "alpha", "beta")
    assert found.interval == day(9)
    assert (found.first, found.last) == (at(9.9), at(12))
    assert found.speakers == 2
    assert not found.open
    assert {d.statement_id: d.kind for d in found.disputes} == {
        statements[2].id: DisputeKind.DATE,
        statements[3].id: DisputeKind.TAKER,
        statements[4].id: DisputeKind.DENIAL,
    }


def test_a_withdrawal_tells_the_loser() -> None:
    (found,) = happenings(told(kind=ClaimKind.WITHDRAW, actor="beta", counter=None, when=day(9)))
    assert (found.actor_id, found.counter_actor_id) == (None, "beta")


def test_a_vague_time_that_fits_two_events_is_neither() -> None:
    first, second = told("a", when=day(2)), told("b", when=day(12))
    month = told("c", when=day(0, 20))
    assert len(happenings(first, second, month)) == 3
    again = told("d", when=day(0, 20))
    assert sorted(len(h.statements) for h in happenings(first, second, month, again)) == [1, 1, 2]


def test_what_was_over_by_the_report_is_the_latest_that_fits() -> None:
    strike = ClaimKind.STRIKE
    first, second = (told(b, kind=strike, when=day(n)) for b, n in (("a", 8), ("b", 10)))
    by_then = told("c", kind=strike, when=None, published=at(11))
    assert [set(h.statements) for h in happenings(first, second, by_then)] == [
        {first.id},
        {second.id, by_then.id},
    ]


def test_statements_without_place_or_speaker_do_no_harm() -> None:
    nowhere = told(place=None)
    report = make_report("Plain words.", published=None, outlet=None)
    bare = make_statement(report, make_claim())
    (found,) = happenings(nowhere, bare)
    assert found.statements == (bare.id,)
    assert (found.first, found.interval, found.speakers) == (None, None, 1)


def test_copies_do_not_count_twice() -> None:
    statements = [told("a", when=day(9)), told("b", when=day(9))]
    found = Happenings()
    found.add(statements)
    assert found.all()[0].speakers == 2
    assert found.all({s.id: "one voice" for s in statements})[0].speakers == 1


MANY = [*TOGETHER.values(), *APART.values(), FRIDAY, told("z", when=day(2)), told("y", when=day(3))]


@settings(deadline=None, max_examples=20)
@given(st.permutations(MANY), st.integers(1, len(MANY)))
def test_order_and_portions_do_not_matter(order: list[Statement], cut: int) -> None:
    found = Happenings(contains=contains, ancestors=lambda a: PARENTS.get(a, ()))
    found.add(order[:cut])
    found.all()
    found.add(order[cut:])
    found.add(order[:3])
    assert found.all() == happenings(*MANY)
    assert sorted(i for h in found.all() for i in h.statements) == sorted(s.id for s in MANY)


def test_an_outlet_has_a_record_of_what_it_says_itself() -> None:
    own = make_statement(
        make_report("It was taken.", outlet="Post", published=at(10)),
        make_claim(interval=day(9)),
    )
    quoted = told("army", when=day(9), published=at(11))
    nobody = make_statement(make_report("Taken.", outlet=None), make_claim(place="geonames:2"))
    found = Happenings()
    statements = [own, quoted, nobody]
    found.add(statements)
    records = {r.speaker: r for r in speakers_table(found.groups(), origins(statements, []))}
    assert records.keys() == {"outlet:post", "army"}
    post = records["outlet:post"]
    assert (post.name, post.kind, post.side) == ("Post", SpeakerKind.MEDIUM, None)
    assert (post.claims, post.confirmed, post.later) == (1, 1, 1)
    assert records["army"].name == "army"


def test_speakers_are_confirmed_and_contradicted() -> None:
    army = {"side": "alpha"}
    statements = [
        told("army", when=day(9), published=at(10), **army),  # type: ignore[arg-type]
        told("observer", when=day(9), published=at(11)),
        told("army", place="geonames:2", when=day(9), published=at(12), **army),  # type: ignore[arg-type]
        told("observer", place="geonames:2", when=day(9), modality=Modality.DENIED),
        told("army", place="geonames:3", actor="beta", counter="alpha", when=day(9), **army),  # type: ignore[arg-type]
    ]
    found = Happenings()
    found.add(statements)
    records = {
        (r.speaker, r.bias): (r.claims, r.confirmed, r.later, r.contradicted)
        for r in speakers_table(found.groups(), origins(statements, []))
    }
    assert records == {
        ("army", Bias.AGAINST): (1, 0, 0, 0),
        ("army", Bias.FOR): (2, 1, 1, 1),
        ("observer", Bias.NEITHER): (2, 1, 0, 1),
    }
