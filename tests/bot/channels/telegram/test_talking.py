"""What a person sees in a private chat: the same answers as on the page, buttons, commands, links, edited messages."""

import pytest

SUM = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"


def data_of(shown, label):
    """The data of the button with this label."""
    return next(button["callback_data"] for button in shown.buttons if button["text"] == label)


async def pressed(fake, shown, label):
    """Presses a button and waits for the message that answers it."""
    before = len(fake.texts(shown.chat))
    fake.press(shown, data_of(shown, label))
    await fake.until(lambda: len(fake.texts(shown.chat)) > before)
    return fake.last(shown.chat)


async def test_a_sum_comes_with_clause_offices_and_the_next_question_as_buttons(bot):
    shown = await bot.fake.answer(7, SUM)
    for words in ("67,000.00", "一、（一）", "市科技局、市市场监管局、中国人民银行聊城市分行", "科技型中小微企业"):
        assert words in shown.text
    labels = [button["text"] for button in shown.buttons]
    assert labels[:3] == ["是", "不是", "不清楚"] and "依据原文" in labels
    print(shown.text, labels)
