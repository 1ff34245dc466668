"""Where sentences start in raw news text, headlines, datelines and quotes included."""

import re

from whoholds.reading.english.words import load_words

WORDS = load_words()
ENDS = re.compile(r"^(?:[.!?…]+|[!?]+\.*)$")
CLOSERS = frozenset("\"'”’»)]}''")
OPENERS = frozenset("\"'“‘«([{``")
DATELINE = re.compile(
    r"\s*[A-Z][A-Z’'./-]+(?:[ ,/]+[A-Z][\w’'.-]*){0,6}"  # BEIRUT, DEIR AL-ZOR, Syria, Nov.
    r"(?:,? [0-3]?\d)?(?:,? \d{4})?"
    r"(?: ?\((?:[A-Z][\w.’' /-]{0,30})\))?"
    r"[ ,:]*(?:--|—|–| -) ?(?=\S)"
)
BLANK = re.compile(r"\n[ \t\r]*\n")
NOTE = frozenset("[]")
WRAP = 100  # no line of hard-wrapped text is longer (characters)


def hard_breaks(text: str) -> list[int]:
    """Return the offsets at which a new sentence must start: paragraphs, lines, datelines.

    A single line break counts unless its block is hard-wrapped: every line at most WRAP characters
    and the next line's first word would not have fitted on this one.
    """
    found: set[int] = set()
    start = 0
    for gap in [*BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        found.update(_block_breaks(text, start, end))
        if gap is None:
            break
        start = gap.end()
    return sorted(found)


def _block_breaks(text: str, start: int, end: int) -> list[int]:
    found = [start]
    offset = start
    lines = text[start:end].split("\n")
    longest = max(map(len, lines))
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        offset += len(line) + 1
        word = following.split(None, 1)[:1]
        wrapped = longest <= WRAP and bool(word) and len(line) + 1 + len(word[0]) > longest
        if word and not wrapped and not following.lstrip()[:1].islower():
            found.append(offset)
    datelines = [DATELINE.match(text, at, min(end, at + 120)) for at in found]
    found.extend(d.end() for d in datelines if d)
    return found


def starts(words: list[str], offsets: list[int], breaks: list[int]) -> list[bool]:
    """Return for each word (white space included) whether a sentence starts there.

    words, offsets: the tokens of the text in order; breaks: from `hard_breaks`.
    """
    result = [False] * len(words)
    position = 0
    pending = True  # a break has been passed and waits for the next real word
    last: int | None = None
    closed = False
    for i, word in enumerate(words):
        while position < len(breaks) and breaks[position] <= offsets[i]:
            pending = True
            position += 1
        if word.isspace():
            continue
        attached = last is not None and offsets[i] == offsets[last] + len(words[last])
        trails = attached and word in CLOSERS
        if pending or (closed and not trails and not _goes_on(words, i)):
            result[i] = True
            pending = closed = False
        elif not (trails or word in NOTE or words[i - 1] == "["):
            closed = False
        if ENDS.match(word) or (word.endswith(".") and len(word) > 1):
            closed = not _abbreviated(words, i) and not _enumerator(words, result, i)
        last = i
    return result


def _enumerator(words: list[str], result: list[bool], i: int) -> bool:
    """Whether the full stop belongs to a list number at the start of a sentence ("2.")."""
    number = words[i - 1] if words[i] == "." else words[i][:-1]
    first = i - 1 if words[i] == "." else i
    return first >= 0 and result[first] and number.isdigit()


def _abbreviated(words: list[str], i: int) -> bool:
    """Whether the full stop at word i is not the end of a sentence."""
    word = words[i].lower()
    if word == "..." or word == "…":
        return False
    if ENDS.match(word):
        before = words[i - 1].lower() + "." if i and word == "." else ""
        number = before == "no." and "".join(words[i + 1 : i + 2]).isdigit()
        return number or before in WORDS["titles"]
    if word in WORDS["titles"]:
        return True
    follower = next((w for w in words[i + 1 : i + 3] if not w.isspace()), "")
    if (
        word in WORDS["short"]
        or (len(word) == 2 and word[0].isalpha())
        or re.match(r"^(\w\.)+$", word)
    ):
        return follower.lower() not in WORDS["starters"] or len(word) == 2
    return not word[:1].isalpha()


def _goes_on(words: list[str], i: int) -> bool:
    """Whether word i, which follows an end mark, still belongs to the sentence before."""
    word = words[i]
    if word in CLOSERS and word not in OPENERS:
        return True
    if word == "[" and words[i + 1 : i + 2] and words[i + 1].isdigit():  # a note's mark: "[6]"
        return True
    if words[i - 1] == "[" and word.isdigit():
        return True
    if ENDS.match(word) or word in {",", ";", ":", "-", "--", "—", "–"}:
        return True
    if word[:1].islower():
        return True
    quoted = i > 1 and words[i - 1] in CLOSERS and words[i - 2] in {"!", "?"}
    return quoted and any(w in WORDS["saying"] for w in words[i + 1 : i + 4])
