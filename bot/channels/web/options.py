"""What can be set about the page alone: name, default, help, as in ``bot.settings`` (FUDAOYUAN_<NAME>)."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network

from bot.channels.web.proxies import Network
from bot.settings import PREFIX, SettingsError

OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("public_url", "", "访客看到的网址，例如 https://fdy.example.cn；不写就照访客请求里的域名"),
    ("embed_sites", "", "允许嵌入问答窗口的网站，空格分开，例如 https://kjj.example.gov.cn"),
    ("receipt_days", "180", "测算单保存多少天"),
    ("session_limit", "20", "一个人一分钟最多问几句"),
    ("address_limit", "600", "一个网络地址一分钟最多问几句，里面的人都打开过网页"),
    ("newcomer_limit", "120", "一个网络地址一分钟最多问几句，问的人没打开过网页"),
    ("page_limit", "1200", "一个网络地址一分钟最多打开几页"),
    ("connection_limit", "2000", "最多同时接多少个连接，再多就先断开闲着的"),
    ("proxies", "127.0.0.1 ::1", "自己的反向代理的地址或网段，只信它们转来的访客地址，例如 10.0.0.5 172.18.0.0/16"),
)
HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
PUBLIC = re.compile(rf"(https?)://({HOST})(?::([0-9]{{1,5}}))?/?", re.IGNORECASE)
EMBEDDING = re.compile(rf"https?://(?:\*\.)?{HOST}(?::(?:[0-9]{{1,5}}|\*))?/?", re.IGNORECASE)
USUAL = {"http": "80", "https": "443"}  # ports that browsers leave out


@dataclass(frozen=True, slots=True)
class Options:
    """``public_url``: the origin visitors see, "" for that of each request; ``embed_sites``: origins that may frame the
    page; limits are messages, pages a minute, and connections at once; ``proxies``: whom to believe."""

    public_url: str = ""
    embed_sites: tuple[str, ...] = ()
    receipt_days: int = 180
    session_limit: int = 20
    address_limit: int = 600
    newcomer_limit: int = 120
    page_limit: int = 1200
    connection_limit: int = 2000
    proxies: tuple[Network, ...] = (ip_network("127.0.0.1"), ip_network("::1"))


def read_options(environ: Mapping[str, str] | None = None) -> Options:
    """The options in force. Raises SettingsError naming the variable, its value and what to write."""
    environ = os.environ if environ is None else environ
    values = {name: environ.get(PREFIX + name.upper()) or default for name, default, _ in OPTIONS}
    return Options(
        public_url=_public(values["public_url"].strip()),
        embed_sites=tuple(_site(site) for site in values["embed_sites"].split()),
        receipt_days=_count("receipt_days", values),
        session_limit=_count("session_limit", values),
        address_limit=_count("address_limit", values),
        newcomer_limit=_count("newcomer_limit", values),
        page_limit=_count("page_limit", values),
        connection_limit=_count("connection_limit", values),
        proxies=tuple(_network(one) for one in values["proxies"].replace(",", " ").split()),
    )


def _count(name: str, values: Mapping[str, str]) -> int:
    text = values[name]
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**9):
        raise SettingsError(f"{PREFIX}{name.upper()}={text} 不对，请写大于 0 的整数，例如 {dict(_defaults())[name]}")
    return int(text)


def _public(url: str) -> str:
    """The origin as browsers write it: small letters, without the usual port."""
    if not url:
        return ""
    found = PUBLIC.fullmatch(url)
    if not found or not 0 < int(found[3] or 1) < 65536:
        raise SettingsError(f"{PREFIX}PUBLIC_URL={url} 不对，{_why_not(url)}，例如 https://fdy.example.cn")
    scheme, host, port = found[1].lower(), found[2].lower(), found[3]
    return f"{scheme}://{host}" + ("" if port in (None, USUAL[scheme]) else f":{int(port)}")


def _why_not(url: str) -> str:
    if not url.isascii():
        return "中文域名请写成 xn-- 开头的样子（浏览器地址栏复制出来就是）"
    if PUBLIC.fullmatch(url):
        return "端口要在 1 到 65535 之间"
    if PUBLIC.match(url):
        return "只写到域名（和端口）为止，后面不带路径"
    return "请写成 https://域名 的样子"


def _site(site: str) -> str:
    """An origin for ``frame-ancestors``; anything that could end the directive is refused."""
    if not EMBEDDING.fullmatch(site):
        raise SettingsError(f"{PREFIX}EMBED_SITES 里的 {site} 不对，请写成 https://网站域名，多个用空格分开")
    return site.rstrip("/")


def _network(text: str) -> Network:
    """An address, or a network in the form 172.18.0.0/16; one that holds everybody would believe everybody."""
    try:
        network = ip_network(text)
    except ValueError:
        raise SettingsError(
            f"{PREFIX}PROXIES 里的 {text} 不对，请写反向代理的地址或网段，"
            "例如 127.0.0.1 或 172.18.0.0/16，多个用空格分开"
        ) from None
    if not network.prefixlen:
        raise SettingsError(f"{PREFIX}PROXIES 里的 {text} 等于谁都信，请只写自己的反向代理，例如 127.0.0.1")
    return network


def _defaults() -> list[tuple[str, str]]:
    return [(name, default) for name, default, _ in OPTIONS]
