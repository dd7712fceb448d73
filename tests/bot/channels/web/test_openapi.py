"""The OpenAPI document against the running implementation: schemathesis makes up requests, right and wrong ones."""

import asyncio
import json
import threading
import urllib.request
from collections.abc import Iterator

import pytest
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.channels.web.owners import TOKEN
from bot.settings import read_settings
from tests.changed_settings import UNLIMITED, with_page

KEY = "a-key-that-only-this-test-knows-0001"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """The site in a thread of its own: schemathesis calls it like any client."""
    loop, started = asyncio.new_event_loop(), threading.Event()
    settings = with_page(read_settings({"FUDAOYUAN_API_KEYS": KEY}, home=str(house.settings.home)), **UNLIMITED)
    runner = web.AppRunner(make_app(house.advisor, settings, house.store), access_log=None)

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        started.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(30)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture(scope="module")
def document(address: str):
    return schemathesis.openapi.from_url(f"{address}/api/openapi.json")


OPERATIONS = [
    ("/api/ask", "POST"),
    ("/api/figures", "POST"),
    ("/api/measures", "GET"),
    ("/api/measures/{measure}", "GET"),
    ("/api/measures/{policy}/{measure}", "GET"),
    ("/api/openapi.json", "GET"),
    ("/health/live", "GET"),
    ("/health/ready", "GET"),
    ("/healthz", "GET"),
]
TAKES_A_BODY = [one for one in OPERATIONS if one[1] == "POST"]


def check(operation, mode: GenerationMode, who: dict[str, str] | None = None) -> set[int]:
    """Requests of this mode are answered as the document says; the codes seen. ``who``: sent in place of the keys and
    tokens that schemathesis makes up."""
    codes: set[int] = set()

    @settings(max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps(case) -> None:
        if who is not None:
            case.headers = {k: v for k, v in (case.headers or {}).items() if k not in (TOKEN, "Authorization")} | who
        codes.add(case.call_and_validate(checks=CHECKS).status_code)

    keeps()
    return codes


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_right_requests_are_answered_as_documented(document, path: str, method: str) -> None:
    check(document[path][method], GenerationMode.POSITIVE)


def token_of(address: str) -> str:
    line = json.dumps({"text": "你好"}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/ask", line)) as answer:
        return answer.headers[TOKEN]


@pytest.mark.parametrize("who", ["nobody", "key", "token"])
def test_right_questions_are_answered_whoever_asks(address: str, document, who: str) -> None:
    headers = {"nobody": {}, "key": {"Authorization": f"Bearer {KEY}"}, "token": {TOKEN: token_of(address)}}[who]
    assert check(document["/api/ask"]["POST"], GenerationMode.POSITIVE, headers) == {200}


def test_made_up_keys_and_tokens_are_refused(document) -> None:
    for wrong in ({"Authorization": f"Bearer {KEY[:-1]}"}, {TOKEN: "A" * 43 + "." + "A" * 43}):
        assert check(document["/api/ask"]["POST"], GenerationMode.POSITIVE, wrong) == {401}


@pytest.mark.parametrize(("path", "method"), TAKES_A_BODY)
def test_wrong_requests_are_refused_as_documented(document, path: str, method: str) -> None:
    check(document[path][method], GenerationMode.NEGATIVE)


def test_the_document_names_every_route_of_the_interface(house: House, document) -> None:
    app = make_app(house.advisor, house.settings, house.store)
    served = {
        (route.resource.canonical, route.method.lower())
        for route in app.router.routes()
        if route.resource and route.method != "HEAD" and route.resource.canonical.startswith(("/api/", "/health"))
    }
    assert document.raw_schema["openapi"].startswith("3.1")
    assert {(path, method) for path, item in document.raw_schema["paths"].items() for method in item} == served
    assert {(path, method.lower()) for path, method in OPERATIONS} == served
