"""「到哪一步了」: a firm asks by the number it was given; nothing but state, office and day is told."""

import logging

from aiohttp import web

from bot.channels.web.guard import said
from bot.channels.web.receipt_pages import private
from bot.channels.web.site import VISIT, page, site_of
from bot.kit.referrals import ORDER, find_referral
from knowledge.store import StoreError
from knowledge.text.tokens import fold

log = logging.getLogger("fudaoyuan")
NOT_READ = "现在查不了，请稍后再试。"
LONGEST = 40

routes = web.RouteTableDef()


@routes.get("/referrals")
async def referral(request: web.Request) -> web.Response:
    """The field for the number, and what stands of it; each try counts, so that nobody tries them all."""
    number = "".join(fold(request.query.get("number", "")).split())[:LONGEST].upper()
    found = None
    if number:
        await site_of(request).admit(request, "referral:", anonymous=request[VISIT].address)
        try:
            found = find_referral(site_of(request).answering.store.ledger(), number)
        except StoreError as error:
            log.error("a referral cannot be read: %s", error)
            raise said(NOT_READ) from None
    return private(page(request, "referral", number=number, found=found, order=ORDER, day=site_of(request).day()))
