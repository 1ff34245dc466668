"""Short word lists, read from `lists.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from whoholds.errors import KnowledgeError


def read_lists(text: str) -> dict[str, frozenset[str]]:
    """Read the lists from TOML text; raises KnowledgeError where one is empty or no text."""
    found: dict[str, frozenset[str]] = {}
    for name, words in tomllib.loads(text).items():
        if not isinstance(words, str) or not words.split():
            raise KnowledgeError(
                where=f"reading/attribution/lists.toml, {name}",
                what="the list has no words",
                fix="Write the words into one string.",
            )
        found[name] = frozenset(words.split())
    return found


@cache
def _lists() -> dict[str, frozenset[str]]:
    file = resources.files(__package__).joinpath("lists.toml")
    return read_lists(file.read_text("utf-8"))


def word_list(name: str) -> frozenset[str]:
    """Return the words of one list; raises KnowledgeError where there is no such list."""
    try:
        return _lists()[name]
    except KeyError:
        raise KnowledgeError(
            where="reading/attribution/lists.toml",
            what=f"there is no list {name!r}",
            fix=f"Lists are {', '.join(sorted(_lists()))}.",
        ) from None
