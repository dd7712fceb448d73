"""A page that shows ten answers as users see them: texts in the 公众号, texts and cards in 企业微信."""

import asyncio
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.bootstrap import bootstrap
from bot.channels.web import make_app
from bot.channels.wechat.callback import mount_callback
from bot.channels.wechat.health import Health as WechatHealth
from bot.channels.wechat.inbox import Intake as WechatIntake
from bot.channels.wechat.inbox import outbox_of as wechat_boxes
from bot.channels.wechat.service import Service as WechatService
from bot.channels.wecom.health import Health as WecomHealth
from bot.channels.wecom.inbox import Intake as WecomIntake
from bot.channels.wecom.inbox import outbox_of as wecom_boxes
from bot.channels.wecom.service import Service as WecomService
from bot.settings import read_settings
from tests.bot.channels.wechat.fake import FakeWechat
from tests.bot.channels.wecom.fake import FakeWecom
from tests.city import shipped_files

TAP = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]*)&msgmenuid=1">([^<]*)</a>')
ASKED = (
    "你好",
    "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？",
    "鲁科担，担保500万，费率0.5%，能补多少？",
    "首台套保险，保费80万",
    "体检",
    "新三板挂牌给多少",
    "青岛的专利质押贴息多少",
    "有哪些政策",
    "专利质押和科技成果转化贷款哪个多",
    "换到网页",
)
STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC",sans-serif;background:#ededed;margin:0;padding:16px;display:grid;gap:24px;
grid-template-columns:repeat(auto-fit,minmax(340px,1fr))}h2{font-size:16px;margin:0 0 8px}.me{background:#95ec69;
margin:12px 0 8px auto;max-width:80%;width:fit-content}.it{background:#fff;max-width:92%}.me,.it{padding:8px 12px;
border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere}.it a{color:#576b95;text-decoration:none;
white-space:nowrap}.card{background:#fff;border-radius:8px;padding:12px;margin-top:8px;max-width:92%}
.card b{display:block;margin-bottom:8px}.card span{display:block;border-top:1px solid #eee;padding:8px;
text-align:center;color:#2f7de1}
"""


async def write_preview(home: Path, path: Path) -> str:
    """Writes the page and says where it is."""
    columns = await _shown(home)
    html = "".join(f"<section><h2>{name}</h2>{inner}</section>" for name, inner in columns.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    path.write_text(f"<!doctype html>{head}<title>卡片预览</title><style>{STYLE}</style>{html}", "utf-8")
    return f"写好了：{path}"


async def _shown(home: Path) -> dict[str, str]:
    async with FakeWechat().serving() as wechat, FakeWecom().serving() as wecom:
        environ = {**wechat.environ, **wecom.environ, "FUDAOYUAN_PUBLIC_URL": "https://fdy.example.cn"}
        house = bootstrap(read_settings(environ, home=str(home)), shipped=shipped_files())
        stop, settings, store = asyncio.Event(), house.settings, house.store
        account, bot = WechatIntake(wechat_boxes(settings, store)), WecomIntake(wecom_boxes(settings, store))
        healths = WechatHealth(), WecomHealth()
        first = WechatService(settings, house.advisor, store, account, healths[0])
        second = WecomService(settings, house.advisor, store, bot, healths[1])
        app = make_app(house.advisor, settings, store)
        mount_callback(app, settings, first.callback, account, healths[0])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        wechat.address = f"http://127.0.0.1:{runner.addresses[0][1]}{settings.wechat.path}"
        running = [asyncio.create_task(one.run(stop)) for one in (first, second)]
        try:
            return {
                "公众号": "".join([_said(text, _text(await _posted(wechat, text))) for text in ASKED]),
                "企业微信": "".join([_said(text, await _answered(wecom, text)) for text in ASKED]),
            }
        finally:
            stop.set()
            await asyncio.gather(*running)
            await runner.cleanup()
            house.close()


async def _posted(wechat: FakeWechat, text: str) -> str:
    return (await wechat.say("oPreview", text)).text


async def _answered(wecom: FakeWecom, text: str) -> str:
    shown = await wecom.answer("preview", text)
    words = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(shown.text))
    return f'<div class="it">{words}</div>{_card(shown.card)}'


def _said(text: str, html: str) -> str:
    return f'<div class="me">{escape(text)}</div>{html}'


def _text(text: str) -> str:
    """As WeChat shows it: its links blue, everything else as it stands."""
    parts = re.split(r"(<a [^>]*>[^<]*</a>)", text)
    shown = "".join(part if part.startswith("<a ") else escape(part) for part in parts)
    return f'<div class="it">{shown}</div>'


def _card(card: dict[str, Any]) -> str:
    if not card:
        return ""
    labels = [one["text"] for one in card.get("button_list") or card["checkbox"]["option_list"]]
    if "submit_button" in card:
        labels = [f"○ {label}" for label in labels] + [card["submit_button"]["text"]]
    items = "".join(f"<span>{escape(label)}</span>" for label in labels)
    return f'<div class="card"><b>{escape(card["main_title"]["title"])}</b>{items}</div>'


def taps_in(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without its links, and these as (label, words)."""
    taps = [(label, unquote(words)) for words, label in TAP.findall(text)]
    return re.sub(r"\n点一下就发：.*", "", text), taps
