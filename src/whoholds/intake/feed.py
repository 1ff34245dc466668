"""RSS and Atom feeds -> their entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree, html

from whoholds.errors import IntakeError
from whoholds.intake.body import Parts, make_report
from whoholds.intake.clean import normalise
from whoholds.intake.dates import parse_date
from whoholds.model import Report

MAX_ENTRIES = 1000
"""As many entries of a feed are read, the first ones."""

_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S
)
_FULL = 400
"""Characters from which on what a feed calls content is the article and no teaser."""
_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read (?:more|on|the full \w+)|continue reading)\W*$", re.I
)
_BLOCKS = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "blockquote", "section", "article"}
)
_SKIPPED = frozenset({"script", "style", "noscript", "figure", "iframe", "form", "svg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed.

    url: its page, None where it names none. lines: its article's paragraphs where the feed gives
    it in full, else (). published, updated: as the feed tells them.
    """

    url: str | None
    title: str | None
    published: datetime | None = None
    updated: datetime | None = None
    lines: tuple[str, ...] = ()
    outlet: str | None = None


def is_feed(text: str) -> bool:
    """Say whether a text is an RSS or Atom feed."""
    return _FEED.match(text[:4000]) is not None


def read_feed(data: bytes, *, source: str, url: str | None = None) -> tuple[Entry, ...]:
    """Return a feed's entries in its order, each page once.

    url: where the feed comes from, for links that are relative. Raises IntakeError.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise IntakeError(where=source, what="a feed that is no XML", fix="Check the address.")
    outlet = _text(root, "title") or _text(_first(root, "channel"), "title")
    found: dict[str, Entry] = {}
    for number, element in enumerate(_entries(root)):
        entry = _entry(element, outlet=outlet, base=url)
        found.setdefault(entry.url or f"#{number}", entry)
        if len(found) == MAX_ENTRIES:
            break
    if not found:
        raise IntakeError(where=source, what="a feed without entries", fix="Check the address.")
    return tuple(found.values())


def report_of(entry: Entry, *, source: str) -> Report:
    """Return the report that a feed gives in full; raises IntakeError."""
    return make_report(
        Parts(
            lines=list(entry.lines),
            title=entry.title,
            url=entry.url,
            outlet=entry.outlet,
            published=entry.published,
            updated=entry.updated,
        ),
        source=source,
    )


def _entries(root: etree._Element) -> list[etree._Element]:
    return [e for e in root.iter() if _name(e) in {"item", "entry"}]


def _entry(element: etree._Element, *, outlet: str | None, base: str | None) -> Entry:
    published = _time(element, ("published", "pubDate", "date", "issued"))
    updated = _time(element, ("updated", "modified"))
    lines = _content(element)
    return Entry(
        url=_link(element, base),
        title=_plain(_text(element, "title")),
        published=published or updated,
        updated=updated if published and updated != published else None,
        lines=lines if _is_whole(lines) else (),
        outlet=_plain(outlet),
    )


def _link(element: etree._Element, base: str | None) -> str | None:
    """Return the address of an entry's page: an Atom link, an RSS link, or a permanent guid."""
    for child in element:
        if _name(child) == "link":
            told = child.get("href") or (child.text or "").strip()
            if told and child.get("rel", "alternate") == "alternate":
                return str(urljoin(base or "", told))
    for child in element:
        told = (child.text or "").strip()
        permanent = _name(child) == "guid" and child.get("isPermaLink", "true") == "true"
        if permanent and told.startswith(("http://", "https://")):
            return told
    return None


def _content(element: etree._Element) -> tuple[str, ...]:
    """Return the paragraphs of `content:encoded` or of Atom's `content`; () where there is none."""
    for child in element:
        if _name(child) == "encoded" or (_name(child) == "content" and not child.get("src")):
            if len(child):  # Atom's xhtml: the markup is part of the feed
                return _paragraphs(etree.tostring(child, encoding="unicode", with_tail=False))
            if (child.get("type") or "html") == "text":
                return _split(child.text or "")
            return _paragraphs(child.text or "")
    return ()


def _is_whole(lines: tuple[str, ...]) -> bool:
    return sum(map(len, lines)) >= _FULL and not _CUT_OFF.search(lines[-1])


def _paragraphs(markup: str) -> tuple[str, ...]:
    """Return the paragraphs of a piece of HTML, in order."""
    if not markup.strip():
        return ()
    pieces: list[str] = []
    _gather(html.fragment_fromstring(markup, create_parent="div"), pieces)
    return _split("".join(pieces))


def _gather(root: html.HtmlElement, pieces: list[str]) -> None:
    """Add the element's text, a line break at each edge of a block; no depth can exhaust it."""
    skipping: list[html.HtmlElement] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = _name(element)
        if event == "start":
            if name in _SKIPPED:
                skipping.append(element)
            elif not skipping:
                pieces.append(("\n" if name in _BLOCKS else "") + (element.text or ""))
        elif element is not root:
            if event == "end" and skipping and skipping[-1] is element:
                skipping.pop()
            if not skipping:
                pieces.append(("\n" if name in _BLOCKS else "") + (element.tail or ""))


def _split(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in normalise(text).split("\n"))
    return tuple(line for line in lines if line)


def _time(element: etree._Element, names: tuple[str, ...]) -> datetime | None:
    for name in names:
        told = _text(element, name)
        if told and (moment := parse_date(told)):
            return moment
    return None


def _plain(markup: str | None) -> str | None:
    """Return a title without the markup that feeds put into it."""
    if not markup:
        return None
    return " ".join(_paragraphs(markup)) if "<" in markup or "&" in markup else markup


def _text(element: etree._Element | None, name: str) -> str | None:
    child = None if element is None else _first(element, name)
    text = "" if child is None else " ".join("".join(child.itertext()).split())
    return text or None


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _name(child) == name), None)


def _name(element: etree._Element) -> str:
    """Return a tag without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
