"""Every setting once: name, default, help. The environment (FUDAOYUAN_<NAME>) over the default, options over both."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "FUDAOYUAN_"
BARE = frozenset({"bot_token", "telegram_api_base"})  # named in the environment as everybody names them
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,}")
API_KEY = re.compile(r"[!-~]{32,}")
SHORTEST_SECRET = 32  # characters
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # 256 and the alphabet are Telegram's, 32 is ours
LEVELS = ("debug", "info", "warning", "error")  # of log lines
URL = re.compile(r"https?://[A-Za-z0-9.\[\]:_-]+(/[!-~]*)?")
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("home", "data", "数据文件夹：知识库和对话都在这里"),
    ("host", "127.0.0.1", "网页服务的地址"),
    ("port", "8080", "网页服务的端口"),
    ("secret", "", "给网页会话签名的密钥，至少 32 个字符；不写就用数据文件夹里的，几台机器一起服务时要写同一个"),
    ("api_keys", "", "接口的密钥，每个至少 32 个字符，空格分开；不写就谁也没有密钥，照样能问"),
    ("turn_days", "180", "说过的话和答复保存多少天，到期只留计数"),
    ("bot_token", "", "Telegram 机器人的令牌（BotFather 发的）；不写就不启动 Telegram"),
    ("telegram_api_base", "https://api.telegram.org", "Telegram 接口的地址，自建接口服务器时改"),
    ("telegram_webhook_url", "", "Telegram 推送用的公网地址，例如 https://fdy.example.cn/telegram；不写就用轮询"),
    ("telegram_webhook_secret", "", "Telegram 推送的口令，32 到 256 个字母、数字、_ 或 -"),
    ("log_level", "info", "日志从哪一级写起：debug、info、warning 或 error"),
    ("access_log", "off", "每个网页请求写一行日志（只写路径的样子，不写内容）：on 或 off"),
)


class SettingsError(ValueError):
    """A setting cannot be used; the message names it, its value and what to write."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that prints as stars; ``reveal`` gives it to the one place that needs it."""

    _value: str = ""

    def reveal(self) -> str:
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __str__(self) -> str:
        return "****" if self._value else ""

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"


@dataclass(frozen=True, slots=True)
class Settings:
    """``home``: the data folder; ``host`` and ``port``: where the page is served; ``secret``: what sessions are signed
    with instead of the folder's own; ``api_keys``: who may own conversations by a key; ``turn_days``: what was said is
    kept; the rest is Telegram's."""

    home: Path
    host: str
    port: int
    turn_days: int = 180
    bot_token: Secret = Secret()
    telegram_api_base: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: Secret = Secret()
    secret: Secret = Secret()
    api_keys: tuple[Secret, ...] = ()
    log_level: str = "info"
    access_log: bool = False

    @property
    def database(self) -> Path:
        return self.home / "fudaoyuan.sqlite3"

    @property
    def secret_file(self) -> Path:
        return self.home / "secret"

    @property
    def cache(self) -> Path:
        return self.home / "cache"


def read_settings(environ: Mapping[str, str] | None = None, **options: str | int | None) -> Settings:
    """The settings in force. Raises SettingsError naming the setting that cannot be used and what to write."""
    environ = os.environ if environ is None else environ
    values = {name: environ.get(variable(name)) or default for name, default, _ in SETTINGS}
    values |= {name: str(value) for name, value in options.items() if value is not None}
    return Settings(
        home=Path(values["home"]),
        host=values["host"],
        port=_port(values["port"]),
        secret=_secret(values["secret"].strip()),
        api_keys=tuple(_api_key(number, text) for number, text in enumerate(values["api_keys"].split(), 1)),
        turn_days=_days(values["turn_days"]),
        bot_token=_token(values["bot_token"].strip()),
        telegram_api_base=_url("telegram_api_base", values["telegram_api_base"]).rstrip("/"),
        telegram_webhook_url=_webhook_url(values["telegram_webhook_url"]),
        telegram_webhook_secret=_webhook_secret(values),
        log_level=_one_of("log_level", values, LEVELS),
        access_log=_one_of("access_log", values, ("on", "off")) == "on",
    )


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return name.upper() if name in BARE else PREFIX + name.upper()


def _secret(text: str) -> Secret:
    if text and len(text) < SHORTEST_SECRET:
        raise SettingsError(
            f"{variable('secret')} 太短，至少要 {SHORTEST_SECRET} 个字符。可以这样生成：openssl rand -hex 32"
        )
    return Secret(text)


def _api_key(number: int, text: str) -> Secret:
    if not API_KEY.fullmatch(text):
        raise SettingsError(
            f"{variable('api_keys')} 里的第 {number} 个密钥不合要求，要至少 32 个字母、数字或英文符号。"
            "可以这样生成：openssl rand -hex 32"
        )
    return Secret(text)


def _one_of(name: str, values: Mapping[str, str], allowed: tuple[str, ...]) -> str:
    text = values[name].strip().lower()
    if text not in allowed:
        raise SettingsError(f"{variable(name)}={values[name]} 不对，请写 {'、'.join(allowed)} 中的一个")
    return text


def _token(text: str) -> Secret:
    if text and not TOKEN.fullmatch(text):
        raise SettingsError(
            "BOT_TOKEN 不像机器人令牌，请照 BotFather 发来的整串填写，形如 123456789:AA…（冒号前是数字）"
        )
    return Secret(text)


def _url(name: str, text: str) -> str:
    if text and not URL.fullmatch(text):
        raise SettingsError(f"{variable(name)}={text} 不是网址，请写成 https://… 的样子")
    return text


def _webhook_url(text: str) -> str:
    """The address Telegram posts to; without a path it would be that of the page."""
    if text and not urlsplit(_url("telegram_webhook_url", text)).path.strip("/"):
        raise SettingsError(f"{variable('telegram_webhook_url')}={text} 缺路径，请写成 https://域名/telegram 的样子")
    return text


def _webhook_secret(values: Mapping[str, str]) -> Secret:
    """The secret, which a webhook cannot go without: an empty one would let anybody in."""
    text = values["telegram_webhook_secret"]
    if (text or values["telegram_webhook_url"]) and not WEBHOOK_SECRET.fullmatch(text):
        raise SettingsError(
            f"{variable('telegram_webhook_secret')} 不合要求，要 32 到 256 个字母、数字、_ 或 -。"
            "可以这样生成：openssl rand -hex 32"
        )
    return Secret(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 100_000):
        raise SettingsError(f"{PREFIX}TURN_DAYS={text} 不对，请写大于 0 的整数（天），例如 180")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise SettingsError(f"端口 {PREFIX}PORT={text} 不对，请写 1 到 65535 之间的数，例如 8080")
    return int(text)
