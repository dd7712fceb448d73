"""Where to call back about a question left for staff: only with consent, and nothing but a telephone number."""

import asyncio
import logging
import re
from contextlib import suppress

from bot.channels.web.guard import said
from bot.channels.web.site import Site
from knowledge.store import StoreError
from knowledge.text.tokens import clean

log = logging.getLogger("fudaoyuan")
PHONE = re.compile(r"\+?[\d() -]{7,20}")
WRONG = "回电的电话没看明白，请核对，或者不留。问题还没有发出去。"
NOT_AGREED = "要留电话，请先勾选同意；不留就把电话删掉。问题还没有发出去。"


def phone_of(phone: object, agreed: object) -> str:
    """The number that was left, "" for none; a 400 for what is no number, or was left without consent."""
    if not isinstance(phone, str) or not phone.strip():
        return ""
    if not agreed:
        raise said(NOT_AGREED)
    if not PHONE.fullmatch(phone.strip()):
        raise said(WRONG)
    return phone.strip()


async def keep(site: Site, conversation: str, phone: str) -> None:
    """Keeps it with the question that was just left; one that cannot be kept is logged, the question is."""
    with suppress(StoreError):
        kept = await asyncio.wrap_future(site.answering.store.questions().call_back(clean(conversation), phone))
        if not kept:
            log.warning("a telephone was left without a question")
