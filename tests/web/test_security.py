"""What must not get in does not, and what is hostile comes out as words."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.browser.server import serving
from tests.web.conftest import WRITE, make_store, read_text, running
from whoholds.errors import QueryError
from whoholds.web.access import LASTS, Access, Role, access_of
from whoholds.web.events import MOST_OF_ONE, Watch
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
        refused = httpx.get(path, headers=bearer("wrong"))
        assert int(refused.headers["retry-after"]) >= 1
        # Whoever else has the address is not locked out by them.
        assert httpx.get(path, headers=bearer(READER)).status_code == 200


def test_many_wrong_tokens_on_the_page_have_to_wait(tmp_path: Path) -> None:
    with running(make_store(tmp_path / "store"), Access({READER: Role.READER})) as address:
        path = f"{address}/login"
        statuses = [httpx.post(path, data={"token": f"wrong{n}"}).status_code for n in range(30)]
        assert (statuses[0], statuses[-1]) == (401, 429)
        assert httpx.post(path, data={"token": READER}).status_code == 303


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
        assert headers["referrer-policy"] == "same-origin"
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
    body = b"x" * (6 << 20)
    assert client.post("/login", content=body).status_code == 413
    reply = client.post("/api/annotate", content=body, headers={"X-Whoholds": "1"})
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"
    assert "whoholds annotate" in reply.json()["fix"]
    parts = (b"x" * (1 << 20) for _ in range(6))  # its length is not told beforehand
    reply = client.post("/api/annotate", content=parts, headers={"X-Whoholds": "1"})
    assert reply.status_code in (400, 413)
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_text_may_be_as_long_escaped_as_plain(client: httpx.Client) -> None:
    text = "\N{PERSONAL COMPUTER}" * 100_000
    body = json.dumps({"text": text}).encode()
    headers = {"X-Whoholds": "1", "Content-Type": "application/json"}
    assert len(body) > 1 << 20
    assert client.post("/api/annotate", content=body, headers=headers).status_code == 200


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
    assert made.visitor(REVIEWER).role is Role.REVIEWER
    assert made.visitor(None).role is made.visitor("").role is Role.NONE
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


def test_nobody_gives_himself_another_address(read_store: Path) -> None:
    """Wrong tokens count for the address that they come from, whatever a header says."""
    with serving(read_store, "--token", f"reader:{READER}") as address:
        path = f"{address}/api/info"
        statuses = [
            httpx.get(
                path, headers={**bearer("wrong"), "X-Forwarded-For": f"10.0.0.{n}"}
            ).status_code
            for n in range(30)
        ]
    assert statuses[-1] == 429


@pytest.fixture(scope="module")
def read_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("served") / "store").store.path


def test_a_session_is_not_the_token_and_ends(guarded: str) -> None:
    with httpx.Client(base_url=guarded) as browser:
        browser.post("/login", data={"token": REVIEWER})
        kept = browser.cookies["whoholds"]
        assert REVIEWER not in kept
        assert browser.get("/api/info").json()["role"] == "reviewer"
        out = browser.post("/logout")
        assert out.headers["location"] == "/login"
        assert "whoholds" not in browser.cookies
    again = httpx.get(f"{guarded}/api/info", headers={"Cookie": f"whoholds={kept}"})
    assert again.status_code == 401
    changed = kept[:-1] + ("0" if kept[-1] != "0" else "1")
    again = httpx.get(f"{guarded}/api/info", headers={"Cookie": f"whoholds={changed}"})
    assert again.status_code == 401


def test_a_session_is_not_for_ever() -> None:
    access = Access({READER: Role.READER})
    session = access.session_of(READER, now=1000.0)
    assert access.visitor_of(session, now=2000.0).role is Role.READER
    assert access.visitor_of(session, now=1000.0 + LASTS + 1).role is Role.NONE
    assert (
        Access({"another-token-1": Role.READER}).visitor_of(session, now=2000.0).role is Role.NONE
    )


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_a_page_elsewhere_signs_nobody_in_or_out(guarded: str, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        reply = httpx.post(f"{guarded}{path}", data={"token": READER}, headers=headers)
        assert reply.status_code == 403
        assert "whoholds" not in reply.cookies
    own = httpx.post(f"{guarded}{path}", data={"token": READER}, headers={"Origin": guarded})
    assert own.status_code == 303


def test_a_reader_takes_nothing_from_the_queue(guarded: str) -> None:
    path = f"{guarded}/api/review/queue"
    assert httpx.get(path, params={"reviewer": "Anna"}, headers=bearer(READER)).status_code == 403
    shown = httpx.get(path, params={"reviewer": "Anna"}, headers=bearer(REVIEWER))
    assert shown.status_code == 200


def test_a_name_belongs_to_its_token(tmp_path: Path) -> None:
    anna, any_one, judge = "anna-token-12345", "other-token-12345", "judge-token-12345"
    access = access_of([f"reviewer=Anna:{anna}", f"reviewer:{any_one}", f"adjudicator=Jo:{judge}"])
    store = make_store(tmp_path / "store")
    identity = store.claims()[0].id
    with running(store, access) as address, httpx.Client(base_url=address) as client:

        def give(token: str, reviewer: str, **more: object) -> httpx.Response:
            body = {"reviewer": reviewer, "statement_id": identity, "verdict": "accept", **more}
            headers = {**WRITE, **bearer(token)}
            return client.post("/api/review/verdicts", json=body, headers=headers)

        assert give(any_one, "Anna").status_code == 403
        assert give(anna, "Ben").status_code == 403
        assert give(any_one, "Ben").status_code == 201
        assert give(anna, "anna").json()["verdict"]["reviewer"] == "Anna"
        refused = give(anna, "Anna", adjudicator=True)
        assert refused.status_code == 403
        assert "adjudicat" in refused.json()["detail"]
        assert give(judge, "Jo", adjudicator=True).status_code == 201
        told = client.get("/api/info", headers=bearer(anna)).json()
        assert (told["reviewer"], told["may_review"], told["may_adjudicate"]) == (
            "Anna",
            True,
            False,
        )
        assert client.get("/api/info", headers=bearer(judge)).json()["may_adjudicate"] is True


def test_one_client_does_not_take_all_streams() -> None:
    watch = Watch(None)  # type: ignore[arg-type]
    watch._listeners = {asyncio.Queue(): "10.0.0.1" for _ in range(MOST_OF_ONE)}
    assert watch.is_full_of("10.0.0.1")
    assert not watch.is_full_of("10.0.0.2")
    assert not watch.is_full


def test_head_and_options_are_answered(client: httpx.Client) -> None:
    for path in ("/api/info", "/api/who?place=Manbij", "/desk", "/login"):
        got, head = client.get(path), client.head(path)
        assert head.status_code == got.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers.get("etag") == got.headers.get("etag")
        options = client.options(path)
        assert options.status_code == 204
        assert {"GET", "HEAD", "OPTIONS"} <= set(options.headers["allow"].split(", "))
    assert client.head("/api/events").status_code == 200
    assert client.head("/api/who?place=Zzyzx").status_code == 404
    assert client.options("/api/review/verdicts").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert client.options("/api/nothing").status_code in (404, 405)
    assert client.head("/api/review/claims").status_code == 405
