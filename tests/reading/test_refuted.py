"""What is denied, by whom, and what is not so by the words of the clause itself."""

from __future__ import annotations

import pytest

from tests.reading.test_claims import only, read
from whoholds.model import ClaimKind, Modality, StatusAfter


@pytest.mark.parametrize(
    ("text", "denier"),
    [
        ("The minister rejected reports that troops had pulled out of Goma.", "The minister"),
        ("The army dismissed reports that rebels had captured Mosul.", "The army"),
        ("Reports that Boko Haram had seized Gwoza were denied by the army.", "the army"),
        ("Reports that the rebels had captured Goma are false, the army said.", "the army"),
        ("The general said it was not true that rebels had taken Goma.", "The general"),
        ("The army does not believe that rebels hold Goma.", "The army"),
        ("The army doubts that rebels hold Goma.", "The army"),
        ("The army denied having withdrawn from Goma.", "The army"),
        ("The claim that Goma had fallen was untrue.", None),
        ("There was no truth to reports that rebels had taken Goma.", None),
        ("There is no evidence that rebels hold Goma.", None),
    ],
)
def test_a_refutation_is_a_denial_by_who_refutes(text: str, denier: str | None) -> None:
    (claim,) = read(text)
    assert claim.modality is Modality.DENIED
    assert [s.text for s in claim.speakers] == ([denier] if denier else [])


@pytest.mark.parametrize(
    ("text", "claimant", "denier"),
    [
        ("Kyiv denied Russian claims that Soledar had fallen.", "russia", "ukraine"),
        ("Ukraine rejected Russia's claim to have captured Bakhmut.", "russia", "ukraine"),
        (
            "The SDF denied claims by the Syrian army that it had withdrawn from Manbij.",
            "syrian-government",
            "syrian-democratic-forces",
        ),
        (
            "Rebel claims that Goma had fallen were dismissed by the army as propaganda.",
            "m23",
            "congolese-government",
        ),
        (
            'Kyiv called Moscow\'s claim that it had captured Bakhmut "a lie".',
            "russia",
            "ukraine",
        ),
        (
            "Russia's army claimed to have taken Vuhledar, a claim denied by Kyiv.",
            "russia",
            "ukraine",
        ),
        (
            "The M23 rebels said they had seized Sake, which the army denied.",
            "m23",
            "congolese-government",
        ),
    ],
)
def test_a_claim_and_its_refutation_are_two_claims(text: str, claimant: str, denier: str) -> None:
    claims = read(text)
    assert [(c.modality, [s.side for s in c.speakers]) for c in claims] == [
        (Modality.REPORTED, [claimant]),
        (Modality.DENIED, [denier]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The army did not deny that it had lost Goma.",
        "The ministry could not confirm that rebels had captured Goma.",
        "The army declined to confirm or deny reports that rebels had captured Goma.",
        "There were unconfirmed reports that the rebels had captured Goma.",
        "There is no doubt that rebels hold Goma.",
        "Neither Moscow nor Kyiv confirmed that Lyman had been captured.",
        "The rebels captured Goma, he said. He denied reports of looting.",
        "The rebels said they had captured Goma, a claim that could not be verified.",
        "The capture of Goma could not be independently verified.",
    ],
)
def test_what_is_neither_confirmed_nor_denied_is_reported(text: str) -> None:
    assert [c.modality for c in read(text)] == [Modality.REPORTED]


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("The rebels have yet to capture Goma.", ClaimKind.SEIZE, Modality.DENIED),
        ("No village was captured by the rebels in Ituri.", ClaimKind.SEIZE, Modality.DENIED),
        ("An attempt by the rebels to capture Sake failed.", ClaimKind.SEIZE, Modality.DENIED),
        ("The army failed in its attempt to retake Goma.", ClaimKind.SEIZE, Modality.DENIED),
        ("M23 had no intention of capturing Goma.", ClaimKind.SEIZE, Modality.DENIED),
        ("The army ruled out a withdrawal from Goma.", ClaimKind.WITHDRAW, Modality.DENIED),
        ("Troops left Goma without capturing Sake.", ClaimKind.SEIZE, Modality.DENIED),
        ("The army was about to capture Raqqa.", ClaimKind.SEIZE, Modality.POSSIBLE),
        (
            "Had the army taken Raqqa, the war would have ended.",
            ClaimKind.SEIZE,
            Modality.POSSIBLE,
        ),
        ("Have the rebels captured Goma?", ClaimKind.SEIZE, Modality.POSSIBLE),
        (
            "The rebels captured no fewer than 12 villages in Ituri.",
            ClaimKind.SEIZE,
            Modality.ASSERTED,
        ),
    ],
)
def test_what_the_clause_itself_says_is_not_so(
    text: str, kind: ClaimKind, modality: Modality
) -> None:
    assert only(read(text), kind).modality is modality


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("ISIS has no presence in Aleppo.", ClaimKind.CONTROL_STATE, StatusAfter.LOST),
        ("The army controls no villages in Ituri.", ClaimKind.CONTROL_STATE, StatusAfter.LOST),
        ("Neither the army nor rebels hold Goma.", ClaimKind.CONTROL_STATE, StatusAfter.LOST),
        ("The siege of Goma was lifted.", ClaimKind.SIEGE, StatusAfter.NONE),
        ("The siege of Goma ended on Tuesday.", ClaimKind.SIEGE, StatusAfter.NONE),
        ("Goma is no longer besieged.", ClaimKind.SIEGE, StatusAfter.NONE),
        ("The siege of Goma was not lifted.", ClaimKind.SIEGE, StatusAfter.BESIEGED),
    ],
)
def test_what_has_ended_holds_no_more(text: str, kind: ClaimKind, status: StatusAfter) -> None:
    claim = only(read(text), kind)
    assert (claim.status_after, claim.modality) == (status, Modality.ASSERTED)


def test_the_islamic_state_by_two_letters_is_a_party() -> None:
    claim = only(read("IS claims to have captured Kobane."), ClaimKind.SEIZE)
    assert claim.modality is Modality.REPORTED
    assert claim.actor is not None
    assert claim.actor.actor_id == claim.speakers[0].side == "islamic-state"
    claim = only(read("The army expelled IS from Palmyra."), ClaimKind.SEIZE)
    assert claim.counter_actor is not None
    assert claim.counter_actor.actor_id == "islamic-state"


def test_a_narrative_does_not_reach_the_day_since_when_something_lasts() -> None:
    claims = read(
        "The army had been fighting in Hama since June 5. The rebels captured Hama and left Homs."
    )
    captured = only(claims, ClaimKind.SEIZE)
    assert captured.interval is None or captured.interval.start is None


def test_a_capital_that_speaks_is_the_side_that_it_calls_it() -> None:
    claim = only(read("Kyiv said it had captured Lyman."), ClaimKind.SEIZE)
    assert claim.actor is not None
    assert claim.actor.actor_id == "ukraine"
