"""Who owns a conversation of the API: the holder of an API key from the settings, or of a token issued here."""

import hmac
import secrets
from dataclasses import dataclass

from aiohttp import hdrs, web
from multidict import istr

from bot.channels.signing import digest
from bot.channels.web.session import HEADER, cookies_of
from bot.channels.web.session import USE as SESSION
from bot.channels.web.site import VISIT, Site, Visit, site_of

TOKEN = istr("X-Conversation-Token")
USE = "talk"
UNKNOWN_KEY = (
    "Authorization 里的密钥不认识。请写成 Authorization: Bearer 加管理员给的密钥；没有密钥就不写这一行，照样能问。"
)
UNKNOWN_TOKEN = (
    "X-Conversation-Token 对不上：可能抄漏了，也可能服务换了密钥。请照上次回答给的原样写；开始新的对话就不写这一行。"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """``id``: what the store knows of him; ``token``: what he goes on with, "" when he has a key."""

    id: str
    token: str = ""

    def named(self, name: str) -> str:
        """What the conversation is called for him. Who sends no name goes on with his token's talk; under a key, which
        many people share, a new talk begins."""
        return name or ("" if self.token else secrets.token_hex(16))

    def conversation(self, name: str) -> str:
        """The name the store knows of the conversation that he calls ``name``."""
        return f"api:{self.id}:{digest(name)}"


def owner_of(request: web.Request) -> Owner:
    """Whose this request is. A 401 for a key or a token that we do not know: a talk must not be lost in silence."""
    visit, headers = request[VISIT], request.headers
    if hdrs.AUTHORIZATION in headers:
        return _by_key(visit.site, headers[hdrs.AUTHORIZATION])
    return _by_token(visit, headers.get(TOKEN))


def holder_of(token: str) -> Owner:
    """Who goes on with this token."""
    return Owner(digest(f"token:{token}"), token)


def key_holder(key: str) -> Owner:
    """Who has this key of the settings."""
    return Owner(digest(f"key:{key}"))


def shown(request: web.Request) -> str:
    """Which session, token or key that we gave out the request carries, "" for none; looked up once."""
    visit = request[VISIT]
    if visit.shown is None:
        visit.shown = _shown(request, visit)
    return visit.shown


def has_key(request: web.Request) -> bool:
    """Whether the request carries a key of the settings, which many people share."""
    headers = request.headers
    return hdrs.AUTHORIZATION in headers and bool(_key_in(site_of(request), headers[hdrs.AUTHORIZATION]))


def _shown(request: web.Request, visit: Visit) -> str:
    headers = request.headers
    if hdrs.AUTHORIZATION in headers and (key := _key_in(visit.site, headers[hdrs.AUTHORIZATION])):
        return key_holder(key).id
    if (token := headers.get(TOKEN)) and visit.issued(USE, token):
        return token
    cookies = cookies_of(request) if hdrs.COOKIE in headers else ()
    return next((said for said in (*cookies, headers.get(HEADER)) if said and visit.issued(SESSION, said)), "")


def _by_key(site: Site, header: str) -> Owner:
    if not (key := _key_in(site, header)):
        raise _unauthorized(UNKNOWN_KEY)
    return key_holder(key)


def _key_in(site: Site, header: str) -> str:
    """The key of the settings that the header shows; "" for none."""
    scheme, _, said = header.partition(" ")
    if scheme.lower() != "bearer":
        return ""
    return next((key.reveal() for key in site.settings.api_keys if _equal(key.reveal(), said.strip())), "")


def _by_token(visit: Visit, said: str | None) -> Owner:
    if said is None:
        return holder_of(visit.site.signer.issue(USE))
    if not visit.issued(USE, said):
        raise _unauthorized(UNKNOWN_TOKEN)
    return holder_of(said)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "surrogateescape"))


def _unauthorized(sentence: str) -> web.HTTPUnauthorized:
    return web.HTTPUnauthorized(text=sentence, reason="said", headers={"WWW-Authenticate": "Bearer"})
