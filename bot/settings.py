"""Every setting once, in one table with one reader. The environment counts over the default, options over both."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bot import setting_values as value
from bot.setting_values import Network, Reader, Secret, SettingsError

__all__ = ["SETTINGS", "PageSettings", "Secret", "Settings", "SettingsError", "read_settings", "variable"]

LEVELS = ("debug", "info", "warning", "error")  # of log lines


class Setting(NamedTuple):
    """``field`` of ``Settings`` ("page.proxies": within its section), ``variable`` of the environment, ``default`` as
    it would be written there, ``help``, and ``read``, which gives the value."""

    field: str
    variable: str
    default: str
    help: str
    read: Reader


def _count(field: str, variable: str, usual: int, text: str) -> Setting:
    return Setting(field, variable, str(usual), text, value.count(usual))


# fmt: off
SETTINGS: tuple[Setting, ...] = (
    Setting("home", "FUDAOYUAN_HOME", "data", "数据文件夹：知识库和对话都在这里", value.folder),
    Setting("database_url", "DATABASE_URL", "",
            "PostgreSQL 的地址，例如 postgresql://用户:密码@主机/库名；不写就用数据文件夹里的 SQLite",
            value.database_url),
    Setting("host", "FUDAOYUAN_HOST", "127.0.0.1", "网页服务的地址", value.text),
    Setting("port", "FUDAOYUAN_PORT", "8080", "网页服务的端口", value.port),
    Setting("workers", "FUDAOYUAN_WORKERS", "auto",
            "网页服务另开几个进程帮着算，每个占 0.2 GB 内存；auto 是处理器核数减一，最多 3 个；0 是不开。"
            "数据在 PostgreSQL 的不开，多开副本", value.workers),
    Setting("secret", "FUDAOYUAN_SECRET", "",
            "给网页会话签名的密钥，至少 32 个字符；不写就用数据文件夹里的，几台机器一起服务时要写同一个", value.secret),
    Setting("api_keys", "FUDAOYUAN_API_KEYS", "",
            "接口的密钥，每个至少 32 个字符，空格分开；不写就谁也没有密钥，照样能问", value.api_keys),
    Setting("turn_days", "FUDAOYUAN_TURN_DAYS", "180", "说过的话和答复保存多少天，到期只留计数", value.days),
    Setting("visit_days", "FUDAOYUAN_VISIT_DAYS", "1095",
            "走访、交办、有用没用保存多少天，从最后一次改算起，到期删除；还有事没办完的留到办完", value.days),
    Setting("lpr_days", "FUDAOYUAN_LPR_DAYS", "0",
            "最后一期 LPR 过了多少天，/health/ready 就提醒核对；0 是不看", value.days_or_never),
    Setting("page.public_url", "FUDAOYUAN_PUBLIC_URL", "",
            "访客看到的网址，例如 https://fdy.example.cn；不写就照访客请求里的域名", value.origin),
    Setting("page.base_path", "FUDAOYUAN_BASE_PATH", "",
            "放在一个网站的子路径下面时写，例如 /fudaoyuan；反向代理带 X-Forwarded-Prefix 的听它的", value.base_path),
    Setting("page.embed_sites", "FUDAOYUAN_EMBED_SITES", "",
            "允许嵌入问答窗口的网站，空格分开，例如 https://kjj.liaocheng.gov.cn", value.embedding_sites),
    _count("page.receipt_days", "FUDAOYUAN_RECEIPT_DAYS", 180, "测算单保存多少天"),
    Setting("page.idle_minutes", "FUDAOYUAN_IDLE_MINUTES", "60",
            "多少分钟没人用，屏幕上的对话就收起来，下一位从头开始；0 是不收", value.minutes),
    _count("page.session_limit", "FUDAOYUAN_SESSION_LIMIT", 20, "一个人一分钟最多问几句"),
    _count("page.address_limit", "FUDAOYUAN_ADDRESS_LIMIT", 3000, "一个网络地址一分钟最多问几句，里面的人都打开过网页"),
    _count("page.newcomer_limit", "FUDAOYUAN_NEWCOMER_LIMIT", 200,
           "一个网络地址一分钟最多问几句（没打开过网页的），也是最多新给几个 Cookie"),
    _count("page.page_limit", "FUDAOYUAN_PAGE_LIMIT", 3000, "一个网络地址一分钟最多打开几页"),
    _count("page.connection_limit", "FUDAOYUAN_CONNECTION_LIMIT", 2000, "最多同时接多少个连接，再多就先断开闲着的"),
    _count("page.address_connections", "FUDAOYUAN_ADDRESS_CONNECTIONS", 1000,
           "一个网络地址最多同时接多少个连接，再多的不接；自己的反向代理不算"),
    Setting("page.proxies", "FUDAOYUAN_PROXIES", "127.0.0.1 ::1",
            "自己的反向代理的地址或网段，只信它们转来的访客地址，例如 10.0.0.5 172.18.0.0/16", value.networks),
    Setting("page.metrics_from", "FUDAOYUAN_METRICS_FROM", "127.0.0.1 ::1",
            "谁可以看 /metrics：地址或网段，空格分开", value.networks),
    Setting("telegram.bot_token", "BOT_TOKEN", "",
            "Telegram 机器人的令牌（BotFather 发的）；不写就不启动 Telegram", value.bot_token),
    Setting("telegram.api_base", "TELEGRAM_API_BASE", "https://api.telegram.org",
            "Telegram 接口的地址，自建接口服务器时改", value.url),
    Setting("telegram.webhook_url", "FUDAOYUAN_TELEGRAM_WEBHOOK_URL", "",
            "Telegram 推送用的公网地址，例如 https://fdy.example.cn/telegram；不写就用轮询", value.webhook_url),
    Setting("telegram.webhook_secret", "FUDAOYUAN_TELEGRAM_WEBHOOK_SECRET", "",
            "Telegram 推送的口令，32 到 256 个字母、数字、_ 或 -", value.webhook_secret),
    Setting("wechat.app_id", "FUDAOYUAN_WECHAT_APP_ID", "",
            "公众号的 AppID，wx 开头；不写就不接公众号", value.wechat_app_id),
    Setting("wechat.token", "FUDAOYUAN_WECHAT_TOKEN", "",
            "公众号“服务器配置”里自己定的令牌（Token），3 到 32 个字母或数字", value.callback_token),
    Setting("wechat.aes_key", "FUDAOYUAN_WECHAT_AES_KEY", "",
            "公众号“服务器配置”里的 EncodingAESKey，43 个字符；明文模式不写", value.aes_key),
    Setting("wechat.app_secret", "FUDAOYUAN_WECHAT_APP_SECRET", "",
            "公众号的 AppSecret；不写就不能建菜单、不能过后再发", value.platform_secret),
    Setting("wechat.path", "FUDAOYUAN_WECHAT_PATH", "/wechat", "公众号把消息推到这个路径", value.callback_path),
    Setting("wechat.api_base", "FUDAOYUAN_WECHAT_API_BASE", "https://api.weixin.qq.com",
            "公众号接口的地址", value.url),
    Setting("wecom.bot_id", "FUDAOYUAN_WECOM_BOT_ID", "",
            "企业微信智能机器人的 Bot ID（长连接）；不写就不用长连接", value.platform_id),
    Setting("wecom.secret", "FUDAOYUAN_WECOM_SECRET", "",
            "企业微信智能机器人的 Secret（长连接）", value.platform_secret),
    Setting("wecom.token", "FUDAOYUAN_WECOM_TOKEN", "",
            "企业微信智能机器人回调的 Token；用长连接的不写", value.callback_token),
    Setting("wecom.aes_key", "FUDAOYUAN_WECOM_AES_KEY", "",
            "企业微信智能机器人回调的 EncodingAESKey，43 个字符；用长连接的不写", value.aes_key),
    Setting("wecom.path", "FUDAOYUAN_WECOM_PATH", "/wecom", "企业微信把消息推到这个路径", value.callback_path),
    Setting("wecom.url", "FUDAOYUAN_WECOM_URL", "wss://openws.work.weixin.qq.com",
            "企业微信长连接的地址", value.socket_url),
    Setting("backup.folder", "FUDAOYUAN_BACKUP_FOLDER", "",
            "备份放在哪个文件夹，最好在另一块盘上；不写就是数据文件夹里的 backups", value.folder_if_any),
    Setting("backup.days", "FUDAOYUAN_BACKUP_DAYS", "30", "备份留多少天，再旧的删掉；最新的三份一直留着", value.days),
    Setting("backup.hours", "FUDAOYUAN_BACKUP_HOURS", "0",
            "最新的备份超过多少小时，/health/ready 就变红；0 是不看", value.hours),
    Setting("log.level", "FUDAOYUAN_LOG_LEVEL", "info",
            "日志从哪一级写起：debug、info、warning 或 error", value.one_of(*LEVELS)),
    Setting("log.access", "FUDAOYUAN_ACCESS_LOG", "off",
            "每个网页请求写一行日志（只写路径的样子，不写内容）：on 或 off", value.switch),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``public_url``: the origin visitors see, "" for that of each request; ``base_path``: below which path of it, ""
    for the whole; ``embed_sites``: origins that may frame the page; ``idle_minutes``: after which a talk is not shown
    again, 0 for never; limits are messages, pages a minute, and connections at once, of all and of one address;
    ``proxies``: whom to believe; ``metrics_from``: who may read the metrics."""

    public_url: str
    base_path: str
    embed_sites: tuple[str, ...]
    receipt_days: int
    idle_minutes: int
    session_limit: int
    address_limit: int
    newcomer_limit: int
    page_limit: int
    connection_limit: int
    address_connections: int
    proxies: tuple[Network, ...]
    metrics_from: tuple[Network, ...]


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """``bot_token``: no bot without one; ``webhook_url``: where Telegram posts to, "" when updates are fetched."""

    bot_token: Secret
    api_base: str
    webhook_url: str
    webhook_secret: Secret


@dataclass(frozen=True, slots=True)
class WechatSettings:
    """``app_id`` and ``token``: no 公众号 without both; ``aes_key``: messages are encrypted with it; ``app_secret``:
    what the interface for menus and later messages is opened with; ``path``: where messages are posted to."""

    app_id: str
    token: Secret
    aes_key: Secret
    app_secret: Secret
    path: str
    api_base: str

    @property
    def on(self) -> bool:
        return bool(self.app_id and self.token)


@dataclass(frozen=True, slots=True)
class WecomSettings:
    """``bot_id`` and ``secret``: of the long connection; ``token`` and ``aes_key``: of the callback; one of the pairs
    turns the bot on."""

    bot_id: str
    secret: Secret
    token: Secret
    aes_key: Secret
    path: str
    url: str

    @property
    def connects(self) -> bool:
        """Whether we connect to the platform, else it posts to us."""
        return bool(self.bot_id and self.secret)

    @property
    def on(self) -> bool:
        return self.connects or bool(self.token and self.aes_key)


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """``folder``: where backups are, None for beside the database; ``days``: how long they are kept; ``hours``: how old
    the newest may be, 0 for as old as it likes."""

    folder: Path | None
    days: int
    hours: int


@dataclass(frozen=True, slots=True)
class LogSettings:
    """``level``: the lowest that is written; ``access``: whether each request of the page is."""

    level: str
    access: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """``home``: the data folder; ``database_url``: of a PostgreSQL database, "" for SQLite in the folder; ``host`` and
    ``port``: where the page is served; ``workers``: processes that compute beside the one that serves, None for as many
    as the machine has room for; ``secret``: what sessions are signed with instead of the folder's own;
    ``api_keys``: who may own conversations by a key; ``turn_days``: how long what was said is kept,
    ``visit_days``: what counselors wrote down; ``lpr_days``: how old the last LPR may be, 0 for as old as it likes."""

    home: Path
    database_url: Secret
    host: str
    port: int
    workers: int | None
    secret: Secret
    api_keys: tuple[Secret, ...]
    turn_days: int
    visit_days: int
    lpr_days: int
    page: PageSettings
    telegram: TelegramSettings
    wechat: WechatSettings
    wecom: WecomSettings
    backup: BackupSettings
    log: LogSettings

    @property
    def database(self) -> Path:
        """The SQLite file, whether or not it is used."""
        return self.home / "fudaoyuan.sqlite3"

    @property
    def store(self) -> Path | str:
        """Where the store is: the SQLite file, or the address of a PostgreSQL database."""
        return self.database_url.reveal() or self.database

    @property
    def secret_file(self) -> Path:
        """Where a secret made by the program is kept."""
        return self.home / "secret"

    @property
    def backups(self) -> Path:
        """Where backups are kept."""
        return self.backup.folder or self.home / "backups"

    @property
    def cache(self) -> Path:
        """Where what was learnt from examples is kept."""
        return self.home / "cache"


# One is of no use without the other
PAIRS = (
    ("wechat.app_id", "wechat.token"),
    ("wecom.bot_id", "wecom.secret"),
    ("wecom.token", "wecom.aes_key"),
)
SECTIONS = {
    "page": PageSettings,
    "telegram": TelegramSettings,
    "wechat": WechatSettings,
    "wecom": WecomSettings,
    "backup": BackupSettings,
    "log": LogSettings,
}


def read_settings(environ: Mapping[str, str] | None = None, **options: str | int | None) -> Settings:
    """The settings in force; ``options``: values by field, which count over the environment.

    Raises SettingsError naming the setting that cannot be used and what to write.
    """
    environ = os.environ if environ is None else environ
    given = {field: str(text) for field, text in options.items() if text is not None}
    values: dict[str, dict[str, Any]] = {section: {} for section in ("", *SECTIONS)}
    for setting in SETTINGS:
        text = given.get(setting.field) or environ.get(setting.variable) or setting.default
        section, _, field = setting.field.rpartition(".")
        values[section][field] = setting.read(setting.variable, text)
    sections: dict[str, Any] = {name: record(**values[name]) for name, record in SECTIONS.items()}
    return _agreeing(Settings(**values[""], **sections))


def _agreeing(settings: Settings) -> Settings:
    """The settings, when they go together: a webhook without a secret would let anybody in."""
    if settings.telegram.webhook_url and not settings.telegram.webhook_secret:
        raise value.unfit_webhook_secret(variable("telegram.webhook_secret"))
    for one, other in PAIRS:
        if _is_set(settings, one) != _is_set(settings, other):
            has, lacks = (one, other) if _is_set(settings, one) else (other, one)
            raise value.half_a_pair(variable(has), variable(lacks))
    return settings


def _is_set(settings: Settings, field: str) -> bool:
    section, _, name = field.partition(".")
    return bool(getattr(getattr(settings, section), name))


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return next(setting.variable for setting in SETTINGS if setting.field == field)
