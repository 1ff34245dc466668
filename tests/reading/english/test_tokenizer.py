"""Words are cut as the treebanks cut them."""

import pytest
from spacy.lang.en import English

from whoholds.reading.english.tokenizer import make_tokenizer

TOKENIZER = make_tokenizer(English().vocab)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S.-backed forces", "U.S. - backed forces"),
        ("rebel-held al-Bab", "rebel - held al - Bab"),
        ("pro-government militia", "pro-government militia"),
        ("Pro-Russian counter-offensive", "Pro-Russian counter-offensive"),
        ("Deir ez-Zor", "Deir ez - Zor"),
        ("they didn't", "they did n't"),
        ("cannot", "can not"),
        ("Aleppo's", "Aleppo 's"),
        ("Aleppo’s", "Aleppo ’s"),
        ("the fighters' base", "the fighters ' base"),
        ("10 km away", "10 km away"),
        ("30km away", "30 km away"),
        ("killed!!!", "killed !!!"),
        ("BEIRUT (AFP) --", "BEIRUT ( AFP ) --"),
        ("Lt. Gen. Ali", "Lt. Gen. Ali"),
        ("2014-2016", "2014 - 2016"),
        ("Kyiv/Moscow", "Kyiv / Moscow"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert [t.text for t in TOKENIZER(text)] == words.split()
