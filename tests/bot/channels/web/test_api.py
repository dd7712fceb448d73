"""POST /api/ask and friends: the contract's object over HTTP, and errors that are sentences."""

import asyncio
import json
from concurrent.futures import Future

import pytest
from aiohttp.test_utils import TestClient

from bot.bootstrap import House
from bot.channels.batch import run_batch
from bot.channels.web.api import renamed
from bot.channels.web.owners import TOKEN, holder_of
from bot.messages import json_of
from knowledge.store import StoreError, open_store

LOAN = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"


async def ask(site: TestClient, token: str = "", **line: object) -> dict:
    answer = await site.post("/api/ask", json=line, headers={TOKEN: token} if token else {})
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def new_token(site: TestClient) -> str:
    return (await site.post("/api/ask", json={"text": "你好"})).headers[TOKEN]


def kept(house: House, token: str, name: str):
    """What the store has of the conversation that this token's holder calls ``name``."""
    return house.store.turns(holder_of(token).conversation(name))


async def test_the_boss_is_answered_in_the_contracts_shape(site: TestClient) -> None:
    got = await ask(site, conversation="boss-1", text=LOAN, day="2025-11-22")
    assert (got["conversation"], got["kind"], got["amount_yuan"]) == ("boss-1", "calculation", "67000.00")
    assert got["lead"] == ["市科技局", "市市场监管局", "中国人民银行聊城市分行"]
    assert "同一企业一个年度贴息额最高10万元" in got["text"]


async def test_http_and_batch_say_the_same(site: TestClient, house: House) -> None:
    import io

    questions = [LOAN, "那找哪个部门", "青岛专利质押贴息怎么报", "你好", "这文件啥时候到期", "   "]
    lines = [{"conversation": "b", "text": text, "day": "2025-11-22"} for text in questions]
    out = io.BytesIO()
    run_batch(house.advisor, io.BytesIO("\n".join(map(json.dumps, lines)).encode()), out)
    by_batch = [json.loads(line) for line in out.getvalue().splitlines()]
    token = await new_token(site)
    assert [await ask(site, token, **line) for line in lines] == by_batch


async def test_a_dialogue_goes_on_by_its_token_and_nobody_shares_one(site: TestClient) -> None:
    first = await site.post("/api/ask", json={"text": "首台套保险，保费80万，能补多少"})
    assert (await first.json())["missing"] == ["insured_yuan"]
    assert (await ask(site, text="2000万"))["measure"] is None
    assert (await ask(site, first.headers[TOKEN], text="保额2000万"))["kind"] == "calculation"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 20_000,
        b"{}",
        b'{"text": 5}',
        b'{"text": null}',
        b'{"text": ["a"]}',
        b'{"text": "a", "conversation": 1}',
        b'{"text": "a", "conversation": "' + b"x" * 300 + b'"}',
        b'{"text": "a", "day": "tomorrow"}',
        b'{"text": "a", "day": 20251122}',
        b'{"text": "a", "day": "2025-13-01"}',
        b'{"text": "a", "client_id": 3}',
        b'{"text": "a", "client_id": ""}',
        b'{"text": "a", "client_id": "\\ud800"}',
    ],
)
async def test_what_is_no_question_is_told_in_chinese(site: TestClient, body: bytes) -> None:
    answer = await site.post("/api/ask", data=body)
    assert answer.status == 400
    error = (await answer.json())["error"]
    assert any("一" <= char <= "鿿" for char in error) and "Traceback" not in error


@pytest.mark.parametrize("text", ["", "  ", "😀", "x" * 50_000, "\x00\x07", "{{7*7}}", "' OR 1=1 --", "\ud800贴息"])
async def test_any_text_gets_a_reply(site: TestClient, text: str) -> None:
    got = await ask(site, text=text)
    assert got["text"] and "49" not in got["text"]


async def test_a_body_over_64_kb_is_refused(site: TestClient) -> None:
    for path in ("/api/ask", "/api/figures", "/chat"):
        answer = await site.post(path, data=b'{"text": "' + b"x" * 70_000 + b'"}')
        assert answer.status == 413
        assert "64 KB" in (await answer.json(content_type=None))["error"] if path.startswith("/api") else True


async def test_unknown_paths_and_wrong_methods(site: TestClient) -> None:
    assert (await site.get("/nothing")).status == 404
    assert (await site.get("/api/nothing")).content_type == "application/json"
    wrong = await site.get("/api/ask")
    assert wrong.status == 405 and wrong.headers["Allow"] == "POST"


async def test_the_same_client_id_is_answered_once(site: TestClient, house: House) -> None:
    line = {"conversation": "once", "text": LOAN, "client_id": "m-1"}
    token = await new_token(site)
    answers = await asyncio.gather(*(ask(site, token, **line) for _ in range(5)))
    assert all(one == answers[0] for one in answers)
    assert len(kept(house, token, "once")) == 1


async def test_an_answer_given_before_a_restart_is_given_again(open_site, house: House) -> None:
    line = {"conversation": "k", "text": LOAN}
    token = await new_token(await open_site())
    headers = {"Idempotency-Key": "k1", TOKEN: token}
    first = await (await open_site()).post("/api/ask", json=line, headers=headers)
    again = await (await open_site()).post("/api/ask", json=line, headers=headers)
    assert await first.json() == await again.json()
    assert len(kept(house, token, "k")) == 1


async def test_a_reply_goes_out_only_when_it_is_stored(site: TestClient, house: House) -> None:
    token = await new_token(site)
    got = await ask(site, token, conversation="kept-1", text=LOAN)
    [turn] = kept(house, token, "kept-1")
    assert (turn.channel, turn.reply) == ("web", got["text"])


class Broken:
    """A recorder whose disk is full."""

    def record(self, turn: object, state: object) -> Future[int]:
        failed: Future[int] = Future()
        failed.set_exception(StoreError("磁盘满了"))
        return failed

    def state_of(self, conversation: str) -> str | None:
        raise StoreError("磁盘满了")


async def test_a_failing_store_does_not_cost_the_reply(open_site, house: House, tmp_path) -> None:
    from bot.advisor import Advisor

    closed = open_store(tmp_path / "other.sqlite3")
    closed.close()
    site = await open_site(advisor=Advisor(house.advisor.live, Broken()), store=closed)
    got = await ask(site, text=LOAN, client_id="x")
    assert got["amount_yuan"] == "67000.00"
    page = await site.post("/", data={"text": LOAN})
    assert page.status == 200 and (await site.get("/")).status == 200


async def test_figures_and_measures(site: TestClient) -> None:
    figures = await (await site.post("/api/figures", json={"text": "押了五百万"})).json()
    assert [one["value"] for one in figures["figures"]] == [5000000]
    assert (await site.post("/api/figures", json={"text": 1})).status == 400
    known = await (await site.get("/api/measures")).json()
    assert "patent_pledge_interest" in [one["id"] for one in known["measures"]]
    sums = await (
        await site.get("/api/measures/patent_pledge_interest?principal_yuan=5000000&term_months=12&start=2024-08")
    ).json()
    assert sums["amount_yuan"] == "67000.00"
    assert (await site.get("/api/measures/none")).status == 404


async def test_health(site: TestClient) -> None:
    assert (await (await site.get("/healthz")).json())["status"] == "ok"


ODD = ["", "c1", '"', '","amount_yuan":"1', "\\", "{", '{"conversation":"x"', "名字\n\t\0", "\u2028😀", "a" * 200]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("stored", ["api:1:2", *ODD])
def test_the_name_of_a_conversation_is_changed_and_nothing_else(stored: str, name: str) -> None:
    payload = {"conversation": stored, "text": '{"conversation":"api:1:2"}', "amount_yuan": "40200.00", "n": [1, None]}
    assert renamed(json_of(payload), stored, name) == json_of({**payload, "conversation": name})
    later = {"text": "x", "conversation": stored}
    assert json.loads(renamed(json_of(later), stored, name)) == {"text": "x", "conversation": name}


@pytest.mark.parametrize("name", [*ODD[1:], "\ud800"])
async def test_an_answer_says_the_name_as_it_was_sent(site: TestClient, name: str) -> None:
    body = json.dumps({"text": "鲁科担补多少", "conversation": name})
    answer = await site.post("/api/ask", data=body)
    got = await answer.json()
    assert got["conversation"] == name.encode("utf-8", "replace").decode() and got["text"] and got["clauses"]
