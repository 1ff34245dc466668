"""Which speakers hold for a stretch of text."""

from hypothesis import given
from hypothesis import strategies as st

from whoholds.model import Attribution, Span, Speaker
from whoholds.reading.attribution import (
    carried_speaker,
    covering,
    outermost_attributions,
    speakers_of,
)


def said(name: str | None, cue: int, *content: tuple[int, int], source: bool = True) -> Attribution:
    return Attribution(
        source=(Span(cue - 1, cue),) if source else (),
        cue=(Span(cue, cue + 1),),
        content=tuple(Span(a, b) for a, b in content),
        speaker=None if name is None else Speaker(text=name, name=name),
    )


def names(span: Span, *attributions: Attribution) -> list[str | None]:
    return [None if s is None else s.name for s in speakers_of(span, attributions)]


def test_innermost_first() -> None:
    outer, inner = said("outer", 5, (10, 90)), said("inner", 20, (30, 60))
    assert names(Span(35, 55), outer, inner) == ["inner", "outer"]
    assert names(Span(70, 80), outer, inner) == ["outer"]
    assert names(Span(92, 99), outer, inner) == []


def test_most_of_the_span_must_be_covered() -> None:
    assert names(Span(0, 10), said("a", 50, (0, 6))) == ["a"]
    assert names(Span(0, 10), said("a", 50, (0, 5))) == []
    assert names(Span(0, 10), said("a", 50, (0, 3), (6, 10))) == ["a"]


def test_a_report_without_source_is_told_as_none_and_an_attitude_not_at_all() -> None:
    hearsay = said(None, 50, (0, 10), source=False)
    attitude = said(None, 50, (0, 10))
    assert names(Span(0, 10), hearsay, attitude) == [None]


def test_a_span_that_holds_the_attribution_is_covered() -> None:
    assert names(Span(0, 40), said("a", 5, (10, 15))) == ["a"]


def test_outermost_keeps_one_layer() -> None:
    outer, inner = said("outer", 5, (10, 90)), said("inner", 20, (30, 60))
    assert outermost_attributions([outer, inner]) == (outer,)


def test_a_sentence_between_two_of_one_speaker_is_his() -> None:
    sentences = [Span(0, 20), Span(21, 40), Span(41, 60)]
    first, last = said("a", 2, (4, 20)), said("a", 42, (44, 60))
    carried = carried_speaker(sentences[1], [first, last], sentences)
    assert carried is not None
    assert carried.name == "a"
    assert carried_speaker(sentences[1], [first, said("b", 42, (44, 60))], sentences) is None
    assert carried_speaker(sentences[0], [first, last], sentences) is None
    assert carried_speaker(sentences[2], [first], sentences) is None


spans = st.tuples(st.integers(0, 50), st.integers(1, 30)).map(lambda t: Span(t[0], t[0] + t[1]))


@given(spans, st.lists(st.tuples(st.integers(1, 60), spans), max_size=6))
def test_covering_is_ordered_and_covers(span: Span, made: list[tuple[int, Span]]) -> None:
    attributions = [said(str(n), cue, (s.start, s.end)) for n, (cue, s) in enumerate(made)]
    found = covering(span, attributions)
    sizes = [len(a.content[0]) for a in found]
    assert sizes == sorted(sizes)
    assert all(a.content[0].overlaps(span) for a in found)
    assert set(map(id, outermost_attributions(attributions))) <= set(map(id, attributions))
