"""The rules of rules.toml, compiled, and the search for the longest match at each place."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from whoholds.errors import KnowledgeError
from whoholds.reading.when.lexicon import Lexeme, load_lexicon

_NAME = re.compile(r"[A-Z][A-Z0-9]+|\bA\b")
_GROUP = re.compile(r"<([a-z][a-z0-9]*):")
_FIRST_CHAR = 0xE000  # the classes are spelt with private-use characters, one each


class Rule(NamedTuple):
    """A pattern over word classes, the maker of its meaning, and its test sentences."""

    name: str
    pattern: re.Pattern[str]
    make: str
    says: tuple[tuple[str, str, str], ...]


class Match(NamedTuple):
    """A rule that fits lexemes `[start, end)`; groups give lexeme ranges."""

    rule: Rule
    start: int
    end: int
    found: re.Match[str]

    def at(self, group: str) -> range:
        """Return the lexeme indexes of a captured group, empty where it took no part."""
        if group not in self.found.re.groupindex or self.found.start(group) < 0:
            return range(0)
        return range(*self.found.span(group))


class Grammar(NamedTuple):
    """The compiled rules and the spelling of the word classes."""

    rules: tuple[Rule, ...]
    letters: dict[str, str]
    openers: dict[str, tuple[Rule, ...]]

    def spell(self, lexemes: list[Lexeme]) -> str:
        """Return the text's word classes as one character a lexeme."""
        letters = self.letters
        return "".join([letters[lexeme.kind] for lexeme in lexemes])

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern over word classes as a regular expression over their spelling."""
        return _compile(pattern, self.letters, {})


@cache
def load_grammar() -> Grammar:
    """Return the compiled rules; raises KnowledgeError on a pattern that does not compile."""
    lexicon = load_lexicon()
    letters = {name: chr(_FIRST_CHAR + i) for i, name in enumerate(lexicon.names)}
    for name, members in lexicon.sets.items():
        letters[name] = "[" + "".join(letters[m] for m in members) + "]"
    path = resources.files(__package__).joinpath("rules.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    rules = []
    for row in data["rule"]:
        try:
            pattern = _compile(row["pattern"], letters, data["macros"])
        except (re.error, KeyError) as error:
            raise KnowledgeError(
                where=f"rules.toml, rule {row['name']}",
                what=f"the pattern does not compile ({error})",
                fix="Use the classes of words.toml and the macros at the top of the file",
            ) from error
        says = tuple((s, w, v) for s, w, v in row["says"])
        rules.append(Rule(row["name"], pattern, row["make"], says))
    return Grammar(tuple(rules), letters, _openers(tuple(rules), letters))


def _compile(pattern: str, letters: dict[str, str], macros: dict[str, str]) -> re.Pattern[str]:
    if macros:
        names = re.compile(r"\b(" + "|".join(macros) + r")\b")
        for _ in range(3):  # macros may name macros
            pattern = names.sub(lambda m: macros[m[1]], pattern)
    # Group names are kept apart from the closing signs of groups while these are turned round.
    marked = _GROUP.sub("(?P\x01\\1\x02", pattern).replace(">", ")")
    spelt = _NAME.sub(lambda m: letters[m[0]], marked)
    return re.compile(spelt.replace("\x01", "<").replace("\x02", ">").replace(" ", ""))


def _openers(rules: tuple[Rule, ...], letters: dict[str, str]) -> dict[str, tuple[Rule, ...]]:
    """List, for each class, the rules whose pattern names it: no other rule can open there."""
    singles = [letter for letter in letters.values() if len(letter) == 1]
    return {c: tuple(rule for rule in rules if c in rule.pattern.pattern) for c in singles}


def find_matches(lexemes: list[Lexeme]) -> list[Match]:
    """Return the longest match at each place, left to right, without overlap."""
    grammar = load_grammar()
    spelt = grammar.spell(lexemes)
    other = grammar.letters["OTHER"]
    matches: list[Match] = []
    place, size = 0, len(spelt)
    while place < size:
        char = spelt[place]
        best: Match | None = None
        if char != other:
            for rule in grammar.openers[char]:
                found = rule.pattern.match(spelt, place)
                if found is not None and found.end() > (best.end if best else place):
                    best = Match(rule, place, found.end(), found)
        if best is None:
            place += 1
        else:
            matches.append(best)
            place = best.end
    return matches
