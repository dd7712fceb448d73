"""From the chat of 企业微信 into the desk: an address that lets a counselor in once, within minutes.

It is bound to the account whose id in 企业微信 an administrator has recorded, and to that id: an account that is
closed, or given another id, cannot be entered by it any more. Looking at the page does not use it up, as the platform
looks at every address it shows; only the button does.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.settings import Settings
from knowledge.people import may
from knowledge.store import Person, Store, StoreError

LASTS = timedelta(minutes=5)
PATH = "/desk/enter/"
BYTES = 32
ROLE = "counselor"  # what who enters must be allowed
# Where an address may lead
PLACES = {"visit": "/desk/visits/new", "due": "/desk/visits", "checkup": "/checkup"}


class Entered(NamedTuple):
    """Who is let in, and to which page."""

    person: Person
    path: str


class DeskEntry:
    """Of one data folder. ``now``: the moment, with its zone."""

    def __init__(self, settings: Settings, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._kept, self._people, self._now = store.receipts(), store.people, now
        self._home = settings.page.public_url + settings.page.base_path if settings.page.public_url else ""

    @property
    def home(self) -> str:
        """Where the page is; "" while its own address is not set."""
        return self._home

    def account(self, wecom: str) -> Person | None:
        """Whose id in 企业微信 it is. Raises StoreError."""
        wanted = wecom.casefold()
        return next((one for one in self._people().everybody() if wanted and one.wecom.casefold() == wanted), None)

    async def link(self, person: Person, place: str) -> str:
        """An address that lets this person in, to one of ``PLACES``. Raises StoreError."""
        token = secrets.token_urlsafe(BYTES)
        until = (self._now() + LASTS).isoformat()
        kept = {"person": person.name, "wecom": person.wecom, "place": place, "until": until}
        await asyncio.wrap_future(self._kept.keep(f"desk entry {token}", self._today(), json.dumps(kept)))
        return f"{self._home}{PATH}{token}"

    def opened(self, token: str) -> Entered | None:
        """Who would be let in; None when it was not made here, is used or too old, or the account is not as it was.
        Raises StoreError."""
        found = json.loads(self._kept.find(f"desk entry {token}", "") or "{}")
        if not found or datetime.fromisoformat(found["until"]) < self._now() or self._is_used(token):
            return None
        person = self._people().find(found["person"])
        if person is None or person.wecom != found["wecom"] or not may(person, ROLE):
            return None
        return Entered(person, PLACES[found["place"]])

    def taken(self, token: str) -> Entered | None:
        """Lets in, once; None as ``opened``, or when somebody was quicker. Raises StoreError."""
        entered = self.opened(token)
        if entered is None:
            return None
        try:
            self._kept.keep(_used(token), self._today(), "1").result()
        except StoreError:
            if self._is_used(token):
                return None
            raise
        return entered

    def _is_used(self, token: str) -> bool:
        return self._kept.find(_used(token), "") is not None

    def _today(self) -> str:
        return self._now().date().isoformat()


def _used(token: str) -> str:
    return f"desk entry used {token}"
