"""`whoholds serve` says where it is, and does not open a store to others unasked."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import make_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store."""
    path = tmp_path_factory.mktemp("serve") / "store"
    make_store(path)
    return path


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "whoholds", "serve", "--store", str(folder), *words]


def test_it_prints_its_address_and_answers_there(folder: Path) -> None:
    words = command(folder, "--port", "0", "--token", "reader:a-long-token-1")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", run.stdout.readline())
            assert found is not None
            path = f"{found.group()}/api/info"
            assert httpx.get(path, timeout=60.0).status_code == 401
            token = {"Authorization": "Bearer a-long-token-1"}
            info = httpx.get(path, headers=token, timeout=60.0).json()
            assert (info["role"], info["store_version"]) == ("reader", 4)
        finally:
            run.terminate()
            _, told = run.communicate(timeout=30)
    assert "a-long-token-1" in told


def test_an_address_that_others_reach_needs_a_token(folder: Path) -> None:
    words = command(folder, "--host", "0.0.0.0")  # noqa: S104 - it is refused
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "--token" in done.stderr


def test_a_port_that_is_taken_is_an_error_in_words(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = command(folder, "--port", str(taken.getsockname()[1]))
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_store_is_an_error_in_words(tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "no store" in done.stderr
