"""The visitor's address and our own, as seen through a reverse proxy; headers that a proxy omits are logged once."""

import logging
import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import HttpVersion11, hdrs, web
from multidict import istr

from bot.channels.web.links import TALK, WITHIN, Way
from bot.channels.web.proxies import counted, scheme, visitor
from bot.channels.web.session import TALK as NAME
from bot.channels.web.site import Site, Visit, site_of
from bot.setting_values import BASE

log = logging.getLogger("fudaoyuan")
LONGEST_HOST = 255
HOST = re.compile(rf"[A-Za-z0-9.:\[\]-]{{1,{LONGEST_HOST}}}")
MARKS = tuple(map(istr, ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")))
FOR, PROTO = MARKS[:2]
PREFIX = istr("X-Forwarded-Prefix")
NO_ADDRESS = (
    "反向代理没有说访客是从哪个地址来的，现在所有访客合用一个地址的限额，"
    "谁自己写一个 X-Forwarded-For 就能绕过它。"
    "请在 nginx 的 location 里加一行：proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
)
NO_HOST = (
    "反向代理转来的域名是它连过来用的 %s，测算单的链接和二维码别人打不开，旧浏览器发不出话。"
    "请在 nginx 的 location 里加一行：proxy_set_header Host $http_host; 或者设置 FUDAOYUAN_PUBLIC_URL=https://您的域名"
)


def visit_of(request: web.Request) -> Visit:
    """Address and origins of a request: from the headers of a trusted proxy, else from the connection."""
    site, peer = site_of(request), request.remote or ""
    public, trusted = site.settings.page.public_url, site.settings.page.proxies
    proxied = site.is_proxy(peer)
    if proxied:
        _look_after(request, site)
    told = request.headers.getall(FOR, ()) if proxied else ()
    address = visitor(peer, told, trusted) if told else counted(peer)
    named = request.host[: LONGEST_HOST + 1]  # what is kept in mind of a longer one is cut, and it is none
    seen, origins = _origins(named, _scheme(request, proxied=proxied), public, proxied=proxied)
    mounted = site.settings.page.base_path
    told_base = request.headers.get(PREFIX, "").strip().rstrip("/") if proxied else ""
    base = told_base if BASE.fullmatch(told_base) else mounted
    return Visit(
        site,
        address,
        public or seen,
        origins,
        _from_our_root(request.path, mounted),
        Way(base, _carried(request)),
    )


def _from_our_root(path: str, mounted: str) -> str:
    """The path of a request that a proxy passed on whole."""
    below = mounted and (path + "/").startswith(mounted + "/")
    return (path[len(mounted) :] or "/") if below else path


def _carried(request: web.Request) -> tuple[tuple[str, str], ...]:
    """In a frame every address of ours stays in it, and in its talk: other sites' cookies may be blocked."""
    if WITHIN not in request.query:
        return ()
    talk = request.query.get(TALK, "")
    return ((WITHIN, "1"), (TALK, talk)) if NAME.fullmatch(talk) else ((WITHIN, "1"),)


def _scheme(request: web.Request, *, proxied: bool) -> str:
    told = request.headers.getall(PROTO, ()) if proxied else ()
    return scheme(told, request.scheme) if told else request.scheme


@lru_cache(maxsize=1024)
def _origins(named: str, scheme: str, public: str, *, proxied: bool) -> tuple[str, frozenset[str]]:
    """The address of ours that a request names, and what browsers may name as the page they post from. A proxy that
    ends TLS and does not say so is forgiven."""
    host = named.lower() if HOST.fullmatch(named) else "localhost"
    seen = f"{scheme}://{host}"
    if public and proxied:
        return seen, frozenset({public})
    return seen, frozenset({public, seen, f"https://{host}"} - {""})


def _look_after(request: web.Request, site: Site) -> None:
    """Warns of headers the proxy does not pass on. A page opened on the server itself has come through no proxy."""
    if len(site.told) == 2 or not _past_a_proxy(request):
        return
    if FOR not in request.headers:
        _tell_once(site, NO_ADDRESS)
    if not site.settings.page.public_url and _upstream(request.host):
        _tell_once(site, NO_HOST, request.host)


def is_direct(request: web.Request) -> bool:
    """Whether the request came through no proxy of ours, as far as can be told."""
    ours = site_of(request).is_proxy(request.remote or "")
    return not (ours and (FOR in request.headers or _past_a_proxy(request)))


def _tell_once(site: Site, sentence: str, *values: str) -> None:
    if sentence not in site.told:
        site.told.add(sentence)
        log.warning(sentence, *values)


def _past_a_proxy(request: web.Request) -> bool:
    """Proxies speak an older HTTP, close each connection, or name what they pass on; browsers do none of these."""
    headers = request.headers
    if request.version < HttpVersion11:
        return True
    for mark in MARKS:
        if mark in headers:
            return True
    if headers.get(hdrs.CONNECTION, "").lower() == "close" and "Mozilla" in headers.get(hdrs.USER_AGENT, ""):
        return True
    return headers.get(hdrs.ORIGIN, "").partition("://")[2] not in ("", request.host)


@lru_cache(maxsize=1024)
def _upstream(host: str) -> bool:
    """Whether this is a name for the machine itself, under which nobody else can reach it."""
    try:
        name = urlsplit("//" + host).hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
