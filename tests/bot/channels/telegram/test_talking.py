"""What a person sees in a private chat: the same answers as on the page, buttons, commands, links, edited messages."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.messenger.deep_links import Link, read_link, target_of
from bot.channels.telegram.commands import COMMANDS
from bot.replies.render import environment
from knowledge.records.build import build
from tests.city import shipped_files

SUM = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
GUARANTEE = "鲁科担，担保500万，费率0.5%，能补多少？"


def data_of(shown, label):
    """The data of the button with this label."""
    return next(button["callback_data"] for button in shown.buttons if button["text"] == label)


async def pressed(fake, shown, label):
    """Presses a button and waits for the message that answers it."""
    before = len(fake.texts(shown.chat))
    fake.press(shown, data_of(shown, label))
    await fake.until(lambda: len(fake.texts(shown.chat)) > before)
    return fake.last(shown.chat)


def labels(shown):
    return [button["text"] for button in shown.buttons]


async def test_a_sum_comes_with_clause_offices_and_the_next_question_as_buttons(bot):
    shown = await bot.fake.answer(7, SUM)
    for words in ("67,000.00", "一、（一）", "市科技局、市市场监管局、中国人民银行聊城市分行", "科技型中小微企业"):
        assert words in shown.text
    assert labels(shown)[:3] == ["是", "不是", "不清楚"] and "依据原文" in labels(shown)
    (sent,) = bot.fake.made("sendMessage")
    assert sent.values["parse_mode"] == "HTML" and sent.values["text"].startswith("<b>")


async def test_what_is_sent_reads_as_the_plain_words(bot):
    shown = await bot.fake.answer(7, SUM)
    (turn,) = bot.store.turns("tg:7")
    assert [line for line in shown.text.splitlines() if line] == turn.reply.splitlines()


async def test_conditions_are_answered_by_buttons_until_none_is_open(bot):
    shown = await bot.fake.answer(7, SUM)
    for _ in range(3):
        shown = await pressed(bot.fake, shown, "是")
    last = json.loads(list(bot.store.turns("tg:7"))[-1].payload)
    assert (last["unconfirmed"], last["eligible"]) == ([], True)
    assert "是" not in labels(shown)


async def test_the_clause_is_read_by_a_button_and_the_talk_stays_where_it_is(bot):
    shown = await bot.fake.answer(7, SUM)
    read = await pressed(bot.fake, shown, "依据原文")
    assert "按照贷款市场报价利率（LPR）的40%给予贴息补助" in read.text and "牵头：市科技局" in read.text
    again = await pressed(bot.fake, shown, "是")
    assert "科技型中小微企业" not in again.text.split("还要确认")[-1]


async def test_choices_are_buttons(bot):
    shown = await bot.fake.answer(7, "保费能补多少")
    assert "您问的是哪一种？" in shown.text
    name = labels(shown)[0]
    await pressed(bot.fake, shown, name)
    turn = bot.store.turns("tg:7")[-1]
    assert turn.measure and turn.text == name, "recorded is what was pressed, not its number"


async def test_a_unit_is_a_button(bot):
    await bot.fake.answer(7, "鲁科担能补多少")
    shown = await bot.fake.answer(7, "担保500，费率0.5%")
    assert labels(shown)[:2] == ["元", "万元"]
    assert "1.00 万元" in (await pressed(bot.fake, shown, "万元")).text


@pytest.mark.parametrize("data", ["", "s1:x", "s0:12345678:f:tech_sme:yes", "s1:00000000:f:tech_sme:yes", "c1:no:9.9"])
async def test_forged_and_old_buttons_say_that_they_are_void_and_do_nothing(bot, data):
    shown = await bot.fake.answer(7, SUM)
    assert await bot.fake.toast(shown, data or "?") == "按钮已失效"
    assert len(bot.fake.texts(7)) == 1 and len(bot.store.turns("tg:7")) == 1


@pytest.mark.parametrize(
    "kind", ["f:pledge_registered:yes", "f:tech_sme:perhaps", "n:7:", "u:nonsense:", "w:两:", "z:a:b"]
)
async def test_a_button_with_a_right_mark_but_wrong_words_is_void(bot, kind):
    shown = await bot.fake.answer(7, SUM)
    mark = data_of(shown, "是").split(":")[1]
    assert await bot.fake.toast(shown, f"s1:{mark}:{kind}") == "按钮已失效"


async def test_a_button_is_void_once_the_talk_has_moved_on(bot):
    first = await bot.fake.answer(7, SUM)
    await bot.fake.answer(7, GUARANTEE)
    assert await bot.fake.toast(first, data_of(first, "是")) == "按钮已失效"
    assert await bot.fake.toast(first, data_of(first, "找哪个部门")) == "按钮已失效"
    assert await bot.fake.toast(first, data_of(first, "依据原文")) == ""


async def test_pressing_twice_counts_once(bot):
    shown = await bot.fake.answer(7, SUM)
    data = data_of(shown, "是")
    assert [await bot.fake.toast(shown, data), await bot.fake.toast(shown, data)] == ["", "按钮已失效"]


async def test_every_command_answers(bot):
    for name, _ in COMMANDS:
        shown = await bot.fake.answer(7, f"/{name}")
        assert shown.text, name
    assert bot.fake.made("setMyCommands")
    assert [turn.text for turn in bot.store.turns("tg:7")][:2] == ["/start", "/calculate"]


async def test_every_measure_is_begun_from_calculate_and_every_clause_read_from_policies(bot, known):
    menu = await bot.fake.answer(7, "/calculate")
    assert labels(menu) == [measure.name for measure in known.measures]
    for measure in known.measures:
        await pressed(bot.fake, menu, measure.name)
        assert bot.store.turns("tg:7")[-1].measure == measure.id
    menu = await bot.fake.answer(8, "/policies")
    for clause in known.policies[0].clauses:
        assert clause.title in (await pressed(bot.fake, menu, clause.id)).text


async def test_links_lead_to_clause_and_measure_and_the_event_is_recorded(bot):
    shown = await bot.fake.answer(7, "/start c1_1")
    assert "一、（一）加大科技信贷支持力度" in shown.text
    shown = await bot.fake.answer(8, "/start m_patent_pledge_interest-expo2026")
    assert "本金是多少" in shown.text
    assert "67,000" in (await bot.fake.answer(8, "500万，一年，2024年8月放款")).text
    assert bot.store.turns("tg:8")[0].text == "/start m_patent_pledge_interest-expo2026"
    for unknown in ("expo2026", "m_gone", "c9_9", "坏的"):
        assert "我是金融辅导员" in (await bot.fake.answer(9, f"/start {unknown}")).text


def test_a_link_says_clause_measure_and_event():
    assert read_link("c1_1") == Link(clause="1.1")
    assert read_link("m_neeq_award") == Link(measure="neeq_award")
    assert read_link("c2_3-expo") == Link(clause="2.3", event="expo")
    assert read_link("expo-2026") == Link(event="expo-2026")
    assert read_link("坏") == Link()


@pytest.mark.parametrize("main", ["liaocheng-2024", "lindong-2026"])
def test_a_link_to_what_several_documents_have_leads_to_the_main_one(main) -> None:
    files = {**shipped_files(), **shipped_files(Path(__file__).parents[3] / "policies")}
    known = build(files)
    known = replace(known, site=replace(known.site, main=main))
    twin, clause = target_of(Link(measure="patent_pledge_interest"), known), target_of(Link(clause="1.1"), known)
    assert twin and twin[1] == f"measure:{main}/patent_pledge_interest"
    assert clause and clause[1] == f"clause:{main}/1.1"
    assert target_of(Link(measure="equipment_award"), known) == ("设备投资奖补", "measure:lindong-2026/equipment_award")
    assert target_of(Link(measure="gone"), known) is None


async def test_a_check_up_in_one_sentence(bot):
    await bot.fake.answer(7, "/checkup 科技型中小企业，专利质押贷了500万，一年，登记办了，按期还清了")
    assert "60,000.00" in (await bot.fake.answer(7, "出结果")).text
    assert bot.store.turns("tg:7")[0].text.startswith("/checkup 科技型中小企业")


async def test_a_check_up_by_buttons(bot):
    shown = await bot.fake.answer(7, "/checkup")
    assert "下面哪些办过" in shown.text
    shown = await pressed(bot.fake, shown, "专利权质押贷款")
    assert "科技型中小企业" in shown.text
    stale = shown
    shown = await pressed(bot.fake, shown, "是")
    assert "本金" in shown.text
    shown = await pressed(bot.fake, shown, "出结果")
    assert "待补条件" in shown.text and "白名单" in shown.text
    assert await bot.fake.toast(stale, data_of(stale, "跳过")) == "按钮已失效"


async def test_cancel_ends_the_topic(bot):
    await bot.fake.answer(7, SUM)
    await bot.fake.answer(7, "/cancel")
    assert bot.store.turns("tg:7")[-1].kind == "cancelled"
    assert "67,000" not in (await bot.fake.answer(7, "那要是800万呢")).text


async def test_deleting_asks_first_then_leaves_no_word(bot):
    await bot.fake.answer(7, SUM)
    shown = await bot.fake.answer(7, "/delete")
    assert await bot.fake.toast(shown, "d1:8") == "按钮已失效"
    await pressed(bot.fake, shown, "确认删除")
    assert bot.store.turns("tg:7") == () and bot.store.state_of("tg:7") is None
    await bot.fake.answer(7, "那要是800万呢")
    assert [turn.measure for turn in bot.store.turns("tg:7")] == [None]


async def test_an_edited_question_is_answered_anew_in_place(bot):
    number = bot.fake.say(7, SUM)
    await bot.fake.until(lambda: bot.fake.texts(7))
    bot.fake.edit(number, SUM.replace("500万", "600万"))
    await bot.fake.until(lambda: "80,400" in bot.fake.texts(7)[0])
    assert bot.fake.last(7).edited and bot.fake.last(7).text.startswith("按您改过的话重新答")
    bot.fake.edit(number, SUM.replace("500万", "100万"))
    await bot.fake.until(lambda: "13,400" in bot.fake.texts(7)[0])
    assert "本金 " not in bot.fake.texts(7)[0], "the talk goes back to before the message: nothing changed in it"


async def test_an_edited_older_question_is_answered_as_a_new_one(bot):
    number = bot.fake.say(7, SUM)
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.fake.answer(7, GUARANTEE)
    bot.fake.edit(number, SUM.replace("500万", "600万"))
    await bot.fake.until(lambda: len(bot.fake.texts(7)) == 3)
    assert "80,400" in bot.fake.last(7).text and not bot.fake.shown[min(bot.fake.shown)].edited


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, "图片我看不了"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "语音我听不了"),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, "文件我打不开"),
        ({"location": {"latitude": 36.4, "longitude": 115.9}}, "位置我用不上"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "这种消息我读不了"),
    ],
)
async def test_what_is_no_text_gets_a_kind_sentence(bot, content, words):
    bot.fake.send(7, **content)
    await bot.fake.until(lambda: bot.fake.texts(7))
    assert bot.fake.texts(7)[0].startswith(words) and "请用文字说一句" in bot.fake.texts(7)[0]


async def test_words_under_a_picture_are_a_question(bot):
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    bot.fake.send(7, photo=photo, caption=SUM)
    await bot.fake.until(lambda: bot.fake.texts(7))
    assert "67,000" in bot.fake.texts(7)[0]


async def test_marks_and_half_characters_in_a_question_break_nothing(bot):
    for text in (
        "<b>鲁科担</b>&amp;<script>，担保500<万，费率0.5%",
        "鲁科担\ud800，费率0.5%",
        "￾",
        "贷" * 4096,
        "𠀀" * 2048,
    ):
        assert await bot.fake.answer(7, text)
    assert not [call for call in bot.fake.made("sendMessage") if "parse_mode" not in call.values], "no plain fallback"


async def test_a_message_telegram_cannot_parse_goes_out_plain(bot):
    bot.fake.faults["sendMessage"].append("400:can't parse entities: Unsupported start tag")
    shown = await bot.fake.answer(7, SUM)
    assert "67,000" in shown.text and "<b>" not in shown.text
    assert "parse_mode" not in bot.fake.made("sendMessage")[0].values


async def test_the_day_is_that_of_the_place_when_the_message_was_sent(bot):
    late = int(datetime(2026, 3, 1, 16, 30, tzinfo=UTC).timestamp())
    bot.fake.send(7, text="鲁科担补多少", date=late)
    await bot.fake.until(lambda: bot.fake.texts(7))
    assert bot.store.turns("tg:7")[0].day == "2026-03-02"


async def test_an_update_nobody_can_read_holds_up_nobody(bot):
    bot.fake.put({"message": {"message_id": "not a number", "chat": {"id": 7}}})
    bot.fake.put({"something_new": {"chat": {"id": 7}}})
    bot.fake.send(7, new_chat_members=[{"id": 9, "is_bot": False, "first_name": "x"}])
    assert "67,000" in (await bot.fake.answer(7, SUM)).text
    await bot.settled()
    assert len(bot.fake.texts(7)) == 1


async def test_what_goes_wrong_is_an_apology_with_a_number(bot, monkeypatch, caplog):
    monkeypatch.setattr(bot.advisor, "reply", lambda *_: 1 / 0)
    shown = await bot.fake.answer(7, SUM)
    number = shown.text.partition("编号 ")[2].partition("）")[0]
    assert "没处理好" in shown.text and f"telegram update {number} failed" in caplog.text
    await bot.settled()


async def test_what_goes_wrong_within_the_advisor_has_the_number_of_the_update(bot, monkeypatch, caplog):
    def broken(heard, state):
        raise RuntimeError("broken")

    monkeypatch.setattr("bot.turns.respond_among", broken)
    shown = await bot.fake.answer(7, SUM)
    (record,) = [record for record in caplog.records if "a turn failed" in record.getMessage()]
    assert f"编号 {record.request}）" in shown.text and record.request == "1000"
    assert "tg:7" not in record.getMessage()
    await bot.settled()


def test_every_template_of_this_flavour_escapes():
    names = [name for name in environment().list_templates() if name.startswith("telegram/")]
    assert names
    for name in names:
        source = environment().loader.get_source(environment(), name)[0]
        assert "safe" not in source and environment().autoescape(name), name
