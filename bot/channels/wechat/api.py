"""WeChat's interface: customer service messages and the menu; whatever goes wrong is one ``CallError``."""

import json
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.messenger.calls import CallError, Payload
from bot.channels.messenger.timing import Pace
from bot.channels.wechat.health import Health
from bot.channels.wechat.token import TokenStore
from bot.operations.logs import hidden
from bot.settings import Settings
from knowledge.store import Waiting

LARGEST = 1024 * 1024  # bytes of an answer
STALE = frozenset({40001, 40014, 42001})  # the token is over, or was fetched by somebody else meanwhile
# Error code → kind and, where WeChat's own words do not say it, what to do
CODES: dict[int, tuple[str, str]] = {
    -1: ("server", "微信说系统繁忙"),
    40003: ("refused", "这个用户的编号不对"),
    40013: ("unauthorized", "AppID 不对"),
    40125: ("unauthorized", "AppSecret 不对"),
    40164: ("whitelist", "服务器的地址不在 IP 白名单"),
    43004: ("blocked", "这个用户没有关注，或者取消了关注"),
    45009: ("quota", "今天的调用次数用完了"),
    45011: ("wait", "调得太快"),
    45015: ("refused", "这个用户 48 小时内没有来过，微信不让再发"),
    45047: ("refused", "没等用户回话，发得太多了"),
    48001: ("unauthorized", "这个号没有这个接口的权限"),
    48004: ("unauthorized", "这个接口被微信封了，请看公众平台的通知"),
    50002: ("blocked", "这个用户受了限制"),
    61004: ("whitelist", "服务器的地址不在 IP 白名单"),
}
WAITS = {"quota": 600.0, "whitelist": 60.0, "wait": 5.0}  # seconds until the next try


class Api:
    """One account at one server."""

    def __init__(self, settings: Settings, pace: Pace, health: Health) -> None:
        self._wechat, self._pace, self._health = settings.wechat, pace, health
        self._session: ClientSession | None = None
        self._token = TokenStore(settings.home / "wechat.token", self._wechat.app_id, self._fetched)

    async def make(self, row: Waiting, payload: Payload) -> int | None:
        """Sends a kept message."""
        text = {"touser": row.chat, "msgtype": "text", "text": {"content": payload["text"]}}
        await self.call(row.method, text)
        self._health.fine("quota", "whitelist")
        return None

    async def call(self, method: str, body: Payload) -> Payload:
        """What the method answers. A token that is over is fetched anew and the call made again, once."""
        if not self._wechat.app_secret:
            raise CallError("refused", "没有设 FUDAOYUAN_WECHAT_APP_SECRET，过后的消息发不了")
        token = await self._token.get()
        answer = await self._post(f"{method}?access_token={token}", body)
        if answer.get("errcode") in STALE:
            await self._token.refused(token)
            answer = await self._post(f"{method}?access_token={await self._token.get()}", body)
        return self._checked(answer)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _fetched(self, force: bool) -> tuple[str, float]:
        asked = {
            "grant_type": "client_credential",
            "appid": self._wechat.app_id,
            "secret": self._wechat.app_secret.reveal(),
            "force_refresh": force,
        }
        answer = self._checked(await self._post("stable_token", asked))
        text, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(text, str) or not text or not isinstance(lasts, int | float):
            raise CallError("server", "微信没有给令牌")
        return text, float(lasts)

    async def _post(self, path: str, body: Payload) -> Payload:
        """Chinese is sent as it is: WeChat shows what is escaped."""
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=self._pace.request))
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json"}
        url = f"{self._wechat.api_base}/cgi-bin/{path}"
        try:
            async with self._session.post(url, data=data, headers=headers, allow_redirects=False) as response:
                found = await response.content.read(LARGEST)
        except (TimeoutError, ClientError, OSError) as error:
            raise CallError("network", type(error).__name__) from None
        return self._read(response.status, found)

    def _read(self, status: int, found: bytes) -> Payload:
        try:
            answer = json.loads(found)
        except (ValueError, RecursionError):
            answer = None
        if status != 200 or not isinstance(answer, dict):
            raise CallError("server", f"HTTP {status}")
        return answer

    def _checked(self, answer: Payload) -> Payload:
        code: Any = answer.get("errcode", 0)
        if code == 0:
            return answer
        kind, words = CODES.get(code, ("refused", "")) if isinstance(code, int) else ("server", "")
        if code in STALE:
            kind, words = "server", "刚取的令牌微信也不认"
        said = f"{code} {words or hidden(str(answer.get('errmsg', '')))}"[:200]
        raise CallError(kind, said, WAITS.get(kind))
