import html
import json
from pathlib import Path

from tests.data import shared
from whoholds.intake import load
from whoholds.model import Report


def test_the_seed_report_is_the_same_as_a_file_and_as_a_page(tmp_path: Path) -> None:
    source = shared("seed", "report.txt")
    expected = json.loads(shared("seed", "expected.json").read_text(encoding="utf-8"))["document"]
    blocks = source.read_text(encoding="utf-8").split("\n\n")
    title, body = blocks[0], "".join(f"<p>{html.escape(b)}</p>" for b in blocks)
    page = tmp_path / "report.html"
    page.write_text(
        f"<html><head><title>{html.escape(title)}</title></head><body>{body}</body></html>"
    )
    reports = [r for r in load([source, page]) if isinstance(r, Report)]
    assert len({r.text for r in reports}) == 1
    for report in reports:
        assert report.title == expected["title"]
        assert report.published is not None
        assert report.published.isoformat().startswith(expected["published"])
        assert report.updated is not None
        assert report.updated.isoformat().startswith(expected["updated"])
        assert not [b for b in expected["boilerplate"] if b in report.text]
