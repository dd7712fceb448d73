"""What the text of a setting means: one reader for each kind of value. Each takes the setting's variable and the text.

Raises SettingsError, whose message names the variable, its value (no secret is shown) and what to write.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
Reader = Callable[[str, str], Any]
HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
ORIGIN = re.compile(rf"(https?)://({HOST})(?::([0-9]{{1,5}}))?/?", re.IGNORECASE)
EMBEDDING = re.compile(rf"https?://(?:\*\.)?{HOST}(?::(?:[0-9]{{1,5}}|\*))?/?", re.IGNORECASE)
BASE = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
USUAL = {"http": "80", "https": "443"}  # ports that browsers leave out
URL = re.compile(r"https?://[A-Za-z0-9.\[\]:_-]+(/[!-~]*)?")
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,}")
DATABASE = re.compile(r"postgres(?:ql)?://(?:[^@/?#\s]*@)?[^@/?#\s]*/[^@/?#\s]+(?:\?\S*)?")
API_KEY = re.compile(r"[!-~]{32,}")
APP_ID = re.compile(r"wx[0-9a-z]{16}")
CALLBACK_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")  # the platform's own limits
AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
PLATFORM_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
CALLBACK_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)+")
SOCKET_URL = re.compile(r"wss?://[A-Za-z0-9.\[\]:_-]+(/[!-~]*)?")
SHORTEST_SECRET = 32  # characters
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # 256 and the alphabet are Telegram's, 32 is ours
MOST_WORKERS = 32
WIDEST = {4: 8, 6: 16}  # IP version → the shortest prefix of a network of proxies
GENERATE = "可以这样生成：openssl rand -hex 32"


class SettingsError(ValueError):
    """A setting cannot be used; the message names it, its value and what to write."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that prints as stars; ``reveal`` gives it to the one place that needs it."""

    _value: str = ""

    def reveal(self) -> str:
        """The value itself."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __str__(self) -> str:
        return "****" if self._value else ""

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"


def text(variable: str, text: str) -> str:
    """As it stands."""
    return text


def folder(variable: str, text: str) -> Path:
    """A folder, which need not be there yet."""
    return Path(text)


def folder_if_any(variable: str, text: str) -> Path | None:
    """A folder; None when none is written."""
    return Path(text) if text.strip() else None


def hours(variable: str, text: str) -> int:
    """A whole number of hours, 0 for never; no more than a year."""
    if not (text.isascii() and text.isdecimal() and int(text) <= 24 * 366):
        raise SettingsError(f"{variable}={text} 不对，请写 0 到 8784 之间的整数（小时），例如 50；0 是不看")
    return int(text)


def count(usual: int) -> Reader:
    """A whole number above 0; ``usual`` is named as an example."""

    def read(variable: str, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**9):
            raise SettingsError(f"{variable}={text} 不对，请写大于 0 的整数，例如 {usual}")
        return int(text)

    return read


def days(variable: str, text: str) -> int:
    """A whole number of days above 0; so many that the calendar still has a day so long ago."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 100_000):
        raise SettingsError(f"{variable}={text} 不对，请写大于 0 的整数（天），例如 180")
    return int(text)


def days_or_never(variable: str, text: str) -> int:
    """A whole number of days, 0 for never."""
    return 0 if text.strip() == "0" else days(variable, text)


def minutes(variable: str, text: str) -> int:
    """A whole number of minutes, 0 for never; no more than a day."""
    if not (text.isascii() and text.isdecimal() and int(text) <= 24 * 60):
        raise SettingsError(f"{variable}={text} 不对，请写 0 到 1440 之间的整数（分钟），例如 60")
    return int(text)


def port(variable: str, text: str) -> int:
    """A port; 0 lets the system choose."""
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise SettingsError(f"端口 {variable}={text} 不对，请写 1 到 65535 之间的数，例如 8080")
    return int(text)


def workers(variable: str, text: str) -> int | None:
    """How many processes, up to ``MOST_WORKERS``; None for auto."""
    if text.strip().lower() == "auto":
        return None
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_WORKERS):
        raise SettingsError(f"{variable}={text} 不对，请写 auto，或者 0 到 {MOST_WORKERS} 之间的整数；0 是不开")
    return int(text)


def one_of(*allowed: str) -> Reader:
    """One of these words, in small letters."""

    def read(variable: str, text: str) -> str:
        word = text.strip().lower()
        if word not in allowed:
            raise SettingsError(f"{variable}={text} 不对，请写 {'、'.join(allowed)} 中的一个")
        return word

    return read


def switch(variable: str, text: str) -> bool:
    """on or off."""
    return bool(one_of("on", "off")(variable, text) == "on")


def database_url(variable: str, text: str) -> Secret:
    """The address of a PostgreSQL database with its name, or nothing. It has a password in it, and is not shown."""
    text = text.strip()
    if text and not DATABASE.fullmatch(text):
        raise SettingsError(
            f"{variable} 不像 PostgreSQL 的地址，请写成 postgresql://用户:密码@主机:5432/库名 的样子"
            "（密码里的 @ : / 要写成 %40 %3A %2F）；用 SQLite 就不写这一项"
        )
    return Secret(text)


def secret(variable: str, text: str) -> Secret:
    """At least 32 characters without the blanks around them, or nothing at all."""
    blank, text = bool(text) and text.isspace(), text.strip()
    if blank:
        raise SettingsError(f"{variable} 里全是空格。请写至少 {SHORTEST_SECRET} 个字符，或者不写这一项。{GENERATE}")
    if text and len(text) < SHORTEST_SECRET:
        raise SettingsError(f"{variable} 太短，至少要 {SHORTEST_SECRET} 个字符。{GENERATE}")
    return Secret(text)


def api_keys(variable: str, text: str) -> tuple[Secret, ...]:
    """Keys with spaces between them, each of at least 32 printable characters."""
    keys = text.split()
    for number, key in enumerate(keys, 1):
        if not API_KEY.fullmatch(key):
            raise SettingsError(
                f"{variable} 里的第 {number} 个密钥不合要求，要至少 32 个字母、数字或英文符号。{GENERATE}"
            )
    return tuple(Secret(key) for key in keys)


def bot_token(variable: str, text: str) -> Secret:
    """A token as BotFather writes it, or nothing."""
    text = text.strip()
    if text and not TOKEN.fullmatch(text):
        raise SettingsError(
            f"{variable} 不像机器人令牌，请照 BotFather 发来的整串填写，形如 123456789:AA…（冒号前是数字）"
        )
    return Secret(text)


def url(variable: str, text: str) -> str:
    """An http address without the slash at its end."""
    if text and not URL.fullmatch(text):
        raise SettingsError(f"{variable}={text} 不是网址，请写成 https://… 的样子")
    return text.rstrip("/")


def webhook_url(variable: str, text: str) -> str:
    """The address Telegram posts to; without a path it would be that of the page."""
    if text and not urlsplit(url(variable, text)).path.strip("/"):
        raise SettingsError(f"{variable}={text} 缺路径，请写成 https://域名/telegram 的样子")
    return text


def webhook_secret(variable: str, text: str) -> Secret:
    """32 to 256 of the characters that Telegram allows, or nothing."""
    if text and not WEBHOOK_SECRET.fullmatch(text):
        raise unfit_webhook_secret(variable)
    return Secret(text)


def unfit_webhook_secret(variable: str) -> SettingsError:
    """The error for a webhook secret that is missing or does not fit."""
    return SettingsError(f"{variable} 不合要求，要 32 到 256 个字母、数字、_ 或 -。{GENERATE}")


def wechat_app_id(variable: str, text: str) -> str:
    """The id of a 公众号, or nothing."""
    wrong = "不像 AppID，请照公众平台“基本配置”里的填写，形如 wx 加 16 个小写字母或数字"
    return _fitting(APP_ID, variable, text, wrong)


def callback_token(variable: str, text: str) -> Secret:
    """What callbacks are signed with, or nothing."""
    return Secret(_fitting(CALLBACK_TOKEN, variable, text, "不合要求，要 3 到 32 个字母或数字", secret=True))


def aes_key(variable: str, text: str) -> Secret:
    """What callbacks are encrypted with, or nothing."""
    wrong = "不合要求，EncodingAESKey 是 43 个字母或数字，请在平台后台点“随机生成”再整串抄过来"
    return Secret(_fitting(AES_KEY, variable, text, wrong, secret=True))


def platform_id(variable: str, text: str) -> str:
    """An id as a platform gives them, or nothing."""
    return _fitting(PLATFORM_ID, variable, text, "不对，请照平台后台显示的整串填写")


def platform_secret(variable: str, text: str) -> Secret:
    """A secret as a platform gives them, or nothing."""
    return Secret(_fitting(PLATFORM_ID, variable, text, "不对，请照平台后台显示的整串填写", secret=True))


def callback_path(variable: str, text: str) -> str:
    """A path of ours that a platform posts to."""
    return _fitting(CALLBACK_PATH, variable, text, "不对，请写成 /wechat 的样子：斜杠开头，只用字母、数字、_ 或 -")


def socket_url(variable: str, text: str) -> str:
    """The address of a WebSocket without the slash at its end."""
    return _fitting(SOCKET_URL, variable, text, "不对，请写成 wss://… 的样子").rstrip("/")


def half_a_pair(has: str, lacks: str) -> SettingsError:
    """The error for one of two settings that are of no use alone."""
    return SettingsError(f"设了 {has}，还要设 {lacks}，两个一起才有用。都在平台后台的同一页。")


def _fitting(shape: re.Pattern[str], variable: str, text: str, wrong: str, *, secret: bool = False) -> str:
    text = text.strip()
    if text and not shape.fullmatch(text):
        raise SettingsError(f"{variable} {wrong}" if secret else f"{variable}={text} {wrong}")
    return text


def origin(variable: str, text: str) -> str:
    """The origin as browsers write it: small letters, without the usual port."""
    text = text.strip()
    if not text:
        return ""
    found = ORIGIN.fullmatch(text)
    if not found or not 0 < int(found[3] or 1) < 65536:
        raise SettingsError(f"{variable}={text} 不对，{_why_no_origin(text)}，例如 https://fdy.example.cn")
    scheme, host, number = found[1].lower(), found[2].lower(), found[3]
    return f"{scheme}://{host}" + ("" if number in (None, USUAL[scheme]) else f":{int(number)}")


def base_path(variable: str, text: str) -> str:
    """The path below which the site is mounted, without the slash at its end; "" for the root."""
    path = text.strip().rstrip("/")
    if path and not BASE.fullmatch(path):
        raise SettingsError(f"{variable}={text} 不对，请写成 /fudaoyuan 的样子：斜杠开头，只用字母、数字、. _ ~ -")
    return path


def _why_no_origin(text: str) -> str:
    if not text.isascii():
        return "中文域名请写成 xn-- 开头的样子（浏览器地址栏复制出来就是）"
    if ORIGIN.fullmatch(text):
        return "端口要在 1 到 65535 之间"
    if ORIGIN.match(text):
        return "只写到域名（和端口）为止，后面不带路径（子路径写在 FUDAOYUAN_BASE_PATH）"
    return "请写成 https://域名 的样子"


def embedding_sites(variable: str, text: str) -> tuple[str, ...]:
    """Origins for ``frame-ancestors``; anything that could end the directive is refused."""
    for site in text.split():
        if not EMBEDDING.fullmatch(site):
            raise SettingsError(f"{variable} 里的 {site} 不对，请写成 https://网站域名，多个用空格分开")
    return tuple(site.rstrip("/") for site in text.split())


def networks(variable: str, text: str) -> tuple[Network, ...]:
    """Addresses, and networks in the form 172.18.0.0/16, with spaces or commas between them."""
    return tuple(_network(variable, one) for one in text.replace(",", " ").split())


def _network(variable: str, text: str) -> Network:
    """One network, IPv4 within IPv6 as IPv4, which is how visitors are compared. One so wide that it holds strangers is
    refused, since they would then be believed."""
    try:
        network = _unmapped(ip_network(text))
    except ValueError:
        raise SettingsError(
            f"{variable} 里的 {text} 不对，请写反向代理的地址或网段，例如 127.0.0.1 或 172.18.0.0/16，多个用空格分开"
        ) from None
    if network.prefixlen < WIDEST[network.version]:
        raise SettingsError(
            f"{variable} 里的 {text} 等于谁都信（IPv4 最宽 /8，IPv6 最宽 /16），请只写自己的反向代理，例如 127.0.0.1"
        )
    return network


def _unmapped(network: Network) -> Network:
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    return IPv4Network((mapped, network.prefixlen - 96)) if mapped and network.prefixlen >= 96 else network
