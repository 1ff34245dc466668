import gzip
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake.site import FIRST, HEADLINE, TEXT, Answer, Site, article, serving
from whoholds.intake import Manners, Visits, Web, load
from whoholds.intake.address import is_private, parse_address
from whoholds.intake.decode import MAX_BYTES
from whoholds.intake.robots import parse_robots
from whoholds.model import Failure, Report

FEED = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Sample Post</title>
{items}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate>{more}</item>"
ENTITY = (
    b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss><channel><item><title>&x;</title></item></channel></rss>"
)
DATE = "Fri, 30 Jun 2017 17:05:00 GMT"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def polite(*, timeout: float = 10.0) -> Web:
    return Web(manners=Manners(delay=0, timeout=timeout))


def read(*urls: str, web: Web | None = None) -> tuple[list[Report], list[Failure]]:
    found = list(load(urls, web=web or polite()))
    return (
        [r for r in found if isinstance(r, Report)],
        [f for f in found if isinstance(f, Failure)],
    )


def feed(*items: str) -> Answer:
    return Answer(FEED.format(items="".join(items)).encode(), kind="application/rss+xml")


def item(url: str, *, title: str = HEADLINE, more: str = "") -> str:
    return ITEM.format(title=title, url=url, date=DATE, more=more)


def test_a_page_is_read_under_its_address_and_says_who_asks(site: Site) -> None:
    site.answers["/news/saraqib"] = Answer(article())
    (report,), failures = read(f"{site.url}/news/saraqib#top")
    assert failures == []
    assert report.text == TEXT
    assert report.url == f"{site.url}/news/saraqib"
    agents = {headers["User-Agent"] for _, headers, _ in site.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("whoholds/0.")


@pytest.mark.parametrize(
    ("body", "kind", "coding"),
    [
        (article("Rebels took Saraqib – “all of it” – on Thursday."), "text/html", ""),
        (
            article("Rebels took Saraqib – “all of it” – on Thursday.").decode().encode("cp1252"),
            "text/html; charset=ISO-8859-1",
            "",
        ),
        (
            gzip.compress(article("Rebels took Saraqib – “all of it” – on Thursday.")),
            "text/html; charset=utf-8",
            "gzip",
        ),
    ],
)
def test_charset_and_packing_are_read_from_the_headers(
    site: Site, body: bytes, kind: str, coding: str
) -> None:
    headers = {"Content-Encoding": coding} if coding else {}
    site.answers["/a"] = Answer(body, kind=kind, headers=headers)
    (report,), _ = read(f"{site.url}/a")
    assert "– “all of it” –" in report.text


def test_what_fails_is_listed_by_its_address_and_the_rest_is_read(site: Site) -> None:
    bomb = gzip.compress(b" " * (MAX_BYTES + 10))
    site.answers |= {
        "/good": Answer(article()),
        "/secret": Answer(status=403),
        "/big": Answer(b"x" * (MAX_BYTES + 1)),
        "/bomb": Answer(bomb, headers={"Content-Encoding": "gzip"}),
        "/brotli": Answer(b"x", headers={"Content-Encoding": "br"}),
        "/cut": Answer(b"<html>", cut=10),
        "/pdf": Answer(b"%PDF-1.4", kind="application/pdf"),
        "/round": Answer(status=302, headers={"Location": "/round"}),
        "/ftp": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
    }
    reasons = {
        f"{site.url}/gone": "404",
        f"{site.url}/secret": "403",
        f"{site.url}/big": "too big",
        f"{site.url}/bomb": "too big",
        f"{site.url}/brotli": "'br'",
        f"{site.url}/cut": "broke off",
        f"{site.url}/pdf": "a PDF",
        f"{site.url}/round": "more than 5 redirects",
        f"{site.url}/ftp": "file: is not fetched",
        "ftp://news.example/a": "ftp: is not fetched",
        "http://user:secret@127.0.0.1/a": "a user's name",
        "http:///a": "no host",
        "http://[::1": "not an address",
        "http://no-such-host.invalid/": "is not known",
    }
    reports, failures = read(*reasons, f"{site.url}/good")
    assert [r.text for r in reports] == [TEXT]
    assert len(failures) == len(reasons)
    for failure, (where, reason) in zip(failures, reasons.items(), strict=True):
        assert reason in failure.what, failure
        assert failure.where == where.replace("user:secret@", "")
        assert failure.fix


def test_a_server_that_is_silent_or_not_there_does_not_hold_up_the_rest(site: Site) -> None:
    site.answers |= {"/slow": Answer(article(), pause=30), "/good": Answer(article())}
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/a"
    reports, failures = read(
        f"{site.url}/slow", closed, f"{site.url}/good", web=polite(timeout=0.3)
    )
    assert len(reports) == 1
    assert ["in time" in f.what for f in failures] == [True, False]
    assert "cannot be reached" in failures[1].what


def test_redirects_are_followed_and_the_last_address_is_the_reports(site: Site) -> None:
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new?a=b"})
    site.answers["/new?a=b"] = Answer(article())
    (report,), _ = read(f"{site.url}/old")
    assert report.url == f"{site.url}/new?a=b"


def test_nothing_leads_into_a_private_network(site: Site) -> None:
    """A host that the user names may be read; what it leads to elsewhere inside may not."""
    with serving({"/admin": Answer(article())}) as inner:
        site.answers |= {
            "/away": Answer(status=302, headers={"Location": f"{inner.url}/admin"}),
            "/meta": Answer(status=302, headers={"Location": "http://169.254.169.254/latest"}),
            "/feed": feed(item(f"{inner.url}/admin"), item(f"{site.url}/mine")),
            "/mine": Answer(article()),
        }
        reports, failures = read(f"{site.url}/away", f"{site.url}/meta", f"{site.url}/feed")
        assert inner.asked == []
        assert [r.url for r in reports] == [f"{site.url}/mine"]
        assert [f.what for f in failures] == ["leads into a private network"] * 3
        (named,), _ = read(f"{inner.url}/admin")
        assert named.text == TEXT


def test_a_public_feed_does_not_reach_this_machine(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is named, and this machine's own a moment later."""
    answers = iter(["93.184.216.34"])

    def lookup(host: str, port: int, **_: object) -> list[object]:
        at = next(answers, "127.0.0.1") if host == "feed.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    port = site.url.rpartition(":")[2]
    _, (failure,) = read(f"http://feed.example:{port}/a")
    assert failure.what == "leads into a private network"
    assert site.asked == []


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("::ffff:127.0.0.1", True),
        ("64:ff9b::7f00:1", True),
        ("2002:7f00:1::", True),
        ("8.8.8.8", False),
        ("2606:4700:4700::1111", False),
    ],
)
def test_private_addresses_are_told_in_all_their_disguises(host: str, private: bool) -> None:
    assert is_private(host) is private


def test_addresses_are_written_as_servers_want_them() -> None:
    assert parse_address("HTTPS://Ex.org/a b/ü?q=ж#x").url == "https://ex.org/a%20b/%C3%BC?q=%D0%B6"
    assert parse_address("http://münchen.example:8080").url == "http://xn--mnchen-3ya.example:8080/"
    assert parse_address("http://a.example/x%20y").url == "http://a.example/x%20y"
    assert "\r" not in parse_address("http://a.example/x\r\nHost: b").url


def test_robots_txt_is_obeyed_unless_told_otherwise(site: Site) -> None:
    rules = "User-agent: *\nDisallow: /private/\nAllow: /private/open\n"
    site.answers |= {
        "/robots.txt": Answer(rules.encode(), kind="text/plain"),
        "/private/a": Answer(article()),
        "/private/open": Answer(article()),
    }
    urls = (f"{site.url}/private/a", f"{site.url}/private/open")
    reports, (failure,) = read(*urls)
    assert len(reports) == 1
    assert "robots.txt" in failure.what
    assert "--ignore-robots" in failure.fix
    assert site.paths == ["/private/open"]
    careless = Web(manners=Manners(delay=0, robots=False))
    assert len(read(*urls, web=careless)[0]) == 2


def test_a_site_whose_robots_txt_is_broken_is_left_alone(site: Site) -> None:
    site.answers |= {"/robots.txt": Answer(status=500), "/a": Answer(article())}
    _, (failure,) = read(f"{site.url}/a")
    assert "robots.txt cannot be had (500" in failure.what
    assert site.paths == []


@pytest.mark.parametrize(
    ("rules", "target", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: Whoholds\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: whoholds\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf?b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /a%C3%BC", "/a%c3%bc/b", False),
        ("User-agent: *\nDisallow: /a # why\nCrawl-delay: 5", "/ab", False),
    ],
)
def test_robots_rules_as_rfc_9309_has_them(rules: str, target: str, allowed: bool) -> None:
    assert parse_robots(rules, agent="whoholds").allows(target) is allowed


def test_requests_to_one_site_are_apart_by_the_longer_of_both_wishes(site: Site) -> None:
    site.answers |= {
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.3", kind="text/plain"),
        "/a": Answer(article()),
        "/b": Answer(article()),
    }
    read(f"{site.url}/a", f"{site.url}/b", web=Web(manners=Manners(delay=0.1)))
    times = [at for _, _, at in site.asked]
    assert times[1] - times[0] >= 0.09
    assert times[2] - times[1] >= 0.29


def test_a_busy_server_is_asked_once_more_after_as_long_as_it_wants(site: Site) -> None:
    site.answers["/a"] = Answer(status=503, headers={"Retry-After": "0"})
    _, (failure,) = read(f"{site.url}/a")
    assert "503" in failure.what
    assert site.paths == ["/a", "/a"]
    site.answers["/a"] = Answer(status=503, headers={"Retry-After": "3600"})
    read(f"{site.url}/a")
    assert site.paths == ["/a", "/a", "/a"]


def test_a_feed_gives_full_articles_and_the_pages_of_the_others(site: Site) -> None:
    full = "".join(f"<p>Rebels captured village number {i} near Saraqib.</p>" for i in range(20))
    undated = article().replace(b"article:published_time", b"x")
    site.answers |= {
        "/feed": feed(
            item(
                f"{site.url}/full",
                more=f"<content:encoded><![CDATA[{full}<script>x()</script>]]></content:encoded>",
            ),
            item("/page", more="<description>Rebels captured the town...</description>"),
            item(f"{site.url}/gone"),
            item("javascript:alert(1)"),
            item("/page"),
        ),
        "/page": Answer(undated),
    }
    reports, failures = read(f"{site.url}/feed")
    assert site.paths == ["/feed", "/page", "/gone"]
    first, second = reports
    assert first.text.count("village number") == 20
    assert "x()" not in first.text
    assert first.outlet == "The Sample Post"
    assert first.url == f"{site.url}/full"
    assert {r.published.isoformat() for r in reports if r.published} == {
        "2017-06-30T17:05:00+00:00"
    }
    assert second.text == TEXT
    assert [f.where for f in failures] == [f"{site.url}/gone", "javascript:alert(1)"]


def test_atom_feeds_tell_their_updates(site: Site, tmp_path: Path) -> None:
    content = "&lt;p&gt;" + "Rebels captured the town of Saraqib on Thursday. " * 20 + "&lt;/p&gt;"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>Town '
        '&amp;amp; road</title><link rel="self" href="/self"/><link href="/a"/>'
        "<published>2017-06-30T17:05:00Z</published><updated>2017-07-01T00:00:00Z</updated>"
        f'<content type="html">{content}</content></entry></feed>'
    ).encode()
    site.answers["/atom"] = Answer(atom, kind="text/html")
    (report,), failures = read(f"{site.url}/atom")
    assert failures == []
    assert report.url == f"{site.url}/a"
    assert report.title == "Town & road"
    assert report.updated is not None
    assert report.updated.isoformat() == "2017-07-01T00:00:00+00:00"
    path = tmp_path / "feed.xml"
    path.write_bytes(atom)
    (saved,), _ = read(str(path))
    assert saved.text == report.text


def test_a_saved_feed_sends_nobody_to_the_network(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed(item(f"{site.url}/page")).body)
    reports, (failure,) = read(str(path))
    assert (reports, site.asked) == ([], [])
    assert f"{site.url}/page" in failure.fix


@pytest.mark.parametrize(
    "data",
    [
        ENTITY,
        b"<rss><channel></channel></rss>",
        b"<rss>" + b"<a>" * 5000,
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
    ],
)
def test_a_hostile_or_empty_feed_is_listed(site: Site, data: bytes) -> None:
    site.answers["/feed"] = Answer(data, kind="application/rss+xml")
    reports, failures = read(f"{site.url}/feed")
    assert reports == []
    assert len(failures) == 1
    assert "root:" not in failures[0].what


def test_a_page_cannot_pass_for_another_sites(site: Site) -> None:
    head = '<link rel="canonical" href="{}">'
    site.answers["/a?ref=x"] = Answer(article(head=head.format("https://wire.example/report")))
    site.answers["/b?ref=x"] = Answer(article(head=head.format(f"{site.url}/b")))
    (spoof, own), _ = read(f"{site.url}/a?ref=x", f"{site.url}/b?ref=x")
    assert spoof.url == f"{site.url}/a?ref=x"
    assert own.url == f"{site.url}/b"


def test_unchanged_pages_are_not_sent_again(site: Site, tmp_path: Path) -> None:
    site.answers |= {
        "/feed": feed(item("/a"), item("/b")),
        "/a": Answer(article(), headers={"ETag": '"1"'}),
        "/b": Answer(article(headline="Town falls to rebels"), headers={"ETag": '"2"'}),
    }
    site.answers["/feed"].headers["ETag"] = '"f"'
    url, file = f"{site.url}/feed", tmp_path / "fetched.jsonl"

    def run(failed: set[str]) -> tuple[int, int, list[str]]:
        site.asked.clear()
        web = Web(manners=Manners(delay=0), visits=Visits(file))
        reports, failures = read(url, web=web)
        web.visits.save(failed=failed)
        assert failures == []
        return len(reports), web.unchanged, site.paths

    assert run({f"{site.url}/b"}) == (2, 0, ["/feed", "/a", "/b"])
    # What failed, and the feed that it stood in, come again; the rest has not changed.
    assert run(set()) == (1, 1, ["/feed", "/a", "/b"])
    assert run(set()) == (0, 1, ["/feed"])
    site.answers["/feed"].headers["ETag"] = '"g"'
    site.answers["/a"] = Answer(article("All of it was lost."), headers={"ETag": '"3"'})
    assert run(set()) == (1, 1, ["/feed", "/a", "/b"])
    file.write_bytes(b"{broken\n" + file.read_bytes())
    assert run(set()) == (0, 1, ["/feed"])


def test_first_words_are_kept(site: Site) -> None:
    site.answers["/plain"] = Answer(
        f"{HEADLINE}\n\nPublished 30.06.2017 17:05\n\n{FIRST}\n".encode(), kind="text/plain"
    )
    (report,), failures = read(f"{site.url}/plain")
    assert failures == []
    assert report.text == f"{HEADLINE}\n\n{FIRST}"
    assert report.url is None or report.url.startswith(site.url)
