"""The words that tell times, and the cutting of a text into them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from whoholds.errors import KnowledgeError

# Classes that are told by shape and not by a list of words.
SHAPES = (
    "OTHER", "N12", "N24", "N31", "N99", "NBIG", "YEAR", "ORDINAL", "DECADE", "CLOCK", "ISODATE",
    "DOTDATE", "SLASHDATE", "COMMA", "DASH", "SLASH", "STOP", "BREAK",
)  # fmt: skip

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-]))"
    r"|(?P<dot>(?:\d{1,2}\.\d{1,2}\.|\d{1,2}-\d{1,2}-)\d{4}(?!\d))"
    r"|(?P<slash>\d{1,2}/\d{1,2}/\d{4}(?!\d))"
    r"|(?P<clock>[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:]))"
    r"|(?P<decade>(?:\d{3}0|['’]?[1-9]0)['’]?s\b)"
    r"|(?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<meridiem>[ap]\.m\.?)"
    r"|(?P<short>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat"
    r"|Sun)\.(?=\s+\d|,|\s+[a-z]))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<newline>\n[ \t\r]*\n|\n)"
    r"|(?P<sign>[^\s\w])"
)
_SIGNS = {",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "/": "SLASH", "−": "DASH"}
_STOPS = frozenset(".!?;:")


class Lexeme(NamedTuple):
    """A word, number or sign of a text: its class, characters, value and lower-case form."""

    kind: str
    start: int
    end: int
    value: int | str
    low: str


class Lexicon(NamedTuple):
    """The word lists of words.toml, looked up by word."""

    classes: dict[str, tuple[str, int | str]]
    names: tuple[str, ...]
    sets: dict[str, tuple[str, ...]]
    alone: frozenset[str]
    capital: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    counted: frozenset[str]
    currency: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """Return the word lists; raises KnowledgeError where the file contradicts itself."""
    path = resources.files(__package__).joinpath("words.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    words: dict[str, tuple[str, int | str]] = {}
    for name, table in data["classes"].items():
        for word, value in table.items():
            if word in words:
                raise KnowledgeError(
                    where=f"words.toml, class {name}",
                    what=f"{word!r} is in class {words[word][0]} too",
                    fix="Keep it in one class and name both classes in the grammar",
                )
            words[word] = (name, value)
    return Lexicon(
        classes=words,
        names=(*SHAPES, *data["classes"]),
        sets={name: tuple(members) for name, members in data["sets"].items()},
        alone=frozenset(data["weak"]["alone"]),
        capital=frozenset(data["weak"]["capital"]),
        future=frozenset(data["tense"]["future"]),
        past=frozenset(data["tense"]["past"]),
        counted=frozenset(data["numbers"]["counted"]),
        currency=frozenset(data["numbers"]["currency"]),
    )


def lex(text: str) -> list[Lexeme]:
    """Cut a text into lexemes, in order, with offsets of `text`; white space is left out."""
    lexicon = load_lexicon()
    return [_lexeme(m, lexicon) for m in _TOKEN.finditer(text)]


def _lexeme(match: re.Match[str], lexicon: Lexicon) -> Lexeme:
    shape = match.lastgroup
    words, (start, end) = match.group(), match.span()
    if shape == "word":
        return _word(words, start, end, lexicon)
    if shape == "short":  # "Aug. 2": the full stop belongs to the word
        short = _word(words[:-1], start, end - 1, lexicon)
        return short._replace(end=end)
    if shape == "number":
        kind, number = _number(words)
        return Lexeme(kind, start, end, number, words)
    if shape == "sign":
        kind = _SIGNS.get(words) or ("STOP" if words in _STOPS else "OTHER")
        return Lexeme(kind, start, end, 0, words)
    if shape == "newline":
        # A single line break may be a wrapped line; an empty line ends what was said.
        return Lexeme("BREAK", start, end, words.count("\n"), "\n")
    if shape == "ordinal":
        return Lexeme("ORDINAL", start, end, int(words[:-2]), words.lower())
    if shape == "decade":
        digits = "".join(c for c in words if c.isdigit())
        return Lexeme("DECADE", start, end, digits, words.lower())
    if shape == "meridiem":
        return Lexeme("MERIDIEM", start, end, 12 if words[0] == "p" else 0, words)
    name = {"iso": "ISODATE", "dot": "DOTDATE", "slash": "SLASHDATE", "clock": "CLOCK"}
    return Lexeme(name[shape or ""], start, end, words, words)


def _word(words: str, start: int, end: int, lexicon: Lexicon) -> Lexeme:
    low = words.lower()
    found = lexicon.classes.get(low)
    if found is None or (low in lexicon.capital and words[0].islower()):
        return Lexeme("OTHER", start, end, 0, low)
    return Lexeme(found[0], start, end, found[1], low)


def _number(words: str) -> tuple[str, int | str]:
    if not words.isdecimal() or not words.isascii():
        return "NBIG", words.replace(",", "")
    value = int(words) if len(words) < 9 else 0
    if len(words) == 4 and 1000 <= value < 2200:
        return "YEAR", value
    if len(words) > 2 or value == 0:
        return "NBIG", words
    for limit, kind in ((12, "N12"), (24, "N24"), (31, "N31")):
        if value <= limit:
            return kind, value
    return "N99", value
