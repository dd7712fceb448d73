"""Middleware around every request: who visits, security headers, and errors as Chinese sentences."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache

from aiohttp import ClientPayloadError, hdrs, web
from multidict import istr

from bot.channels.rate_limit import RateVerdict
from bot.channels.web.assets import known_scripts, known_sheets
from bot.channels.web.connections import BodyLateError
from bot.channels.web.crowd import admit, refuse
from bot.channels.web.front import visit_of
from bot.channels.web.site import VISIT, page, site_of
from bot.channels.web.tracing import HEADER, LEFT, NUMBER, hung_up, route_of

log = logging.getLogger("fudaoyuan")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HSTS = istr("Strict-Transport-Security")
LIMIT, REMAINING, RESET = map(istr, ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"))
PASSED = ("Allow", "WWW-Authenticate")  # headers of an error that are kept beside its sentence

SENTENCES = {
    400: "这次发来的内容读不懂，请返回重试。",
    403: "这次请求不是从本页面发出的，没有处理。请回到问答页再试。",
    404: "没有这个页面，可能是地址打错了，或者已经过期。",
    405: "这个地址不支持这样访问。",
    408: "发来的内容等了很久还没有收全，请检查网络，再发一次。",
    413: "发来的内容超过 64 KB，太大了。请在 500 字以内说清一件事。",
    429: "问得有点快，请等 {wait} 秒再发。刚才的话还在，不用重打。",
    500: "对不起，这个页面没有处理好（编号 {number}）。请稍后再试，或者把编号告诉工作人员。",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Notes who visits, and turns what goes wrong into a Chinese sentence: JSON for programs, a page for people."""
    request[VISIT] = visit_of(request)
    try:
        if wait := admit(request):
            await asyncio.sleep(wait)
        return await handler(request)
    except BodyLateError:
        return problem(request, 408)
    except (ConnectionError, ClientPayloadError, web.RequestPayloadError) as error:
        if hung_up(request):
            return web.Response(status=LEFT)
        return problem(request, 400) if isinstance(error, web.RequestPayloadError) else broken(request)
    except web.HTTPException as error:
        if error.status < 400:
            error.headers[hdrs.LOCATION] = request[VISIT].way.led(error.headers[hdrs.LOCATION])
            raise
        if error.status == 429:
            await refuse(request)
        response = problem(request, error.status, (error.text or "") if error.reason == "said" else "")
        response.headers.update({name: error.headers[name] for name in PASSED if name in error.headers})
        return response
    except Exception:
        return broken(request)


def broken(request: web.Request) -> web.Response:
    """The answer to what went wrong just now; its number stands in the log."""
    log.exception("request failed: %s %s", request.method, route_of(request))
    return problem(request, 500, SENTENCES[500].format(number=request[NUMBER]))


def said(sentence: str) -> web.HTTPBadRequest:
    """A 400 that tells what to write instead."""
    return web.HTTPBadRequest(text=sentence, reason="said")


def problem(request: web.Request, status: int, sentence: str = "") -> web.Response:
    """The response for an error: JSON or a page; one line of text for a visitor refused too often."""
    verdict = request[VISIT].verdict
    words = sentence or SENTENCES.get(status, SENTENCES[400])
    if status == 429:
        words = words.format(wait=verdict.wait if verdict else 60)
    if wants_json(request):
        return web.json_response({"error": words}, status=status)
    if status == 429 and site_of(request).admission.tired_of(request[VISIT].address):
        return web.Response(text=words, status=status)
    return page(request, "problem", status=status, sentence=words)


def wants_json(request: web.Request) -> bool:
    return request[VISIT].path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")


async def headers(request: web.Request, response: web.StreamResponse) -> None:
    """Security headers and the request's number on everything, the rate limit where a message was counted."""
    found, visit = response.headers, request.get(VISIT)
    site = visit.site if visit else site_of(request)
    found.update(_fixed(site.settings.page.embed_sites))
    found.setdefault(hdrs.CACHE_CONTROL, "no-cache" if request.method in ("GET", "HEAD") else "no-store")
    if number := request.get(NUMBER):
        found[HEADER] = number
    if visit is None:
        return
    if visit.secure:
        found[HSTS] = "max-age=31536000"
    if visit.verdict:
        found.update(_limits(visit.verdict))


@lru_cache(maxsize=16)
def _fixed(embed_sites: tuple[str, ...]) -> dict[istr, str]:
    """What does not depend on the request; ``embed_sites`` may show the page in a frame."""
    ancestors = " ".join(("'self'", *embed_sites))
    fixed = {
        "Content-Security-Policy": f"default-src 'none'; script-src 'self' {known_scripts()}; "
        f"style-src 'self' {known_sheets()}; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; font-src 'self'; manifest-src 'self'; "
        f"frame-src 'self'; frame-ancestors {ancestors}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Server": "fudaoyuan",
    }
    if not embed_sites:
        fixed["X-Frame-Options"] = "SAMEORIGIN"
    return {istr(name): value for name, value in fixed.items()}


def _limits(verdict: RateVerdict) -> dict[istr, str]:
    limits = {LIMIT: str(verdict.limit), REMAINING: str(verdict.left), RESET: str(verdict.wait or 60)}
    return limits if verdict.allowed else {**limits, hdrs.RETRY_AFTER: str(verdict.wait)}
