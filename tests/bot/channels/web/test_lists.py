"""A list of firms on the site: sent, watched, read, downloaded, cleared; what is no list is told in words."""

import asyncio
import io
from datetime import date

import pytest
from aiohttp import FormData
from openpyxl import load_workbook

from bot.channels.web.list_jobs import KEPT, MOST, Jobs
from tests.bot.kit.lists import LOAN, NAME, TERM, TYPE, big, book, saved

LIST = saved(
    book((NAME, TYPE, LOAN, TERM), ("甲公司", "科技型中小企业", 300, 12), ("乙公司", "科技型中小企业", "很多", 12))
)


def form(data: bytes, field: str = "list") -> FormData:
    made = FormData()
    made.add_field(field, io.BytesIO(data), filename="名单.xlsx")
    return made


async def done(site, path):
    for _ in range(200):
        shown = await site.get(path)
        text = await shown.text()
        if "http-equiv" not in text.replace('<noscript><meta http-equiv="refresh"', ""):
            return shown, text
        await asyncio.sleep(0.05)
    raise AssertionError("it is never done")


async def test_a_list_is_checked_and_its_result_downloaded_and_cleared(site):
    sent = await site.post("/checkup/list", data=form(LIST))
    path = sent.url.path
    shown, text = await done(site, path)
    assert shown.headers["Cache-Control"] == "no-store" and shown.headers["X-Robots-Tag"] == "noindex"
    assert "查了 2 家，有 1 处要核对" in text and "第 3 行，" in text and "“很多”：看不明白是多少，没有用" in text
    assert "要问：办了知识产权质押登记吗？本息按期还清了吗？" in text
    file = await site.get(f"{path}/result.xlsx")
    assert "attachment" in file.headers["Content-Disposition"]
    firms = load_workbook(io.BytesIO(await file.read()))["企业"]
    assert [row[1] for row in firms.values] == ["企业名称", "甲公司", "乙公司"]
    await site.post(f"{path}/forget")
    assert (await site.get(path)).status == 404


async def test_the_template_can_be_had_and_sent_back(site, known):
    template = await (await site.get("/checkup/list/template.xlsx")).read()
    assert load_workbook(io.BytesIO(template))["企业名单"]["A1"].value == NAME
    _, text = await done(site, (await site.post("/checkup/list", data=form(template))).url.path)
    assert "一家企业也没有" in text
    _, text = await done(site, (await site.post("/checkup/list", data=form(big(known, 60)))).url.path)
    assert "查了 60 家" in text and "只列前 50 家" in text


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        (lambda: form(b"", "other"), 400, "没有收到文件"),
        (lambda: form(b"x" * 2_000_001), 400, "超过 2 MB"),
        (lambda: {"list": "words"}, 400, "没有收到文件"),
    ],
)
async def test_what_is_not_sent_as_a_file_is_told(site, data, status, says):
    sent = await site.post("/checkup/list", data=data())
    assert sent.status == status and says in await sent.text()


async def test_no_other_site_may_send_one(site):
    sent = await site.post("/checkup/list", data=form(LIST), headers={"Origin": "https://other.example"})
    assert sent.status == 403


async def test_a_file_that_is_no_workbook_is_refused_on_its_page(site):
    _, text = await done(site, (await site.post("/checkup/list", data=form(b"hello"))).url.path)
    assert "不是 .xlsx" in text and "重新传" in text


async def test_lists_are_kept_for_half_an_hour_and_not_too_many(known):
    now = [0.0]
    jobs = Jobs(lambda: now[0])
    names = [jobs.begin(known, b"", date(2025, 11, 22)) for _ in range(MOST + 1)]
    assert jobs.find(names[0]) is None and jobs.find(names[1])
    now[0] = KEPT + 1
    assert jobs.find(names[-1]) is None
    await jobs.close()
