"""What PostgreSQL says, as sentences with a remedy, and what of it passes by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolTimeout

from knowledge.records.model import StoreError

_AWAY = "连不上 PostgreSQL：{name}（{error}）。请检查它开着没有、DATABASE_URL 里的地址和端口对不对、网络通不通。"
_LOCKED = "PostgreSQL 里有别的程序占着要写的表：{name}。请等它做完，或停掉它，再试一次。"
_FULL = "PostgreSQL 的磁盘满了，写不进去：{name}。请腾出空间，程序会自动恢复记录。"
_READONLY = "PostgreSQL 现在只读，像是备库：{name}。请把 DATABASE_URL 指到主库，或先提升备库（pg_ctl promote）。"
_DAMAGED = "PostgreSQL 里的数据已损坏或缺了表：{name}（{error}）。请停掉程序，从备份恢复。"
_PASSWORD = "PostgreSQL 不让进：{name}（{error}）。请检查 DATABASE_URL 里的用户名和密码。"
_NO_DATABASE = "PostgreSQL 里没有这个库：{name}。请先建库：createdb -O 用户 库名，或改 DATABASE_URL。"
_UNREADABLE = "DATABASE_URL 读不懂：{name}（{error}）。请写成 postgresql://用户:密码@主机:5432/库名 的样子。"
_OTHER = "PostgreSQL 出错：{name}（{error}）。请把这句话交给维护人员。"
# SQLSTATE, or its first two characters → kind and sentence; the longer counts.
STATES = {
    "08": ("away", _AWAY),
    "57P": ("away", _AWAY),
    "53300": ("away", "PostgreSQL 的连接用完了：{name}。请加大 max_connections，或减少副本。"),
    "53100": ("full", _FULL),
    "55P03": ("locked", _LOCKED),
    "40": ("locked", _LOCKED),
    "25006": ("readonly", _READONLY),
    "28": ("closed", _PASSWORD),
    "3D000": ("closed", _NO_DATABASE),
    "42501": ("closed", "PostgreSQL 里没有权限：{name}（{error}）。请用库的所有者，或给它授权。"),
    "42P01": ("damaged", _DAMAGED),
    "42703": ("damaged", _DAMAGED),
    "XX": ("damaged", _DAMAGED),
    "URL": ("closed", _UNREADABLE),
    "58": ("disk", "PostgreSQL 读写磁盘出错：{name}（{error}）。请检查它的磁盘。"),
}
# What psycopg says while connecting has no SQLSTATE; the server's words follow the client's own language.
REFUSED = (
    ("for connection option", "URL"),
    ("password authentication failed", "28"),
    ("does not exist", "3D000"),
    ("no pg_hba.conf entry", "28"),
)
PASSING = ("away", "locked", "full", "disk", "readonly", "closed")


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns what PostgreSQL says within the block into a ``StoreError`` about the database ``name``."""
    try:
        yield
    except (psycopg.Error, PoolTimeout, UnicodeEncodeError) as error:
        raise explain(error, name) from error


def explain(error: BaseException, name: str) -> BaseException:
    """``error`` as a ``StoreError`` in Chinese; one that is not the database's comes back as it is."""
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"内容里有残缺的半个字符，存不进数据库 {name}。请删掉那个字符再试一次。")
    if isinstance(error, (psycopg.Error, PoolTimeout)):
        kind, sentence = _state_of(error)
        said = " ".join(str(error).split())[:200]
        return StoreError(sentence.format(name=name, error=said), kind)
    return error


def _state_of(error: BaseException) -> tuple[str, str]:
    state = getattr(error, "sqlstate", None) or ""
    if not state and isinstance(error, psycopg.ProgrammingError):
        state = "URL"
    if not state and isinstance(error, (psycopg.OperationalError, PoolTimeout)):
        state = next((code for words, code in REFUSED if words in str(error)), "08")
    for length in (5, 3, 2):
        if found := STATES.get(state[:length]):
            return found
    return "other", _OTHER


def is_fault(error: BaseException) -> bool:
    """Whether it is the database that failed, and not the work."""
    return isinstance(error, psycopg.Error)


def passes(error: BaseException) -> bool:
    """Whether the same may succeed later: the server is away or stands by, something is locked, its disk is full."""
    return isinstance(error, (psycopg.Error, PoolTimeout)) and _state_of(error)[0] in PASSING


def is_away(error: BaseException) -> bool:
    """Whether no connection can be had."""
    return isinstance(error, (psycopg.Error, PoolTimeout)) and _state_of(error)[0] in ("away", "closed", "readonly")


def is_locked(error: BaseException) -> bool:
    """Whether another process holds what is wanted."""
    return isinstance(error, psycopg.Error) and _state_of(error)[0] == "locked"
