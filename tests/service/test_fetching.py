from pathlib import Path
from unittest import mock

import pytest

from tests.cli.command import run
from tests.intake.site import Answer, article, serving
from whoholds.intake import VISITS_FILE, Manners
from whoholds.log import Store
from whoholds.service.answers import ReadSummary
from whoholds.service.whoholds import Whoholds

QUICK = Manners(delay=0)
FEED = (
    '<rss version="2.0"><channel><item><link>/news/1</link></item>'
    "<item><link>/news/2</link></item></channel></rss>"
)
HEAD = '<meta property="article:modified_time" content="2017-07-0{}T00:00:00Z">'


def page(words: str, version: int) -> Answer:
    body = article(f"{words} The town was quiet, residents said.", head=HEAD.format(version))
    return Answer(body, headers={"ETag": f'"{version}"'})


def counts(summary: ReadSummary) -> tuple[int, int, int]:
    return summary.reports, summary.known, len(summary.failures)


def test_a_feed_read_again_brings_what_is_new_and_new_versions_of_what_changed(
    empty: Whoholds,
) -> None:
    with serving() as site:
        site.answers |= {
            "/feed": Answer(FEED.encode(), kind="application/rss+xml"),
            "/news/1": page("IS took Manbij on 2014-01-23.", 1),
            "/news/2": page("IS took Aleppo on 2014-01-24.", 1),
        }
        told: list[str] = []
        read = [f"{site.url}/feed"]
        first = empty.read(read, workers=1, manners=QUICK, telling=told.append)
        assert counts(first) == (2, 0, 0)
        asked = [url.removeprefix(site.url) for url in told]
        assert asked == ["/robots.txt", "/feed", "/news/1", "/news/2"]
        assert counts(empty.read(read, workers=1, manners=QUICK)) == (0, 2, 0)
        site.answers["/news/1"] = page("SDF took Manbij on 2014-01-25.", 2)
        assert counts(empty.read(read, workers=1, manners=QUICK)) == (1, 1, 0)
    (now,) = empty.claims(place="Manbij")
    assert now.claim.actor is not None
    assert now.claim.actor.text == "SDF"
    assert len(empty.show(now.report_id).versions) == 2


def test_what_the_store_did_not_take_is_fetched_again(empty: Whoholds) -> None:
    """A run that is killed remembers nothing, and a text that broke the reader comes again."""
    with serving() as site:
        site.answers |= {
            "/a": page("IS took Manbij on 2014-01-23.", 1),
            "/b": page("BREAK", 1),
        }
        read = [f"{site.url}/a", f"{site.url}/b"]
        with (
            mock.patch.object(Store, "append", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            empty.read(read, workers=1, manners=QUICK)
        assert counts(empty.read(read, workers=1, manners=QUICK)) == (1, 0, 1)
        assert counts(empty.read(read, workers=1, manners=QUICK)) == (0, 1, 1)
    assert (empty.store.path / VISITS_FILE).read_text().count("\n") == 1


def test_the_command_lists_addresses_that_fail(tmp_path: Path) -> None:
    with serving({"/robots.txt": Answer(b"User-agent: *\nDisallow: /")}) as site:
        done = run("read", f"{site.url}/a", "--store", tmp_path / "s", "--delay", "0")
        assert done.returncode == 1
        assert f"{site.url}/a: the site's robots.txt asks not to fetch it" in done.stderr
        done = run(
            "read", f"{site.url}/a", "--store", tmp_path / "s", "--delay", "0", "--ignore-robots"
        )
        assert "404" in done.stderr
