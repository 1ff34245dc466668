"""Words folded so that one name in many spellings is one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_SPECIAL = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ʻ": "'",
        "`": "'",
        "ʿ": None,
        "ʾ": None,
        "–": "-",
        "—": ",",
        "‑": "-",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "“": " ",
        "”": " ",
        "[": " ",
        "]": " ",
    }
)
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)|\bof 's\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_ARTICLE = re.compile(r"\b(?:al|el|an|as|ash|ar|at|ad|az)-(?=\w)", re.IGNORECASE)
_SHARED = re.compile(r"(\w[\w.]*)- (?:and|or) ([\w.]+(?: [\w.]+)?)-(\w+)")
_TIE = re.compile(r"-(?:backed|led|supported|linked|aligned|based)\b|\bpro-")
_TOKEN = re.compile(r"\w+|[,;()]")
_ARTICLES = ("the", "a", "an", "al", "el")
_DROPPED = frozenset(w for a in _ARTICLES for w in (a, a.capitalize(), a.upper()))
_NOT_PLURAL = frozenset({"hamas", "news", "press", "maas", "afp"})
_DOUBLED = re.compile(r"(\w)\1")


class Token(NamedTuple):
    """A folded word, and how the report wrote it: all or its first in capitals, s at its end."""

    key: str
    upper: bool
    capital: bool
    plural: bool


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Return one word without case, diacritics, plural and transliteration variants."""
    lower = word.lower()
    if not lower.isascii():
        lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if not _is_mark(c))
    if len(lower) < 5 or not lower.isalpha():
        return lower
    if lower[-1] == "s" and lower[-2] != "s" and lower not in _NOT_PLURAL:
        lower = f"{lower[:-3]}y" if lower.endswith("ies") else lower[:-1]
    if len(lower) >= 6:
        lower = _DOUBLED.sub(r"\1", lower.replace("ou", "u").replace("ee", "i"))
    if "y" in lower or "i" in lower:
        lower = lower.replace("ay", "ai").replace("ei", "ai").replace("ey", "ai")
    return lower[:-1] if lower.endswith("ah") else lower


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _words(text: str) -> list[str]:
    if not text.isascii() or "[" in text or "]" in text or "`" in text:
        text = text.translate(_SPECIAL)
    if "-" in text:
        if "- " in text:
            text = _SHARED.sub(r"\1-\3 \2-\3", text)
        text = _ARTICLE.sub("", text)
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    if "." in text:
        text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    return _TOKEN.findall(text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the folded words of a phrase in order, articles dropped, commas kept.

    Possessives, apostrophes and the points of abbreviations go; hyphens part words.
    """
    return tuple(
        Token(fold_word(word), word.isupper(), word[0].isupper(), word[-1] == "s")
        for word in _words(text)
        if word not in _DROPPED
    )


def fold(text: str) -> str:
    """Return the phrase as one key: its folded words joined by spaces."""
    return " ".join([fold_word(word) for word in _words(text) if word not in _DROPPED])


def is_short(name: str) -> bool:
    """Say whether a name is an abbreviation so short that only capitals tell it from a word."""
    letters = name.replace(".", "")
    return letters.isupper() and letters.isalpha() and len(letters) <= 3


def is_local(name: str) -> bool:
    """Say whether a name tells its party only in the party's own countries.

    That is so for short abbreviations, names without a proper noun, and names by a tie
    ("Turkish-backed rebels").
    """
    return is_short(name) or name.islower() or _TIE.search(name) is not None


def slug(text: str) -> str:
    """Return the kebab-case id of a name: "Jaysh al-Islam" gives "jaysh-al-islam"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not _is_mark(c))
    plain = plain.replace("'", "").replace("’", "").replace(".", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
