"""The words that attribute, read from `cues.toml` and checked when loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from whoholds.errors import KnowledgeError
from whoholds.reading.attribution.scan import Keys, keys_of

PATTERNS = frozenset(
    [
        "clause",
        "around",
        "infinitive",
        "gerund",
        "object",
        "object-as",
        "complement",
        "object-infinitive",
        "on-infinitive",
        "as",
        "quote",
        "raised",
    ]
)
PREPOSITIONS = frozenset(
    [
        "about",
        "against",
        "at",
        "for",
        "from",
        "if",
        "into",
        "of",
        "on",
        "over",
        "to",
        "toward",
        "with",
        "by",
        "in",
    ]
)
ACTS = frozenset({"report", "attitude"})


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a class must read, with the source and the content to be found in it."""

    sentence: str
    source: str
    content: str


@dataclass(frozen=True, slots=True)
class CueClass:
    """Words that attribute in one way; see the head of `cues.toml`."""

    id: str
    act: str
    takes: frozenset[str]
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    hearer: bool = False
    sourceless: bool = False
    shows: bool = False
    trails: bool = False
    reads: tuple[Example, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def reports(self) -> bool:
        """Whether the source says that the content is so."""
        return self.act == "report"


@dataclass(frozen=True, slots=True)
class Cue:
    """One word as a cue: for each pattern, the class by which it takes it."""

    patterns: Mapping[str, CueClass]

    @property
    def hearer(self) -> bool:
        """Whether its object is who is told."""
        return any(c.hearer for c in self.patterns.values())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue words by lemma."""

    classes: tuple[CueClass, ...]
    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    adverbs: frozenset[str]
    adverb_examples: tuple[Example, ...] = ()
    keys: Mapping[str, Keys] = field(default_factory=dict)


def _error(where: str, what: str, fix: str) -> KnowledgeError:
    return KnowledgeError(where=f"reading/attribution/cues.toml, {where}", what=what, fix=fix)


def _words(row: Mapping[str, object], key: str) -> frozenset[str]:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise _error(str(row.get("id")), f"{key} is no text", "Write the words into one string.")
    return frozenset(value.split())


def _examples(row: Mapping[str, object], where: str) -> tuple[Example, ...]:
    found = row.get("reads", [])
    if not isinstance(found, list) or any(len(e) != 3 for e in found):
        raise _error(where, "an example is not [sentence, source, content]", "Give all three.")
    return tuple(Example(*e) for e in found)


def _class(row: Mapping[str, object]) -> CueClass:
    where = f"class {row.get('id')!r}"
    known = {
        "id",
        "act",
        "takes",
        "verbs",
        "nouns",
        "adjectives",
        "hearer",
        "sourceless",
        "shows",
        "trails",
    }
    unknown = set(row) - known - {"reads", "silent"}
    if unknown:
        raise _error(where, f"unknown keys {sorted(unknown)}", f"Known are {sorted(known)}.")
    takes, silent, act = row.get("takes", []), row.get("silent", []), row.get("act")
    if not isinstance(takes, list) or not isinstance(silent, list):
        raise _error(where, "takes and silent must be lists", "Write them in brackets.")
    wrong = set(takes) - PATTERNS - PREPOSITIONS
    if wrong or not takes:
        raise _error(where, f"unknown patterns {sorted(wrong)}", f"Known: {sorted(PATTERNS)}.")
    if act not in ACTS:
        raise _error(where, f"unknown act {act!r}", f"Known are {sorted(ACTS)}.")
    return CueClass(
        id=str(row["id"]),
        act=str(act),
        takes=frozenset(takes),
        verbs=_words(row, "verbs"),
        nouns=_words(row, "nouns"),
        adjectives=_words(row, "adjectives"),
        hearer=bool(row.get("hearer", False)),
        sourceless=bool(row.get("sourceless", False)),
        shows=bool(row.get("shows", False)),
        trails=bool(row.get("trails", False)),
        reads=_examples(row, where),
        silent=tuple(silent),
    )


def _by_word(classes: tuple[CueClass, ...], kind: str) -> dict[str, Cue]:
    """Join the classes of each word; where two take the same pattern, the first in the file."""
    found: dict[str, dict[str, CueClass]] = {}
    for c in classes:
        words: frozenset[str] = getattr(c, kind)
        for word in words:
            for pattern in c.takes:
                found.setdefault(word, {}).setdefault(pattern, c)
    return {word: Cue(patterns) for word, patterns in sorted(found.items())}


def read_lexicon(text: str) -> Lexicon:
    """Read the cue words from TOML text.

    Raises KnowledgeError on unknown keys, patterns or acts, and on a class named twice.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _error("as a whole", str(error), "Mend the TOML.") from error
    classes = tuple(_class(row) for row in data.get("class", []))
    ids = [c.id for c in classes]
    if len(set(ids)) < len(ids):
        raise _error("as a whole", "a class stands twice", "Give each class an id of its own.")
    adverbs = data.get("adverb", [])
    verbs, nouns, adjectives = (
        _by_word(classes, kind) for kind in ("verbs", "nouns", "adjectives")
    )
    words = frozenset(w for row in adverbs for w in _words(row, "words"))
    return Lexicon(
        classes=classes,
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        adverbs=words,
        keys={
            "verbs": keys_of((*verbs, *adjectives), cased=True),
            "nouns": keys_of(nouns, cased=True),
            "adverbs": keys_of(words),
        },
        adverb_examples=tuple(e for row in adverbs for e in _examples(row, "adverb")),
    )


@cache
def load_lexicon() -> Lexicon:
    """Return the shipped cue words; read once."""
    return read_lexicon(resources.files(__package__).joinpath("cues.toml").read_text("utf-8"))
