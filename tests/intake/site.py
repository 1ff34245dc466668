"""A web site on this machine: what it serves, and what was asked of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

HEADLINE = "Rebels take Saraqib, monitor says"
FIRST = "Rebels captured the town of Saraqib on Thursday, a monitor said."
SECOND = "The army has not commented on the loss of the town."
TEXT = f"{HEADLINE}\n\n{FIRST}\n\n{SECOND}"


def article(first: str = FIRST, *, head: str = "", headline: str = HEADLINE) -> bytes:
    """Return a page with an article on it."""
    return (
        f"<!DOCTYPE html><html><head><title>{headline}</title>{head}"
        '<meta property="article:published_time" content="2017-06-30T17:05:00Z"></head>'
        f"<body><article><h1>{headline}</h1><p>{first}</p><p>{SECOND}</p></article></body></html>"
    ).encode()


@dataclass
class Answer:
    """What the site sends for one path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    cut: int = 0


@dataclass
class Site:
    """The answers by path, and the requests so far: path, headers, and when."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    url: str = ""

    @property
    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(answers: dict[str, Answer] | None = None) -> Iterator[Site]:
    """Give a site that serves on a free port of 127.0.0.1 until the block ends."""
    site = Site(answers or {})
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers), monotonic()))
            answer = site.answers.get(self.path, Answer(b"gone", status=404))
            closing.wait(answer.pause)
            tag = answer.headers.get("ETag")
            same = tag is not None and self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not same:
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(answer.body) + answer.cut))
            self.end_headers()
            if not same:
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
