"""Addresses -> Reports: pages, and the entries of feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from whoholds.errors import IntakeError
from whoholds.intake.address import without_user
from whoholds.intake.feed import Entry, is_feed, read_feed, report_of
from whoholds.intake.request import Reply
from whoholds.intake.sources import Source, failure, read_source, report_in, text_of, with_warning
from whoholds.intake.web import Fetched, Web
from whoholds.model import Failure, Report

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_LINES = frozenset({"application/x-ndjson", "application/jsonl", "application/x-jsonlines"})


def read_address(url: str, web: Web) -> Iterator[Report | Failure]:
    """Yield the report at an address, or those of a feed's entries; nothing where it is unchanged.

    An entry's page is fetched unless the feed gives the article in full. Each address that fails
    gives a Failure that names it.
    """
    try:
        trusted = web.trusted(url)
        fetched = web.fetch(url, trusted=trusted)
        if fetched is None:
            return
        source = source_of(fetched.url, fetched.reply, where=url)
        if source.name or not is_feed(text_of(source)):
            yield from read_source(source)
            return
        entries = read_feed(source.data, source=url, url=fetched.url)
    except IntakeError as error:
        yield Failure(where=without_user(url), what=error.what, fix=error.fix)
        return
    for number, entry in enumerate(entries, start=1):
        yield from _read_entry(entry, web, feed=url, trusted=trusted, where=f"{url}#{number}")


def source_of(url: str, reply: Reply, *, where: str) -> Source:
    """Return what a server answered as a source."""
    name = ""
    if reply.kind in _LINES:
        name = ".jsonl"
    elif reply.kind == "application/json":
        name = ".json"
    return Source(
        data=reply.body,
        where=where,
        name=name,
        url=url,
        charset=reply.charset,
        is_page=reply.kind in _PAGES and not is_feed(reply.body[:4000].decode("latin-1")),
    )


def _read_entry(
    entry: Entry, web: Web, *, feed: str, trusted: str | None, where: str
) -> Iterator[Report | Failure]:
    called = without_user(entry.url) if entry.url else where
    web.visits.rests_on(feed, called)
    try:
        if entry.lines:
            report = report_of(entry, source=called)
        elif entry.url:
            fetched = web.fetch(entry.url, trusted=trusted)
            if fetched is None:
                return
            report = _page_of(entry, fetched, where=called)
        else:
            raise IntakeError(
                where=where, what="neither a text nor an address in it", fix="Look for its page."
            )
    except IntakeError as error:
        yield failure(IntakeError(where=called, what=error.what, fix=error.fix))
        return
    yield from with_warning(report)


def _page_of(entry: Entry, fetched: Fetched, *, where: str) -> Report:
    """Return the report on an entry's page; what the page does not tell, the feed may."""
    source = source_of(fetched.url, fetched.reply, where=where)
    if source.name:
        raise IntakeError(where=where, what="data, not a page", fix="Check the feed.")
    report = report_in(source, text_of(source))
    if report.published is not None or entry.published is None:
        return report
    return _dated(report, entry.published, entry.updated)


def _dated(report: Report, published: datetime, updated: datetime | None) -> Report:
    told = msgspec.structs.asdict(report)
    for name in ("id", "sha256", "published", "updated"):
        told.pop(name)
    text = told.pop("text")
    return Report.make(text, **told, published=published, updated=report.updated or updated)
