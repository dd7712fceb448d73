"""Our addresses below a path of another site and within a frame; whose word on the path counts."""

import re

import pytest
from aiohttp.test_utils import TestClient

from bot.channels.web.links import Way, own
from bot.channels.web.session import FRAMED
from bot.setting_values import SettingsError
from bot.settings import read_settings

BASE = "/zc/fudaoyuan"
FRAME = Way(BASE, (("embed", "1"), ("talk", "abcdefgh")))
OURS = re.compile(r'\s(?:href|action|formaction|src|data-path|data-home)="(/[^"]*)"')


@pytest.mark.parametrize(
    ("html", "placed"),
    [
        ('<a href="/measures">', f'<a href="{BASE}/measures?embed=1&amp;talk=abcdefgh">'),
        ('<a href="/p?mark=1#mark">', f'<a href="{BASE}/p?mark=1&amp;embed=1&amp;talk=abcdefgh#mark">'),
        ('<a href="/?talk=zzzzzzzz">', f'<a href="{BASE}/?talk=zzzzzzzz&amp;embed=1">'),
        ('<img src="/receipts/a/qr.svg">', f'<img src="{BASE}/receipts/a/qr.svg">'),
        ('<link href="/static/a.css?v=1">', f'<link href="{BASE}/static/a.css?v=1">'),
        ('<b data-path="/measures/a">', f'<b data-path="{BASE}/measures/a">'),
        ('<a href="//else.cn/">', '<a href="//else.cn/">'),
        ('<a href="https://else.cn/">', '<a href="https://else.cn/">'),
        ('<a href="#main">', '<a href="#main">'),
        ("<q> href=&#34;/x&#34; </q>", "<q> href=&#34;/x&#34; </q>"),
    ],
)
def test_an_address_as_the_visitor_writes_it(html: str, placed: str) -> None:
    assert FRAME.placed(html) == placed
    assert Way().placed(html) == html


def test_forms_in_a_frame_bring_it_along_and_it_is_no_answer() -> None:
    form = FRAME.placed('<form method="get" action="/checkup"><input name="a"></form>')
    assert '<input type="hidden" name="embed" value="1"><input type="hidden" name="talk" value="abcdefgh">' in form
    assert own({"embed": "1", "talk": "abcdefgh", "session": "x", "a": "1"}) == [("a", "1")]


@pytest.mark.parametrize("path", ["/", "/measures", "/checkup", "/privacy", "/api", "/policies/liaocheng-2024/1.1"])
async def test_every_address_of_a_page_is_below_the_path(open_site, path: str) -> None:
    site = await open_site(base_path=BASE)
    for asked in (path, BASE + path):
        page = await (await site.get(asked)).text()
        found = OURS.findall(page)
        assert len(found) > 10 and all(one.startswith(BASE + "/") for one in found)
        assert 'href="http://127.0.0.1' in page and f"{BASE}{path}" in page  # the canonical address


async def test_redirects_files_and_what_is_read_by_machines_are_below_the_path(open_site) -> None:
    site = await open_site(base_path=BASE, public_url="https://zwfw.example.cn")
    answer = await site.get(BASE + "/policies", allow_redirects=False)
    assert answer.headers["Location"] == BASE + "/policies/liaocheng-2024"
    page = await (await site.get(BASE)).text()
    script = re.search(r'src="([^"]+page\.js[^"]+)"', page)
    assert script and "immutable" in (await site.get(script[1])).headers["Cache-Control"]
    assert f"https://zwfw.example.cn{BASE}/measures<" in await (await site.get(BASE + "/sitemap.xml")).text()
    assert f"Disallow: {BASE}/receipts/" in await (await site.get(BASE + "/robots.txt")).text()
    assert (await site.get(BASE + "/api/measures")).status == 200
    assert "error" in await (await site.get(BASE + "/api/nothing")).json()
    assert (await site.get("/zc/fudaoyuanx/measures")).status == 404


@pytest.mark.parametrize(
    ("told", "base"),
    [(BASE, BASE), (BASE + "/", BASE), ("", "/set"), ("//evil.cn", "/set"), ('/"><script>', "/set"), ("/../x", "/set")],
)
async def test_a_proxy_of_ours_tells_the_path(open_site, told: str, base: str) -> None:
    site = await open_site(base_path="/set")
    page = await (await site.get("/measures", headers={"X-Forwarded-Prefix": told})).text()
    assert f'data-home="{base}/"' in page


async def test_nobody_else_tells_the_path(open_site) -> None:
    site = await open_site(proxies=())
    page = await (await site.get("/measures", headers={"X-Forwarded-Prefix": BASE})).text()
    assert 'data-home="/"' in page


@pytest.mark.parametrize("wrong", ["fudaoyuan", "/a b", "/a//b", "/../a", '/"x'])
def test_a_path_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"FUDAOYUAN_BASE_PATH.*/fudaoyuan"):
        read_settings({"FUDAOYUAN_BASE_PATH": wrong})
    assert read_settings({"FUDAOYUAN_BASE_PATH": "/zc/"}).page.base_path == "/zc"


async def test_in_a_frame_every_link_form_and_redirect_stays_in_it(site: TestClient) -> None:
    for path in ("/", "/measures", "/checkup", "/measures/guarantee_fee?guarantee_yuan=1"):
        page = await (await site.get(path + ("&" if "?" in path else "?") + "embed=1&talk=abcdefgh")).text()
        for kind, address in re.findall(r'\s(href|action|formaction)="(/[^"]*)"', page):
            assert "embed=1" in address or "/static/" in address or "/api/" in address, (kind, address)
        assert page.count("<form") == page.count('<input type="hidden" name="embed" value="1">')
    answer = await site.get("/policies?embed=1&talk=abcdefgh", allow_redirects=False)
    assert answer.headers["Location"] == "/policies/liaocheng-2024?embed=1&talk=abcdefgh"
    page = await (await site.get('/measures?embed=1&talk="><b>')).text()
    assert "<b>" not in page.partition("<main")[0] and "talk=" not in page


async def test_a_frame_has_a_cookie_of_its_own_where_others_are_blocked(site: TestClient) -> None:
    secure = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
    answer = await site.get("/?embed=1", headers=secure)
    framed = next(line for line in answer.headers.getall("Set-Cookie") if line.startswith(FRAMED))
    for mark in ("Partitioned", "Secure", "HttpOnly", "SameSite=None", "Path=/"):
        assert mark in framed
    key = framed.partition("=")[2].partition(";")[0]
    site.session.cookie_jar.clear()
    said = await site.post(
        "/chat", json={"text": "首台套保险，保费80万，能补多少"}, headers={**secure, "X-Session": key}
    )
    assert said.status == 200
    page = await (await site.get("/?embed=1", headers={**secure, "Cookie": f"{FRAMED}={key}"})).text()
    assert 'class="mine"' in page
    for path, headers in (("/?embed=1", {}), ("/", secure)):
        lines = (await site.get(path, headers=headers)).headers.getall("Set-Cookie")
        assert not any("Partitioned" in line for line in lines)
    forged_key = key[:-1] + ("Q" if key.endswith("A") else "A")
    forged = await site.get("/?embed=1", headers={**secure, "Cookie": f"{FRAMED}={forged_key}"})
    assert 'class="mine"' not in await forged.text()
