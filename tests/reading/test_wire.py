"""Sentences in the manner of news agencies, from many wars: who did what where, and who says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.reading.test_frames import reader
from whoholds.model import Claim, ClaimKind, Modality

DAY = datetime(2024, 6, 28, 17, tzinfo=UTC)
SEIZE, HOLD, LEAVE = ClaimKind.SEIZE, ClaimKind.CONTROL_STATE, ClaimKind.WITHDRAW
REPEL, CONTEST, HANDOVER = ClaimKind.ATTACK_REPELLED, ClaimKind.CONTEST, ClaimKind.HANDOVER


def read(text: str) -> tuple[Claim, ...]:
    claims = reader().read(text, published=DAY).claims
    return tuple(c for c in claims if c.kind.moves_control)


def told(claims: tuple[Claim, ...], kind: ClaimKind) -> list[tuple[str, str]]:
    """Return (actor, place) of the claims of a kind, in the report's words."""
    return [
        (c.actor.text if c.actor else "", c.place.text if c.place else "")
        for c in claims
        if c.kind is kind
    ]


@pytest.mark.parametrize(
    ("text", "kind", "actor", "place"),
    [
        (
            "The RSF seized the army's last base in Darfur, El Fasher, after a siege.",
            SEIZE,
            "RSF",
            "El Fasher",
        ),
        (
            "Rebels captured the Myanmar military's northeastern command headquarters in Lashio.",
            SEIZE,
            "Rebels",
            "Myanmar military's northeastern command headquarters in Lashio",
        ),
        (
            "Fighters loyal to the unity government recaptured Gharyan.",
            SEIZE,
            "Fighters loyal to the unity government",
            "Gharyan",
        ),
        (
            "Militias allied to the U.N.-backed government recaptured Gharyan.",
            SEIZE,
            "Militias allied to the U.N.-backed government",
            "Gharyan",
        ),
        (
            "Fighters from the city of Misrata seized the town of Harawa.",
            SEIZE,
            "Fighters from the city of Misrata",
            "Harawa",
        ),
        (
            "Musa Qala, seized by the Taliban the previous winter, was the scene of bargaining.",
            SEIZE,
            "Taliban",
            "Musa Qala",
        ),
        (
            "Since the rains the junta has brought the northern wards of Loikaw under its control.",
            SEIZE,
            "its",
            "northern wards of Loikaw",
        ),
        (
            "The army has taken the last bastion of the group, known as Madina.",
            SEIZE,
            "army",
            "Madina",
        ),
        (
            "Zaranj became on 6 August the first provincial capital to be lost to the Taliban.",
            SEIZE,
            "Taliban",
            "Zaranj",
        ),
        (
            "Rebels captured Lalibela on 1 December, followed by Kombolcha and Dessie.",
            SEIZE,
            "Rebels",
            "Dessie",
        ),
        (
            "Rebels took Bor in May, followed by the capture of Pibor.",
            SEIZE,
            "Rebels",
            "Pibor",
        ),
        ("By 5 April the town of Bor had been captured by rebels.", SEIZE, "rebels", "Bor"),
        ("By 5 April the town of Bor had been captured.", SEIZE, "", "Bor"),
        (
            "M23 withdrew in exchange for talks with the government, which had lost Goma in May.",
            SEIZE,
            "",
            "Goma",
        ),
        (
            "Fighting between Taleban and government forces in Sangin district, Helmand province.",
            CONTEST,
            "Taleban and government forces",
            "Sangin district",
        ),
        (
            "Militants attacked Iraqi army barracks in Anbar.",
            CONTEST,
            "Militants",
            "Iraqi army barracks in Anbar",
        ),
        (
            "Rebels attacked Kadugli, capturing several army bases around the city.",
            CONTEST,
            "Rebels",
            "Kadugli",
        ),
        ("M23 accused the army of attacking Masisi.", CONTEST, "army", "Masisi"),
        (
            "Heavy gunfire was heard near the airport in Juba as government forces battled rebels.",
            CONTEST,
            "government forces",
            "airport in Juba",
        ),
        (
            "The rebels seized several hills overlooking the town of Sake.",
            SEIZE,
            "rebels",
            "several hills overlooking the town of Sake",
        ),
        ("Harasta returned to state control on Friday.", SEIZE, "state", "Harasta"),
        (
            "Up to forty gunmen remain holed up in Basak Malutlut, soldiers said.",
            HOLD,
            "Up to forty gunmen",
            "Basak",
        ),
        (
            "Chechen fighters and marines were locked in combat amid the ruins of Minutka Square.",
            CONTEST,
            "Chechen fighters and marines",
            "ruins of Minutka Square",
        ),
        (
            "Armenian forces pushed back an Azerbaijani attack near Hadrut, a spokeswoman said.",
            REPEL,
            "Armenian forces",
            "Hadrut",
        ),
        (
            "Somali soldiers fended off an al-Shabaab raid on Bosaso's seaport before sunrise.",
            REPEL,
            "Somali soldiers",
            "Bosaso's seaport",
        ),
    ],
)
def test_who_did_what_where(text: str, kind: ClaimKind, actor: str, place: str) -> None:
    assert (actor, place) in told(read(text), kind)


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        (
            (
                "Nyanzale, Rwindi, Mabenga, Vitshumbi on the southern shore of Lake Edward and"
                " a string of smaller villages passed one after the other to M23."
            ),
            SEIZE,
            ["Nyanzale", "Rwindi", "Mabenga", "Vitshumbi", "string of smaller villages"],
        ),
        (
            (
                "The MNLA took Kidal on 30 March, Gao on the 31st and, a day later, Timbuktu, which"
                " the army had already abandoned; in seventy-two hours Bamako had lost the north."
            ),
            SEIZE,
            ["Kidal", "Gao", "Timbuktu"],
        ),
        (
            (
                "Eritrean troops remain in several towns of Tigray, including Irob and parts of"
                " Zalambessa."
            ),
            HOLD,
            ["Irob", "parts of Zalambessa"],
        ),
        (
            "Fano militiamen have been in charge of Lalibela and its airport since Tuesday.",
            HOLD,
            ["Lalibela", "its airport"],
        ),
        ("Boko Haram has taken Bama, Borno state's second town.", SEIZE, ["Bama"]),
        ("M23 fighters took Kiwanja and Rutshuru-Centre.", SEIZE, ["Kiwanja", "Rutshuru"]),
        (
            "Ukrainian troops repelled assaults in Avdiivka itself and near Sieverne.",
            REPEL,
            ["Avdiivka", "Sieverne"],
        ),
    ],
)
def test_every_place_of_a_list(text: str, kind: ClaimKind, places: list[str]) -> None:
    assert {place for _, place in told(read(text), kind)} == set(places)


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Rebels seized Goma and went on to take Bukavu.", SEIZE, Modality.ASSERTED),
        ("Militants took Chibok, only to be driven out of it.", LEAVE, Modality.ASSERTED),
        ("All troops are to leave Tobruk within 90 days.", LEAVE, Modality.PLANNED),
        ("M23 accused the army of attacking Masisi.", CONTEST, Modality.REPORTED),
        ("Armenia was to return Aghdam by 20 November.", HANDOVER, Modality.PLANNED),
        ("Machar's men have all but captured Malakal.", SEIZE, Modality.POSSIBLE),
        ("Goma was on the brink of falling to the M23.", SEIZE, Modality.POSSIBLE),
        ("Since the rebel capture of Bangui, shops have not opened.", SEIZE, Modality.ASSERTED),
    ],
)
def test_how_it_is_meant(text: str, kind: ClaimKind, modality: Modality) -> None:
    assert modality in {c.modality for c in read(text) if c.kind is kind}


def test_a_capital_that_claims_stands_for_its_state() -> None:
    claims = read("Bakhmut is Ukrainian, Kyiv said, rejecting Moscow's claim to have captured it.")
    told = {(c.modality, c.speakers[0].name) for c in claims if c.kind is SEIZE}
    assert told == {(Modality.REPORTED, "Moscow"), (Modality.DENIED, "Kyiv")}


def test_who_had_held_a_place_is_no_part_of_its_name() -> None:
    claims = read(
        "Fighters seized the town of Harawa from Islamic State, which had controlled it for a year."
    )
    assert told(claims, SEIZE) == [("Fighters", "Harawa")]
    assert not told(claims, HOLD)


def test_a_state_told_before_a_change_is_kept() -> None:
    claims = read("Lalibela, in TDF hands since August, was recovered by government troops.")
    assert told(claims, HOLD) == [("TDF", "Lalibela")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            (
                "Government forces are inside Shire, two aid workers said on Monday following days"
                " of shelling; an official would say only that they had gone."
            ),
            "two aid workers",
        ),
        (
            "Wazalendo fighters chase M23 out of Kitshanga, locals say; army denies taking part",
            "locals",
        ),
        (
            (
                "Nearly two thirds of Rakhine is outside government control, a think tank"
                " estimates, although its authors warn that no one can check."
            ),
            "think tank",
        ),
        ("Abyei in northern army's hands, UN spokeswoman says", "UN spokeswoman"),
    ],
)
def test_who_says_so(text: str, speaker: str) -> None:
    assert {s.name for c in read(text) for s in c.speakers} == {speaker}


def test_where_a_group_declared_something_is_no_report_of_it() -> None:
    claims = read("Troops regained control of Gwoza, where Boko Haram had declared a caliphate.")
    assert [c.speakers for c in claims if c.kind is SEIZE] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "Captured T-72s and a Tor launcher were hauled off the roadside.",
        "The raiders seized dozens of vehicles.",
    ],
)
def test_things_are_not_places(text: str) -> None:
    assert not read(text)


def test_a_governor_who_tells_of_a_capture_is_not_the_captive() -> None:
    text = "Rebels captured Minova on Tuesday, the governor of the province confirmed by telephone."
    assert told(read(text), SEIZE) == [("Rebels", "Minova")]


def test_a_body_is_known_by_its_short_form_and_by_what_it_is_part_of() -> None:
    claims = read(
        "The Liwa Sahel Brigade said it was ready. The brigade captured Morek on Monday, residents "
        "said. The council, part of the Syrian Democratic Forces, took control of Manbij in June."
    )
    names = {c.place.text: c.actor.name for c in claims if c.place and c.actor}
    assert names["Morek"] == "Liwa Sahel Brigade"
    assert names["Manbij"] == "Syrian Democratic Forces"


def test_a_body_is_no_short_form_of_another() -> None:
    claims = read("The Liwa Sahel Brigade said it was ready. The battalion took Manbij.")
    assert [c.actor.text for c in claims if c.actor and c.kind is SEIZE] == ["battalion"]
    assert all(c.actor.name is None for c in claims if c.actor and c.kind is SEIZE)


def test_a_capital_that_tells_something_is_not_the_town_that_is_told_of() -> None:
    claims = read(
        "Russian forces captured the town of Izium. It was the first confirmation from Kyiv, which "
        "had denied last Friday that the town was lost. Russia announced the capture of the town "
        "on 24 March."
    )
    assert {c.place.name for c in claims if c.place} == {"Izium"}
