"""The pages without a browser: chat by form, documents, calculators, receipts, embedding."""

import re

from aiohttp.test_utils import TestClient

from bot.bootstrap import House
from bot.channels.web.session import COOKIE

LOAN = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
LINK = "/measures/patent_pledge_interest?principal_yuan=5000000&term_months=12&start=2024-08"


async def text_of(site: TestClient, path: str, status: int = 200, **given: object) -> str:
    answer = await site.get(path, **given)
    assert answer.status == status
    return await answer.text()


async def test_a_plain_form_post_works_and_the_page_keeps_what_was_said(site: TestClient) -> None:
    await site.get("/")
    page = await (await site.post("/", data={"text": LOAN, "client_id": "f1"})).text()
    for words in ("67,000.00", "市市场监管局", "同一企业一个年度贴息额最高10万元", LOAN):
        assert words in page
    assert page.count('class="mine"') == 1
    again = await (await site.post("/", data={"text": LOAN, "client_id": "f1"})).text()
    assert again.count('class="mine"') == 1


async def test_a_chip_counts_over_what_stands_in_the_field(site: TestClient) -> None:
    await site.get("/")
    await site.post("/", data={"text": LOAN})
    page = await (await site.post("/", data={"text": "", "chip": "找哪个部门"})).text()
    assert "三家" in page or "3家都是牵头单位" in page


async def test_without_cookies_the_page_holds_the_session(site: TestClient) -> None:
    def held(page: str) -> str:
        found = re.search(r'name="session" value="([^"]+)"', page)
        assert found
        return found[1]

    key = held(await text_of(site, "/"))
    site.session.cookie_jar.clear()
    first = await (await site.post("/", data={"text": "首台套保险，保费80万，能补多少", "session": key})).text()
    site.session.cookie_jar.clear()
    assert held(first) == key
    second = await (await site.post("/", data={"text": "保额2000万", "session": key})).text()
    assert second.count('class="mine"') == 2 and 'data-kind="calculation"' in second


async def test_in_a_frame_of_another_site_the_script_holds_the_session(site: TestClient) -> None:
    first = await site.post("/chat", json={"text": "首台套保险，保费80万，能补多少"})
    key = first.headers["X-Session"]
    site.session.cookie_jar.clear()
    second = await site.post("/chat", json={"text": "保额2000万"}, headers={"X-Session": key})
    assert (await second.json())["kind"] == "calculation"


async def test_what_was_refused_stays_in_the_field(site: TestClient) -> None:
    long = "专利质押" * 200
    page = await (await site.post("/", data={"text": long})).text()
    assert f">{long}</textarea>" in page and "500 字以内" in page


async def test_forgetting_deletes_and_begins_anew(site: TestClient, house: House) -> None:
    from bot.channels.web.session import Session

    await site.get("/")
    await site.post("/", data={"text": LOAN})
    key = next(c.value for c in site.session.cookie_jar if c.key == COOKIE)
    assert house.store.turns(Session(key, True).conversation)
    page = await (await site.post("/forget")).text()
    assert "67,000.00" not in page and 'class="mine"' not in page
    assert house.store.turns(Session(key, True).conversation) == ()
    assert next(c.value for c in site.session.cookie_jar if c.key == COOKIE) != key


async def test_after_a_restart_the_words_are_still_there(open_site) -> None:
    first = await open_site()
    await first.get("/")
    await first.post("/chat", json={"text": LOAN, "client_id": "r1"})
    key = next(c.value for c in first.session.cookie_jar if c.key == COOKIE)
    second = await open_site()
    page = await text_of(second, "/", cookies={COOKIE: key})
    assert LOAN in page and "67,000.00元" in page


async def test_every_clause_has_a_page_with_its_exact_words(site: TestClient, house: House) -> None:
    [policy] = house.advisor.live.knowledge.policies
    whole = await text_of(site, f"/policies/{policy.id}")
    for clause in policy.clauses:
        assert f"/policies/{policy.id}/{clause.id}" in whole
        page = await text_of(site, f"/policies/{policy.id}/{clause.id}")
        assert clause.text.partition("。")[2].strip()[:60] in page and f"<title>{clause.title}" in page
    assert (await site.get("/policies/none")).status == 404
    assert (await site.get(f"/policies/{policy.id}/9.9")).status == 404


async def test_a_passage_is_marked_only_where_it_stands(site: TestClient) -> None:
    path = "/policies/liaocheng-2024/1.1"
    quote = "同一企业一个年度贴息额最高10万元"
    assert f'<mark id="mark">{quote}</mark>' in await text_of(site, path, params={"mark": quote})
    assert "<mark" not in await text_of(site, path, params={"mark": "没有这句话"})


async def test_every_measure_has_a_calculator(site: TestClient, house: House) -> None:
    for measure in house.advisor.live.knowledge.measures:
        page = await text_of(site, f"/measures/{measure.id}")
        for record in measure.inputs:
            assert f'name="{record.key}"' in page
    assert (await site.get("/measures/none")).status == 404


async def test_a_prefilled_link_shows_the_sum_the_working_and_both_pictures(site: TestClient) -> None:
    page = await text_of(site, LINK)
    for words in ("67,000.00元", "500万元 × LPR 3.35% × 40% × 1年", 'class="bar"', 'class="chart"', 'value="500万元"'):
        assert words in page
    wrong = await text_of(site, "/measures/guarantee_fee?guarantee_yuan=500万&fee_rate=0.5")
    assert "百分之几还是千分之几" in wrong and 'aria-invalid="true"' in wrong


async def test_two_variants_stand_side_by_side(site: TestClient) -> None:
    changed = "/measures/patent_pledge_interest/compare?principal_yuan=800万&term_months=12&start=2024-08"
    page = await text_of(site, changed + "&from=principal_yuan%3D5000000%26term_months%3D12%26start%3D2024-08")
    assert "67,000.00元" in page and "100,000.00元" in page and "方案二比方案一多 3.3万元" in page


async def test_static_files_embedding_and_what_search_engines_ask(site: TestClient) -> None:
    page = await text_of(site, "/")
    size = len(page)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = await site.get(address)
        assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
        size += len(await answer.read())
    assert size <= 150_000
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/none.css"):
        assert (await site.get(path)).status == 404
    script = await site.get("/embed.js")
    assert script.status == 200 and script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Disallow: /receipts/" in await text_of(site, "/robots.txt")
    assert (await text_of(site, "/sitemap.xml")).count("<loc>") >= 27


async def test_the_card_of_every_kind_is_drawn(site: TestClient) -> None:
    from bot.messages import ReplyKind

    said = {
        LOAN: "calculation",
        "首台套保险，保费80万，能补多少": "ask",
        "白名单怎么进": "answer",
        "这文件啥时候到期": "meta",
        "我们是科技型中小企业，有啥政策能享受": "overview",
        "增值税怎么退": "out_of_scope",
        "你好": "smalltalk",
        "算了不算了": "cancelled",
        "": "refused",
        "专利质押贷500万，一年，2029年3月放款，贴多少": "expired",
    }
    kinds = set()
    for text, kind in said.items():
        site.session.cookie_jar.clear()
        got = await (await site.post("/chat", json={"text": text})).json()
        assert got["kind"] == kind, text
        assert f'data-kind="{kind}"' in got["html"] or kind == "expired"
        kinds.add(kind)
    assert kinds == set(ReplyKind)


async def test_what_is_kept_and_how_long_is_told(open_site) -> None:
    page = await text_of(await open_site(receipt_days=30), "/privacy")
    for words in ("说过的话和答复：180 天", "测算单：30 天", "谁能看", "点“清空对话”", "备份里可能还有"):
        assert words in page
    assert 'href="/privacy"' in await text_of(await open_site(), "/")
