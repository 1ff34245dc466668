"""The words about speakers, read from `speakers.toml` and checked when loaded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from whoholds.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """Lemmas by what they say of a speaker, and the lower-cased names of relays."""

    person: frozenset[str]
    monitor: frozenset[str]
    medium: frozenset[str]
    body: frozenset[str]
    document: frozenset[str]
    evidence: frozenset[str]
    relays: frozenset[str]

    def may_speak(self, lemma: str) -> bool:
        """Say whether a noun names somebody or something that can be quoted."""
        return any(
            lemma in words
            for words in (
                self.person,
                self.monitor,
                self.medium,
                self.body,
                self.document,
                self.evidence,
            )
        )


def read_speaker_words(text: str) -> SpeakerWords:
    """Read the words from TOML text; raises KnowledgeError where a list is missing or empty."""
    data = tomllib.loads(text)
    keys = ("person", "monitor", "medium", "body", "document", "evidence", "relays")
    for key in keys:
        if not isinstance(data.get(key), str) or not data[key].split():
            raise KnowledgeError(
                where="reading/attribution/speakers.toml",
                what=f"the words of {key!r} are missing",
                fix="Write them into one string.",
            )
    names = (" ".join(name.split()).lower() for name in data["relays"].split(";"))
    lists = {key: frozenset(data[key].split()) for key in keys[:-1]}
    return SpeakerWords(**lists, relays=frozenset(n for n in names if n))


@cache
def load_speaker_words() -> SpeakerWords:
    """Return the shipped words; read once."""
    file = resources.files(__package__).joinpath("speakers.toml")
    return read_speaker_words(file.read_text("utf-8"))
