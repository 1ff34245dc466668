"""A text's words as plain lists, which are read many times faster than tokens."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from whoholds.reading.text import text_of

PLACE_LABELS = frozenset({"LOC", "GPE", "FAC"})
PERSON_LABELS = frozenset({"PER", "PERSON"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text by token number.

    starts, ends: characters; label: the parser's name label, "" where none; opens: a name begins
    here; breaks: a sentence or a line ends here.
    """

    text: str
    words: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    label: list[str]
    opens: list[bool]
    breaks: list[bool]
    names: list[tuple[int, int, str]]

    def __len__(self) -> int:
        return len(self.words)

    def between(self, start: int, end: int) -> str:
        """Return the text of tokens `[start, end)`."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def is_name_word(self, i: int) -> bool:
        """Say whether token `i` is a word with a capital."""
        word = self.words[i]
        return word[0].isupper() and word.isalpha()

    def goes_on(self, i: int) -> bool:
        """Say whether token `i` continues the name that holds the token before."""
        return i < len(self.words) and bool(self.label[i]) and not self.opens[i]


def words_of(doc: Doc) -> Words:
    """Return the words of a text, parsed or only cut."""
    words, starts, ends, breaks, label, opens = [], [], [], [], [], []
    for token in doc:
        word = token.text
        words.append(word)
        starts.append(token.idx)
        ends.append(token.idx + len(word))
        breaks.append(token.is_sent_end is True or "\n" in word)
        label.append(token.ent_type_)
        opens.append(token.ent_iob_ == "B")
    # Read from the words, not from doc.ents, which fails where white space splits a name.
    names = _names(label, opens)
    for start, _, _ in names:
        opens[start] = True
    lowers = [w.lower() for w in words]
    return Words(text_of(doc), words, lowers, starts, ends, label, opens, breaks, names)


def _names(label: list[str], opens: list[bool]) -> list[tuple[int, int, str]]:
    names: list[tuple[int, int, str]] = []
    for i, name in enumerate(label):
        if not name:
            continue
        if names and names[-1][1:] == (i, name) and not opens[i]:
            names[-1] = (names[-1][0], i + 1, name)
        else:
            names.append((i, i + 1, name))
    return names
