"""Sentences start where a reader of news would start them."""

import pytest
from spacy.lang.en import English

from whoholds.reading.english.sentences import hard_breaks, starts
from whoholds.reading.english.tokenizer import make_tokenizer

TOKENIZER = make_tokenizer(English().vocab)


def split(text: str) -> list[str]:
    doc = TOKENIZER(text)
    begins = starts([t.text for t in doc], [t.idx for t in doc], hard_breaks(text))
    cuts = [t.idx for t, b in zip(doc, begins, strict=True) if b]
    return [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Army takes town near Aleppo: monitor\n\n", "The army took a town on Monday."],
        ["Rebels advance\n", "BEIRUT (AFP) -- ", "Rebels took a town. ", "They left it."],
        ["KYIV, March 4 (Reuters) - ", "Russian forces shelled Kharkiv."],
        ["DEIR AL-ZOR, Syria — ", "Tanks entered the city."],
        ["Col. Ahmed Said of the U.S. Army met Lt. Gen. Ali. ", "He left."],
        ["It was shelled by the U.S. ", "The army fled."],
        ["Troops came at 5 p.m. on Friday. ", "They left at 6 p.m. ", "The town is empty."],
        ['"We hold it," he said. ', '"They fled." ', "Nobody knows why."],
        ['"Where are they?" asked the mayor. ', "No one answered."],
        ['"Fire!" Ahmed shouted. ', "It was too late."],
        ["“It fell.” ", "The rebels left."],
        ["Residents fled (many on foot). ", "Others stayed."],
        ["The town fell.[6] ", "It was retaken.[7]"],
        ["1. Leave the town. ", "2. Hand over arms."],
        ["J. R. Khan spoke. ", "About 3.5 million fled."],
        ["No. 5 Brigade took Ain Issa, i.e. the north. ", "That is all."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert split("".join(sentences)) == [s.strip() for s in sentences]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    lines = [
        "Government forces backed by allied militias took three villages in the",
        "northern countryside on Tuesday, a monitoring group and Syrian state",
        "media said.",
    ]
    assert len(split("\n".join(lines))) == 1


def test_long_lines_are_paragraphs() -> None:
    line = "Government forces took three villages in the north on Tuesday, state media said " * 2
    assert len(split(f"{line}\nRebels denied it")) == 2


def test_no_sentence_crosses_a_blank_line() -> None:
    assert split("the town of\n\nAleppo fell") == ["the town of", "Aleppo fell"]
