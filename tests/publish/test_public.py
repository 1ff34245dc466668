from datetime import UTC, date, datetime

import pytest

from whoholds.errors import KnowledgeError
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Holding,
    HoldingStatus,
    Interval,
    Place,
    PlacePhrase,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
)
from whoholds.publish.public import LEFT_OUT, Profile, last_public_day, public
from whoholds.publish.public_rules import parse_rules

TOWN = Place(id="t", name="Saraqib", lat=35.86432, lon=36.80591, country="SY")
SITES = {
    "hospital": Place(id="h", name="Saraqib", feature_class="S", feature_code="HSP"),
    "camp": Place(id="c", name="Atma Camp", feature_class="P", feature_code="PPL"),
    "district": Place(id="d", name="Old Town", feature_class="P", feature_code="PPLX"),
    "airbase": Place(id="a", name="Taftanaz", feature_class="S", feature_code="AIRB"),
    "hill": Place(id="l", name="Tal Eis", feature_class="T", feature_code="HLL"),
}
PLACES = {p.id: p for p in (TOWN, *SITES.values())}
BODIES = {"sohr": "Observatory", "sdf": "Democratic Forces", "AFP": "AFP"}
PROFILE = Profile(
    until=last_public_day(date(2017, 7, 14)),
    words=10,
    name_of=BODIES.get,
    place_of=PLACES.get,
)


def speaker(name: str, kind: SpeakerKind, identity: str | None = None, text: str = "") -> Speaker:
    return Speaker(text=text or name, name=name, kind=kind, speaker_id=identity)


def statement(
    text: str = "Rebels took Saraqib.",
    *speakers: Speaker,
    place: str | None = "t",
    phrase: str = "Saraqib",
    published: str | None = "2017-06-30",
    recorded: str = "2017-06-30",
    starts: str | None = None,
) -> Statement:
    def at(day: str) -> datetime:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)

    claim = Claim(
        kind=ClaimKind.SEIZE,
        trigger=Span(0, 1),
        evidence=Span(0, 1),
        frame="f",
        actor=ActorMention(text="fighters of a man called Abu Omar", actor_id="sdf"),
        place=PlacePhrase(text=phrase, name="Saraqib", place_id=place),
        interval=Interval(start=at(starts)) if starts else None,
        speakers=speakers,
    )
    return Statement(
        id="s",
        claim=claim,
        report_id="r",
        recorded=at(recorded),
        published=at(published) if published else None,
        text=text,
    )


def told(item: Statement) -> Statement:
    found = public(item, PROFILE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("published", "recorded", "starts", "open_"),
    [
        ("2017-06-30", "2017-07-13", None, True),
        ("2017-07-01", "2017-07-13", None, False),
        (None, "2017-06-30", None, True),
        (None, "2017-07-01", None, False),
        ("2017-06-30", "2017-06-30", "2017-07-05", False),
    ],
)
def test_what_is_younger_than_the_delay_is_withheld(
    published: str | None, recorded: str, starts: str | None, open_: bool
) -> None:
    item = statement(published=published, recorded=recorded, starts=starts)
    assert (public(item, PROFILE) is not None) is open_


@pytest.mark.parametrize("kind", SITES)
def test_nothing_finer_than_a_settlement_and_no_protected_place(kind: str) -> None:
    site = SITES[kind]
    held = Holding(place=site, interval=Interval(), status=HoldingStatus.UNKNOWN)
    assert public(site, PROFILE) is None
    assert public(held, PROFILE) is None
    assert public(statement(place=site.id), PROFILE) is None


def test_points_are_rounded_and_places_that_nobody_knows_are_withheld() -> None:
    place = public(TOWN, PROFILE)
    assert place is not None
    assert (place.lat, place.lon) == (35.86, 36.81)
    assert public(statement(place=None, phrase="a hill"), PROFILE) is None
    assert public(statement(place="unknown"), PROFILE) is None
    assert public(statement(phrase="the hospital in Saraqib"), PROFILE) is None
    assert told(statement(phrase="the house by the mill in Saraqib")).claim.place == PlacePhrase(
        text="Saraqib", name="Saraqib", place_id="t"
    )


def test_a_holding_that_begins_after_the_delay_is_withheld() -> None:
    for day, open_ in ((30, True), (1, False)):
        start = datetime(2017, 6 if open_ else 7, day, tzinfo=UTC)
        held = Holding(place=TOWN, interval=Interval(start=start), status=HoldingStatus.CONTESTED)
        assert (public(held, PROFILE) is not None) is open_


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (speaker("Mariam Haddad", SpeakerKind.RESIDENT, "residents"), "a resident"),
        (speaker("Abu Ali, activists", SpeakerKind.RESIDENT), "a resident"),
        (speaker("Dr. Sami Nour", SpeakerKind.AID), "an aid worker"),
        (speaker("Omar Said", SpeakerKind.PARTY), "a member of a party to the conflict"),
        (speaker("Omar Said, fighters", SpeakerKind.PARTY, "sdf"), "Democratic Forces"),
        (speaker("Rami A., Observatory", SpeakerKind.MONITOR, "sohr"), "Observatory"),
        (speaker("Jane Doe", SpeakerKind.MEDIUM), "a journalist"),
        (speaker("Omar Said", SpeakerKind.UNKNOWN), "a person"),
        (
            speaker("Talal Silo, SDF", SpeakerKind.PARTY, "sdf", "spokesman Talal Silo"),
            "Talal Silo, SDF",
        ),
        (speaker("Prime Minister Jo Roe", SpeakerKind.THIRD_STATE), "Prime Minister Jo Roe"),
    ],
)
def test_private_persons_are_told_by_their_kind_and_officials_by_name(
    said: Speaker, expected: str
) -> None:
    person = said.name.partition(",")[0]
    item = told(statement(f"Rebels took Saraqib, {person} said.", said))
    (shown,) = item.claim.speakers
    assert shown.name == expected
    kept = person in expected
    assert (person in item.text) is kept
    assert (person in item.claim.to_json().decode()) is kept


def test_an_id_that_is_made_of_a_persons_name_is_not_told() -> None:
    person = speaker("Yusuf Nour", SpeakerKind.RESIDENT, "yusuf-nour")
    item = told(statement("Rebels took Saraqib, Yusuf Nour said.", person))
    assert "yusuf" not in item.claim.to_json().decode().lower()


@pytest.mark.parametrize(
    ("words", "public_words"),
    [
        ("Rebels took Saraqib.", "Rebels took Saraqib."),
        ("Mariam Haddad, 34, fled.", f"{LEFT_OUT}, 34, fled."),
        ("They shelled Saraqib, 20 km away.", "They shelled Saraqib, 20 km away."),
        ("A man named Yusuf Nour saw it.", f"A man named {LEFT_OUT} saw it."),
        ("Lina Aziz, a local teacher, left.", f"{LEFT_OUT}, a local teacher, left."),
        ("Fighters killed activist Raed Fares.", f"Fighters killed activist {LEFT_OUT}."),
        ("They hit the hospital in Saraqib.", ""),
        ("They took the IDP camps.", ""),
        ("1 2 3 4 5 6 7 8 9 10 11", "1 2 3 4 5 6 7 8 9 10 …"),
    ],
)
def test_of_a_reports_words_few_are_told_and_no_persons_name(words: str, public_words: str) -> None:
    assert told(statement(words)).text == public_words


def test_the_words_for_parties_and_go_betweens_name_no_person() -> None:
    said = Speaker(text="a source", name="source", via="Nour the barber", kind=SpeakerKind.RESIDENT)
    agency = Speaker(text="a source", name="source", via="AFP", kind=SpeakerKind.RESIDENT)
    item = told(statement("Rebels took Saraqib.", said, agency))
    assert item.claim.actor is not None
    assert "Omar" not in item.claim.actor.text
    assert [s.via for s in item.claim.speakers] == [None, "AFP"]


def test_a_faulty_rule_is_told() -> None:
    with pytest.raises(KnowledgeError, match="no word for"):
        parse_rules(
            'classes = "P"\nareas = ""\nfiner = ""\nprotected = "x"\nofficials = "x"\n'
            "person = []\n[kinds]\nparty = 'x'\n"
        )
