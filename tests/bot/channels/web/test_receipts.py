"""Receipts on the real store: what they keep, who finds them, when they end."""

import re
from dataclasses import replace
from datetime import date, timedelta

from aiohttp.test_utils import TestClient

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from bot.channels.web.housekeeping import tidy
from bot.channels.web.site import SITE
from knowledge.store import open_store
from knowledge.store.seen_days import CONFIRMED

DAY = date(2025, 11, 22)
INPUTS = {"principal_yuan": "5000000", "term_months": "12", "start": "2024-08", "tech_sme": "yes"}
SAVE = "/measures/patent_pledge_interest/receipt"


class Running:
    """Seconds the program has run; moved on by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


async def tidy_after_a_day(site: TestClient, running: Running) -> None:
    """Housekeeping when the site has run for so long that its day is believed."""
    await tidy(site.server.app[SITE])
    running.at += CONFIRMED
    await tidy(site.server.app[SITE])


async def saved(site: TestClient, **inputs: str) -> str:
    """The token of a fresh receipt."""
    return (await site.post(SAVE, data=inputs or INPUTS)).url.path.removeprefix("/receipts/")


async def text_of(site: TestClient, path: str) -> str:
    answer = await site.get(path)
    assert answer.status == 200
    return await answer.text()


async def test_what_marks_the_lines_of_a_reply_is_in_no_receipt(open_site) -> None:
    site = await open_site()
    typed = await text_of(site, f"/receipts/{await saved(site, **INPUTS)}")
    inputs = {**INPUTS, "principal_yuan": "\ufdd05\ufdd100\ufdd2万"}
    forged = await text_of(site, f"/receipts/{await saved(site, **inputs)}")
    assert not re.search("[\ufdd0-\ufdef]", forged)
    assert re.sub(r"/receipts/[\w-]{22}", "", forged) == re.sub(r"/receipts/[\w-]{22}", "", typed)


async def test_a_receipt_keeps_everything_and_compares_with_today(open_site) -> None:
    site = await open_site()
    made = await site.post(SAVE, data=INPUTS)
    page, token = await made.text(), made.url.path.removeprefix("/receipts/")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    for words in ("67,000.00元", "500万元", "3.35%", "同一企业一个年度贴息额最高10万元", "资料第", "结果一样"):
        assert words in page
    assert made.headers["X-Robots-Tag"] == "noindex" and made.headers["Cache-Control"] == "no-store"
    assert (await site.get(f"/receipts/{token}/qr.svg")).content_type == "image/svg+xml"
    later = await open_site(day=lambda: date(2029, 6, 1), receipt_days=5_000)
    assert "结果不一样了" in await text_of(later, f"/receipts/{token}")


async def test_a_ceiling_that_was_changed_is_told_too(open_site, house: House) -> None:
    known = house.advisor.live.knowledge
    award = known.measure("ipo_award")
    lower = replace(award, figures=tuple(replace(figure, value=figure.value / 2) for figure in award.figures))
    others = tuple(lower if one is award else one for one in known.measures)
    changed = Advisor(Live(replace(known, measures=others), house.advisor.live.matcher), house.store)
    made = await (await open_site()).post("/measures/ipo_award/receipt", data={"is_ipo": "yes"})
    assert "600" in await made.text() and "结果一样" in await made.text()
    later = await text_of(await open_site(advisor=changed), made.url.path)
    assert "结果不一样了：现在是 300万元" in later and "600" in later


async def test_a_receipt_is_there_after_a_restart_and_nobody_finds_one_by_trying(open_site) -> None:
    token = await saved(await open_site())
    site = await open_site()
    assert "67,000.00元" in await text_of(site, f"/receipts/{token}")
    for wrong in ("x", "A" * 22, "..%2f..%2fsecret", token[:-1], token.swapcase(), "贴息" * 11):
        assert (await site.get(f"/receipts/{wrong}")).status == 404


async def test_who_reads_the_database_learns_no_address(open_site, house: House) -> None:
    token = await saved(await open_site())
    database = house.settings.database
    whole = b"".join(path.read_bytes() for path in database.parent.glob(database.name + "*"))
    assert "同一企业一个年度贴息额最高10万元".encode() in whole and token.encode() not in whole


async def test_a_receipt_lasts_through_its_last_day_and_is_then_deleted(open_site, tmp_path) -> None:
    running = Running()
    with open_store(tmp_path / "own.sqlite3", time=running) as store:
        site = await open_site(store=store, receipt_days=30)
        token = await saved(site)
        assert "保存到 2025年12月22日" in await text_of(site, f"/receipts/{token}")
        last = await open_site(store=store, receipt_days=30, day=lambda: DAY + timedelta(days=30))
        await tidy_after_a_day(last, running)
        assert (await last.get(f"/receipts/{token}")).status == 200
        over = await open_site(store=store, receipt_days=30, day=lambda: DAY + timedelta(days=31))
        assert (await over.get(f"/receipts/{token}")).status == 404
        await tidy(over.server.app[SITE])
        # Deleted, not hidden: a longer retention does not bring it back.
        assert (await (await open_site(store=store, receipt_days=365)).get(f"/receipts/{token}")).status == 404


async def test_one_start_with_the_clock_years_ahead_deletes_no_receipt(open_site, tmp_path) -> None:
    running = Running()
    with open_store(tmp_path / "own.sqlite3", time=running) as store:
        site = await open_site(store=store, receipt_days=30)
        token = await saved(site)
        await tidy_after_a_day(site, running)
        wrong = await open_site(store=store, receipt_days=30, day=lambda: date(2030, 1, 1))
        await tidy(wrong.server.app[SITE])
        assert (await wrong.get(f"/receipts/{token}")).status == 404
        right = await open_site(store=store, receipt_days=30, day=lambda: DAY + timedelta(days=1))
        await tidy(right.server.app[SITE])
        assert (await right.get(f"/receipts/{token}")).status == 200


async def test_a_deleted_receipt_leaves_no_bytes_behind(open_site, tmp_path) -> None:
    def lies_in_the_file() -> bool:
        return "按放款日取".encode() in (tmp_path / "own.sqlite3").read_bytes()

    with open_store(tmp_path / "own.sqlite3") as store:
        await saved(await open_site(store=store))
    assert lies_in_the_file()
    running = Running()
    with open_store(tmp_path / "own.sqlite3", time=running) as store:
        late = await open_site(store=store, receipt_days=1, day=lambda: DAY + timedelta(days=2))
        await tidy_after_a_day(late, running)
    assert not lies_in_the_file()


async def test_nothing_to_keep_leads_back_to_the_form(site: TestClient) -> None:
    back = await site.post(SAVE, data={"principal_yuan": "很多"})
    assert back.url.path == "/measures/patent_pledge_interest"


async def test_a_receipt_that_cannot_be_stored_is_told_and_none_is_shown(open_site, house: House, tmp_path) -> None:
    store = open_store(tmp_path / "closed.sqlite3")
    store.close()
    answer = await (await open_site(store=store)).post(SAVE, data=INPUTS)
    assert answer.status == 503 and "存不下来" in await answer.text()


async def test_what_else_was_posted_is_not_kept(open_site, tmp_path) -> None:
    with open_store(tmp_path / "own.sqlite3") as store:
        await saved(await open_site(store=store), **INPUTS, company="张三的公司")
    assert "张三的公司".encode() not in (tmp_path / "own.sqlite3").read_bytes()
