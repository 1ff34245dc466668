"""`whoholds gazetteer add` by file and by country, from a server of our own."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import run
from whoholds.errors import GazetteerError
from whoholds.gazetteer import fetch_country, load_gazetteer
from whoholds.service.whoholds import EXTRA_PLACES


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing, and breaks off where the file's name says so."""

    def log_message(self, *words: Any) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if "YE" in self.path:
            outputfile.write(source.read(10))
        else:
            super().copyfile(source, outputfile)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a GeoNames mirror on this machine."""
    folder = tmp_path / "mirror"
    (folder / "alternatenames").mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


def row(number: str, name: str, code: str = "P.PPL", country: str = "UA") -> str:
    fields = [number, name, name, "", "48.1", "37.2", code[0], code[2:], country, "", "05"]
    return "\t".join([*fields, "", "", "", "0", "", "", "Europe/Kyiv", ""])


def put(path: Path, *lines: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{path.stem}.txt", "\n".join(lines) + "\n")


def test_a_country_is_downloaded_with_its_names(mirror: tuple[str, Path], tmp_path: Path) -> None:
    address, folder = mirror
    put(
        folder / "UA.zip",
        row("9100001", "Testivka"),
        row("9100002", "Testivka Airfield", "S.AIRF"),
        row("9100003", "Testivka Hotel", "S.HTL"),
    )
    put(folder / "alternatenames" / "UA.zip", "1\t9100001\tru\tТестовка\t\t\t\t", "2\t7\ten\tElse")
    store = tmp_path / "store"
    done = run("gazetteer", "add", "ua", "--names", "--base-url", address, "--json", store=store)
    assert done.returncode == 0, done.stderr
    places, names = [json.loads(line) for line in done.stdout.splitlines()]
    assert (places["added"], places["left_out"]) == (2, 1)
    assert names["linked"] == 1
    assert places["source"].startswith("GeoNames UA, ")
    found = load_gazetteer(extra=store / EXTRA_PLACES)
    assert [m.place.id for m in found.lookup("Тестовка")] == ["geonames:9100001"]
    assert found.lookup("Testivka Hotel", countries=["UA"])[:1] == ()


def test_only_the_places_of_a_country(tmp_path: Path) -> None:
    file = tmp_path / "all.txt"
    file.write_text(row("9100001", "Testivka") + "\n" + row("9100002", "Qwxabad", country="IR"))
    done = run("gazetteer", "add", file, "--country", "IR", "--json", store=tmp_path / "store")
    (told,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (told["added"], told["left_out"]) == (1, 1)


@pytest.mark.parametrize(
    ("code", "what"), [("IQ", "404"), ("YE", "broke off after 10 of"), ("SY", "refused")]
)
def test_a_failed_download_says_what_to_do_and_leaves_nothing(
    mirror: tuple[str, Path], tmp_path: Path, code: str, what: str
) -> None:
    address, folder = mirror
    put(folder / "YE.zip", row("9100001", "Testivka", country="YE"))
    base = "http://127.0.0.1:9" if code == "SY" else address
    store = tmp_path / "store"
    done = run("gazetteer", "add", code, "--base-url", base, store=store)
    assert done.returncode == 1
    assert what in done.stderr
    assert "download the file yourself" in done.stderr
    assert not list((store / EXTRA_PLACES).glob("*"))


def test_only_the_web_is_asked(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no web address"):
        fetch_country("UA", tmp_path, base_url="file:///etc")
    with pytest.raises(GazetteerError, match="no country has this code"):
        fetch_country("QQ", tmp_path)


def test_what_is_neither_file_nor_country(tmp_path: Path) -> None:
    done = run("gazetteer", "add", "no-such.csv", store=tmp_path / "store")
    assert done.returncode == 1
    assert "no-such.csv" in done.stderr
    done = run("gazetteer", "add", "x.csv", "--country", "Ukraine", store=tmp_path / "store")
    assert done.returncode == 2


def test_progress_is_told_in_bytes(mirror: tuple[str, Path], tmp_path: Path) -> None:
    address, folder = mirror
    put(folder / "UA.zip", row("9100001", "Testivka"))
    told: list[tuple[int, int | None]] = []
    path = fetch_country(
        "UA", tmp_path, base_url=address, progress=lambda done, total: told.append((done, total))
    )
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert zipfile.is_zipfile(io.BytesIO(path.read_bytes()))


def test_a_store_is_restricted_to_countries(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    told = run("gazetteer", "restrict", "sy", "IQ", "--store", store, "--json")
    assert json.loads(told.stdout) == {"countries": ["IQ", "SY"]}
    told = run("gazetteer", "restrict", "--all", "--store", store, "--json")
    assert json.loads(told.stdout) == {"countries": []}
    assert run("gazetteer", "restrict", "Syria", "--store", store).returncode != 0
