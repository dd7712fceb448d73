"""Ids that only this site can have given out: random, and signed with a secret of the settings or the data folder."""

import base64
import hashlib
import hmac
import logging
import os
import re
import secrets
import stat
import tempfile
from pathlib import Path

from bot.settings import Settings, variable
from knowledge.store.private import OTHERS, close_to_others

log = logging.getLogger("fudaoyuan")
BYTES, MOST = 32, 4096
BLANK = b" \t\r\n\0"
WAS_OPEN = (
    "签名用的密钥文件 %s 以前别人也能读或能改，%s。"
    "要是有人看过，请删掉它再启动，或改用 %s；网页上没聊完的对话会从头开始"
)
CLOSED, CANNOT_CLOSE = "已经改成只有自己能读（600）", "它不归运行本程序的用户，请 chmod 600 它"
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}")


class Signer:
    """Gives out ids and knows them again. An id counts only for the ``use`` it was given out for."""

    def __init__(self, secret: bytes) -> None:
        self._keyed = hmac.new(secret, digestmod=hashlib.sha256)  # copied for each id, which saves a third

    def issue(self, use: str) -> str:
        """A new id, 87 characters that a cookie or a header can carry."""
        number = secrets.token_urlsafe(BYTES)
        return f"{number}.{self._mark(use, number)}"

    def issued(self, use: str, text: str) -> bool:
        """Whether ``text`` is an id given out for this use, here or wherever the same secret is."""
        if not SHAPE.fullmatch(text):
            return False
        number, _, mark = text.partition(".")
        return hmac.compare_digest(mark, self._mark(use, number))

    def _mark(self, use: str, number: str) -> str:
        made = self._keyed.copy()
        made.update(f"{use}:{number}".encode())
        return base64.urlsafe_b64encode(made.digest()).decode().rstrip("=")


def digest(text: str) -> str:
    """The name under which something secret or strange is kept: 128 bits of its SHA-256 as 32 digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def secret_of(settings: Settings) -> bytes:
    """The secret of the settings, else of the data folder, which is made when there is none yet.

    Raises OSError with a Chinese sentence when the file is there but cannot be used: another secret in its place would
    end every talk. Where none can be written (full disk) the process has one of its own.
    """
    if settings.secret:
        return settings.secret.reveal().encode()
    path = settings.secret_file
    return _read(path) if os.path.lexists(path) else _made(path)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        found = _head(path) if stat.S_ISREG(mode) else None
    except OSError as error:
        raise OSError(_sentence(path, f"读不了（{error.strerror}）")) from error
    if found is None:
        raise OSError(_sentence(path, "不是普通文件，读不了"))
    if len(found) < BYTES:
        raise OSError(_sentence(path, f"不完整，只有 {len(found)} 个字节"))
    if len(found) > MOST or not found.strip(BLANK):
        raise OSError(_sentence(path, "里面不是密钥"))
    if mode & OTHERS:
        _close(path)
    return found


def _close(path: Path) -> None:
    """Takes the others' rights from the file, and tells of it: the secret may be known."""
    close_to_others(path)
    done = CANNOT_CLOSE if path.stat().st_mode & OTHERS else CLOSED
    log.warning(WAS_OPEN, path, done, variable("secret"))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST + 1)


def _sentence(path: Path, what: str) -> str:
    return (
        f"签名用的密钥文件{what}：{path}。请从备份恢复它，或让运行本程序的用户能读它；"
        f"不行就删掉它再启动，网页上没聊完的对话会从头开始。也可以改用 {variable('secret')}。"
    )


def _made(path: Path) -> bytes:
    fresh = secrets.token_bytes(BYTES)
    try:
        _write(path, fresh)
    except FileExistsError:  # another process was quicker, and both must sign alike
        return _read(path)
    except OSError as error:
        log.warning("no secret can be kept at %s (%s): talks on the page end with this process", path, error.strerror)
    return fresh


def _write(path: Path, secret: bytes) -> None:
    """Puts the file there whole, readable by its owner alone. Raises FileExistsError when there is one already."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(name)
    finally:
        Path(name).unlink()
