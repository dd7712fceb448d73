"""Under which address the page is seen, whom it believes about visitors, and which posts are its own."""

import logging

import pytest
from aiohttp.test_utils import TestClient

from bot.channels.web.proxies import counted, scheme, visitor
from bot.settings import SettingsError, read_settings
from tests.bot.channels.web.qr import read_qr
from tests.bot.channels.web.test_guard import Clock
from tests.bot.channels.web.test_receipts import INPUTS, SAVE

PUBLIC = "https://fdy.example.cn"
PROXIES = read_settings({"FUDAOYUAN_PROXIES": "127.0.0.1 ::1 10.0.0.0/8,2001:db8:ff::/48"}).page.proxies
NGINX = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "Host": "fdy.example.cn"}


async def test_with_a_public_address_everything_points_there_whatever_host_is_named(open_site) -> None:
    site = await open_site(public_url=PUBLIC)
    made = await site.post(SAVE, data=INPUTS, headers={"Host": "evil.example"}, allow_redirects=False)
    path = made.headers["Location"]
    for host in ("evil.example", "127.0.0.1:8080"):
        headers = {"Host": host, "X-Forwarded-Host": host}
        assert f"{PUBLIC}{path}" in await (await site.get(path, headers=headers)).text()
        assert read_qr(await (await site.get(f"{path}/qr.svg", headers=headers)).text()) == PUBLIC + path
        assert f'rel="canonical" href="{PUBLIC}/"' in await (await site.get("/", headers=headers)).text()
        for listed in ("/robots.txt", "/sitemap.xml"):
            text = await (await site.get(listed, headers=headers)).text()
            assert PUBLIC in text and host not in text
    page = await site.get("/", headers={"Host": "evil.example"})
    assert "Secure" in page.headers["Set-Cookie"] and "Strict-Transport-Security" in page.headers


async def test_without_one_the_host_is_the_address_and_an_odd_one_is_not(site: TestClient) -> None:
    assert "http://fdy.example.cn/" in await (await site.get("/sitemap.xml", headers={"Host": "fdy.example.cn"})).text()
    assert "http://localhost/" in await (await site.get("/sitemap.xml", headers={"Host": "a b<c>"})).text()
    assert "evil" not in await (await site.get("/sitemap.xml", headers={"X-Forwarded-Host": "evil.example"})).text()


@pytest.mark.parametrize(
    ("public", "headers", "status"),
    [
        ("", {**NGINX, "Origin": "https://fdy.example.cn"}, 200),  # the three lines
        ("", {**NGINX, "X-Forwarded-Proto": "HTTPS, http", "Origin": "https://fdy.example.cn"}, 200),
        ("", {"Host": "fdy.example.cn", "Origin": "https://fdy.example.cn"}, 200),  # TLS before us, not told
        ("", {"Host": "fdy.example.cn:8080", "Origin": "http://fdy.example.cn:8080"}, 200),
        (PUBLIC, {"Host": "127.0.0.1:8080", "Origin": PUBLIC}, 200),  # a plain proxy_pass
        (PUBLIC, {"Host": "127.0.0.1:8080", "Origin": PUBLIC, "Sec-Fetch-Site": "same-origin"}, 200),
        (PUBLIC, {"Host": "127.0.0.1:8080"}, 200),
        ("", {**NGINX, "Origin": "http://fdy.example.cn"}, 403),
        ("", {**NGINX, "Origin": "https://fdy.example.cn:444"}, 403),
        ("", {**NGINX, "Origin": "https://evil.example"}, 403),
        ("", {**NGINX, "Origin": "null"}, 403),
        ("", {**NGINX, "Origin": ""}, 403),
        (PUBLIC, {**NGINX, "Origin": "null"}, 403),
        (PUBLIC, {**NGINX, "Origin": "https://evil.example"}, 403),
        (PUBLIC, {"Host": "evil.example", "Origin": "https://evil.example"}, 403),
        (PUBLIC, {"Host": "127.0.0.1:8080", "Origin": PUBLIC, "Sec-Fetch-Site": "cross-site"}, 403),
        (PUBLIC, {"Host": "127.0.0.1:8080", "Origin": PUBLIC, "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
async def test_posts_of_our_own_pages_pass_and_those_of_others_do_not(open_site, public, headers, status) -> None:
    site = await open_site(public_url=public)
    assert (await site.post("/chat", json={"text": "你好"}, headers=headers)).status == status


async def test_whom_the_server_does_not_know_as_a_proxy_may_post_under_the_address_he_typed(open_site) -> None:
    site = await open_site(public_url=PUBLIC, proxies=())
    for origin, status in (("http://10.1.2.3:8080", 200), (PUBLIC, 200), ("https://evil.example", 403)):
        headers = {"Host": "10.1.2.3:8080", "Origin": origin}
        assert (await site.post("/chat", json={"text": "你好"}, headers=headers)).status == status


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.7"], "203.0.113.7"),  # the left one is the visitor's own invention
        ("127.0.0.1", ["6.6.6.6, 203.0.113.7, 10.0.0.9", "127.0.0.1"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7", " , ,"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7,,10.3.3.3, "], "203.0.113.7"),
        ("10.9.9.9", ["203.0.113.7"], "203.0.113.7"),
        ("::ffff:127.0.0.1", ["::ffff:203.0.113.7"], "203.0.113.7"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("2001:db8:ff::9", ["[2001:db8:1:2::9]:4711"], "2001:db8:1:2::/64"),
        ("127.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7, <script>"], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [" "], "127.0.0.1"),
        ("127.0.0.1", ["10.1.1.1, 10.2.2.2"], "10.2.2.2"),
        ("203.0.113.9", ["6.6.6.6"], "203.0.113.9"),
        ("203.0.113.9", ["127.0.0.1"], "203.0.113.9"),
        ("", ["6.6.6.6"], ""),
    ],
)
def test_the_visitor_is_the_nearest_address_that_is_no_proxy_of_ours(peer: str, told: list[str], address: str) -> None:
    assert visitor(peer, told, PROXIES) == address


def test_a_proxy_may_be_written_as_ipv4_within_ipv6() -> None:
    proxies = read_settings({"FUDAOYUAN_PROXIES": "::ffff:10.0.0.5 ::ffff:172.18.0.0/112"}).page.proxies
    for peer in ("10.0.0.5", "::ffff:10.0.0.5", "172.18.3.4", "::ffff:172.18.3.4"):
        assert visitor(peer, ["203.0.113.7"], proxies) == "203.0.113.7"
    assert visitor("10.0.0.6", ["203.0.113.7"], proxies) == "10.0.0.6"


@pytest.mark.parametrize("wide", ["0.0.0.0/0", "0.0.0.0/1", "8.0.0.0/7", "::/0", "2000::/15", "::ffff:0.0.0.0/96"])
def test_a_network_of_strangers_is_no_proxy(wide: str) -> None:
    with pytest.raises(SettingsError, match="等于谁都信"):
        read_settings({"FUDAOYUAN_PROXIES": f"127.0.0.1 {wide}"})


@pytest.mark.parametrize("narrow", ["10.0.0.0/8", "2001::/16"])
def test_a_network_of_one_s_own_is(narrow: str) -> None:
    assert len(read_settings({"FUDAOYUAN_PROXIES": narrow}).page.proxies) == 1


def test_a_household_of_ipv6_counts_as_one() -> None:
    assert counted("2001:db8:1:2:3:4:5:6") == counted("2001:db8:1:2::") != counted("2001:db8:1:3::")
    assert counted("::ffff:1.2.3.4") == "1.2.3.4"


@pytest.mark.parametrize(
    ("told", "got"),
    [(["HTTPS"], "https"), (["https, http"], "https"), (["http", "https"], "http"), (["wss"], "http"), ([], "http")],
)
def test_the_scheme_is_the_first_told(told: list[str], got: str) -> None:
    assert scheme(told, "http") == got


async def test_visitors_behind_our_proxy_have_limits_of_their_own(open_site) -> None:
    site = await open_site(newcomer_limit=1, clock=Clock())

    async def ask(told: str) -> int:
        headers = {"X-Forwarded-For": told}
        return (await site.post("/api/ask", json={"text": "你好"}, headers=headers)).status

    assert [await ask("203.0.113.7"), await ask("203.0.113.8")] == [200, 200]
    assert [await ask(f"6.6.6.{n}, 203.0.113.7") for n in range(3)] == [429] * 3
    assert [await ask("2001:db8:1:2::1"), await ask("2001:db8:1:2::2"), await ask("2001:db8:1:3::1")] == [200, 429, 200]


@pytest.mark.parametrize(
    ("public", "headers", "missing"),
    [
        ("", {"X-Real-IP": "1.2.3.4"}, {"X-Forwarded-For", "Host"}),
        ("", {"X-Forwarded-For": "1.2.3.4"}, {"Host"}),
        ("", {"Connection": "close", "User-Agent": "Mozilla/5.0"}, {"X-Forwarded-For", "Host"}),
        ("", {"Origin": "https://fdy.example.cn"}, {"X-Forwarded-For", "Host"}),
        ("", {"Host": "localhost:8080", "X-Forwarded-For": "1.2.3.4"}, {"Host"}),
        (PUBLIC, {"X-Real-IP": "1.2.3.4"}, {"X-Forwarded-For"}),
        ("", NGINX, set()),
        ("", {"User-Agent": "Mozilla/5.0"}, set()),  # the page opened on the server itself
        ("", {"Host": "[::", "X-Forwarded-For": "1.2.3.4"}, set()),
    ],
)
async def test_what_a_proxy_forgets_is_told_once_with_the_line_to_add(
    open_site, caplog: pytest.LogCaptureFixture, public: str, headers: dict[str, str], missing: set[str]
) -> None:
    site = await open_site(public_url=public)
    with caplog.at_level(logging.WARNING, "fudaoyuan"):
        for _ in range(3):
            await site.get("/robots.txt", headers=headers)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == len(missing)
    assert all(any(f"proxy_set_header {name} $" in line for line in said) for name in missing)


async def test_a_stranger_cannot_make_the_server_warn(open_site, caplog: pytest.LogCaptureFixture) -> None:
    site = await open_site(proxies=())
    await site.get("/robots.txt", headers={"X-Real-IP": "1.2.3.4"})
    assert not caplog.records


def test_the_options_are_read_as_people_write_them() -> None:
    for written, read in (
        ("https://fdy.example.cn", "https://fdy.example.cn"),
        ("HTTPS://FDY.example.cn:443/", "https://fdy.example.cn"),
        ("http://10.1.2.3:8080", "http://10.1.2.3:8080"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080"),
        ("", ""),
    ):
        assert read_settings({"FUDAOYUAN_PUBLIC_URL": written}).page.public_url == read
    got = read_settings({"FUDAOYUAN_EMBED_SITES": "https://*.liaocheng.gov.cn http://b.cn:81/"}).page
    assert got.embed_sites == ("https://*.liaocheng.gov.cn", "http://b.cn:81")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PUBLIC_URL", "fdy.example.cn", "https://域名"),
        ("PUBLIC_URL", "https://", "https://域名"),
        ("PUBLIC_URL", "https://fdy.example.cn/app", "不带路径"),
        ("PUBLIC_URL", "https://fdy.example.cn?x=1", "不带路径"),
        ("PUBLIC_URL", "https://user@fdy.example.cn", "例如 https://fdy.example.cn"),
        ("PUBLIC_URL", "https://fdy.example.cn:70000", "65535"),
        ("PUBLIC_URL", "https://金融.cn", "xn--"),
        ("PUBLIC_URL", "javascript:alert(1)", "https://域名"),
        ("PROXIES", "10.0.0.0/33", "172.18.0.0/16"),
        ("PROXIES", "10.0.0.1/8", "172.18.0.0/16"),
        ("PROXIES", "127.0.0.1 nginx", "nginx"),
        ("PROXIES", "0.0.0.0/0", "谁都信"),
        ("EMBED_SITES", "https://", "https://网站域名"),
        ("EMBED_SITES", "https:// https://a.cn", "https://网站域名"),
        ("EMBED_SITES", "https://a.cn;x", "https://网站域名"),
        ("EMBED_SITES", "*", "https://网站域名"),
        ("ADDRESS_LIMIT", "0", "3000"),
        ("NEWCOMER_LIMIT", "x", "200"),
        ("PAGE_LIMIT", "-1", "3000"),
        ("CONNECTION_LIMIT", "1.5", "2000"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused_with_what_to_write(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({f"FUDAOYUAN_{name}": value})
    assert f"FUDAOYUAN_{name}" in str(error.value) and words in str(error.value)
