"""Origins: who stands behind a statement, and what a second voice adds."""

from __future__ import annotations

import msgspec
import pytest

from tests.log.factories import at, make_claim, make_report, make_speaker, make_statement
from tests.log.test_copies import BASE, make_text, replaced
from whoholds.log.origins import Origin, independence, is_unnamed, origins
from whoholds.model import Report, Speaker, SpeakerKind, Statement

WIRE = "\n".join(BASE)


def wire(outlet: str, hour: float, *, text: str = WIRE) -> Report:
    return make_report(text, outlet=outlet, published=at(hour / 24))


def said(report: Report, *speakers: Speaker) -> Statement:
    return make_statement(report, make_claim(speakers=speakers))


def test_nine_papers_that_print_one_story_are_one_voice() -> None:
    rewritten = "\n".join(replaced(BASE, 0.1, 3))
    reports = [wire(f"Paper {n}", n, text=WIRE if n else rewritten) for n in range(9)]
    statements = [said(r) for r in reports]
    found = origins(statements, reports)
    assert {o.key for o in found.values()} == {"outlet:paper-0"}
    one, other = found[statements[2].id], found[statements[5].id]
    assert independence(one, other) == 0.0
    assert origins(statements[::-1], reports[::-1]) == found


def test_a_sentence_at_the_foot_of_every_story_is_one_voice() -> None:
    foot = "Foreign fighters overran the northern district capital almost three years earlier."
    one = wire("Paper A", 0, text=f"{foot}\n" + "\n".join(make_text(11)))
    other = wire("Paper B", 900, text=f"{foot}\n" + "\n".join(make_text(12)))
    statements = [make_statement(report, make_claim()) for report in (one, other)]
    long = [msgspec.structs.replace(statement, text=foot) for statement in statements]
    assert {o.key for o in origins(long, [one, other]).values()} == {"outlet:paper-a"}
    assert len({o.key for o in origins(statements, [one, other]).values()}) == 2


def test_independence_grows_from_copy_to_stranger() -> None:
    a, b = wire("Paper A", 0), wire("Paper B", 1)
    c, d = (wire(f"Paper {n}", 2, text="\n".join(make_text(n))) for n in (21, 22))
    observer_afp = make_speaker("Observatory", via="AFP")
    observer_dpa = make_speaker("Observatory", via="DPA")
    general = make_speaker("General Salim", side="army", kind=SpeakerKind.PARTY)
    ministry = make_speaker("Defence Ministry", side="army", kind=SpeakerKind.PARTY)
    cases = [
        (said(a, observer_afp), said(b, observer_afp)),
        (said(a, observer_afp), said(c, observer_afp)),
        (said(a, observer_afp), said(d, observer_dpa)),
        (said(a, general), said(c, ministry)),
        (said(a, general), said(c, observer_afp)),
    ]
    weights = []
    for one, other in cases:
        found = origins([one, other], [a, b, c, d])
        weights.append(independence(found[one.id], found[other.id]))
        assert independence(found[other.id], found[one.id]) == weights[-1]
    assert weights == sorted(set(weights))
    assert (weights[0], weights[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("name", "unnamed"),
    [
        ("a military source", True),
        ("military source", True),
        ("Syrian military source", True),
        ("residents", True),
        ("Another Official", True),
        ("Salim Haddad", False),
        ("Salim Haddad, a local activist", False),
        ("the Defence Ministry", False),
        ("mayor Salim Haddad", False),
    ],
)
def test_who_is_named(name: str, unnamed: bool) -> None:
    assert is_unnamed(Speaker(text=name, name=name)) is unnamed


def test_known_monitors_are_named_and_generic_ids_are_not() -> None:
    monitor = Speaker(text="it", name="the monitor", speaker_id="m", kind=SpeakerKind.MONITOR)
    assert not is_unnamed(monitor)
    assert is_unnamed(monitor, generic={"m"})


def test_unnamed_speakers_of_two_agencies_are_two() -> None:
    report = wire("Paper A", 0)
    first, second = (
        make_statement(
            report,
            make_claim(
                start=n, speakers=(Speaker(text="x", name="a military source", via=agency),)
            ),
        )
        for n, agency in enumerate(("AFP", "SANA"))
    )
    found = origins([first, second], [report])
    assert found[first.id].key == "military-source@afp"
    assert found[second.id].key == "military-source@sana"


def test_the_credit_in_the_first_line_is_the_agency() -> None:
    report = make_report("A headline\n\nBEIRUT (AFP) - " + WIRE, outlet="Paper A")
    assert origins([said(report)], [report])[said(report).id].key == "agency:afp"


def test_a_missing_report_is_no_copy() -> None:
    report = wire("Paper A", 0)
    assert origins([said(report)], []) == {
        said(report).id: Origin(key="outlet:paper-a", text=report.id, name="Paper A", own=True)
    }
