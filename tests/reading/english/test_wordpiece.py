"""Pieces cover words; shapes tell case and spacing apart."""

from hypothesis import given
from hypothesis import strategies as st

from whoholds.reading.english.wordpiece import SHAPES, WordPiece, fold, shape

PIECES = WordPiece(["[UNK]", "[CLS]", "[SEP]", "alep", "##po", "al", "-", "b", "##a", "##b", "."])


def names(word: str) -> list[str]:
    table = {i: p for p, i in PIECES.ids.items()}
    return [table[i] for i in PIECES.pieces(word)]


def test_longest_match_first() -> None:
    assert names("Aleppo") == ["alep", "##po"]
    assert names("al-Bab") == ["al", "-", "b", "##a", "##b"]


def test_what_cannot_be_spelled_is_unknown() -> None:
    assert names("Homs") == ["[UNK]"]
    assert names("x" * 500) == ["[UNK]"]


def test_diacritics_fold() -> None:
    assert fold("Dārātū") == "daratu"


@given(st.text(min_size=1, max_size=80))
def test_every_word_has_pieces_and_a_shape(word: str) -> None:
    assert PIECES.pieces(word)
    assert 0 <= shape(word, True) < SHAPES


def test_shapes_differ() -> None:
    words = ["town", "Town", "TOWN", "eBay", "12", "12th", "--", "T"]
    assert len({shape(w, s) for w in words for s in (True, False)}) == SHAPES
