"""Rate limiting as middleware: a visitor over the limit is refused before the body is read, one too fast is delayed
for a moment.

So a hundred connections of one visitor cost the others next to nothing, whatever they send. Who is refused is told at
once. Whoever asks on regardless is told half a second later, or being refused thousands of times a second would slow
the others down; only so many wait at once, since what waits holds a connection.
"""

import asyncio

from aiohttp import web

from bot.channels.rate_limit import LONGEST, RateVerdict
from bot.channels.web.owners import has_key, shown
from bot.channels.web.site import VISIT, Site, site_of

FREE = ("/health/live", "/healthz", "/health/ready")  # a monitor that is refused would restart what works
FILES = ("/static/", "/embed.js", "/favicon.ico", "/health")  # no pages: delayed when too fast, but not counted
HOLD = 0.5  # seconds
HELD = 200  # refusals held at once
TALK = ("/", "/chat", "/forget", "/api/ask")


def admit(request: web.Request) -> float:
    """Counts the request; seconds it must wait for its turn. Raises 429 when it is refused or would wait too long."""
    visit = request[VISIT]
    site, address, path = visit.site, visit.address, visit.path
    if path in FREE or request.path in site.pushed:
        return 0.0
    if path.startswith(FILES):
        return _turn(request, site.admission.files.wait(address))
    is_page = request.method != "POST" or request.match_info.http_exception is not None
    verdict = site.admission.look_at_page(address) if is_page else _of_message(request, site)
    if not verdict.allowed:
        _refuse_early(request, site, verdict)
    wait = _turn(request, site.admission.pace.wait(address))
    if is_page:
        site.admission.page(address)
    return wait


async def refuse(request: web.Request) -> None:
    """Before a refusal is sent: keeps waiting who was refused too often within the minute."""
    admission = site_of(request).admission
    if not admission.tired_of(request[VISIT].address) or admission.held >= HELD:
        return
    admission.held += 1
    try:
        await asyncio.sleep(HOLD)
    finally:
        admission.held -= 1


def _turn(request: web.Request, wait: float) -> float:
    if wait < LONGEST:
        return wait
    site, visit = site_of(request), request[VISIT]
    site.admission.refused(visit.address)
    visit.verdict = RateVerdict(site.settings.page.page_limit, 0, int(LONGEST))
    raise web.HTTPTooManyRequests


def _refuse_early(request: web.Request, site: Site, verdict: RateVerdict) -> None:
    """Raises 429 for a page, or for a message before its body is read. The form of the page without scripts goes on
    to be refused with what was typed in it, unless that was done often enough."""
    visit = request[VISIT]
    site.admission.refused(visit.address)
    if request.method == "POST" and visit.path == "/" and not site.admission.tired_of(visit.address):
        return
    visit.verdict = verdict
    raise web.HTTPTooManyRequests


def _of_message(request: web.Request, site: Site) -> RateVerdict:
    """Of what is known before the body is read; a key's talks are told apart in the body."""
    ours, visit = shown(request), request[VISIT]
    session = ours if ours and visit.path in TALK and not has_key(request) else ""
    return site.admission.look(session, visit.address, issued=bool(ours))
