"""What must not get in does not, and what is hostile comes out as words."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import WRITE, make_store, read_text, running
from whoholds.errors import QueryError
from whoholds.web.access import Access, Role, access_of
from whoholds.web.problems import ProblemError
from whoholds.web.rate import Rates

READER, REVIEWER = "reader-token-12345", "reviewer-token-12345"
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) "
    "\u202egnp.exe\u202c <svg onload=alert(4)> ${7*7} {{7*7}} '; DROP TABLE reports; --"
)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that asks for tokens."""
    store = make_store(tmp_path_factory.mktemp("guarded") / "store")
    access = Access({READER: Role.READER, REVIEWER: Role.REVIEWER})
    with running(store, access) as found:
        yield found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_without_a_token_nothing_of_the_store_is_told(guarded: str) -> None:
    for path in ("/api/info", "/api/who?place=Manbij", "/api/openapi.json", "/api/events"):
        for headers in ({}, bearer("wrong"), {"Cookie": "whoholds=wrong"}):
            reply = httpx.get(guarded + path, headers=headers)
            assert reply.status_code == 401
            assert reply.headers["www-authenticate"].startswith("Bearer")
            assert "Manbij" not in reply.text


def test_a_reader_reads_and_a_reviewer_may_write(guarded: str) -> None:
    for token, role in ((READER, "reader"), (REVIEWER, "reviewer")):
        reply = httpx.get(f"{guarded}/api/info", headers=bearer(token))
        assert reply.json()["role"] == role
    path = f"{guarded}/api/review/nothing"
    assert httpx.post(path, headers={**WRITE, **bearer(READER)}).status_code == 403
    assert httpx.post(path, headers={**WRITE, **bearer(REVIEWER)}).status_code in (404, 405)
    assert httpx.post(path, headers=WRITE).status_code == 401


def test_a_tag_of_one_role_is_none_of_another(guarded: str) -> None:
    path = f"{guarded}/api/info"
    tag = httpx.get(path, headers=bearer(READER)).headers["etag"]
    other = httpx.get(path, headers={**bearer(REVIEWER), "If-None-Match": tag})
    assert other.status_code == 200


def test_a_browser_signs_in_with_a_cookie(guarded: str) -> None:
    with httpx.Client(base_url=guarded, headers={"Accept": "text/html"}) as browser:
        sent = browser.get("/place/geonames:167357?on=2016-01-01")
        assert sent.status_code == 303
        login = sent.headers["location"]
        assert login.startswith("/login?next=/place/geonames%3A167357%3Fon%3D2016-01-01")
        assert browser.post(login, data={"token": "wrong"}).status_code == 401
        done = browser.post(login, data={"token": READER})
        assert done.headers["location"] == "/place/geonames:167357?on=2016-01-01"
        cookie = done.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert browser.get("/api/info").json()["role"] == "reader"


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x"]
)
def test_signing_in_leads_nowhere_else(guarded: str, address: str) -> None:
    reply = httpx.post(f"{guarded}/login", params={"next": address}, data={"token": READER})
    assert reply.status_code == 303
    assert reply.headers["location"] == "/"
    assert "x" not in reply.cookies


def test_many_wrong_tokens_have_to_wait(tmp_path: Path) -> None:
    with running(make_store(tmp_path / "store"), Access({READER: Role.READER})) as address:
        path = f"{address}/api/info"
        statuses = [httpx.get(path, headers=bearer(f"wrong{n}")).status_code for n in range(30)]
        assert statuses[0] == 401
        assert statuses[-1] == 429
        refused = httpx.get(path, headers=bearer(READER))
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1


def test_many_wrong_tokens_on_the_page_have_to_wait(tmp_path: Path) -> None:
    with running(make_store(tmp_path / "store"), Access({READER: Role.READER})) as address:
        path = f"{address}/login"
        statuses = [httpx.post(path, data={"token": f"wrong{n}"}).status_code for n in range(30)]
        assert (statuses[0], statuses[-1]) == (401, 429)


def test_a_page_elsewhere_cannot_write(client: httpx.Client) -> None:
    path = "/api/review/verdicts"
    form = {"content-type": "application/x-www-form-urlencoded"}
    for headers in ({}, form, {"content-type": "text/plain"}, {"X-Whoholds": "0"}):
        assert client.post(path, headers=headers, content=b"{}").status_code == 403
    cross = {**WRITE, "Sec-Fetch-Site": "cross-site"}
    assert client.post(path, headers=cross, content=b"{}").status_code == 403
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    reply = client.options(path, headers=asked)
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_another_name_of_this_machine_is_refused(client: httpx.Client, host: str) -> None:
    reply = client.get("/api/info", headers={"Host": host})
    assert reply.status_code in (400, 421)
    assert "store_version" not in reply.text


def test_names_of_this_machine_are_taken(client: httpx.Client) -> None:
    for host in ("127.0.0.1:1", "localhost", "LOCALHOST:99", "[::1]:8", "localhost."):
        assert client.get("/api/info", headers={"Host": host}).status_code == 200


def test_every_reply_has_the_headers_that_protect(client: httpx.Client) -> None:
    for path in ("/", "/desk", "/api/info", "/api/who?place=Zzyzx", "/nothing", "/assets/no.js"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


HOSTILE = [
    EVIL,
    "../../../../etc/passwd",
    "geonames:" + "9" * 150,
    "name:<b>x</b>",
    "a" * 200,
    "ا" * 200,
    "\u0000",
    "\ud7ff\uffff",
    "%00%ff",
    "🏴" * 50,
    "the",
    "of of of",
    "province",
    "road:",
    "country:",
    "admin1:XX.99",
    " \t\n ",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_answered_with_json(client: httpx.Client, words: str) -> None:
    paths = [
        ("/api/who", {"place": words}),
        ("/api/timeline", {"place": words}),
        ("/api/explain", {"place": "Manbij", "actor": words}),
        ("/api/places", {"q": words}),
        ("/api/search", {"q": words}),
        ("/api/claims", {"place": words, "actor": words, "speaker": words}),
        ("/api/who", {"place": "Manbij", "on": words}),
        ("/api/who", {"place": "Manbij", "as_of": words}),
        ("/api/map", {"known": words}),
    ]
    for path, params in paths:
        reply = client.get(path, params=params)
        assert reply.status_code in (200, 404, 409, 422), (path, reply.text)
        kind = reply.headers["content-type"]
        assert kind in ("application/json", "application/problem+json")
        json.loads(reply.text)
        assert len(reply.text) < 200_000
    for folder in ("statements", "reports", "happenings", "nothing"):
        reply = client.get(f"/api/{folder}/{httpx.QueryParams({'q': words})!s}"[:400])
        assert reply.status_code in (404, 409, 422)


def test_huge_questions_are_refused(client: httpx.Client) -> None:
    assert client.get("/api/who", params={"place": "a" * 5_000}).status_code == 422
    assert client.get("/api/claims", params={"limit": 10**30}).status_code == 422
    assert client.get("/api/claims", params={"offset": 10**18}).status_code == 422
    assert client.get("/api/who?place=" + "a" * 60_000).status_code in (400, 414, 422)
    body = b"x" * (3 << 20)
    assert client.post("/login", content=body).status_code in (400, 413)


def test_broken_requests_do_not_stop_the_server(address: str, client: httpx.Client) -> None:
    port = int(address.rsplit(":", 1)[1])
    for raw in (
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET /api/who?place=\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /assets/..%2f..%2fapp.py HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(raw)
            connection.settimeout(2)
            reply = connection.recv(4096)
            assert b" 200 " not in reply.split(b"\r\n")[0]
            assert b"create_app" not in reply
    assert client.get("/api/info").status_code == 200


def test_a_hostile_report_comes_out_as_words(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    read_text(
        store,
        f"{EVIL}\n\nIS took Kobane. {EVIL}",
        day="2017-07-01",
        title=EVIL * 50,
        outlet=EVIL,
        url="javascript:alert(document.cookie)",
    )
    with running(store) as address, httpx.Client(base_url=address, timeout=60.0) as client:
        item = client.get("/api/claims?place=Kobane&newest=true").json()["items"][0]
        assert item["outlet"] == EVIL
        reply = client.get(f"/api/reports/{item['report_id']}")
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        report = reply.json()
        assert report["url"] is None
        assert report["url_as_told"] == "javascript:alert(document.cookie)"
        assert EVIL in report["text"]
        mark = next(m for m in report["marks"] if m["role"] == "evidence")
        assert report["text"][mark["start"] : mark["end"]] == "IS took Kobane."
        found = client.get("/api/search", params={"q": "<script>"})
        assert found.headers["content-type"] == "application/json"
        for path in ("/", "/report/" + item["report_id"], "/place/<script>alert(1)</script>"):
            assert "<script>alert" not in client.get(path).text


def test_tokens_must_be_long_and_of_a_role() -> None:
    made = access_of(["reader", "reviewer:" + REVIEWER])
    assert sorted(made.tokens.values()) == [Role.READER, Role.REVIEWER]
    assert made.role_of(REVIEWER) is Role.REVIEWER
    assert made.role_of(None) is made.role_of("") is Role.NONE
    assert all(len(token) >= 12 for token in made.tokens)
    assert REVIEWER not in repr(made)
    for words in ("admin", "reader:short", ""):
        with pytest.raises(QueryError):
            access_of([words])


def test_a_rate_is_held_for_each_client() -> None:
    rates = Rates(questions=(10.0, 5.0))
    for _ in range(5):
        rates.take("a", True, now=0.0)
    with pytest.raises(ProblemError) as refused:
        rates.take("a", True, now=0.0)
    assert refused.value.status == 429
    rates.take("b", True, now=0.0)
    rates.take("a", False, now=0.0)
    rates.take("a", True, now=0.2)
