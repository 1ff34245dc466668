"""Real servers over real stores: uvicorn in a thread, asked over HTTP."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import uvicorn

from tests.service.conftest import REPORTS
from tests.service.stub import VERSIONS, load_stub
from whoholds.log import Store
from whoholds.model import Report, Statement
from whoholds.service.whoholds import Whoholds
from whoholds.web.access import Access
from whoholds.web.app import create_app

WRITE = {"X-Whoholds": "1"}
Serve = Callable[..., httpx.Client]


def read_text(
    store: Whoholds,
    text: str,
    *,
    day: str,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> None:
    """Read one report in the stub's language into a store."""
    published = datetime.fromisoformat(day).replace(tzinfo=UTC)
    report = Report.make(
        text, published=published, language="en", outlet=outlet, title=title, url=url
    )
    annotation = load_stub().reader.read(text, published=published)
    statements = [
        Statement(
            id=Statement.id_of(claim, report.id),
            claim=claim,
            report_id=report.id,
            recorded=datetime.now(UTC),
            text=text[claim.evidence.start : claim.evidence.end],
            published=published,
            outlet=report.outlet,
            reader=VERSIONS[0],
            gazetteer=VERSIONS[1],
        )
        for claim in annotation.claims
    ]
    store.store.append([report], statements, reader=VERSIONS[0], gazetteer=VERSIONS[1])


def make_store(folder: Path) -> Whoholds:
    """Return a store with the four reports of the service's tests."""
    store = Whoholds(Store.create(folder), factory=load_stub, versions=VERSIONS)
    for report in REPORTS:
        read_text(store, report["text"], day=report["date"], outlet="Post")
    return store


@contextmanager
def running(store: Whoholds, access: Access | None = None) -> Iterator[str]:
    """Serve a store on a free port of this machine; gives its address."""
    app = create_app(store, access=access)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Whoholds:
    """A store that the tests of a module ask, and do not change."""
    return make_store(tmp_path_factory.mktemp("web") / "store")


@pytest.fixture(scope="module")
def address(store: Whoholds) -> Iterator[str]:
    """The address of an open server over the store."""
    with running(store) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    """A client of the open server."""
    with httpx.Client(base_url=address, timeout=60.0) as found:
        yield found
