"""Around every request: headers, limits, foreign posts, sizes, escaping."""

import base64
import hashlib
import re
import secrets

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient

from bot.channels.web.assets import early
from bot.settings import SettingsError, read_settings

PAGES = [
    "/",
    "/measures",
    "/measures/patent_pledge_interest?principal_yuan=5000000&term_months=12&start=2024-08",
    "/measures/patent_pledge_interest/compare?principal_yuan=5000000&b.principal_yuan=100",
    "/policies/liaocheng-2024",
    "/policies/liaocheng-2024/1.1?mark=同一企业一个年度贴息额最高10万元",
    "/no-such-page",
]


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize("path", PAGES)
async def test_security_headers_stand_on_every_page(site: TestClient, path: str) -> None:
    answer = await site.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin" and answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    text = await answer.text()
    assert "style=" not in text and " onclick=" not in text
    stand = re.findall(r"<(script|style)>(.*?)</\1>", text, re.S)
    assert [kind for kind, _ in stand] == ["script", "style"]
    for kind, words in stand:
        known = base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()
        assert f"{kind}-src 'self' " in policy and f"'sha256-{known}'" in policy


async def test_pages_and_files_are_packed_for_who_can_unpack_them(site: TestClient) -> None:
    for path in ("/", "/policies/liaocheng-2024", "/no-such-page", "/embed.js", "/favicon.ico"):
        plain = await site.get(path, headers={"Accept-Encoding": "identity"})
        packed = await site.get(path, headers={"Accept-Encoding": "gzip, deflate"})
        assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
        if path not in ("/", "/no-such-page"):  # those hold an id of their own, or a new session
            assert await plain.read() == await packed.read()
        assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    picture = await site.get("/static/share.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in picture.headers and "Vary" not in picture.headers


async def test_a_packed_page_that_repeats_what_a_link_brings_does_not_tell_what_else_it_holds_by_its_length(
    site: TestClient,
) -> None:
    lengths = {(await site.get("/?q=贴息", headers={"Accept-Encoding": "gzip"})).content_length for _ in range(12)}
    assert len(lengths) > 2


async def test_sites_that_may_embed_are_named(open_site) -> None:
    site = await open_site(embed_sites=("https://kjj.example.cn",))
    headers = (await site.get("/?embed=1")).headers
    assert "frame-ancestors 'self' https://kjj.example.cn" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers


async def test_the_cookie_is_out_of_reach_for_scripts_and_secure_behind_https(site: TestClient) -> None:
    plain = (await site.get("/")).headers["Set-Cookie"]
    assert "HttpOnly" in plain and "SameSite=Lax" in plain and "Secure" not in plain
    site.session.cookie_jar.clear()
    https = await site.get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"})
    assert "Secure" in https.headers["Set-Cookie"] and "Strict-Transport-Security" in https.headers


async def test_the_21st_message_of_a_minute_waits(open_site) -> None:
    clock = Clock()
    site = await open_site(session_limit=20, address_limit=120, clock=clock)
    await site.get("/")
    for number in range(20):
        answer = await site.post("/chat", json={"text": "你好"})
        assert answer.status == 200 and answer.headers["RateLimit-Remaining"] == str(19 - number)
    late = await site.post("/chat", json={"text": "你好"}, headers={"Accept": "application/json"})
    assert late.status == 429 and late.headers["Retry-After"] == "60"
    assert "请等 60 秒" in (await late.json())["error"]
    clock.at += 60
    assert (await site.post("/chat", json={"text": "你好"})).status == 200


async def test_an_address_told_by_a_stranger_is_not_believed(open_site) -> None:
    site = await open_site(newcomer_limit=1, proxies=())
    codes = [
        (await site.post("/api/ask", json={"text": "你好"}, headers={"X-Forwarded-For": f"1.1.1.{n}"})).status
        for n in range(2)
    ]
    assert codes == [200, 429]


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
@pytest.mark.parametrize("path", ["/", "/chat", "/forget", "/measures/patent_pledge_interest/receipt"])
async def test_posts_from_other_sites_are_refused(site: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = await site.post(path, data=b'{"text": "x"}' if path == "/chat" else {"text": "x"}, headers=headers)
    assert answer.status == 403


XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "{{7*7}}",
    "</textarea><script>alert(1)</script>",
    "鲁科担，担保<b onmouseover=alert(1)>500万</b>，费率0.5%",
    "专利质押贷款<script>500万</script>一年能贴多少",
]


@pytest.mark.parametrize("text", XSS)
async def test_nothing_typed_becomes_markup(site: TestClient, text: str) -> None:
    for html in (
        (await (await site.post("/chat", json={"text": text})).json())["html"],
        await (await site.get("/")).text(),
        await (await site.get("/", params={"q": text})).text(),
        await (await site.get("/measures/guarantee_fee", params={"guarantee_yuan": text, "fee_rate": text})).text(),
        await (await site.get("/policies/liaocheng-2024/1.1", params={"mark": text})).text(),
        await (await site.get("/" + secrets.token_hex(4) + text.replace("/", ""))).text(),
    ):
        for tag in ("<script>", "<img src=x", "<svg onload", "<b onm", "49<"):
            assert tag not in html.replace(f"<script>{early()}</script>", "")


def test_options_are_read_from_the_environment() -> None:
    got = read_settings({"FUDAOYUAN_EMBED_SITES": "https://a.cn http://b.cn:81", "FUDAOYUAN_RECEIPT_DAYS": "30"}).page
    assert got.embed_sites == ("https://a.cn", "http://b.cn:81") and got.receipt_days == 30
    for wrong in ({"FUDAOYUAN_EMBED_SITES": "a.cn;x"}, {"FUDAOYUAN_SESSION_LIMIT": "0"}):
        with pytest.raises(SettingsError) as error:
            read_settings(wrong)
        assert next(iter(wrong)) in str(error.value)


FORMS = [
    ("application/x-www-form-urlencoded; charset=nonsense", b"text=x"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"text=x"),
    ("application/x-www-form-urlencoded; charset=base64", b"text=x"),
    ("application/x-www-form-urlencoded; charset=utf-8", b"text=\xff\xfe"),
    ("application/x-www-form-urlencoded; charset=", b"text=\xff"),
    ("multipart/form-data", b"--a\r\n\r\n"),
    ("multipart/form-data; boundary=", b"--a\r\n\r\n"),
    ("multipart/form-data; boundary=" + "a" * 100, b"--a\r\n\r\n"),
    ("multipart/form-data; boundary=a", b"nothing of the kind"),
    ("multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="text"\r\n\r\nx'),
    (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="text"\r\nContent-Transfer-Encoding: nonsense\r\n\r\nx\r\n--a--',
    ),
    (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="text"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n@@@\r\n--a--\r\n",
    ),
    (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="text"\r\nContent-Encoding: gzip\r\n\r\nx\r\n--a--\r\n',
    ),
    (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: a/b; charset=x\r\n\r\nx\r\n--a--\r\n',
    ),
    ("multipart/form-data; boundary=a", b"--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n--a--\r\n"),
    (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="session"; filename="x"\r\n\r\nx\r\n--a--\r\n',
    ),
    (
        "multipart/form-data; boundary=a",
        b"--a\r\nContent-Disposition: form-data; name=x\r\nno colon\r\n\r\nx\r\n--a--",
    ),
    ("multipart/form-data; boundary=a", b"--a\r\nno name here\r\n\r\n"),
    ("multipart/form-data; boundary=a", b"--a\r\nX: " + b"a" * 20_000 + b"\r\n\r\nx\r\n--a--"),
    ("nonsense", b"text=x"),
    ('a/b; c="', b"text=x"),
]
PART_HEADS = FORMS[-5:-2]


@pytest.mark.parametrize(("kind", "body"), FORMS)
@pytest.mark.parametrize("path", ["/", "/forget", "/measures/patent_pledge_interest/receipt"])
async def test_a_form_that_cannot_be_read_is_the_sender_s_fault(
    site: TestClient, caplog: pytest.LogCaptureFixture, path: str, kind: str, body: bytes
) -> None:
    answer = await site.post(path, data=body, headers={"Content-Type": kind}, allow_redirects=False)
    assert answer.status < 500 and not caplog.records


@pytest.mark.parametrize(("kind", "body"), [FORMS[0], FORMS[5], *PART_HEADS])
async def test_it_is_told_in_chinese(site: TestClient, kind: str, body: bytes) -> None:
    answer = await site.post("/", data=body, headers={"Content-Type": kind})
    assert answer.status == 400 and "表单读不懂" in await answer.text()


@pytest.mark.parametrize("path", ["/", "/forget", "/measures/patent_pledge_interest/receipt"])
async def test_a_file_in_the_place_of_words_is_refused_and_never_kept(site: TestClient, path: str) -> None:
    form = FormData({"client_id": "file-1"})
    form.add_field("text", b"500", filename="a.txt", content_type="text/plain")
    form.add_field("principal_yuan", b"500", filename="a.txt", content_type="text/plain")
    answer = await site.post(path, data=form)
    assert answer.status == 400 and "不收文件" in await answer.text()
    assert "FileField" not in await (await site.get("/")).text()


@pytest.mark.parametrize("path", ["/api/ask", "/api/figures", "/chat"])
async def test_json_with_a_mark_at_its_beginning_is_read(site: TestClient, path: str) -> None:
    body = b"\xef\xbb\xbf" + '{"text": "你好"}'.encode()
    assert (await site.post(path, data=body)).status == 200
