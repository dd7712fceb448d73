"""Every setting once: name, default, help. The environment (FUDAOYUAN_<NAME>) over the default, options over both."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "FUDAOYUAN_"
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("home", "data", "数据文件夹：知识库和对话都在这里"),
    ("host", "127.0.0.1", "网页服务的地址"),
    ("port", "8080", "网页服务的端口"),
)


class SettingsError(ValueError):
    """A setting cannot be used; the message names it, its value and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``home``: the data folder; ``host`` and ``port``: where the page is served."""

    home: Path
    host: str
    port: int

    @property
    def database(self) -> Path:
        return self.home / "fudaoyuan.sqlite3"

    @property
    def cache(self) -> Path:
        return self.home / "cache"


def read_settings(environ: Mapping[str, str] | None = None, **options: str | int | None) -> Settings:
    """The settings in force. Raises SettingsError when the port is no port."""
    environ = os.environ if environ is None else environ
    values = {name: environ.get(PREFIX + name.upper()) or default for name, default, _ in SETTINGS}
    values |= {name: str(value) for name, value in options.items() if value is not None}
    return Settings(Path(values["home"]), values["host"], _port(values["port"]))


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise SettingsError(f"端口 {PREFIX}PORT={text} 不对，请写 1 到 65535 之间的数，例如 8080")
    return int(text)
