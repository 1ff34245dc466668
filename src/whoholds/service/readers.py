"""The reader as the service uses it: loaded once in a process, called for text after text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from whoholds.__about__ import __version__
from whoholds.model import Annotation

DATA_OF_READING = ("*.toml", "*.json")
"""The data of `reading/` that set what is read; the language model's manifest is among them."""


DEFAULT_PARSER = "whoholds"
"""The name of the shipped language model."""
FAST_PARSER = "whoholds-fast"
"""The name of the smaller one beside it."""


def reader_version(parser: str = DEFAULT_PARSER) -> str:
    """Return the version of the reader: of the package, and a hash of all that it reads with.

    A new frame, word list, weight or language model is a new version, so that `reread` knows.
    A parser other than the shipped one is told after it, with its own version.
    """
    if parser == DEFAULT_PARSER:
        return _own_version()
    from whoholds.reading.parse import parser_version  # loads much; not for every question

    return f"{_own_version()} with {parser_version(parser)}"


@cache
def _own_version() -> str:
    folder = Path(__file__).parents[1]
    content = hashlib.sha256()
    for room in ("reading", "registry"):
        for pattern in (*DATA_OF_READING, "*.py"):
            for path in sorted((folder / room).rglob(pattern)):
                content.update(path.read_bytes())
    return f"whoholds {__version__}+{content.hexdigest()[:8]}"


class TextReader(Protocol):
    """Whatever turns one text into an annotation; the same text gives the same annotation."""

    def read(
        self,
        text: str,
        *,
        published: datetime | None = None,
        title: str | None = None,
        outlet: str | None = None,
        context: str = "",
        everything: bool = True,
    ) -> Annotation:
        """Return what the text says; spans count characters of `text`.

        everything: also parse the sentences in which nothing can be claimed.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A reader with the versions of what it is made of."""

    reader: TextReader
    reader_version: str
    gazetteer_version: str


ReaderFactory = Callable[[], Loaded]


@dataclass(frozen=True, slots=True)
class EnglishReader:
    """Makes the English reader; can be sent to a worker process.

    extra: a folder of places that were added to the gazetteer, None for the built-in ones alone.
    parser: the language pipeline by name (`whoholds.reading.parse.load_parser`).
    """

    extra: Path | None = None
    parser: str = DEFAULT_PARSER

    def __call__(self) -> Loaded:
        """Return the reader, with its language model, gazetteer and registry loaded."""
        from whoholds.gazetteer import load_gazetteer  # loaded only where texts are read
        from whoholds.reading.parse import load_parser
        from whoholds.reading.read import Reader
        from whoholds.registry import load_registry

        parse = load_parser(self.parser)
        gazetteer = load_gazetteer(extra=self.extra)
        reader = Reader(parser=parse, gazetteer=gazetteer, registry=load_registry())
        return Loaded(
            reader=reader,
            reader_version=reader_version(self.parser),
            gazetteer_version=gazetteer.version,
        )


@cache
def shared_reader(parser: str = DEFAULT_PARSER) -> Loaded:
    """Return the English reader with the built-in places, loaded once in this process."""
    return EnglishReader(parser=parser)()
