"""What can be set about the page alone: name, default, help, as in ``bot.settings`` (FUDAOYUAN_<NAME>)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.settings import PREFIX, SettingsError

OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("embed_sites", "", "允许嵌入问答窗口的网站，空格分开，例如 https://kjj.liaocheng.gov.cn"),
    ("receipt_days", "180", "测算单保存多少天"),
    ("session_limit", "20", "一个人一分钟最多问几句"),
    ("address_limit", "120", "一个网络地址一分钟最多问几句"),
    ("proxies", "127.0.0.1 ::1", "自己的反向代理的地址，只信它们转来的访客地址"),
)
SITE_CHARS = frozenset(" ;,'\"\r\n")


@dataclass(frozen=True, slots=True)
class Options:
    """``embed_sites``: origins that may frame the page; limits are messages a minute; ``proxies``: whom to believe."""

    embed_sites: tuple[str, ...] = ()
    receipt_days: int = 180
    session_limit: int = 20
    address_limit: int = 120
    proxies: frozenset[str] = frozenset({"127.0.0.1", "::1"})


def read_options(environ: Mapping[str, str] | None = None) -> Options:
    """The options in force. Raises SettingsError naming the variable, its value and what to write."""
    environ = os.environ if environ is None else environ
    values = {name: environ.get(PREFIX + name.upper()) or default for name, default, _ in OPTIONS}
    return Options(
        embed_sites=tuple(_site(site) for site in values["embed_sites"].split()),
        receipt_days=_count("receipt_days", values),
        session_limit=_count("session_limit", values),
        address_limit=_count("address_limit", values),
        proxies=frozenset(values["proxies"].split()),
    )


def _count(name: str, values: Mapping[str, str]) -> int:
    text = values[name]
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**9):
        raise SettingsError(f"{PREFIX}{name.upper()}={text} 不对，请写大于 0 的整数，例如 {dict(_defaults())[name]}")
    return int(text)


def _site(site: str) -> str:
    """An origin for ``frame-ancestors``; anything that could end the directive is refused."""
    if not site.startswith(("http://", "https://")) or SITE_CHARS & set(site):
        raise SettingsError(f"{PREFIX}EMBED_SITES 里的 {site} 不对，请写成 https://网站域名，多个用空格分开")
    return site.rstrip("/")


def _defaults() -> list[tuple[str, str]]:
    return [(name, default) for name, default, _ in OPTIONS]
