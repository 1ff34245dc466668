import gzip
import html
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoholds.intake import load
from whoholds.intake.decode import MAX_BYTES
from whoholds.model import Failure, Report

HEADLINE = "Rebels take Saraqib, monitor says"
FIRST = "Rebels captured the town of Saraqib on Thursday, a monitor said."
SECOND = "The army has not commented on the loss of the town."
TEXT = f"{HEADLINE}\n\n{FIRST}\n\n{SECOND}"
PUBLISHED = datetime(2017, 6, 30, 17, 5, tzinfo=UTC)

PLAIN = f"""{HEADLINE}

Published 30.06.2017 17:05
Updated Fri 30 Jun 2017 18:00
AP Photo

{FIRST}

{SECOND}

Share on Facebook Share on Twitter
"""
PAGE = f"""<!DOCTYPE html><html><head><title>{HEADLINE} | The Sample Post</title>
<meta property="og:site_name" content="The Sample Post">
<meta property="article:published_time" content="2017-06-30T17:05:00Z">
<link rel="canonical" href="https://post.example/news/saraqib"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>{HEADLINE}</h1><figure><img src="a.jpg"><figcaption>AP Photo</figcaption></figure>
<p>{FIRST}</p><p>{SECOND}</p>
<div class="share"><a href="#">Share on Facebook</a></div></article>
<footer>Copyright 2017</footer></body></html>"""
LD = '<script type="application/ld+json">{}</script>'
ROW = {"id": "r1", "title": HEADLINE, "text": f"{FIRST}\n\n{SECOND}", "date": "2017-06-30T17:05"}


def loaded(*sources: str | Path) -> tuple[list[Report], list[Failure]]:
    found = list(load(sources))
    return (
        [r for r in found if isinstance(r, Report)],
        [f for f in found if isinstance(f, Failure)],
    )


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", PLAIN),
        ("a.html", PAGE),
        ("a.jsonl", json.dumps(ROW)),
        ("a.json", json.dumps([ROW])),
        ("a.txt.gz", gzip.compress(PLAIN.encode(), mtime=0)),
        ("a.txt", PLAIN.replace("\n", "\r\n")),
        ("a.txt", b"\xef\xbb\xbf" + PLAIN.encode()),
        ("a.txt", PLAIN.encode("utf-16")),
        ("page", PAGE),
    ],
)
def test_every_form_gives_the_same_text_headline_and_time(
    tmp_path: Path, name: str, data: str | bytes
) -> None:
    (report,), failures = loaded(written(tmp_path, name, data))
    assert failures == []
    assert report.text == TEXT
    assert report.title == HEADLINE
    assert report.published == PUBLISHED
    assert report.language == "en"


def test_a_page_tells_outlet_address_and_text_tells_update(tmp_path: Path) -> None:
    (page,), _ = loaded(written(tmp_path, "a.html", PAGE))
    (plain,), _ = loaded(written(tmp_path, "a.txt", PLAIN))
    assert page.outlet == "The Sample Post"
    assert page.url == "https://post.example/news/saraqib"
    assert plain.updated == datetime(2017, 6, 30, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="date" content="2017-06-30">', "2017-06-30T00:00:00+00:00"),
        (
            LD.format('{"@graph": [{"@type": ["Article"], "datePublished": "2017-06-30T17:05Z"}]}'),
            "2017-06-30T17:05:00Z",
        ),
        (LD.format("{broken"), None),
        (
            '<link rel="canonical" href="https://a.example/2017/06/30/x">',
            "2017-06-30T00:00:00+00:00",
        ),
        ('<meta name="date" content="soon">', None),
    ],
)
def test_a_page_tells_its_time_in_many_ways(
    tmp_path: Path, head: str, expected: str | None
) -> None:
    page = f"<html><head>{head}</head><body><h1>{HEADLINE}</h1><p>{FIRST}</p></body></html>"
    (report,), _ = loaded(written(tmp_path, "a.html", page))
    assert report.published == (datetime.fromisoformat(expected) if expected else None)


def test_a_time_element_and_a_printed_line_tell_the_time(tmp_path: Path) -> None:
    for line in (
        '<time datetime="2017-06-30T17:05Z">Friday</time>',
        "<p>Published 30.06.2017 17:05</p>",
    ):
        page = f"<html><body><h1>{HEADLINE}</h1>{line}<p>{FIRST}</p><p>{SECOND}</p></body></html>"
        (report,), failures = loaded(written(tmp_path, "a.html", page))
        assert report.published == PUBLISHED
        assert report.text == TEXT
        assert failures == []


def test_markup_characters_and_entities_become_plain_text(tmp_path: Path) -> None:
    sentence = 'The "army" & its allies took Al-Bāb — 5 < 6 villages.'
    page = f"<html><body><h1>{HEADLINE}</h1><p>{html.escape(sentence)}</p></body></html>"
    (report,), _ = loaded(written(tmp_path, "a.html", page))
    assert report.text.endswith(sentence)


def test_folders_are_read_in_order_of_name_and_hidden_files_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", ".hidden.txt", ".git/x.txt"):
        written(tmp_path, name, PLAIN)
    reports, failures = loaded(tmp_path)
    assert [Path(r.source or "").name for r in reports] == ["1.txt", "2.txt", "c.txt"]
    assert failures == []


def test_bad_input_is_listed_with_its_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = "\n".join(
        [json.dumps(ROW), '{"title": "no text"}', "no json", '["a list"]', '{"text": [7]}']
    )
    reasons = {
        written(tmp_path, "binary.bin", bytes(range(256))): "binary data",
        written(tmp_path, "paper.pdf", b"%PDF-1.7 \x00"): "a PDF",
        written(tmp_path, "empty.txt", ""): "empty",
        written(tmp_path, "blank.txt", " \n\n "): "empty",
        written(tmp_path, "latin.txt", b"Les forces ont \xe9t\xe9 l\xe0."): "not UTF-8: byte 15",
        written(tmp_path, "huge.html", b"<html>" + b"x" * MAX_BYTES): "too big",
        written(tmp_path, "undated.txt", f"{HEADLINE}\n\n{FIRST}"): "no publication date",
        written(
            tmp_path, "french.txt", "Les rebelles ont pris la ville hier soir, disent-ils."
        ): "'fr'",
        written(tmp_path, "broken.txt.gz", gzip.compress(b"x")[:-9] + b"damaged!!"): "gzip",
        tmp_path / "missing.txt": "no such file",
    }
    rows = written(tmp_path, "rows.jsonl", lines)
    good = written(tmp_path, "good.txt", PLAIN)
    reports, failures = loaded(*reasons, rows, good)
    told = {f.where: f.what for f in failures}
    for path, reason in reasons.items():
        assert reason in told[str(path)], path.name
    assert 'no "text"' in told[f"{rows}:2"]
    assert "not JSON" in told[f"{rows}:3"]
    assert "not a JSON object" in told[f"{rows}:4"]
    assert '"text" is no text' in told[f"{rows}:5"]
    assert [Path(r.source or "").name for r in reports[:1]] == ["undated.txt"]
    assert {f"{rows}:1#r1", str(good)} <= {r.source for r in reports}
    assert all(f.fix for f in failures)


def test_a_page_in_a_declared_encoding_is_read(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace(
        SECOND, "The army (армия) has not commented on the loss of the town."
    )
    (report,), _ = loaded(written(tmp_path, "a.html", page.encode("cp1251")))
    assert "(армия)" in report.text


def test_a_row_with_a_printed_date_and_headline_in_its_text(tmp_path: Path) -> None:
    row = {**ROW, "text": f"Fri 30 Jun 2017 {HEADLINE}. {FIRST} {SECOND}"}
    (report,), _ = loaded(written(tmp_path, "a.jsonl", json.dumps(row)))
    assert report.text == f"{HEADLINE}\n\n{FIRST} {SECOND}"


def test_a_row_whose_date_cannot_be_read_is_read_and_listed(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", json.dumps({**ROW, "date": "the ides of March"}))
    (report,), (failure,) = loaded(path)
    assert report.published is None
    assert "'the ides of March'" in failure.what


def test_wrapped_lines_are_joined(tmp_path: Path) -> None:
    first = FIRST.replace("on Thursday", "on\nThursday")
    wrapped = f"{HEADLINE}\n\nPublished 2017-06-30\n\n{first}\n"
    (report,), _ = loaded(written(tmp_path, "a.txt", wrapped))
    assert report.text == f"{HEADLINE}\n\n{FIRST}"


@pytest.mark.parametrize("data", [PLAIN.encode(), (json.dumps(ROW) + "\n").encode(), PAGE.encode()])
def test_standard_input_may_be_text_a_page_or_lines(data: bytes) -> None:
    (report,) = load(["-"], stdin=io.BytesIO(data))
    assert isinstance(report, Report)
    assert report.text == TEXT


def test_the_same_report_has_the_same_id_wherever_it_is_read(tmp_path: Path) -> None:
    (one,), _ = loaded(written(tmp_path, "a.txt", PLAIN))
    (two,), _ = loaded(written(tmp_path, "deep/b.txt", PLAIN))
    assert one.id == two.id


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.json", "a.gz"]))
def test_no_bytes_break_a_run(tmp_path: Path, data: bytes, name: str) -> None:
    bad = written(tmp_path, name, data)
    good = written(tmp_path, "good/good.txt", PLAIN)
    reports, _ = loaded(bad, good)
    assert reports[-1].text == TEXT
