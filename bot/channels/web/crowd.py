"""Rate limiting as middleware: a visitor over the limit is refused before the body is read, one too fast is delayed.

So a hundred connections of one visitor cost the others next to nothing, whatever they send.
"""

from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.rate_limit import LONGEST, Verdict
from bot.channels.web.owners import issued
from bot.channels.web.session import session_of
from bot.channels.web.site import VISIT, Site, site_of

FILES = ("/static/", "/embed.js", "/favicon.ico", "/health")  # no pages: delayed when too fast, but not counted
TALK = ("/", "/chat", "/forget")


def pace(request: web.Request) -> float:
    """Seconds this request must wait for its turn."""
    site = site_of(request)
    if _pushed(request, site):
        return 0.0
    admission = site.admission
    return (admission.files if _is_file(request) else admission.pace).wait(request[VISIT].address)


def admit(request: web.Request, waited: float) -> None:
    """Lets the request through after its wait. Raises 429."""
    site = site_of(request)
    if _pushed(request, site):
        return
    if waited >= LONGEST:
        request[VISIT].verdict = Verdict(site.settings.page.page_limit, 0, int(LONGEST))
        raise web.HTTPTooManyRequests
    if not _is_file(request):
        _refuse_early(request, site)


def _is_file(request: web.Request) -> bool:
    return request.path.startswith(FILES)


def _pushed(request: web.Request, site: Site) -> bool:
    """Whether this is Telegram's webhook: it comes from a few addresses, and has a secret of its own to check."""
    url = site.settings.telegram.webhook_url
    return bool(url) and request.path == urlsplit(url).path


def _refuse_early(request: web.Request, site: Site) -> None:
    """Raises 429 for a page, or for a message before its body is read. The form of the page without scripts goes on
    to be refused with what was typed in it, unless that was done often enough."""
    visit = request[VISIT]
    verdict = _verdict(request, site)
    if verdict.allowed:
        return
    site.admission.refused(visit.address)
    if request.method == "POST" and request.path == "/" and not site.admission.tired_of(visit.address):
        return
    visit.verdict = verdict
    raise web.HTTPTooManyRequests


def _verdict(request: web.Request, site: Site) -> Verdict:
    address = request[VISIT].address
    if request.method != "POST" or request.match_info.http_exception is not None:
        return site.admission.page(address)
    known = issued(request)
    session = session_of(request).key if known and request.path in TALK else ""
    return site.admission.look(session, address, issued=known)
