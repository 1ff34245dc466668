"""The language of a text; only English is read."""

from __future__ import annotations

import re

READ = "en"

_COMMON = frozenset(
    {
        *("the", "of", "in", "and", "to", "a", "an", "from", "by", "after", "said", "was", "were"),
        *("is", "are", "on", "for", "that", "with", "at", "as", "it", "its", "has", "have", "had"),
        *("been", "be", "his", "their", "they", "he", "who", "which", "this", "but", "not"),
        *("will", "over", "near", "into"),
    }
)
_WORD = re.compile(r"[^\W\d_]+")
_NEAR_ENGLISH = frozenset({"pcm", "sco"})
_FEWEST_WORDS = 5
_LEAST_COMMON = 0.1
_ENOUGH_CHARACTERS = 3000


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that a text is written in.

    The words that English cannot do without go before the statistics, which foreign place names
    mislead; a text of a few words in Latin script is taken to be English.
    """
    text = text[:_ENOUGH_CHARACTERS]
    words = _WORD.findall(text.lower())
    latin = sum(word.isascii() for word in words)
    if 2 * latin >= len(words):
        common = sum(word in _COMMON for word in words)
        if len(words) < _FEWEST_WORDS or common >= _LEAST_COMMON * len(words):
            return READ
    import py3langid  # takes most of a second, and most texts never come here

    code = str(py3langid.classify(text)[0])
    return READ if code in _NEAR_ENGLISH else code
