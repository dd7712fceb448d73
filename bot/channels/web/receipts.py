"""Receipts: a sum with its working kept at an address nobody can guess, for as long as the settings say."""

import asyncio
import json
import re
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from knowledge.store import Store

Content = dict[str, Any]
SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")
SCHEMA = 1


class SiteReceipts:
    """The store's receipts as this site makes them; ``days`` they are kept after the day of ``today``."""

    def __init__(self, store: Store, days: int, today: Callable[[], date]) -> None:
        self._kept, self._days, self._today = store.receipts(), timedelta(days=days), today

    async def keep(self, content: Content) -> str:
        """The receipt's token (128 random bits), once it is on disk. Raises StoreError when it is not."""
        token = secrets.token_urlsafe(16)
        data = json.dumps({**content, "schema": SCHEMA}, ensure_ascii=False)
        await asyncio.wrap_future(self._kept.keep(token, self._today().isoformat(), data))
        return token

    def find(self, token: str) -> Content | None:
        """The receipt; None when there is none, its days are over, or it is of another schema. Raises StoreError."""
        text = self._kept.find(token, self._oldest()) if SHAPE.fullmatch(token) else None
        found: Content = json.loads(text) if text else {}
        return found if found.get("schema") == SCHEMA else None

    def ends(self, kept: Content) -> date:
        """The last day on which the receipt can be seen."""
        return date.fromisoformat(kept["day"]) + self._days

    async def sweep(self) -> int:
        """Deletes what is too old; how many went. Raises StoreError."""
        return await asyncio.wrap_future(self._kept.sweep(self._oldest()))

    def _oldest(self) -> str:
        return (self._today() - self._days).isoformat()
