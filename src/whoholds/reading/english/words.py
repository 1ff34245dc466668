"""The word lists of the tokenizer and the sentence splitter, from words.toml."""

import tomllib
from functools import lru_cache
from pathlib import Path

from whoholds.errors import KnowledgeError

PATH = Path(__file__).with_name("words.toml")
LISTS = ("whole_prefixes", "abbreviations", "titles", "short", "starters", "saying")


@lru_cache(maxsize=1)
def load_words() -> dict[str, frozenset[str]]:
    """Return the lists by name. Raises KnowledgeError where the file is malformed."""
    fix = "Restore the file from the release"
    try:
        data = tomllib.loads(PATH.read_text(encoding="utf-8"))
        return {name: frozenset(data[name].split()) for name in LISTS}
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise KnowledgeError(where=str(PATH), what=f"not as expected ({error})", fix=fix) from error
