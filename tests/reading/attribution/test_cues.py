"""The cue words are well formed, and each class reads the sentences that it says it reads."""

import pytest
from spacy.tokens import Doc

from whoholds.errors import KnowledgeError, ModelError
from whoholds.reading.attribution.acts import to_spans
from whoholds.reading.attribution.cues import Example, load_lexicon, read_lexicon
from whoholds.reading.attribution.find import find_acts
from whoholds.reading.attribution.speaker_words import load_speaker_words, read_speaker_words
from whoholds.reading.parse import Parser, load_parser

LEXICON = load_lexicon()
READS = [(c.id, e) for c in LEXICON.classes for e in c.reads]
READS += [("adverb", e) for e in LEXICON.adverb_examples]
SILENT = [(c.id, sentence) for c in LEXICON.classes for sentence in c.silent]


@pytest.fixture(scope="module")
def parser() -> Parser:
    try:
        return load_parser()
    except ModelError as error:
        pytest.skip(f"no language model: {error}")


def told(doc: Doc) -> list[tuple[str, str]]:
    found = find_acts(doc, LEXICON, lambda _: False)
    return [(words(doc, a.source), words(doc, a.content)) for a in found]


def words(doc: Doc, tokens: frozenset[int]) -> str:
    return " ".join(s.of(doc.text) for s in to_spans(doc, tokens)).strip('“”",. ')


@pytest.mark.parametrize(("name", "example"), READS, ids=lambda v: getattr(v, "sentence", v))
def test_class_reads_its_examples(parser: Parser, name: str, example: Example) -> None:
    del name
    assert (example.source, example.content) in told(parser(example.sentence))


@pytest.mark.parametrize(("name", "sentence"), SILENT)
def test_class_leaves_other_sentences_alone(parser: Parser, name: str, sentence: str) -> None:
    del name
    assert told(parser(sentence)) == []


def test_every_class_with_verbs_reads_something_or_shares_its_words() -> None:
    assert all(c.takes and (c.verbs or c.nouns or c.adjectives) for c in LEXICON.classes)


@pytest.mark.parametrize(
    "text",
    [
        '[[class]]\nid="x"\nact="report"\ntakes=["nothing"]\nverbs="say"',
        '[[class]]\nid="x"\nact="shout"\ntakes=["clause"]\nverbs="say"',
        '[[class]]\nid="x"\nact="report"\ntakes=["clause"]\nwords="say"',
        '[[class]]\nid="x"\nact="report"\ntakes=["clause"]\nverbs="say"\nreads=[["only", "two"]]',
        "[[class]\n",
    ],
)
def test_malformed_cues_say_what_is_wrong(text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"cues\.toml"):
        read_lexicon(text)


def test_a_class_may_not_stand_twice() -> None:
    row = '[[class]]\nid="x"\nact="report"\ntakes=["clause"]\nverbs="say"\n'
    with pytest.raises(KnowledgeError, match="twice"):
        read_lexicon(row + row)


def test_the_first_class_of_a_word_wins() -> None:
    row = '[[class]]\nid="{}"\nact="{}"\ntakes=["clause"]\nverbs="say"\n'
    lexicon = read_lexicon(row.format("a", "report") + row.format("b", "attitude"))
    assert lexicon.verbs["say"].patterns["clause"].id == "a"


def test_speaker_words_need_all_lists() -> None:
    assert load_speaker_words().may_speak("spokesman")
    assert not load_speaker_words().may_speak("hill")
    with pytest.raises(KnowledgeError, match="monitor"):
        read_speaker_words('person = "man"')
