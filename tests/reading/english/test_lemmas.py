"""Lemmas of words that the frames hang on, seen or not."""

import pytest

from whoholds.reading.english.lemmas import Lemmas, parse_lemmas
from whoholds.reading.english.weights import FOLDER


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    return parse_lemmas((FOLDER / "lemmas.json").read_bytes())


@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [
        ("seized", "VERB", "seize"),
        ("SEIZED", "VERB", "seize"),
        ("overran", "VERB", "overrun"),
        ("retook", "VERB", "retake"),
        ("withdrew", "VERB", "withdraw"),
        ("fell", "VERB", "fall"),
        ("besieged", "VERB", "besiege"),
        ("shelling", "VERB", "shell"),
        ("stormed", "VERB", "storm"),
        ("fled", "VERB", "flee"),
        ("was", "AUX", "be"),
        ("n't", "PART", "not"),
        ("villages", "NOUN", "village"),
        ("militias", "NOUN", "militia"),
        ("cities", "NOUN", "city"),
        ("Aleppo", "PROPN", "Aleppo"),
        ("Damascus", "PROPN", "Damascus"),
        ("they", "PRON", "they"),
    ],
)
def test_lemma(lemmas: Lemmas, form: str, upos: str, lemma: str) -> None:
    assert lemmas.of(form, upos) == lemma


def test_form_stays_where_no_rule_fits() -> None:
    assert Lemmas(seen={}, rules={}, longest=0).of("Qux", "NOUN") == "qux"


def test_a_direction_is_no_superlative() -> None:
    lemmas = parse_lemmas(b'{"seen": {}, "rules": {"ADV est": [3, ""]}}')
    assert lemmas.of("northwest", "ADV") == "northwest"
    assert lemmas.of("longest", "ADV") == "long"
