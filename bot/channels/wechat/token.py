"""The access token of the interface: one for the account, kept in the data folder, fetched before its end."""

import asyncio
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

log = logging.getLogger("fudaoyuan.wechat")
EARLY = 300.0  # seconds before its end a token is fetched anew: WeChat lets the old one count for five minutes more


class Token(NamedTuple):
    """``until``: seconds since 1970."""

    text: str
    until: float


# Asks WeChat; ``force``: for another one than it gave last
Fetch = Callable[[bool], Awaitable[tuple[str, float]]]


class TokenStore:
    """The token of one account. ``fetch`` gives a token and the seconds it lasts."""

    def __init__(self, path: Path, account: str, fetch: Fetch, now: Callable[[], float] = time.time) -> None:
        self._path, self._account, self._fetch, self._now = path, account, fetch, now
        self._lock = asyncio.Lock()
        self._token = self._read()

    async def get(self) -> str:
        """A token that lasts. Raises what ``fetch`` raises."""
        async with self._lock:
            if self._token.until - EARLY <= self._now():
                await self._renew(force=False)
            return self._token.text

    async def refused(self, text: str) -> None:
        """WeChat does not take this token any more, whatever time it had: another is fetched, once for all who were
        refused. WeChat may have given one to another process meanwhile, which is then ours too."""
        async with self._lock:
            if self._token.text == text:
                await self._renew(force=False)
            if self._token.text == text:
                await self._renew(force=True)

    async def _renew(self, *, force: bool) -> None:
        text, lasts = await self._fetch(force)
        self._token = Token(text, self._now() + lasts)
        self._write()

    def _read(self) -> Token:
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._path.read_text("utf-8"))
            if kept["account"] == self._account:
                return Token(str(kept["token"]), float(kept["until"]))
        return Token("", 0.0)

    def _write(self) -> None:
        """Readable by its owner alone. A disk that is full costs a call more at the next start."""
        kept = {"account": self._account, "token": self._token.text, "until": self._token.until}
        beside = self._path.with_suffix(".new")
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file)
            beside.replace(self._path)
        except OSError as error:
            log.warning("the access token is not kept (%s)", error.strerror)
