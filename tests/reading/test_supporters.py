"""Who backs the actor, who "we" are, and who denies or confirms what was told before."""

from __future__ import annotations

import pytest

from tests.reading.test_claims import only, read
from whoholds.model import ClaimKind, Modality, SpeakerKind


@pytest.mark.parametrize(
    ("text", "supporters"),
    [
        ("The army took Raqqa with air support from the United States.", {"united-states"}),
        ("The army captured Palmyra with Russian air support.", {"russia"}),
        ("The army took Raqqa with the help of Iranian militias.", {"iranian-backed-militias"}),
        ("Rebels seized Goma with the backing of Rwanda.", {"rwanda"}),
        ("With Rwandan backing, M23 captured Goma.", {"rwanda"}),
        ("Backed by Russian air power, the army took Palmyra.", {"russia"}),
        ("The rebels, with Turkish support, took Afrin.", {"turkey"}),
        (
            "The army captured Palmyra, backed by Russian jets and Hezbollah fighters.",
            {"russia", "hezbollah"},
        ),
        ("The army captured Palmyra with heavy losses.", set()),
    ],
)
def test_help_makes_supporters_and_never_opponents(text: str, supporters: set[str]) -> None:
    claim = only(read(text), ClaimKind.SEIZE)
    assert {s.actor_id for s in claim.supporters} == supporters
    assert claim.counter_actor is None


@pytest.mark.parametrize(
    ("text", "kind", "modality", "side"),
    [
        (
            '"We have taken Goma," said Willy Ngoma, a spokesman for M23.',
            ClaimKind.SEIZE,
            Modality.REPORTED,
            "m23",
        ),
        (
            '"We will take Raqqa soon," the SDF commander said.',
            ClaimKind.SEIZE,
            Modality.PLANNED,
            "syrian-democratic-forces",
        ),
        (
            '"Our forces have left Goma," the M23 spokesman said.',
            ClaimKind.WITHDRAW,
            Modality.REPORTED,
            "m23",
        ),
        (
            '"We captured Lyman," the army\'s spokesman said.',
            ClaimKind.SEIZE,
            Modality.REPORTED,
            None,
        ),
    ],
)
def test_we_are_the_side_of_who_speaks(
    text: str, kind: ClaimKind, modality: Modality, side: str | None
) -> None:
    claim = only(read(text), kind)
    assert claim.actor is not None
    assert (claim.modality, claim.actor.actor_id) == (modality, side)


def test_we_of_a_resident_hold_nothing() -> None:
    assert not read('"We lost our homes in Goma," a resident said.')


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        ("M23 said it had captured Goma. Kinshasa denied it.", "party", "congolese-government"),
        ("The army said it had retaken Goma. M23 denied the claim.", "party", "m23"),
        ("The army said it had retaken Goma. Residents confirmed it.", "resident", None),
        ("Russia said it had captured Soledar, but Kyiv denied it.", "party", "ukraine"),
    ],
)
def test_an_echo_keeps_who_echoes(text: str, kind: str, side: str | None) -> None:
    speaker = read(text)[1].speakers[0]
    assert (speaker.kind, speaker.side) == (SpeakerKind(kind), side)
