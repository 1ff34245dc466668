"""Sentence in, attributions out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tests.reading.attribution.docs import VOCAB, Registry, parse
from whoholds.errors import ModelError
from whoholds.model import Attribution, SpeakerKind
from whoholds.reading.attribution import find_attributions, is_report, outermost_attributions
from whoholds.reading.parse import Parser, load_parser

SAID_FIRST = """
A DET 2 det
monitor NOUN 3 nsubj
said VERB 0 root say
rebels NOUN 6 nsubj rebel
had AUX 6 aux have
left VERB 3 ccomp leave
. PUNCT 3 punct
"""
SAID_LAST = """
Rebels NOUN 3 nsubj rebel
had AUX 3 aux have
left VERB 0 root leave
, PUNCT 7 punct
a DET 6 det
monitor NOUN 7 nsubj
said VERB 3 parataxis say
. PUNCT 3 punct
"""
LOST_SUBJECT = """
Rebels NOUN 4 nsubj rebel
have AUX 4 aux have
left VERB 4 amod leave
fled VERB 0 root flee
a DET 6 det
monitor NOUN 4 obj
said VERB 4 dep say
on ADP 9 case
Sunday PROPN 7 obl
. PUNCT 4 punct
"""
QUOTED = """
“ PUNCT 3 punct
We PRON 3 nsubj
left VERB 7 ccomp leave
the DET 5 det
town NOUN 3 obj
” PUNCT 3 punct
said VERB 0 root say
Omar PROPN 7 nsubj Omar B-PER
Haddad PROPN 8 flat Haddad I-PER
. PUNCT 7 punct

“ PUNCT 3 punct
They PRON 3 nsubj
came VERB 0 root come
at ADP 5 case
night NOUN 3 obl
. PUNCT 3 punct
” PUNCT 3 punct
"""
ACCORDING = """
According VERB 3 case accord
to ADP 1 fixed
residents NOUN 6 obl resident
, PUNCT 6 punct
rebels NOUN 6 nsubj rebel
fled VERB 0 root flee
. PUNCT 6 punct
"""
REPORTEDLY = """
Rebels NOUN 3 nsubj rebel
reportedly ADV 3 advmod
fled VERB 0 root flee
. PUNCT 3 punct
"""
PASSIVE = """
It PRON 3 expl
was AUX 3 aux:pass be
reported VERB 0 root report
that SCONJ 6 mark
rebels NOUN 6 nsubj rebel
fled VERB 3 ccomp flee
. PUNCT 3 punct
"""


def told(doc: Doc) -> list[tuple[str, str]]:
    found = find_attributions(doc, registry=Registry())
    return [tuple(_words(doc, part) for part in (a.source, a.content)) for a in found]  # type: ignore[misc]


def _words(doc: Doc, spans: object) -> str:
    assert isinstance(spans, tuple)
    return " | ".join(s.of(doc.text) for s in spans)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (SAID_FIRST, [("A monitor", "rebels had left")]),
        (SAID_LAST, [("a monitor", "Rebels had left")]),
        (LOST_SUBJECT, [("a monitor", "Rebels have left fled")]),
        (QUOTED, [("Omar Haddad", "“We left the town” | “They came at night.”")]),
        (ACCORDING, [("residents", "rebels fled")]),
        (REPORTEDLY, [("", "Rebels | fled")]),
        (PASSIVE, [("", "that rebels fled")]),
    ],
)
def test_attributions(rows: str, expected: list[tuple[str, str]]) -> None:
    assert told(parse(rows)) == expected


def test_a_report_without_source_has_no_speaker_and_is_a_report() -> None:
    doc = parse(REPORTEDLY)
    (found,) = find_attributions(doc, registry=Registry())
    assert found.speaker is None
    assert is_report(found)


def test_the_outlet_is_no_relay_of_its_own_words() -> None:
    rows = (
        "SNA PROPN 2 nsubj SNA\nsaid VERB 0 root say\n"
        "rebels NOUN 4 nsubj rebel\nfled VERB 2 ccomp flee"
    )
    (found,) = find_attributions(parse(rows), registry=Registry(), outlet="State News Agency")
    assert found.speaker is not None
    assert (found.speaker.kind, found.speaker.via) == (SpeakerKind.MEDIUM, None)


# --- with the parser -----------------------------------------------------------------


@pytest.fixture(scope="module")
def parser() -> Parser:
    try:
        return load_parser()
    except ModelError as error:
        pytest.skip(f"no language model: {error}")


def read(parser: Parser, text: str) -> tuple[Attribution, ...]:
    return find_attributions(parser(text), registry=Registry())


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            '"The town fell," the governor said. "We had no men."',
            "the governor",
            ['"The town fell,"', '"We had no men."'],
        ),
        (
            "The bridge, the mayor said, was destroyed on Monday.",
            "the mayor",
            ["The bridge", "was destroyed on Monday"],
        ),
        (
            'The general called the retreat "a mistake".',
            "The general",
            ['the retreat "a mistake"'],
        ),
        ("Troops took the hill: monitor", "monitor", ["Troops took the hill"]),
        ("Troops took the hill a monitor said on Friday.", "a monitor", ["Troops took the hill"]),
        (
            "The army said it held the hill, but according to residents, rebels took the bridge.",
            "residents",
            ["rebels took the bridge"],
        ),
        (
            "The army said it held the hill, but residents denied that it was true.",
            "The army",
            ["it held the hill"],
        ),
        (
            "Troops have taken the hill, according to local residents.",
            "local residents",
            ["Troops have taken the hill"],
        ),
    ],
)
def test_attributions_in_running_text(
    parser: Parser, text: str, source: str, content: list[str]
) -> None:
    found = read(parser, text)
    parts = [([s.of(text) for s in a.source], [c.of(text) for c in a.content]) for a in found]
    assert ([source], content) in parts


@pytest.mark.parametrize(
    "text",
    [
        'Troops took the so-called "gateway" on Sunday.',
        "The army entered the town at dawn.",
        "Two villages changed hands last week.",
    ],
)
def test_no_attribution_where_nobody_speaks(parser: Parser, text: str) -> None:
    assert read(parser, text) == ()


def test_nested_attributions_are_both_found(parser: Parser) -> None:
    text = "The minister said that residents reported that the rebels had fled."
    found = read(parser, text)
    assert [a.source[0].of(text) for a in found] == ["The minister", "residents"]
    assert [a.source[0].of(text) for a in outermost_attributions(found)] == ["The minister"]


LABELS = ["nsubj", "obj", "ccomp", "xcomp", "parataxis", "advcl", "acl", "conj", "case", "obl"]
WORDS = ["said", "army", "that", "according", "to", '"', "“", "”", ":", "-", ",", ".", "\n", "he"]
TAGS = ["VERB", "NOUN", "PROPN", "PRON", "ADP", "PUNCT", "ADJ", "ADV"]


@st.composite
def any_doc(draw: st.DrawFn) -> Doc:
    """A Doc with any words and any tree."""
    words = draw(st.lists(st.sampled_from(WORDS), max_size=14))
    heads = [draw(st.integers(0, i)) if i else 0 for i in range(len(words))]
    labels = ["root" if h == i else draw(st.sampled_from(LABELS)) for i, h in enumerate(heads)]
    tags = [draw(st.sampled_from(TAGS)) for _ in words]
    lemmas = ["say" if w == "said" else w for w in words]
    if not words:
        return Doc(VOCAB)
    return Doc(VOCAB, words=words, heads=heads, deps=labels, pos=tags, lemmas=lemmas)


@given(any_doc())
@settings(max_examples=300, deadline=None)
def test_spans_lie_inside_the_text_whatever_the_tree(doc: Doc) -> None:
    for attribution in find_attributions(doc, registry=Registry()):
        assert attribution.content
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert span.end <= len(doc.text)
            assert len(span) > 0


@given(any_doc())
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_attributions(doc: Doc) -> None:
    first, second = (find_attributions(doc, registry=Registry()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The troops, a spokesman said, had recaptured Marawi.",
            "a spokesman",
            "The troops ... had recaptured Marawi",
        ),
        ("The ISW assessed that Soledar had fallen.", "The ISW", "that Soledar had fallen"),
        (
            "The rebels have captured Goma. That is according to two residents.",
            "two residents",
            "The rebels have captured Goma",
        ),
        (
            "Reports that Goma had fallen are false, the army said.",
            "the army",
            "Reports that Goma had fallen are false",
        ),
        ("The army denied having lost Goma.", "The army", "having lost Goma"),
        (
            "The minister dismissed reports that Goma had fallen.",
            "The minister",
            "reports that Goma had fallen",
        ),
        (
            "Troops said that they had left Goma, according to a monitor.",
            "a monitor",
            "Troops said that they had left Goma",
        ),
        (
            "The general mocked the “deal”, saying: “They left the town in ruins.”",
            "The general",
            "“They left the town in ruins.”",
        ),
        (
            "The general reportedly argued that the town could not be held.",
            "The general",
            "that the town could not be held",
        ),
    ],
)
def test_a_report_has_its_whole_content(text: str, source: str, content: str) -> None:
    found = outermost_attributions(find_attributions(load_parser()(text), registry=Registry()))
    told = [
        tuple(" ... ".join(s.of(text) for s in part) for part in (a.source, a.content))
        for a in found
        if a.speaker is not None
    ]
    assert told == [(source, content)]


def test_the_mark_of_a_label_is_its_cue() -> None:
    text = "Rebels take hill: monitor"
    (found,) = find_attributions(load_parser()(text), registry=Registry())
    assert [c.of(text) for c in found.cue] == [":"]
