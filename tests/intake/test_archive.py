import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.site import TEXT, article
from whoholds.intake import load
from whoholds.intake.decode import MAX_BYTES
from whoholds.model import Failure, Report

OTHER = article(headline="Town falls to rebels")
FILES = {"pages/1.html": article(), "pages/b/2.html": OTHER}


def read(path: Path) -> tuple[list[Report], list[Failure]]:
    found = list(load([path]))
    return (
        [r for r in found if isinstance(r, Report)],
        [f for f in found if isinstance(f, Failure)],
    )


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def taped(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix in {".gz", ".tgz"} else "w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def record(
    url: str,
    body: bytes,
    *,
    headers: str = "Content-Type: text/html; charset=utf-8",
    status: str = "200 OK",
    kind: str = "response",
) -> bytes:
    block = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def crawl() -> list[bytes]:
    chunks = (
        b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in (OTHER[:50], OTHER[50:])) + b"0\r\n\r\n"
    )
    html = "Content-Type: text/html"
    return [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n",
        record("https://post.example/news/1", article()),
        record("https://post.example/a.png", b"\x89PNG", headers="Content-Type: image/png"),
        record("https://post.example/gone", article(), status="404 Not Found"),
        record("https://post.example/news/1", b"GET", kind="request"),
        record("https://post.example/2", chunks, headers=f"{html}\r\nTransfer-Encoding: chunked"),
        record(
            "https://post.example/3",
            gzip.compress(article(headline="Army takes hill")),
            headers=f"{html}\r\nContent-Encoding: gzip",
        ),
        # Many crawlers keep the header and take the chunks away.
        record(
            "https://post.example/4",
            article(headline="Town changes hands"),
            headers=f"{html}\r\nTransfer-Encoding: chunked",
        ),
        record("https://post.example/5", b"x", headers=f"{html}\r\nContent-Encoding: br"),
    ]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz"])
def test_an_archive_is_read_as_its_folder_would_be(tmp_path: Path, name: str) -> None:
    extra = {".git/x.html": OTHER, "__MACOSX/1.html": OTHER, "c.jsonl": b'{"text": []}'}
    pack: Callable[[Path, dict[str, bytes]], Path] = zipped if name.endswith("zip") else taped
    path = pack(tmp_path / name, {**FILES, **extra})
    reports, (failure,) = read(path)
    assert sorted(r.title or "" for r in reports) == [
        "Rebels take Saraqib, monitor says",
        "Town falls to rebels",
    ]
    assert {r.source for r in reports} == {f"{path}!{name}" for name in FILES}
    assert failure.where == f"{path}!c.jsonl:1"


def test_names_in_archives_are_never_paths_nor_commands(tmp_path: Path) -> None:
    names = {"../../evil.html": article(), "/etc/evil.html": article(), "a\x1b[2J.html": OTHER}
    before = sorted(tmp_path.parent.rglob("*"))
    for path in (zipped(tmp_path / "a.zip", names), taped(tmp_path / "a.tar", names)):
        reports, _ = read(path)
        assert len(reports) == 3
        assert not any("\x1b" in (r.source or "") for r in reports)
        path.unlink()
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_links_and_devices_in_a_tar_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            link = tarfile.TarInfo(f"{kind!r}.txt")
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)
    reports, (failure,) = read(path)
    assert reports == []
    assert failure.what == "no pages in it"


def test_a_bomb_is_stopped_and_what_came_before_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whoholds.intake.budget.FREE", 2 * MAX_BYTES)
    bomb = bytes(MAX_BYTES)
    files = {"0.html": article(), **{f"{i}.html": bomb for i in range(1, 9)}}
    for path in (zipped(tmp_path / "a.zip", files), taped(tmp_path / "a.tgz", files)):
        reports, failures = read(path)
        assert [r.text for r in reports] == [TEXT]
        assert "100 times its size" in failures[-1].what
        assert len(failures) <= 6
    (huge,) = read(zipped(tmp_path / "b.zip", {"a.txt": b"a " * MAX_BYTES}))[1]
    assert "too big" in huge.what


def test_a_member_that_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", FILES).read_bytes()
    path = zipped(tmp_path / "a.zip", {"1.zip": inner, "2.html": article(), "3.gz": b"\x1f\x8bx"})
    data = bytearray(zipped(tmp_path / "b.zip", {"2.html": article()}).read_bytes())
    data[60] ^= 0xFF
    (tmp_path / "b.zip").write_bytes(data)
    reports, failures = read(path)
    assert len(reports) == 1
    assert [f.what[:12] for f in failures] == ["an archive i", "damaged gzip"]
    assert [f.where for f in read(tmp_path / "b.zip")[1]] == [f"{tmp_path / 'b.zip'}!2.html"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b"no zip"),
        ("a.tar.gz", b"no tar"),
        ("a.tar.gz", gzip.compress(b"no tar", mtime=0)),
        ("a.warc", b"no warc"),
        ("a.warc.gz", gzip.compress(crawl()[1], mtime=0)[:-20]),
        ("a.warc", crawl()[1][:-100]),
        ("a.warc", b"WARC/1.0\r\nContent-Length: -1\r\n\r\n"),
        ("a.warc", b"WARC/1.0\r\n" + b"a: b\r\n" * 10_000),
        ("a.warc", crawl()[0]),
    ],
)
def test_what_is_no_archive_or_damaged_is_listed(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    reports, failures = read(path)
    assert reports == []
    assert len(failures) == 1
    assert failures[0].where == str(path)


@pytest.mark.parametrize("form", ["plain", "packed", "in a wacz"])
def test_a_web_archive_gives_the_pages_that_were_answered(tmp_path: Path, form: str) -> None:
    path = tmp_path / {"plain": "a.warc", "packed": "a.warc.gz", "in a wacz": "a.wacz"}[form]
    packed = b"".join(map(gzip.compress, crawl()))  # one member for each record
    if form == "in a wacz":
        zipped(path, {"archive/data.warc.gz": packed})
    else:
        path.write_bytes(packed if form == "packed" else b"".join(crawl()))
    reports, (failure,) = read(path)
    assert [r.title for r in reports] == [
        "Rebels take Saraqib, monitor says",
        "Town falls to rebels",
        "Army takes hill",
        "Town changes hands",
    ]
    assert reports[0].text == TEXT
    assert reports[0].url == "https://post.example/news/1"
    assert "'br'" in failure.what
    assert failure.where.endswith("!https://post.example/5")
