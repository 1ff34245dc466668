"""The parser as the reader sees it: offsets, sentences, arcs, names, and other pipelines."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tests.reading import stub_pipeline
from whoholds.errors import ModelError
from whoholds.reading import parse
from whoholds.reading.english.parser import EnglishParser
from whoholds.reading.english.weights import FAST_NETWORK, FOLDER, load_weights
from whoholds.reading.parse import FAST, Parser, load_parser, parser_version, register_parser

REPORT = """Army takes village near Hama: monitor

BEIRUT (AFP) -- Rebels led by Ahrar al-Nour seized the town of Deir ez-Zor late on Thursday, a \
monitor said. The army denied it.

"They left," said Abu Omar. The U.S.-backed force didn't enter al-Bab."""


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def layers(doc: Doc) -> list[tuple[str | int | bool | None, ...]]:
    return [
        (
            t.text,
            t.pos_,
            str(t.morph),
            t.lemma_,
            t.head.i - t.i,
            t.dep_,
            t.ent_type_,
            t.is_sent_start,
        )
        for t in doc
    ]


def arcs(doc: Doc) -> set[tuple[str, str, str]]:
    return {(t.text, t.dep_, t.head.text) for t in doc}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
pieces = st.lists(
    st.sampled_from([*REPORT.split(" "), "\n", "\n\n", "  ", "\t", "“", "”", "é", "№", "한", "."]),
    max_size=40,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(texts | pieces)
def test_offsets_are_exact_and_sentences_cover_the_text(text: str) -> None:
    doc = load_parser()(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    sentences = list(doc.sents)
    assert [t.i for s in sentences for t in s] == [t.i for t in doc]
    for sentence in sentences:
        assert all(sentence.start <= t.head.i < sentence.end for t in sentence)
        assert "\n\n" not in sentence.text.strip()
        if not sentence.text.isspace():
            assert [t.dep_ for t in sentence].count("root") == 1


def test_same_text_same_parse_whatever_is_read_beside_it(parser: Parser) -> None:
    sentence = "Rebels backed by Turkey captured three villages west of al-Bab on Monday."
    alone = layers(parser(sentence))
    parser("Something else was read in between, in a longer sentence with many more words.")
    assert layers(parser(sentence)) == alone
    beside = parser(f"{REPORT}\n\n{sentence}\n\n{REPORT}")
    start = beside.text.index(sentence)
    found = next(s for s in beside.sents if s.start_char == start).as_doc()
    assert [x[:7] for x in layers(found)][: len(alone)] == [x[:7] for x in alone]


def test_same_parse_in_another_process(parser: Parser) -> None:
    code = (
        "import json, sys; from whoholds.reading.parse import load_parser;"
        "d = load_parser()(sys.stdin.read());"
        "print(json.dumps([(t.dep_, t.head.i, t.ent_type_) for t in d]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], input=REPORT, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == [[t.dep_, t.head.i, t.ent_type_] for t in parser(REPORT)]


CASES = [
    (
        "Rebels led by Ahrar al-Nour seized the village of Kafr Hamra, the monitor said.",
        {("seized", "nsubj", "Rebels"), ("seized", "obj", "village"), ("said", "nsubj", "monitor")},
    ),
    (
        "The army has retaken two districts of Sirte, a commander told Reuters on Sunday.",
        {
            ("retaken", "nsubj", "army"),
            ("retaken", "obj", "districts"),
            ("told", "obl", "Sunday"),
        },
    ),
    (
        "The town of Lyman was captured by Russian troops in May.",
        {("captured", "nsubj:pass", "town"), ("captured", "obl:agent", "troops")},
    ),
    (
        "Fighters stormed Wad Madani on Monday.",
        {("stormed", "obj", "Wad"), ("stormed", "nsubj", "Fighters")},
    ),
    (
        "Militants overran the base.",
        {("overran", "obj", "base"), ("overran", "nsubj", "Militants")},
    ),
    (
        "The insurgents took Rawa, Anah and Haditha.",
        {("took", "obj", "Rawa"), ("Rawa", "conj", "Anah"), ("Rawa", "conj", "Haditha")},
    ),
    (
        "Soldiers entered Goma, seized the airport and withdrew.",
        {
            ("entered", "conj", "seized"),
            ("entered", "conj", "withdrew"),
            ("seized", "obj", "airport"),
        },
    ),
    (
        "The army withdrew from Kherson.",
        {("withdrew", "nsubj", "army"), ("withdrew", "obl", "Kherson")},
    ),
    (
        "Severodonetsk fell to Russian forces.",
        {("fell", "nsubj", "Severodonetsk"), ("fell", "obl", "forces")},
    ),
    (
        "Kurdish-led fighters besieged the city.",
        {("besieged", "nsubj", "fighters"), ("besieged", "obj", "city")},
    ),
    (
        '"The enemy did not enter Avdiivka," the spokesman said.',
        {("enter", "advmod", "not"), ("enter", "obj", "Avdiivka"), ("said", "nsubj", "spokesman")},
    ),
    (
        "A drone struck a depot in Belgorod.",
        {("struck", "nsubj", "drone"), ("struck", "obj", "depot")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_arcs(parser: Parser, text: str, expected: set[tuple[str, str, str]]) -> None:
    found = {(head, dep, word) for word, dep, head in arcs(parser(text))}
    assert expected <= found, found


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_arcs_of_the_fast_model(text: str, expected: set[tuple[str, str, str]]) -> None:
    found = {(head, dep, word) for word, dep, head in arcs(load_parser(FAST)(text))}
    assert expected <= found, found


def test_names_tags_and_features(parser: Parser) -> None:
    doc = parser("The Taliban captured Kunduz, General Abdul Raziq told Reuters.")
    assert {(e.text, e.label_) for e in doc.ents} >= {("Kunduz", "LOC"), ("Taliban", "ORG")}
    captured = doc[2]
    assert (captured.pos_, captured.lemma_) == ("VERB", "capture")
    assert "Tense=Past" in str(captured.morph)


def test_sentences_of_a_report(parser: Parser) -> None:
    first = [s.text.split()[0] for s in parser(REPORT).sents]
    assert first == ["Army", "BEIRUT", "Rebels", "The", '"They', "The"]


def test_unwanted_sentences_are_not_parsed(parser: Parser) -> None:
    text = "It rained. Rebels took Goma. It rained. It snowed."
    doc = parser(text, wanted=lambda d, s, e: "Goma" in d[s:e].text)
    rain, goma, again, snow = doc.sents
    for sentence in (rain, again, snow):
        assert [t.dep_ for t in sentence] == ["dep", "", ""]
    assert [t.lemma_ for t in rain] == ["it", "rained", "."]
    assert goma.root.text == "took"


def test_long_sentences_are_read_in_parts(parser: Parser) -> None:
    doc = parser("Rebels took " + ", ".join(["Deir ez-Zor"] * 200) + ".")
    assert len(list(doc.sents)) == 1
    assert [t.dep_ for t in doc].count("root") == 1


def test_empty_and_blank_texts(parser: Parser) -> None:
    assert len(parser("")) == 0
    assert parser(" \n\n ").text == " \n\n "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("manifest.json", "vocabulary.txt", "lemmas.json"):
        shutil.copy(FOLDER / name, tmp_path / name)
    (tmp_path / "network.onnx").symlink_to(FOLDER / "network.onnx")
    return tmp_path


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "network.onnx").unlink()
    with pytest.raises(ModelError, match=r"network\.onnx.*cannot be read"):
        load_weights(folder)


def test_damaged_file_is_named(folder: Path) -> None:
    (folder / "lemmas.json").write_text("{}")
    with pytest.raises(ModelError, match=r"lemmas\.json.*SHA-256"):
        EnglishParser(folder)


def test_a_fast_network_without_what_it_shares_is_refused(folder: Path) -> None:
    (folder / "fast.onnx").symlink_to(FOLDER / "fast.onnx")
    assert EnglishParser(folder, network=FAST_NETWORK)("Rebels took Goma.")[1].dep_ == "root"
    (folder / "network.onnx").unlink()
    (folder / "network.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match=r"fast\.onnx.*SHA-256"):
        load_weights(folder, network=FAST_NETWORK)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"version": 1}', '{"sha256": {}, "labels": {}, "shared": {"a": 1}}'],
)
def test_damaged_manifest_is_named(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match="manifest"):
        load_weights(folder)


STUB = "tests.reading.stub_pipeline:make"


def test_another_pipeline_can_be_set_by_name() -> None:
    doc = load_parser(STUB)(stub_pipeline.TEXT)
    assert arcs(doc) >= {("Rebels", "nsubj", "seized"), ("Kobane", "obj", "seized")}
    assert [t.dep_ for t in doc].count("root") == 1, "spaCy's ROOT is called root"
    assert [(e.text, e.label_) for e in doc.ents] == [("Kobane", "LOC")]


def test_a_pipeline_can_be_registered_in_the_process() -> None:
    register_parser("stub", stub_pipeline.make)
    assert load_parser("stub")(stub_pipeline.TEXT)[2].head.text == "seized"
    parse._registered.pop("stub")
    load_parser.cache_clear()


def test_a_model_folder_is_a_parser(folder: Path, parser: Parser) -> None:
    assert layers(load_parser(str(folder))(REPORT)) == layers(parser(REPORT))


def test_versions_tell_parsers_apart(folder: Path) -> None:
    version = parser_version(str(folder))
    assert parser_version("whoholds") == ""
    assert parser_version(STUB) == STUB
    assert version.startswith(f"{folder.name} ")
    (folder / "manifest.json").write_text("{}")
    assert parser_version(str(folder)) != version


@pytest.mark.parametrize("name", ["stanza", "udpipe"])
def test_a_pipeline_that_is_not_installed_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"spacy_{name}", None)
    with pytest.raises(ModelError, match=f"spacy_{name}"):
        load_parser(name)


@pytest.mark.parametrize("name", ["stanza", "udpipe"])
def test_spacy_stanza_and_udpipe_are_known_by_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = ModuleType(f"spacy_{name}")
    fake.__dict__["load_pipeline" if name == "stanza" else "load"] = lambda _: stub_pipeline.make()
    monkeypatch.setitem(sys.modules, fake.__name__, fake)
    assert load_parser(name)(stub_pipeline.TEXT)[0].head.text == "seized"
    load_parser.cache_clear()


def test_the_model_is_a_component_of_spacy(parser: Parser) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("whoholds_parser")
    assert layers(nlp(REPORT)) == layers(parser(REPORT))
    assert [layers(doc) for doc in nlp.pipe([REPORT, ""])] == [layers(parser(REPORT)), []]


def test_a_pipeline_that_changes_the_text_is_refused() -> None:
    register_parser("shouting", lambda: lambda text: spacy.blank("en")(text.upper()))
    with pytest.raises(ModelError, match="offsets"):
        load_parser("shouting")("Rebels took Goma")
    parse._registered.pop("shouting")
    load_parser.cache_clear()


def test_unknown_parser_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="nothing-of-the-kind"):
        load_parser("nothing-of-the-kind")


def test_runtime_needs_no_torch() -> None:
    code = (
        "import sys; from whoholds.reading.parse import load_parser; load_parser()('Rebels fled.');"
        "sys.exit(any(m in sys.modules for m in ('torch', 'transformers', 'tokenizers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
