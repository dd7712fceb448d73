"""What counselors see in 企业微信: answers with cards, groups in which each has a talk, quotes as context."""

import asyncio
import json

import pytest

from tests.bot.channels.wecom.fake import FakeWecom

SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
GUARANTEE = "鲁科担，担保{0}万，费率0.5%，能补多少？"


async def test_a_question_is_answered_with_its_card(bot):
    shown = await bot.fake.answer("zhangsan", SUM)
    assert "67,000.00" in shown.text and shown.text.startswith("**")
    assert "80,400.00" in (await bot.fake.answer("zhangsan", "改成600万")).text
    await bot.settled()


async def test_a_condition_is_pressed_and_its_card_tells_what_was_chosen(bot):
    shown = await bot.fake.answer("zhangsan", "体检")
    assert shown.card["card_type"] == "vote_interaction" and len(shown.card["checkbox"]["option_list"]) > 6
    task, option = shown.card["task_id"], shown.card["checkbox"]["option_list"][0]
    answered = await bot.fake.press("zhangsan", task, option["id"])
    assert answered.text and option["text"][:5] in bot.fake.cards[task]["main_title"]["title"]
    assert bot.fake.cards[task]["card_type"] == "button_interaction"
    assert bot.store.turns("wecom:zhangsan")[-1].text == option["text"]
    await bot.settled()


async def test_a_card_that_is_out_of_date_does_nothing_and_says_so(bot):
    shown = await bot.fake.answer("zhangsan", "体检")
    task, key = shown.card["task_id"], shown.card["checkbox"]["option_list"][0]["id"]
    await bot.fake.answer("zhangsan", SUM)
    await bot.fake.tap("zhangsan", task, key)
    await bot.fake.until(lambda: "过时" in bot.fake.cards[task]["main_title"]["title"])
    await bot.settled()
    assert len(bot.store.turns("wecom:zhangsan")) == 2


async def test_chips_of_an_answer_are_buttons(bot):
    shown = await bot.fake.answer("zhangsan", SUM)
    labels = [button["text"] for button in shown.card["button_list"]]
    assert "找哪个部门" in labels
    key = shown.card["button_list"][labels.index("找哪个部门")]["key"]
    assert "科技局" in (await bot.fake.press("zhangsan", shown.card["task_id"], key)).text


async def test_who_opens_the_chat_is_welcomed(bot):
    await bot.fake.enter("zhangsan")
    await bot.fake.until(lambda: bot.fake.said["zhangsan"])
    assert bot.fake.texts("zhangsan")[0].startswith("您好，我是金融辅导员。")
    assert bot.fake.calls[-1][0] == "aibot_respond_welcome_msg"


async def test_in_a_group_each_has_a_talk_of_his_own(bot):
    await bot.fake.answer("zhangsan", GUARANTEE.format(100), "wrGroup")
    await bot.fake.answer("lisi", SUM, "wrGroup")
    assert "6,000.00" in (await bot.fake.answer("zhangsan", "改成300万", "wrGroup")).text
    assert "80,400.00" in (await bot.fake.answer("lisi", "改成600万", "wrGroup")).text
    assert [turn.text for turn in bot.store.turns("wecom:wrGroup:lisi")] == [SUM, "改成600万"]
    assert not bot.store.turns("wecom:lisi")


async def test_an_older_answer_that_is_quoted_is_gone_on_with(bot):
    first = await bot.fake.answer("zhangsan", SUM)
    await bot.fake.answer("zhangsan", GUARANTEE.format(100))
    await bot.settled()
    quote = {"msgtype": "text", "text": {"content": first.text}}
    assert "80,400.00" in (await bot.fake.answer("zhangsan", "改成600万", quote=quote)).text


async def test_somebody_elses_words_that_are_quoted_are_context_and_not_recorded(bot):
    quote = {"msgtype": "text", "text": {"content": SUM}}
    shown = await bot.fake.answer("lisi", "找哪个部门", "wrGroup", quote=quote)
    assert "科技局" in shown.text
    [turn] = bot.store.turns("wecom:wrGroup:lisi")
    assert turn.text == "找哪个部门" and json.loads(turn.payload)["clauses"][0]["clause"] == "1.1"
    assert "不归" not in shown.text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"msgtype": "image", "image": {"url": "http://x"}}, "图片我看不了"),
        ({"msgtype": "file", "file": {"url": "http://x"}}, "文件我打不开"),
        ({"msgtype": "something_new"}, "这种消息"),
        ({"msgtype": "voice", "voice": {"content": SUM}}, "67,000.00"),
        ({"msgtype": "text", "text": "no object"}, "这种消息"),
        ({"msgtype": "text", "text": {"content": "   "}}, "这种消息"),
    ],
)
async def test_what_is_no_text_gets_a_kind_sentence_and_speech_its_answer(bot, more, words):
    await bot.fake.bring(bot.fake.body("zhangsan", **more))
    await bot.fake.until(lambda: bot.fake.said["zhangsan"])
    assert words in bot.fake.texts("zhangsan")[0]


async def test_words_beside_a_picture_are_answered(bot):
    items = [{"msgtype": "image", "image": {"url": "http://x"}}, {"msgtype": "text", "text": {"content": SUM}}]
    await bot.fake.bring(bot.fake.body("zhangsan", msgtype="mixed", mixed={"msg_item": items}))
    await bot.fake.until(lambda: bot.fake.said["zhangsan"])
    assert "67,000.00" in bot.fake.texts("zhangsan")[0]


async def test_of_one_person_no_more_than_three_are_under_way_and_all_are_answered_in_order(bot):
    for number in range(1, 11):
        await bot.fake.say("zhangsan", GUARANTEE.format(100 * number))
    await bot.fake.until(lambda: len(bot.fake.texts("zhangsan")) == 10)
    asked = [turn.text for turn in bot.store.turns("wecom:zhangsan", 20)]
    assert asked == [GUARANTEE.format(100 * number) for number in range(1, 11)]
    assert "2,000.00" in bot.fake.texts("zhangsan")[0] and "6,000.00" in bot.fake.texts("zhangsan")[2]


async def test_by_callback_the_answer_stands_in_the_request_and_is_the_same_again(fake, start):
    async with start(fake, callback=True) as bot:
        body = fake.body("zhangsan", msgtype="text", text={"content": SUM})
        found = await asyncio.gather(*(fake.post(body) for _ in range(3)))
        assert {status for status, _ in found} == {200}
        assert len({json.dumps(answer, sort_keys=True) for _, answer in found}) == 1
        assert "67,000.00" in found[0][1]["stream"]["content"] and found[0][1]["template_card"]["task_id"]
        assert len(bot.store.turns("wecom:zhangsan")) == 1
        await bot.settled()
        assert not fake.said["zhangsan"]


async def test_by_callback_a_pressed_card_is_changed_and_the_answer_follows(fake, start):
    async with start(fake, callback=True) as bot:
        _, first = await fake.post(fake.body("zhangsan", msgtype="text", text={"content": SUM}))
        card = first["template_card"]
        event = {
            "eventtype": "template_card_event",
            "template_card_event": {"task_id": card["task_id"], "event_key": card["button_list"][0]["key"]},
        }
        _, second = await fake.post(fake.body("zhangsan", msgtype="event", event=event))
        assert second["response_type"] == "update_template_card"
        assert second["template_card"]["task_id"] == card["task_id"]
        await fake.until(lambda: fake.said["zhangsan"])
        await bot.settled()
    assert len(fake.texts("zhangsan")) == 1


async def test_by_callback_what_is_forged_or_old_is_refused_and_the_check_is_answered(fake, start, caplog):
    import time

    from aiohttp import ClientSession

    from bot.channels.wxcrypto import signature
    from tests.bot.channels.wecom.fake import TOKEN

    async with start(fake, callback=True) as bot:
        body = fake.body("zhangsan", msgtype="text", text={"content": "你好"})
        assert (await fake.post(body, msg_signature="0" * 40))[0] == 403
        assert (await fake.post(body, timestamp=str(int(time.time()) - 301)))[0] == 403
        assert (await fake.post(b"[1, 2]"))[0] == 200 and (await fake.post(b"no json"))[0] == 400
        stamp, sealed = str(int(time.time())), fake.cipher.encrypt("1616140317555161061")
        query = {"timestamp": stamp, "nonce": "n", "echostr": sealed}
        query["msg_signature"] = signature(TOKEN, stamp, "n", sealed)
        async with ClientSession() as session, session.get(fake.address, params=query) as response:
            assert (response.status, await response.text()) == (200, "1616140317555161061")
        for wrong in (b"{}", b"[]", b"\xff", b'{"encrypt": 5}', b"x" * 300_000):
            async with ClientSession() as session, session.post(fake.address, data=wrong) as response:
                assert response.status in (400, 403), wrong[:20]
        assert not bot.store.turns("wecom:zhangsan")
    assert "FUDAOYUAN_WECOM_TOKEN" in caplog.text


async def test_a_message_that_was_answered_is_not_answered_again_after_a_restart(fake: FakeWecom, start):
    body = fake.body("zhangsan", msgtype="text", text={"content": SUM})
    async with start(fake) as bot:
        await fake.bring(body)
        await fake.until(lambda: fake.said["zhangsan"])
        await bot.settled()
    async with start(fake) as bot:
        await fake.bring(body)
        await fake.answer("zhangsan", "改成600万")
        assert len(bot.store.turns("wecom:zhangsan")) == 2 and len(fake.texts("zhangsan")) == 2


async def test_a_counselor_finds_his_tools_from_the_chat(bot):
    text = (await bot.fake.answer("zhangsan", "辅导员工具")).text
    assert "https://fdy.example.cn/checkup/list" in text and "https://fdy.example.cn/carry/" in text
    assert not bot.store.turns("wecom:zhangsan"), "an address that only he may know is not recorded"
    assert "辅导员工具" in (await bot.fake.answer("zhangsan", "帮助")).text


async def test_in_a_group_nobody_is_given_an_address_that_the_others_would_see(bot):
    text = (await bot.fake.answer("zhangsan", "换到网页", "wrGroup")).text
    assert "/carry/" not in text and "单独和我聊" in text
    assert "/carry/" not in (await bot.fake.answer("zhangsan", "辅导员工具", "wrGroup")).text
    assert "/carry/" in (await bot.fake.answer("zhangsan", "换到网页")).text
