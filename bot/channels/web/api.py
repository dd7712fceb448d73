"""The interface for programs: the object of the machine contract over HTTP, and its OpenAPI document."""

import json
import re
from codecs import BOM_UTF8
from pathlib import Path

from aiohttp import hdrs, web

from bot.channels.web.guard import said
from bot.channels.web.measures import measure_of
from bot.channels.web.owners import TOKEN, Owner, owner_of
from bot.channels.web.site import VISIT, site_of
from bot.messages import Message, json_of
from bot.replies.form import reply_to_form
from bot.replies.render import render
from bot.wire import JsonObject, day_of, read_line

CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
LONGEST_NAME = 200
NAMED = '{"conversation":'
JSON = {hdrs.CONTENT_TYPE: "application/json; charset=utf-8"}
DOCUMENT = Path(__file__).parent / "openapi.json"

routes = web.RouteTableDef()


@routes.post("/api/ask")
async def ask(request: web.Request) -> web.Response:
    """One object of the contract in, its answer out; who has no key gets a token to go on with."""
    owner, site = owner_of(request), request[VISIT].site
    line = await body_of(request)
    name = name_of(line, owner)
    message = message_of(line, owner.conversation(name), request.headers.get("Idempotency-Key"))
    await site.admit(request, "" if owner.token else f"{line.get('conversation')}:")
    given = await site.answering.answer(message)
    response = written(renamed(given.body, given.payload["conversation"], name))
    if owner.token:
        response.headers[TOKEN] = owner.token
    return response


@routes.post("/api/figures")
async def figures(request: web.Request) -> web.Response:
    """The figures in a text, as ``fudaoyuan figures`` gives them."""
    line = await body_of(request)
    await site_of(request).admit(request, "figures:", anonymous=f"figures:{request[VISIT].address}")
    try:
        if len(str(line.get("text", ""))) > 2000:
            raise ValueError("text 太长了，请写在 2000 字以内")
        return dumped(read_line(line))
    except ValueError as error:
        raise said(str(error)) from None


@routes.get("/api/measures")
async def measures(request: web.Request) -> web.Response:
    """What can be computed, and with which inputs and conditions."""
    found = [
        {
            "id": one.id,
            "policy": one.policy,
            "clause": one.clause,
            "name": one.name,
            "inputs": [{"key": i.key, "label": i.label, "unit": i.unit, "required": i.required} for i in one.inputs],
            "conditions": [{"key": c.key, "question": c.question} for c in one.conditions if not c.hidden],
        }
        for one in site_of(request).knowledge.measures
    ]
    return dumped({"measures": found})


@routes.get("/api/measures/{measure}")
@routes.get("/api/measures/{policy}/{measure}")
async def measure(request: web.Request) -> web.Response:
    """The sum for the inputs in the query, in the contract's shape; nothing is remembered."""
    site, found = site_of(request), measure_of(request)
    reply, _ = reply_to_form(site.knowledge, found, request.query, site.day())
    return dumped(reply.to_json("", render(reply)))


@routes.get("/api/openapi.json")
async def document(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(DOCUMENT, headers={"Content-Type": "application/json; charset=utf-8"})


async def body_of(request: web.Request) -> JsonObject:
    """The JSON object of the body. A 400 says what is wrong with any other."""
    try:
        line = json.loads((await request.read()).removeprefix(BOM_UTF8).decode())
    except (ValueError, RecursionError):
        raise said('不是完整的 JSON，请检查引号和括号，例如 {"text": "要问的话"}') from None
    if not isinstance(line, dict):
        raise said('应当是一个 JSON 对象，例如 {"text": "要问的话"}')
    return line


def name_of(line: JsonObject, owner: Owner) -> str:
    """What the owner calls the conversation, as he wrote it."""
    name = line.get("conversation")
    if not isinstance(name, str | None) or len(name or "") > LONGEST_NAME:
        raise said(f"conversation 应当是文字，不超过 {LONGEST_NAME} 字")
    return owner.named(name or "")


def message_of(line: JsonObject, conversation: str, key: str | None) -> Message:
    """The message an object of the contract holds, in this conversation of the store."""
    text = line.get("text")
    if not isinstance(text, str):
        raise said('缺少 text，或者它不是文字：请写上要问的话，例如 {"text": "要问的话"}')
    try:
        day = day_of(line.get("day"))
    except ValueError:
        raise said("day 不是日期，请写成 2025-11-22") from None
    return Message(conversation, text, day, "web", client_id_of(line.get("client_id", key)))


def client_id_of(said_id: object) -> str | None:
    """The sender's own id of the message; a 400 for one that cannot be kept."""
    if said_id is None:
        return None
    if not isinstance(said_id, str) or not CLIENT_ID.fullmatch(said_id):
        raise said("client_id（Idempotency-Key）应当是 1 到 64 个字母、数字或 _ . : -")
    return said_id


def renamed(body: str, stored: str, name: str) -> str:
    """The JSON of an answer, whose first member names the conversation ``stored``, with what the owner calls it."""
    before = NAMED + json_of(stored)
    if not body.startswith(before):
        return json_of({**json.loads(body), "conversation": name})
    return NAMED + json_of(name) + body[len(before) :]


def dumped(value: JsonObject) -> web.Response:
    """The value as a response."""
    return written(json_of(value))


def written(body: str) -> web.Response:
    """UTF-8; a lone surrogate that came in within a name goes out as a question mark."""
    return web.Response(body=body.encode("utf-8", "replace"), headers=JSON)
