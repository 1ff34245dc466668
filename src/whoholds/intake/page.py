"""HTML pages -> Reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
import trafilatura
from lxml import html
from trafilatura.settings import use_config

from whoholds.errors import IntakeError
from whoholds.intake.body import Parts, make_report
from whoholds.intake.clean import clean_lines, normalise
from whoholds.intake.dates import parse_date
from whoholds.model import Report

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "article.updated",
)
_ARTICLES = frozenset(
    {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "WebPage"}
)
_URL_DAY = re.compile(r"/(20\d\d|19\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_TITLE_END = re.compile(r"\s+[|–—»·]\s+[^|–—»·]{1,60}$|\s+-\s+[^-]{1,40}$")
_HEAD = 4000


def read_page(text: str, *, source: str, fetched: str | None = None) -> Report:
    """Return the report on an HTML page: main text, headline, outlet and times.

    fetched: the address that it came from. The page may name another as its own, on the same
    site alone: none takes the place of another site's page.
    Times come from structured data, meta tags, <time>, "Published ..." lines or the address, in
    that order, and are None where the page tells none. Raises IntakeError.
    """
    tree = trafilatura.load_html(text)
    if tree is None:
        raise IntakeError(where=source, what="not an HTML page", fix="Save the page again.")
    data = list(_structured(tree))
    meta = _meta(tree)
    url = _link(tree) or meta.get("og:url")
    if fetched and (not url or _site(url) != _site(fetched)):
        url = fetched
    lines = _main_lines(tree, url)
    stamps = clean_lines(_first_lines(tree))
    title = _title(tree, meta, data)
    published = _time(data, "datePublished") or _meta_time(meta, _PUBLISHED)
    published = published or _time_element(tree, "published") or stamps.published
    updated = _time(data, "dateModified") or _meta_time(meta, _UPDATED)
    return make_report(
        Parts(
            lines=lines,
            title=title,
            url=url,
            outlet=_outlet(meta, data, url),
            published=published or _day_in(url),
            updated=updated or _time_element(tree, "updated") or stamps.updated,
        ),
        source=source,
    )


def _main_lines(tree: html.HtmlElement, url: str | None) -> list[str]:
    for config in (_short_pages_too(), use_config()):
        document = trafilatura.bare_extraction(
            tree, url=url, fast=True, include_comments=False, include_tables=False, config=config
        )
        found = getattr(document, "text", None)
        if found:
            return str(found).split("\n")
    return _first_lines(tree)


@cache
def _short_pages_too() -> ConfigParser:
    """Return settings under which a page of two sentences is an article, too."""
    config: ConfigParser = use_config()
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", name, "0")
    return config


def _first_lines(tree: html.HtmlElement) -> list[str]:
    """Return the page's visible lines up to where the text must have begun."""
    lines: list[str] = []
    size = 0
    body = tree.find("body")
    for element in (tree if body is None else body).iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "noscript"}:
            continue
        for piece in (element.text, *(child.tail for child in element)):
            line = normalise(" ".join((piece or "").split()))
            if line:
                lines.append(line)
                size += len(line)
        if size > _HEAD:
            break
    return lines


def _structured(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the articles that JSON-LD scripts describe."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            found = msgspec.json.decode(script.text or "")
        except msgspec.DecodeError:
            continue
        queue = [found]
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                queue.extend(v for k, v in item.items() if k in {"@graph", "mainEntity"})
                kinds = item.get("@type")
                if _ARTICLES & set(kinds if isinstance(kinds, list) else [kinds]):
                    yield item


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """Return meta tags by lower-case name, the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = (tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _title(tree: html.HtmlElement, meta: dict[str, str], data: list[dict[str, Any]]) -> str | None:
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    told = meta.get("og:title") or next(
        (d["headline"] for d in data if isinstance(d.get("headline"), str)), None
    )
    page = " ".join((tree.findtext(".//title") or "").split())
    if len(heads) == 1 and heads[0]:
        return heads[0]
    for head in heads:
        if head and (head in page or head == told):
            return head
    return _TITLE_END.sub("", told or page) or None


def _outlet(meta: dict[str, str], data: list[dict[str, Any]], url: str | None) -> str | None:
    if meta.get("og:site_name"):
        return meta["og:site_name"]
    for item in data:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])
    host = urlsplit(url).hostname if url else None
    return meta.get("application-name") or (host.removeprefix("www.") if host else None)


def _link(tree: html.HtmlElement) -> str | None:
    for tag in tree.iter("link"):
        href = tag.get("href") or ""
        if (tag.get("rel") or "").lower() == "canonical" and href.startswith("http"):
            return str(href)
    return None


def _site(url: str) -> str:
    """Return an address's host without what marks its variants for telephones and the like."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return url
    return re.sub(r"^(?:(?:www|m|mobile|amp)\.)+", "", host)


def _time(data: list[dict[str, Any]], key: str) -> datetime | None:
    for item in data:
        if isinstance(item.get(key), str) and (moment := parse_date(item[key])):
            return moment
    return None


def _meta_time(meta: dict[str, str], names: tuple[str, ...]) -> datetime | None:
    for name in names:
        if name in meta and (moment := parse_date(meta[name])):
            return moment
    return None


def _time_element(tree: html.HtmlElement, which: str) -> datetime | None:
    """Return the time of the first <time> that is of this sort; one that says none is published."""
    for tag in tree.iter("time"):
        said = f"{tag.get('itemprop', '')} {tag.get('class', '')}".lower()
        is_update = "modif" in said or "updat" in said
        moment = parse_date(tag.get("datetime") or " ".join(tag.text_content().split()))
        if moment and is_update == (which == "updated"):
            return moment
    return None


def _day_in(url: str | None) -> datetime | None:
    found = _URL_DAY.search(urlsplit(url).path) if url else None
    if not found:
        return None
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return None
