"""「走访」 in 企业微信: a counselor whose id is recorded gets an address of his own, others hear what to do."""

import re

import pytest

from knowledge.people import HASHER, Hand
from knowledge.store import Person
from tests.bot.channels.wecom.conftest import PUBLIC
from tests.bot.channels.wecom.fake import FakeWecom

LINK = re.compile(rf"{PUBLIC}/desk/enter/[A-Za-z0-9_-]{{43}}")


@pytest.fixture
def people(bot):
    people = bot.store.people()
    secret = HASHER.hash("一句自己记得住的话")
    for name, role, wecom in (("li", "counselor", "LiSi"), ("wang", "viewer", "WangWu")):
        person = Person(name, f"{name}先生", role, wecom=wecom)
        people.put(person, Hand("tests", "", "").note("account", name), secret=secret, new=True).result()
    return people


@pytest.mark.parametrize(("said", "words"), [("走访", "记走访"), ("走访。", "记走访"), ("走访记录", "到期的事")])
async def test_a_counselor_gets_an_address_of_his_own_each_time_another(bot, people, said, words) -> None:
    first, second = [(await bot.fake.answer("LiSi", said)).text for _ in range(2)]
    assert words in first and "li先生" in first and "5 分钟内有效，只能用一次" in first
    assert LINK.search(first) and LINK.search(first)[0] != LINK.search(second)[0]
    await bot.settled()
    assert not bot.store.turns("wecom:LiSi"), "the address stands in no record"


async def test_the_id_is_found_however_it_is_written(bot, people) -> None:
    assert LINK.search((await bot.fake.answer("lisi", "走访")).text)


async def test_a_counselors_check_up_is_on_the_page_and_still_can_be_done_here(bot, people) -> None:
    text = (await bot.fake.answer("LiSi", "体检")).text
    assert LINK.search(text) and "做体检" in text and "企业体检" in text
    assert "/desk/enter/" not in (await bot.fake.answer("LiSi", "企业体检")).text


async def test_everybody_else_is_checked_up_here(bot, people) -> None:
    for person in ("u1", "WangWu"):
        text = (await bot.fake.answer(person, "体检")).text
        assert "办过" in text and "/desk/enter/" not in text


async def test_who_is_not_recorded_hears_whom_to_tell_what(bot, people) -> None:
    text = (await bot.fake.answer("ZhaoLiu", "走访")).text
    assert "管理员" in text and "我的企业微信账号是 ZhaoLiu" in text and "/desk/enter/" not in text


async def test_who_may_not_is_told_so(bot, people) -> None:
    assert "要有“辅导员”的权限" in (await bot.fake.answer("WangWu", "走访")).text


async def test_in_a_group_nobody_is_given_an_address(bot, people) -> None:
    text = (await bot.fake.answer("LiSi", "走访", group="g1")).text
    assert "请在单聊里" in text and "/desk/enter/" not in text
    assert "/desk/enter/" not in (await bot.fake.answer("LiSi", "体检", group="g1")).text


async def test_without_an_address_of_the_site_it_is_said(start, house) -> None:
    async with FakeWecom().serving() as fake, start(fake, FUDAOYUAN_PUBLIC_URL="") as bot:
        person = Person("li", "李四", "counselor", wecom="LiSi")
        bot.store.people().put(person, Hand("tests", "", "").note("account", "li"), secret="x", new=True).result()
        assert "没有设网址（FUDAOYUAN_PUBLIC_URL）" in (await fake.answer("LiSi", "走访")).text
        assert "办过" in (await fake.answer("LiSi", "体检")).text
