"""Spellings of one name fold to one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.registry.fold import fold, is_local, is_short, slug, tokenize


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Nusra Front", "Nusrah Front"),
        ("Jaysh al-Islam", "Jaish al Islam"),
        ("Ba'athist", "Baathist"),
        ("the Houthis", "Huthi"),
        ("Séléka", "Seleka"),
        ("U.S.", "US"),
        ("Harakat al-Shabaab", "harakat Shabab"),
        ("Syria’s army", "Syria army"),
        ("Militias", "militia"),
    ],
)
def test_variants_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Hamas", "Hama"), ("IS", "ISI"), ("AAPP", "AP")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_key_is_the_tokens_joined(text: str) -> None:
    assert fold(text) == " ".join(token.key for token in tokenize(text))


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=40))
def test_case_is_folded(text: str) -> None:
    assert fold(text.lower()) == fold(text.lower().upper())


@given(st.text(max_size=40))
def test_slug_is_an_id_or_empty(text: str) -> None:
    made = slug(text)
    assert made == slug(made)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")


def test_short_and_local_names() -> None:
    assert is_short("IS")
    assert is_short("U.S.")
    assert not is_short("ISIS")
    assert is_local("resistance forces")
    assert is_local("Turkish-backed rebels")
    assert not is_local("Nusra Front")
