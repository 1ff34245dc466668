"""Quotes are found with their marks, over paragraphs too, and apostrophes are none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.lang.en import English

from whoholds.reading.attribution.quotes import find_quotes

NLP = English()


def quoted(text: str) -> list[str]:
    doc = NLP.make_doc(text)
    return [doc[q.start : q.end].text for q in find_quotes(doc)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we left the town" today.', ['"we left the town"']),
        ("He said “we left the town” today.", ["“we left the town”"]),
        ("He said ''we left the town'' today.", ["''we left the town''"]),
        ("He said ‘we left the town,’ and went.", ["‘we left the town,’"]),
        ("He said 'we left the town,' and went.", ["'we left the town,'"]),
        ("“We left,” he said. “They came.”", ["“We left,”", "“They came.”"]),
        ("“He told us ‘go now’ and left,” she said.", ["“He told us ‘go now’ and left,”"]),
        ("The army's men took the rebels' town.", []),
        ("It's the soldiers' road, he didn't say.", []),
        ("Nothing is quoted here.", []),
        ('A lone " mark is no quote.', []),
    ],
)
def test_quotes(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quote_goes_on_in_the_next_paragraph() -> None:
    doc = NLP.make_doc("“We left the town.\n\n“They took it,” he said.")
    quotes = find_quotes(doc)
    assert len(quotes) == 2
    assert quotes[0].group == quotes[1].group


def test_closed_quotes_of_two_paragraphs_stay_apart() -> None:
    doc = NLP.make_doc("“We left the town.”\n\n“They took it,” he said.")
    first, second = find_quotes(doc)
    assert first.group != second.group


@example('"`.""-`"')
@given(st.text(alphabet="ab \n.,'\"“”‘’`()-", max_size=80))
def test_quotes_lie_in_order_inside_the_text(text: str) -> None:
    doc = NLP.make_doc(text)
    last = 0
    for quote in find_quotes(doc):
        assert last <= quote.start < quote.end <= len(doc)
        last = quote.end
