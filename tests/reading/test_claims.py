"""Sentences in, claims out: parts, lists, stance, places and times by the design's conventions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.reading.test_frames import reader
from whoholds.model import Claim, ClaimKind, Modality, PlaceRelation, StatusAfter

FRIDAY = datetime(2017, 6, 30, 17, 5, tzinfo=UTC)


def read(text: str, *, context: str = "") -> tuple[Claim, ...]:
    claims = reader().read(text, published=FRIDAY, context=context).claims
    return tuple(c for c in claims if c.kind.moves_control)


def places(claims: tuple[Claim, ...], kind: ClaimKind) -> list[str]:
    return [c.place.text for c in claims if c.kind is kind and c.place is not None]


def only(claims: tuple[Claim, ...], kind: ClaimKind) -> Claim:
    found = [c for c in claims if c.kind is kind]
    assert len(found) == 1, claims
    return found[0]


def test_one_claim_for_each_place_of_a_list() -> None:
    claims = read("Ukrainian troops retook Izium, Balakliia and Kupiansk.")
    assert places(claims, ClaimKind.SEIZE) == ["Izium", "Balakliia", "Kupiansk"]
    assert {c.actor.text for c in claims if c.actor} == {"Ukrainian troops"}


def test_each_place_of_a_coordination_keeps_its_own_date() -> None:
    claims = read(
        "Kurdish fighters ousted the militants from Kobane in 2015 and from Manbij last year."
    )
    years = {c.place.text: c.interval.first_day for c in claims if c.place and c.interval}
    assert {place: day.year for place, day in years.items() if day} == {
        "Kobane": 2015,
        "Manbij": 2016,
    }
    assert {c.counter_actor.text for c in claims if c.counter_actor} == {"militants"}


def test_a_verb_that_is_left_out_has_its_own_opponent_and_place() -> None:
    claims = read("The army expelled IS from Palmyra and the rebels from Aleppo.")
    told = [(c.place.text, c.counter_actor.actor_id) for c in claims if c.place and c.counter_actor]
    assert told == [("Palmyra", "islamic-state"), ("Aleppo", "syrian-opposition")]


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("The army has not entered Kherson.", ClaimKind.ADVANCE, Modality.DENIED),
        ("The rebels failed to capture Aden.", ClaimKind.SEIZE, Modality.DENIED),
        ("The ministry denied that Lyman had fallen.", ClaimKind.SEIZE, Modality.DENIED),
        ("The army plans to retake Mosul.", ClaimKind.SEIZE, Modality.PLANNED),
        ("Troops will withdraw from Kherson.", ClaimKind.WITHDRAW, Modality.PLANNED),
        ("The rebels may have captured Goma.", ClaimKind.SEIZE, Modality.POSSIBLE),
        ("If the rebels take Hama, the road lies open.", ClaimKind.SEIZE, Modality.POSSIBLE),
        ("The militants tried to capture Marawi.", ClaimKind.CONTEST, Modality.ONGOING),
        ("The rebels reportedly captured Goma.", ClaimKind.SEIZE, Modality.REPORTED),
        ("The rebels captured Goma.", ClaimKind.SEIZE, Modality.ASSERTED),
        (
            "The governor confirmed that rebels had captured Goma.",
            ClaimKind.SEIZE,
            Modality.CONFIRMED,
        ),
    ],
)
def test_how_it_is_meant(text: str, kind: ClaimKind, modality: Modality) -> None:
    assert only(read(text), kind).modality is modality


def test_a_claim_and_its_denial_are_two_claims() -> None:
    claims = read("The army said it had captured Lyman, but the ministry denied the claim.")
    assert [(c.modality, c.kind) for c in claims] == [
        (Modality.REPORTED, ClaimKind.SEIZE),
        (Modality.DENIED, ClaimKind.SEIZE),
    ]
    assert claims[1].speakers[0].text == "the ministry"


def test_a_lost_presence_is_a_state_that_ended() -> None:
    claim = only(read("The group no longer has a presence in Derna."), ClaimKind.CONTROL_STATE)
    assert claim.status_after is StatusAfter.LOST


def test_a_number_of_unnamed_places_is_one_claim_on_their_region() -> None:
    claim = only(read("Daesh withdrew from 17 villages in Aleppo province."), ClaimKind.WITHDRAW)
    assert claim.place is not None
    assert (claim.place.count, claim.place.relation) == (17, PlaceRelation.PART_OF)
    assert claim.place.name is not None
    assert "Aleppo" in claim.place.name


def test_backers_are_supporters() -> None:
    claim = only(
        read("Opposition forces backed by Turkey seized Al-Bab in February."), ClaimKind.SEIZE
    )
    assert [s.name for s in claim.supporters] == ["Turkey"]


def test_they_and_the_town_are_whom_the_report_named() -> None:
    claims = read(
        "They captured the town on Sunday.", context="M23 rebels attacked Kiwanja at the weekend."
    )
    claim = only(claims, ClaimKind.SEIZE)
    assert claim.actor is not None
    assert claim.actor.name is not None
    assert "23" in claim.actor.name or "March 23" in claim.actor.name
    assert claim.place is not None
    assert claim.place.name == "Kiwanja"


def test_the_provincial_capital_of_the_same_name_is_the_city() -> None:
    claims = read(
        "A U.S.-backed offensive is bearing down on the provincial capital of the same name.",
        context="The group still holds parts of Raqqa province.",
    )
    place = only(claims, ClaimKind.ADVANCE).place
    assert place is not None
    assert place.place_id is not None
    assert place.place_id.startswith("geonames:")


def test_evidence_is_the_words_of_the_claim() -> None:
    text = "Officials in Kyiv spoke for an hour. Ukrainian forces entered Lyman on Saturday."
    claim = only(read(text), ClaimKind.ADVANCE)
    assert claim.evidence.of(text) == "Ukrainian forces entered Lyman"


def test_nothing_is_claimed_about_places_that_are_only_named() -> None:
    assert not read("Delegates from Russia and Hama province met in Geneva to discuss trade.")


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took several villages, including: Izium, Balakliia, and Kupiansk.",
        "Rebels took the Izium, Balakliia and Kupiansk villages.",
        "Rebels took the villages of Izium, Balakliia and Kupiansk.",
    ],
)
def test_lists_of_villages_are_their_names(text: str) -> None:
    claims = [c for c in read(text) if c.kind is ClaimKind.SEIZE]
    assert {c.place.text for c in claims if c.place} >= {"Izium", "Balakliia", "Kupiansk"}
    assert {c.actor.text for c in claims if c.actor} == {"Rebels"}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Dozens of Boko Haram militants attacked the town of Bama.", "Boko Haram militants"),
        ("The army's counterattack recaptured the village of Bama.", "army"),
        ("The rebels began a major offensive to gain control of Bama.", "rebels"),
        ("IS has attacked the town of Hasakah.", "IS"),
    ],
)
def test_who_acts(text: str, actor: str) -> None:
    assert {c.actor.text for c in read(text) if c.actor} == {actor}


def test_shared_control_is_a_claim_for_each() -> None:
    claims = read("Control of Taiz is divided between the army and the rebels.")
    assert {c.actor.text for c in claims if c.actor} == {"army and the rebels", "rebels"}
    assert {c.place.text for c in claims if c.place} == {"Taiz"}


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        (
            "A deal was reached to allow the rebels to withdraw from Homs.",
            ClaimKind.WITHDRAW,
            Modality.PLANNED,
        ),
        (
            "The accord allows government forces to take over Kobane.",
            ClaimKind.HANDOVER,
            Modality.PLANNED,
        ),
        (
            "The truce allowed for the withdrawal of fighters from Homs.",
            ClaimKind.WITHDRAW,
            Modality.ASSERTED,
        ),
        (
            "The president announced that troops would leave Kidal.",
            ClaimKind.WITHDRAW,
            Modality.PLANNED,
        ),
        (
            "The army came close to cutting off the town of Bama.",
            ClaimKind.SIEGE,
            Modality.POSSIBLE,
        ),
    ],
)
def test_deals_and_what_was_nearly_done(text: str, kind: ClaimKind, modality: Modality) -> None:
    assert only(read(text), kind).modality is modality


def test_what_describes_a_taken_place_is_who_lost_it() -> None:
    claims = read("The army took Rajo, one of the main rebel strongholds in Afrin.")
    assert [c.kind for c in claims] == [ClaimKind.SEIZE]
    assert claims[0].counter_actor is not None
    assert "rebel" in claims[0].counter_actor.text


def test_what_it_repeats_is_what_was_acted_on() -> None:
    claims = read("The army entered Deir Hafer, a town near Aleppo, and secured it.")
    claim = only(claims, ClaimKind.SEIZE)
    assert claim.place is not None
    assert claim.place.name == "Deir Hafer"


@pytest.mark.parametrize(
    "text",
    [
        "During the fighting, the army captured a tank in Homs.",
        "Warplanes carried out raids on Homs.",
        "Rebels carried out a rocket attack on Homs.",
        "Shells landed in the area surrounding the bakery in Homs.",
        "The explosion took place in Homs.",
        "UN agencies entered Homs.",
        "Gunmen blew themselves up in Syrias capital Damascus.",
    ],
)
def test_what_moves_no_control(text: str) -> None:
    assert not read(text)


def test_a_name_is_not_guessed_from_a_label() -> None:
    claim = only(read("Islamist insurgents captured Idlib."), ClaimKind.SEIZE)
    assert claim.actor is not None
    assert claim.actor.actor_id is None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Moscow, which already controls Mariupol and Bakhmut, wants more.", "russia"),
        ("Kinshasa still holds the town of Walikale.", "congolese-government"),
        ("The whole of Nineveh was in Iraqi hands.", "iraqi-government"),
    ],
)
def test_a_capital_or_an_adjective_stands_for_its_state(text: str, actor: str) -> None:
    found = [c.actor.actor_id for c in read(text) if c.actor is not None]
    assert found
    assert set(found) == {actor}


def test_forces_without_a_name_are_those_of_where_the_sentence_is() -> None:
    claims = read(
        "In Iraq, government forces repelled an attack on the town of Haditha.",
        context="The army took Saraqib in Syria. Rebels hold Idlib. Troops entered Aleppo.",
    )
    actors = {c.actor.actor_id for c in claims if c.actor is not None}
    assert actors == {"iraqi-government"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The army took the village of Gabara, the wheat silo and the cement factory.",
            ["Gabara", "wheat silo", "cement factory"],
        ),
        (
            "Peshmerga fighters captured nine villages, among them Tarjala and Basakhra.",
            ["Tarjala", "Basakhra"],
        ),
        (
            "The forces retook Surman and Sabratha and then Ajaylat, Jumayl and Zaltan.",
            ["Surman", "Sabratha", "Ajaylat", "Jumayl", "Zaltan"],
        ),
    ],
)
def test_lists_keep_all_that_is_taken(text: str, found: list[str]) -> None:
    assert sorted(places(read(text), ClaimKind.SEIZE)) == sorted(found)


def test_what_a_frame_rests_on_is_no_claim_of_its_own() -> None:
    kinds = {c.kind for c in read("The group lost its last stronghold in Deir ez-Zor.")}
    assert kinds == {ClaimKind.SEIZE}


def test_an_order_to_stop_attacks_is_no_attack_held_off() -> None:
    text = "A resolution ordered all sides to stop attacks on Aleppo."
    assert not [c for c in read(text) if c.kind is ClaimKind.ATTACK_REPELLED]


def test_a_side_of_a_town_is_a_part_of_it() -> None:
    inside = only(read("The army took the west of the city of Aleppo."), ClaimKind.SEIZE)
    assert inside.place is not None
    assert inside.place.relation is PlaceRelation.PART_OF
    outside = only(read("The army took a hill west of Aleppo."), ClaimKind.SEIZE)
    assert outside.place is not None
    assert outside.place.relation is PlaceRelation.WEST_OF


def test_somebodys_allies_are_others_than_who_tells_of_them() -> None:
    text = "Turkey's president accused the Kurdish YPG, whose allies captured the town of Manbij."
    claim = only(read(text), ClaimKind.SEIZE)
    assert claim.actor is not None
    assert claim.actor.actor_id is None


def test_a_body_that_is_part_of_an_armed_party_can_take_a_town() -> None:
    text = "The council, part of the Syrian Democratic Forces, took control of the town of Manbij."
    claim = only(read(text), ClaimKind.SEIZE)
    assert claim.actor is not None
    assert claim.actor.text == "council"


HISTORY = (
    "On 3 May 2015, the army captured Hama. The troops regrouped over days. {} "
    "On 12 May, the army left."
)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Rebels captured Homs.", ("2015-05-03", "2015-05-11")),
        ("Rebels had captured Homs.", ("None", "2015-05-03")),
        ("Rebels hold Homs.", None),  # as of the day of writing
        ("Rebels plan to capture Homs.", None),
    ],
)
def test_a_history_dates_what_it_tells_without_a_date(
    sentence: str, days: tuple[str, str] | None
) -> None:
    claims = reader().read(HISTORY.format(sentence), published=None).claims
    times = [c.interval for c in claims if c.actor is not None and c.actor.text == "Rebels"]
    found = [(str(i.first_day), str(i.last_day)) if i is not None else None for i in times]
    assert found == [days]


@pytest.mark.parametrize(
    "sentence",
    ["Christians fled Homs on Monday.", "Most monks had left the city of Homs by Monday."],
)
def test_communities_that_flee_are_no_party_that_leaves(sentence: str) -> None:
    assert read(sentence) == ()


def test_a_name_goes_on_after_a_word_for_a_hill() -> None:
    claims = read("Kurdish fighters captured the village of Til Osman in Syria on Monday.")
    assert places(claims, ClaimKind.SEIZE) == ["Til Osman"]
