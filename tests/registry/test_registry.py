"""Phrases in, parties and speakers out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.errors import QueryError
from whoholds.model import SpeakerKind
from whoholds.registry import Registry, load_registry

SYRIA = ("SY",)
DAY = date(2017, 6, 30)
REGISTRY = load_registry()
NAMED = sorted(
    (name, actor.id, actor.countries)
    for actor in REGISTRY.actors.values()
    for name in actor.names
    if len(name) > 6 and not name.islower() and len(REGISTRY.known_as(name)) == 1
)


def _id(words: str, countries: tuple[str, ...] = SYRIA, on: date | None = DAY) -> str | None:
    found = REGISTRY.find_actor(words, countries=countries, on=on)
    return None if found is None else found.id


@pytest.mark.parametrize(
    "spelling",
    [
        "Hay'at Tahrir al-Sham",
        "Hayat Tahrir Al Sham",
        "Hayyat Tahrir ash-Sham",
        "HAYʾAT TAHRIR AL-SHAM",
    ],
)
def test_one_party_in_many_spellings(spelling: str) -> None:
    assert _id(spelling) == "hayat-tahrir-al-sham"


@pytest.mark.parametrize("words", ["IS", "the I.S. group", "Isis", "ISIL fighters", "da'ish"])
def test_abbreviations_with_and_without_points(words: str) -> None:
    assert _id(words) == "islamic-state"


@pytest.mark.parametrize("words", ["is", "who is", "us", "they told us", "it", "", "  ", "'s", "-"])
def test_small_words_are_no_party(words: str) -> None:
    assert REGISTRY.match_actor(words, countries=SYRIA) is None


@pytest.mark.parametrize(
    "words",
    ["a village", "the governor's house", "Turkish border", "a Syrian town", "17 civilians"],
)
def test_phrases_that_name_no_party(words: str) -> None:
    assert _id(words) is None


@pytest.mark.parametrize(
    ("words", "countries", "expected"),
    [
        ("the army", ("SY",), "syrian-government"),
        ("the army", ("SD",), "sudanese-armed-forces"),
        ("the army", ("MM",), "myanmar-military"),
        ("the army", (), None),
        ("rebels", ("CD",), "m23"),
        ("rebels", ("YE",), "houthis"),
        ("Kurdish forces", ("IQ",), "peshmerga"),
        ("Kurdish forces", ("SY", "IQ"), "syrian-democratic-forces"),
        ("the junta", ("NE",), "nigerien-government"),
        ("Syrian rebels", ("TR",), "syrian-opposition"),
        ("Iraqi government troops", ("SY",), "iraqi-government"),
    ],
)
def test_generic_words_mean_the_party_of_the_theatre(
    words: str, countries: tuple[str, ...], expected: str | None
) -> None:
    assert _id(words, countries, date(2024, 6, 1) if countries != ("SY", "IQ") else DAY) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2021, 8, 14), "afghan-republic"),
        (date(2021, 8, 16), "taliban"),
    ],
)
def test_generic_words_follow_the_day(on: date, expected: str) -> None:
    assert _id("government forces", ("AF",), on) == expected


def test_words_that_stay_open_are_told_apart() -> None:
    found = REGISTRY.match_actor("the militants", countries=SYRIA, on=DAY)
    assert found is not None
    assert not found.certain
    assert found.actor.id == "islamic-state"
    assert _id("the militants") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("al-Qaeda-linked militants", None),
        ("the YPG-led Syrian Democratic Forces", "syrian-democratic-forces"),
        ("US-backed Iraqi forces", "iraqi-government"),
        ("Turkish troops and allied rebels", "turkish-armed-forces"),
        ("dozens of Islamic State militants", "islamic-state"),
        ("fighters belonging to Ahrar al-Sham", "ahrar-al-sham"),
        ("rebels in Islamic State territory", "syrian-opposition"),
        ("government forces backed by Hezbollah", "syrian-government"),
        ("the Saudi-backed rebels", "syrian-opposition"),
    ],
)
def test_the_head_of_the_phrase_counts(words: str, expected: str | None) -> None:
    assert _id(words) == expected


def test_coordination_gives_each_party() -> None:
    found = REGISTRY.find_actors("Syrian, Russian and Iranian forces", countries=SYRIA, on=DAY)
    assert [actor.id for actor in found] == ["syrian-government", "russia", "iran"]
    whole = REGISTRY.find_actors("the Islamic State of Iraq and the Levant", countries=SYRIA)
    assert [actor.id for actor in whole] == ["islamic-state"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("US-backed forces", ("united-states",)),
        ("U.S.- and Turkish-backed rebels", ("united-states", "turkey")),
        ("militias supported by Tehran and Hezbollah", ("iran", "hezbollah")),
        ("pro-Russian separatists", ("russia",)),
        ("the Moscow-backed government", ("russia",)),
        ("Turkish forces", ()),
        ("heavily armed rebels", ()),
    ],
)
def test_backers(words: str, expected: tuple[str, ...]) -> None:
    assert REGISTRY.backed(words) == expected


@pytest.mark.parametrize(
    ("actor_id", "on", "expected"),
    [
        ("ypg", date(2014, 10, 1), "ypg"),
        ("ypg", date(2016, 10, 1), "syrian-democratic-forces"),
        ("liwa-al-tawhid", date(2013, 5, 1), "syrian-opposition"),
        ("tiger-forces", date(2017, 3, 1), "syrian-government"),
        ("sultan-murad-division", date(2015, 1, 1), "syrian-opposition"),
        ("sultan-murad-division", date(2017, 1, 1), "turkish-backed-opposition"),
        ("donetsk-peoples-republic", date(2015, 1, 1), "russian-backed-separatists"),
        ("donetsk-peoples-republic", date(2022, 5, 1), "russia"),
        ("donetsk-peoples-republic", date(2023, 5, 1), "russia"),
        ("wagner-group", date(2023, 1, 1), "russia"),
        ("ypg", None, "syrian-democratic-forces"),
        ("islamic-state", None, "islamic-state"),
    ],
)
def test_side_of_follows_the_dated_parents(actor_id: str, on: date | None, expected: str) -> None:
    assert REGISTRY.side_of(actor_id, on) == expected
    assert expected == actor_id or expected in REGISTRY.ancestors(actor_id, on)


@pytest.mark.parametrize(
    ("one", "other", "countries", "on", "opposed", "allied"),
    [
        ("syrian-government", "islamic-state", ("SY",), DAY, True, False),
        ("tiger-forces", "liwa-al-tawhid", ("SY",), date(2013, 6, 1), True, False),
        ("syrian-government", "russia", ("SY",), DAY, False, True),
        ("manbij-military-council", "us-led-coalition", ("SY",), DAY, False, True),
        ("syrian-democratic-forces", "syrian-government", ("SY",), DAY, False, False),
        ("russia", "ukrainian-armed-forces", ("UA",), date(2022, 5, 1), True, False),
        ("turkey", "syrian-democratic-forces", ("SY",), date(2018, 2, 1), True, False),
        ("islamic-state", "ukraine", ("UA",), date(2022, 5, 1), False, False),
    ],
)
def test_sides(
    one: str, other: str, countries: tuple[str, ...], on: date, opposed: bool, allied: bool
) -> None:
    assert REGISTRY.opposed(one, other, countries, on) is opposed
    assert REGISTRY.opposed(other, one, countries, on) is opposed
    assert REGISTRY.allied(one, other, countries, on) is allied
    assert REGISTRY.allied(other, one, countries, on) is allied


def test_no_party_is_on_two_opposed_sides_at_once() -> None:
    for actor_id in REGISTRY.actors:
        assert not REGISTRY.opposed(actor_id, actor_id, (), date(2017, 1, 1)), actor_id


def test_unknown_actor_id_is_an_error() -> None:
    with pytest.raises(QueryError, match="no-such-party"):
        REGISTRY.actor("no-such-party")


@pytest.mark.parametrize("lemma", ["soldier", "troops", "fighter", "rebel", "force", "brigade"])
def test_words_for_armed_people(lemma: str) -> None:
    assert REGISTRY.is_actor_word(lemma)


@pytest.mark.parametrize("lemma", ["village", "resident", "road", "Monday"])
def test_words_for_other_things(lemma: str) -> None:
    assert not REGISTRY.is_actor_word(lemma)


def test_context_words_and_adjectives() -> None:
    assert {"group", "militant", "terrorist"} <= set(REGISTRY.anaphoric)
    assert REGISTRY.adjectives["russian"] == "russia"
    assert REGISTRY.adjectives["syrian"] == "syrian-government"


@pytest.mark.parametrize(
    ("words", "kind", "side"),
    [
        ("Rami Abdulrahman, director of the Syrian Observatory", SpeakerKind.MONITOR, None),
        ("SANA", SpeakerKind.MEDIUM, "syrian-government"),
        ("an official in the Ahrar al-Sham rebel group", SpeakerKind.PARTY, "ahrar-al-sham"),
        ("Turkish military sources", SpeakerKind.PARTY, "turkish-armed-forces"),
        ("a Canadian diplomat", SpeakerKind.THIRD_STATE, "canada"),
        ("residents of Aleppo", SpeakerKind.RESIDENT, None),
        ("Medecins Sans Frontieres", SpeakerKind.AID, None),
        ("a military analyst", SpeakerKind.EXPERT, None),
        ("military source", SpeakerKind.PARTY, "syrian-government"),
        ("the Damascus government", SpeakerKind.PARTY, "syrian-government"),
    ],
)
def test_speakers(words: str, kind: SpeakerKind, side: str | None) -> None:
    found = REGISTRY.find_speaker(words, countries=SYRIA, on=DAY)
    assert found is not None
    assert (found.kind, found.side) == (kind, side)


@pytest.mark.parametrize("words", ["John Smith", "he", "", "the statement's author Peter Miller"])
def test_strangers_are_not_made_up(words: str) -> None:
    found = REGISTRY.find_speaker(words)
    assert found is None or found.side is None


@given(st.text(max_size=60), st.sampled_from([(), ("SY",), ("UA", "RU"), ("XX",)]))
def test_any_text_is_taken(words: str, countries: tuple[str, ...]) -> None:
    REGISTRY.match_actor(words, countries=countries)
    REGISTRY.find_actors(words, countries=countries)
    REGISTRY.find_speaker(words, countries=countries)
    REGISTRY.backed(words)


@given(st.sampled_from(NAMED), st.sampled_from([str, str.upper, "the {}".format, " {} ".format]))
def test_case_and_article_do_not_matter(
    named: tuple[str, str, tuple[str, ...]], change: object
) -> None:
    name, actor_id, countries = named
    assert callable(change)
    found = REGISTRY.match_actor(change(name), countries=countries)
    assert found is not None
    assert found.actor.id == actor_id


@given(st.lists(st.sampled_from(["the army", "rebels", "Daesh", "militants"]), max_size=6))
def test_answers_do_not_depend_on_what_was_asked_before(before: list[str]) -> None:
    for words in before:
        REGISTRY.match_actor(words, countries=SYRIA)
    assert _id("regime forces") == "syrian-government"


def test_registry_fixture_is_the_bundled_one(registry: Registry) -> None:
    assert registry is load_registry()
