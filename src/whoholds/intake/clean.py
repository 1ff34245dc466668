"""A page's text, cleaned once: characters normalised, furniture dropped, date lines taken out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from importlib.resources import files

from whoholds.errors import KnowledgeError
from whoholds.intake.dates import find_date

_DROPPED = dict.fromkeys(
    [
        *range(0x09),
        *range(0x0B, 0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF0, 0xFFFC),
        *range(0xD800, 0xE000),
    ]
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_STAMP = re.compile(
    r"(?:(?:date\s+of\s+publication|date|(?:first\s+|originally\s+)?(?:published|posted|issued|released|created)"
    r"(?:\s+(?:on|at))?|pub\s*date)\b|(?P<updated>(?:last\s+)?(?:updated?|modified|edited|changed)"
    r"(?:\s+(?:on|at))?)\b)\s*[:\-–|]?\s*",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?P<name>outlet|source|publisher|url|link)\s*:\s*(?P<value>\S.{0,300})$", re.I
)
_LONGEST_HEADLINE = 300
_LONGEST_FURNITURE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A cleaned body with what its own lines said about it.

    paragraphs: the body, each without a line break; published, updated: from date lines.
    fields: "outlet" and "url" where a line at the head told them.
    """

    paragraphs: tuple[str, ...]
    published: datetime | None = None
    updated: datetime | None = None
    fields: dict[str, str] = field(default_factory=dict)


def normalise(text: str) -> str:
    """Return `text` in NFC with `\\n` line ends, plain spaces and no control or direction marks.

    Doing it twice changes nothing.
    """
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text).translate(_DROPPED))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines)).strip("\n")


def clean_lines(lines: list[str]) -> CleanText:
    """Return the lines that are the report's own, and what the date lines among them said.

    lines: normalised, one paragraph each, the headline (where there is one) not among them.
    """
    state = _Head()
    body: list[str] = []
    for line in lines:
        rest, state = _take_head(line, state, in_head=not body)
        if rest and not is_furniture(rest):
            body.append(rest)
    return CleanText(
        paragraphs=tuple(body),
        published=state.published,
        updated=state.updated,
        fields=dict(state.fields),
    )


def is_furniture(line: str) -> bool:
    """Say whether a line is nothing but credits, buttons, links and notices."""
    if len(line) > _LONGEST_FURNITURE:
        return False
    at = 0
    while at < len(line):  # the longest unit each time, never going back: no page can stall it
        ends = (match.end() for unit in _units() if (match := unit.match(line, at)))
        further = max(ends, default=at)
        if further == at:
            return False
        at = further
    return bool(line)


def looks_like_headline(line: str) -> bool:
    """Say whether a file's first line may be its headline: short, and no full sentence."""
    return len(line) <= _LONGEST_HEADLINE and not line.endswith((".", ",", ";", ":"))


@dataclass(frozen=True, slots=True)
class _Head:
    published: datetime | None = None
    updated: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()


def _take_head(line: str, state: _Head, *, in_head: bool) -> tuple[str, _Head]:
    """Take date stamps (and, at the head, `Outlet:` lines) off a line's start."""
    while line:
        stamp = _stamp(line, in_head=in_head)
        if stamp is None:
            break
        moment, updated, line = stamp
        if updated:
            state = replace(state, updated=state.updated or moment)
        else:
            state = replace(state, published=state.published or moment)
    told = _FIELD.match(line) if in_head else None
    if told is None:
        return line, state
    name = "url" if told["name"].lower() in {"url", "link"} else "outlet"
    return "", replace(state, fields=(*state.fields, (name, told["value"].strip())))


def _stamp(line: str, *, in_head: bool) -> tuple[datetime, bool, str] | None:
    """Return (time, whether of an update, rest of the line) where a line starts with a stamp.

    A bare date is one only at the head, where it stands alone or before a further stamp.
    """
    label = _STAMP.match(line)
    start = label.end() if label else 0
    found = find_date(line[start : start + 60])
    if found is None or found[1] > 0:
        return None
    moment, _, end = found
    rest = line[start + end :].strip(" \t|·•,;–-()")
    if label is None and not (in_head and (not rest or _STAMP.match(rest))):
        return None
    if label and not in_head and rest and not is_furniture(rest):
        return None
    return moment, bool(label and label["updated"]), rest


@cache
def _units() -> tuple[re.Pattern[str], ...]:
    units = (unit for kind in furniture_kinds() for unit in kind["units"])
    return tuple(re.compile(rf"(?:{unit})(?!\w)[\s|·•/,]*", re.IGNORECASE) for unit in units)


@cache
def furniture_kinds() -> tuple[dict[str, list[str]], ...]:
    """Return the kinds of furniture with their units and test lines; raises KnowledgeError."""
    source = files("whoholds.intake").joinpath("furniture.toml")
    kinds = tomllib.loads(source.read_text(encoding="utf-8"))["kind"]
    for kind in kinds:
        for unit in kind["units"]:
            try:
                re.compile(unit)
            except re.error as error:
                raise KnowledgeError(
                    where=f"intake/furniture.toml, kind {kind['name']}",
                    what=f"{unit!r} is no regular expression: {error}",
                    fix="Correct the unit.",
                ) from None
    return tuple(kinds)
