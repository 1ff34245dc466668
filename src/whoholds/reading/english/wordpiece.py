"""WordPiece: words to the pieces that the encoder knows, and the shape of a word as a number."""

import unicodedata
from functools import lru_cache

UNKNOWN = "[UNK]"
MAX_WORD = 60  # characters; a longer "word" is a link or noise and becomes one unknown piece
SHAPES = 16  # eight shapes, each with and without a space before the word


def fold(word: str) -> str:
    """Return the word lower-cased and without diacritics, as the encoder was trained to see it."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _chunks(word: str) -> list[str]:
    """Cut at punctuation, which always stands alone."""
    chunks: list[str] = []
    plain = False
    for char in word:
        if _is_punctuation(char):
            chunks.append(char)
            plain = False
        elif plain:
            chunks[-1] += char
        else:
            chunks.append(char)
            plain = True
    return chunks


@lru_cache(maxsize=65536)
def shape(word: str, after_space: bool) -> int:
    """Return the number (0..15) of the word's shape; odd where no space stands before the word."""
    if not any(c.isalnum() for c in word):
        kind = 6
    elif any(c.isdigit() for c in word):
        kind = 5 if any(c.isalpha() for c in word) else 4
    elif word.islower():
        kind = 0
    elif word.isupper():
        kind = 2 if len(word) > 1 else 7
    elif word[0].isupper() and word[1:].islower():
        kind = 1
    else:
        kind = 3
    return 2 * kind + (0 if after_space else 1)


class WordPiece:
    """Greedy longest-match pieces over a fixed vocabulary."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown = self.ids[UNKNOWN]
        self.begin = self.ids["[CLS]"]
        self.end = self.ids["[SEP]"]
        self.pieces = lru_cache(maxsize=65536)(self._pieces)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Return the piece ids of one word, never empty."""
        if len(word) > MAX_WORD:
            return (self.unknown,)
        pieces: list[int] = []
        for chunk in _chunks(fold(word)):
            pieces.extend(self._match(chunk))
        return tuple(pieces) or (self.unknown,)

    def _match(self, chunk: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(chunk):
            prefix = "##" if start else ""
            for end in range(len(chunk), start, -1):
                piece = self.ids.get(prefix + chunk[start:end])
                if piece is not None:
                    found.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return found
