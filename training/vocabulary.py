"""Choose the word pieces that the shipped model keeps, to save a third of its size."""

from collections import Counter
from collections.abc import Iterable

from training.data import Sentence
from whoholds.reading.english.wordpiece import WordPiece

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
# BERT's vocabulary runs from frequent to rare; below this rank every Latin piece stays.
FREQUENT = 20000


def _latin(piece: str) -> bool:
    plain = piece.removeprefix("##")
    return all(ord(c) < 0x180 or 0x2000 <= ord(c) < 0x2150 for c in plain)


def keep_pieces(
    vocabulary: list[str], sentences: Iterable[Sentence], names: Iterable[str]
) -> list[int]:
    """Return the rows of the vocabulary to keep, in order.

    Kept are single Latin characters, frequent pieces, pieces that the training sentences use, and
    pieces that two or more place names use. Any other word is spelled by shorter pieces.
    """
    wordpiece = WordPiece(vocabulary)
    used = {p for s in sentences for form in s.forms for p in wordpiece.pieces(form)}
    counts = Counter(p for name in names for p in set(wordpiece.pieces(name)))
    kept = []
    for i, piece in enumerate(vocabulary):
        if piece in SPECIAL:
            kept.append(i)
        elif (piece.startswith("[") and len(piece) > 1) or not _latin(piece):
            continue
        elif len(piece.removeprefix("##")) == 1 or i < FREQUENT or i in used or counts[i] > 1:
            kept.append(i)
    return kept
