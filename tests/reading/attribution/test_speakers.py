"""Names, bodies and relays are carried through a report."""

from __future__ import annotations

import pytest

from tests.reading.attribution.docs import Registry
from whoholds.errors import ModelError
from whoholds.model import Speaker, SpeakerKind
from whoholds.reading.attribution import find_attributions
from whoholds.reading.parse import Parser, load_parser
from whoholds.registry import load_registry


@pytest.fixture(scope="module")
def parser() -> Parser:
    try:
        return load_parser()
    except ModelError as error:
        pytest.skip(f"no language model: {error}")


def speakers(parser: Parser, text: str, title: str | None = None) -> list[Speaker]:
    context = None if title is None else parser(title)
    found = find_attributions(parser(text), registry=Registry(), context_doc=context)
    return [a.speaker for a in found if a.speaker is not None]


def test_a_surname_leads_to_the_full_name_and_the_body(parser: Parser) -> None:
    first, second, third = speakers(
        parser,
        "Rebels fled, said Omar Haddad, head of the War Observatory. "
        "Haddad said the town was empty. He added that the road was open.",
    )
    assert first.name == second.name == third.name == "Omar Haddad, War Observatory"
    assert second.text == "Haddad"
    assert {s.speaker_id for s in (first, second, third)} == {"war-observatory"}
    assert first.kind is SpeakerKind.MONITOR


def test_a_monitor_is_the_one_that_is_named_next(parser: Parser) -> None:
    first, second = speakers(
        parser,
        "Troops took the hill, a monitor said. The War Observatory said 10 soldiers were killed.",
    )
    assert first.name == second.name == "War Observatory"


def test_a_title_is_read_before_the_text(parser: Parser) -> None:
    (speaker,) = speakers(
        parser, "The monitor said rebels fled.", "Troops took the hill, War Observatory says"
    )
    assert speaker.speaker_id == "war-observatory"


def test_who_is_told_is_the_relay_and_stays_so(parser: Parser) -> None:
    first, second = speakers(
        parser,
        "A military source told AFP that troops took the hill. The source added that it was calm.",
    )
    assert (first.name, first.via) == ("military source", "AFP")
    assert (second.name, second.via) == ("military source", "AFP")
    assert first.side == "northland"


@pytest.mark.parametrize(
    "text",
    [
        "SNA quoted a military source as saying that troops took the hill.",
        "A military source, quoted by SNA, said that troops took the hill.",
        "SNA, citing a military source, said that troops took the hill.",
    ],
)
def test_the_origin_speaks_through_the_medium(parser: Parser, text: str) -> None:
    speaker = speakers(parser, text)[-1]
    assert (speaker.name, speaker.via) == ("military source", "State News Agency")


def test_the_statement_is_its_issuers(parser: Parser) -> None:
    first, second = speakers(
        parser,
        "The army said troops took the hill. The statement said the rebels had fled.",
    )
    assert first.speaker_id == second.speaker_id == "northland"


def test_they_are_the_residents(parser: Parser) -> None:
    first, second = speakers(parser, "Residents said rebels had left. They said it was calm.")
    assert first.kind is second.kind is SpeakerKind.RESIDENT
    assert (second.text, second.name) == ("They", "Residents")


def test_who_wants_or_praises_makes_no_report(parser: Parser) -> None:
    assert speakers(parser, "The army wants to take the hill. The envoy praised the army.") == []


def test_what_cannot_speak_is_no_speaker(parser: Parser) -> None:
    assert speakers(parser, "The attack shows that the rebels are strong.") == []


def test_the_ministry_is_the_one_told_of_before(parser: Parser) -> None:
    ours = load_registry()
    text = (
        "Russian troops left Lyman on Saturday, the Russian Defence Ministry said. "
        '"Allied troops were withdrawn from Lyman to better lines," the ministry said.'
    )
    found = find_attributions(parser(text), registry=ours, countries=("UA",))
    first, second = (a.speaker for a in found if a.speaker is not None)
    assert first.speaker_id == second.speaker_id == "russian-defence-ministry"


def real_speakers(
    parser: Parser, text: str, country: str
) -> list[tuple[str, str | None, str | None]]:
    """Return (text, side, via) of each speaker by the shipped registry."""
    found = find_attributions(parser(text), registry=load_registry(), countries=(country,))
    return [(a.speaker.text, a.speaker.side, a.speaker.via) for a in found if a.speaker]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        (
            "The army captured Palmyra, state media reported, citing a military source.",
            "SY",
            [("a military source", "syrian-government", "state media")],
        ),
        (
            "The army captured Palmyra, SANA said, citing a military source.",
            "SY",
            [("a military source", "syrian-government", "SANA")],
        ),
        (
            "Soledar fell, Russian media reported on Wednesday citing Prigozhin.",
            "UA",
            [("Prigozhin", "wagner-group", "Russian state television")],
        ),
        (
            "Colonel John Imani, who commands a rebel unit, said Goma had fallen.",
            "CD",
            [("Colonel John Imani, who commands a rebel unit", "m23", None)],
        ),
        (
            "Ihor Melnyk, the army's spokesman, visited Lyman. Melnyk said Lyman was calm.",
            "UA",
            [("Melnyk", "ukraine", None)],
        ),
        (
            "The Maute group stormed Marawi. The militants said they had taken the city.",
            "PH",
            [("The militants", "maute-group", None)],
        ),
        (
            "The Islamic State group attacked Palma. The group said it had seized Palma.",
            "MZ",
            [("The group", "islamic-state", None)],
        ),
    ],
)
def test_who_speaks_has_a_side_by_what_is_told_of_him(
    parser: Parser, text: str, country: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert real_speakers(parser, text, country) == expected
