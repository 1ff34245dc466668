"""Sentences in, the places of their events out."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from tests.data import shared
from tests.reading.test_frames import reader
from whoholds.gazetteer import Gazetteer, load_gazetteer
from whoholds.model import Predicate, Span, Toponym
from whoholds.reading.english.weights import FOLDER
from whoholds.reading.parse import Parser, load_parser
from whoholds.reading.predicate_features import features_of
from whoholds.reading.predicate_model import (
    EventPlaces,
    Linear,
    States,
    load_event_places,
    parse_event_places,
    probability,
    states_scores,
)
from whoholds.reading.predicate_names import Sentence, find_names
from whoholds.reading.predicate_peers import peer_features
from whoholds.reading.predicates import find_predicates
from whoholds.reading.where import find_toponyms


@cache
def tools() -> tuple[Parser, Gazetteer]:
    return load_parser(), load_gazetteer()


def predicates(text: str) -> tuple[Predicate, ...]:
    parser, gazetteer = tools()
    doc = parser(text)
    return find_predicates(doc, find_toponyms(doc, gazetteer))


def places(text: str, word: str) -> list[str]:
    """The places of the predicate whose word is `word`."""
    for predicate in predicates(text):
        if predicate.span.of(text) == word:
            return [span.of(text) for span in predicate.locations]
    raise AssertionError(f"no predicate {word!r} in {text!r}")


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The army captured Tikrit on Monday.", "captured", ["Tikrit"]),
        ("Rebels shelled Saraqib and Binnish overnight.", "shelled", ["Saraqib", "Binnish"]),
        ("Three soldiers were killed in Ramadi on Sunday.", "killed", ["Ramadi"]),
        ("A car bomb exploded in Baghdad, police said.", "exploded", ["Baghdad"]),
        ("Fighters from Homs stormed a checkpoint in Hama.", "stormed", ["Hama"]),
        ("Hundreds demonstrated in Cairo against the war in Iraq.", "demonstrated", ["Cairo"]),
        ("The minister told reporters that all was well.", "told", []),
        ("The shelling of Aleppo went on.", "shelling", ["Aleppo"]),
        ("Clashes erupted in Mosul.", "Clashes", ["Mosul"]),
    ],
)
def test_where_an_event_happens(text: str, word: str, expected: list[str]) -> None:
    assert places(text, word) == expected


def test_each_verb_has_its_own_place() -> None:
    text = "Troops entered Hama on Friday, and rebels attacked a convoy near Idlib."
    assert places(text, "entered") == ["Hama"]
    assert places(text, "attacked") == ["Idlib"]


def test_a_place_that_nobody_lists_is_still_found() -> None:
    text = "Rebels seized the village of Qabrzanqa on Monday."
    assert places(text, "seized") == ["Qabrzanqa"]


def test_auxiliaries_have_no_predicate_and_verbs_without_places_do() -> None:
    text = "The town has been taken."
    found = {p.span.of(text): p.locations for p in predicates(text)}
    assert found == {"taken": ()}


def test_common_nouns_and_directions_are_not_part_of_a_place() -> None:
    assert places("Jets bombed southeastern Aleppo province.", "bombed") == ["Aleppo"]


def test_peoples_are_no_places() -> None:
    text = "Syrian troops shelled Saraqib."
    assert places(text, "shelled") == ["Saraqib"]


def hand_made() -> Doc:
    words = ["They", "hit", "west", "Deir", "al", "-", "Zor", "and", "Route", "5", "on", "Monday"]
    return Doc(
        Vocab(),
        words=words,
        spaces=[True, True, True, True, False, False, True, True, True, True, True, False],
        heads=[1, 1, 3, 1, 3, 3, 3, 8, 3, 8, 11, 1],
        deps=["nsubj", "root", "amod", "obj", "flat", "punct", "flat", "cc", "conj", "nummod",
              "case", "obl"],
        pos=["PRON", "VERB", "ADJ", "PROPN", "PROPN", "PUNCT", "PROPN", "CCONJ", "PROPN", "NUM",
             "ADP", "PROPN"],
        lemmas=[w.lower() for w in words],
    )  # fmt: skip


def test_names_keep_their_articles_and_numbers() -> None:
    doc = hand_made()
    sentence = Sentence(doc[:])
    names = find_names(sentence, [(2, 7)])
    assert [doc[n.first : n.last].text for n in names] == ["Deir al-Zor", "Route 5"]
    assert [n.place for n in names] == [True, False]


def test_a_toponym_makes_its_run_a_place() -> None:
    doc = hand_made()
    start = doc[3].idx
    toponym = Toponym(span=Span(start, start + 11), text="Deir al-Zor")
    by_word = {p.span.of(doc.text): p for p in find_predicates(doc, [toponym])}
    assert set(by_word) == {"hit"}


def test_the_features_tell_the_way_from_event_to_name() -> None:
    sentence = Sentence(hand_made()[:])
    names = find_names(sentence, [(3, 7)])
    features = features_of(sentence, 1, names, names[0])
    assert {"dep=obj", "path=obj|", "lemma=hit", "place=True"} <= set(features)


def test_unparsed_sentences_have_no_predicates() -> None:
    parser, _ = tools()
    doc = parser("Rebels seized Hama.", wanted=lambda *_: False)
    assert find_predicates(doc, ()) == ()


def model() -> EventPlaces:
    return EventPlaces(Linear(0.0, {}), None, Linear(0.0, {}), 1.0, threshold=0.5, relative=0.8)


def test_the_best_name_is_chosen_a_little_earlier_than_the_others() -> None:
    assert model().chosen([0.45, 0.41]) == [0]
    assert model().chosen([0.6, 0.55, 0.45]) == [0, 1]
    assert model().chosen([0.39]) == []
    assert model().chosen([]) == []


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=9), st.floats(-1e6, 1e6))
def test_probabilities_stay_between_0_and_1(features: list[str], weight: float) -> None:
    score = Linear(weight, {"a": weight, "b": -1.0}).score(features)
    assert 0.0 <= probability(score) <= 1.0


def test_the_shipped_model_was_fitted_to_the_shipped_parser() -> None:
    found = load_event_places()
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    assert found.network == manifest["sha256"]["network.onnx"], (
        "the parser changed: run python -m training.event_location --write"
    )
    assert len(found.first.weights) > 1000
    assert 0 < found.threshold < 1
    assert 0 < found.relative <= 1


def test_names_of_one_list_are_told_of_each_other() -> None:
    text = "Rebels shelled Saraqib and Binnish near Idlib."
    doc = tools()[0](text)
    sentence = Sentence(next(iter(doc.sents)))
    names = find_names(sentence, [(t.i, t.i + 1) for t in doc if t.ent_type_])
    assert [sentence.texts[n.head] for n in names] == ["Saraqib", "Binnish", "Idlib"]
    first, second, outer = peer_features(sentence, names, [0.9, 0.5, 0.1])
    assert {f for f in first if f.startswith("list=")} != {"list=-"}
    assert {f for f in second if f.startswith("list=")} != {"list=-"}
    assert "list=-" in outer
    assert any(f.startswith("best=True") for f in first)
    assert any(f.startswith("best=False") for f in second)


def test_states_count_only_where_the_parser_gives_those_of_the_model() -> None:
    text = "Rebels shelled Saraqib."
    doc = tools()[0](text)
    sentence = Sentence(next(iter(doc.sents)))
    names = find_names(sentence, [(2, 3)])
    shipped = load_event_places().states
    assert shipped is not None
    assert states_scores(shipped, sentence, 1, names) != [0.0]
    vector = np.ones(1)
    other = States(np.zeros(3), np.ones((3, 1)), vector, vector, vector, vector)
    assert states_scores(other, sentence, 1, names) == [0.0]


def test_a_damaged_model_is_refused() -> None:
    with pytest.raises(KeyError):
        parse_event_places({"states": {}})
    file = resources.files("whoholds.reading").joinpath("predicates.json")
    data = json.loads(file.read_text("utf-8"))
    data["states"]["axes"] = data["states"]["axes"][:-1]
    with pytest.raises(ValueError, match="shape"):
        parse_event_places(data)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Rebels", "seized", "in", "Hama", ",", ".", "al", "-", "Bab", "was", "5", "’", "Route",
             "the", "battle", "of", "\n\n", "  ", "(", ")", "Mosul", "and"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_text_gives_offsets_inside_it(words: list[str]) -> None:
    text = " ".join(words)
    doc = tools()[0](text)
    capitals = [t for t in doc if t.text in ("Hama", "Mosul")]
    toponyms = [Toponym(span=Span(t.idx, t.idx + len(t)), text=t.text) for t in capitals]
    for predicate in find_predicates(doc, toponyms):
        for span in (predicate.span, *predicate.locations):
            assert 0 <= span.start < span.end <= len(text)
            assert not span.of(text)[0].isspace()


def test_the_same_text_gives_the_same_places_beside_others() -> None:
    text = "Rebels seized Hama on Monday."
    alone = predicates(text)
    predicates("Troops left Homs. " + text)
    assert predicates(text) == alone


def test_gold_items_are_linked_as_well_as_before() -> None:
    """A floor on a slice of the development half; the weights have seen it."""
    path = shared("gold", "event_location", "dev.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [r for r in rows if r["gold"] and not r["verb_suspect"]][:60]
    hit = have = want = 0
    for row in rows:
        spans: set[tuple[int, int]] = set()
        for predicate in predicates(row["text"]):
            if predicate.span.overlaps(Span(*row["verb"])):
                spans = {(s.start, s.end) for s in predicate.locations}
        gold = {tuple(s) for s in row["locations"]}
        hit += len(spans & gold)
        have += len(spans)
        want += len(gold)
    assert 2 * hit / (have + want) > 0.7


def test_fall_is_an_event_and_according_is_none() -> None:
    found = reader().read("According to a monitor, the fall of Raqqa was announced.").predicates
    assert [p.lemma for p in found] == ["fall", "announce"]
