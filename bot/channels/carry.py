"""One talk on two screens: an address that takes a talk from a messenger to the page, and words that take one back.

The address is a Fernet token: nobody can read the talk's name in it, guess another, or use it after ``LASTS``. Who goes
on with a talk on the page takes it once: whoever gets the address afterwards is refused.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.channels.signing import secret_of
from bot.settings import Settings
from knowledge.store import Store, StoreError
from knowledge.text.tokens import clean

LASTS = timedelta(hours=1)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what looks like something else
LETTERS = 8  # 40 bits, for ten minutes, twenty tries a minute
SOON = timedelta(minutes=10)
LONGEST = 1_000  # characters of an address
PATH = "/carry/"


class Carrying:
    """Of one data folder. ``now``: the moment, with its zone."""

    def __init__(self, settings: Settings, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        from cryptography.fernet import Fernet

        key = hmac.new(secret_of(settings), b"carry", hashlib.sha256).digest()
        self._fernet, self._kept, self._now = Fernet(base64.urlsafe_b64encode(key)), store.receipts(), now
        self._home = settings.page.public_url + settings.page.base_path if settings.page.public_url else ""

    @property
    def home(self) -> str:
        """Where the page is, without the slash at its end; "" while its own address is not set."""
        return self._home

    def link(self, conversation: str) -> str:
        """Where the talk can be seen whole and gone on with; "" while the site's own address is not set."""
        if not self._home:
            return ""
        token = self._fernet.encrypt_at_time(conversation.encode(), int(self._now().timestamp())).decode()
        return f"{self._home}{PATH}{token}"

    def opened(self, token: str) -> str | None:
        """The talk an address leads to; None when it was not made here, or too long ago."""
        from cryptography.fernet import InvalidToken

        if len(token) > LONGEST or not _is_whole(token):
            return None
        try:
            at = int(self._now().timestamp())
            return self._fernet.decrypt_at_time(token.encode(), int(LASTS.total_seconds()), at).decode()
        except (InvalidToken, ValueError):
            return None

    async def taken(self, token: str) -> bool:
        """Takes the address; False when somebody has. Raises ``StoreError`` when neither can be known."""
        return await self._once(f"carried {token}")

    async def bind(self, session: str, conversation: str) -> None:
        """From now on this session of the page goes on with the talk. Raises ``StoreError``."""
        await asyncio.wrap_future(self._kept.keep(f"talk {session}", self._today(), json.dumps(conversation)))

    def bound(self, session: str) -> str | None:
        """The talk that a session of the page goes on with; None for its own."""
        found = self._kept.find(f"talk {session}", "")
        return str(json.loads(found)) if found else None

    async def code(self, conversation: str) -> str:
        """What to say in the messenger to go on there with the talk, for ten minutes. Raises ``StoreError``."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
        kept = {"conversation": conversation, "until": (self._now() + SOON).isoformat()}
        await asyncio.wrap_future(self._kept.keep(f"code {code}", self._today(), json.dumps(kept)))
        return code

    async def resumed(self, code: str) -> str | None:
        """The talk a code stands for, once; None when there is none. Raises ``StoreError``."""
        code = clean(code).upper()
        found = json.loads(self._kept.find(f"code {code}", "") or "{}")
        if not found or datetime.fromisoformat(found["until"]) < self._now() or not await self._once(f"used {code}"):
            return None
        return str(found["conversation"])

    async def _once(self, name: str) -> bool:
        if self._kept.find(name, ""):
            return False
        try:
            await asyncio.wrap_future(self._kept.keep(name, self._today(), "1"))
        except StoreError:
            if self._kept.find(name, ""):  # somebody was quicker
                return False
            raise
        return True

    def _today(self) -> str:
        return self._now().date().isoformat()


def _is_whole(token: str) -> bool:
    """Whether it is written in the one way we write it: what merely decodes alike could be taken a second time."""
    try:
        return base64.urlsafe_b64encode(base64.urlsafe_b64decode(token.encode())).decode() == token
    except ValueError:
        return False
