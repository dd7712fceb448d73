"""A firm asks the bot by the number of what was passed on for it."""

from datetime import UTC, date, datetime

from bot.kit.how_far import how_far
from bot.kit.referrals import refer


async def test_the_state_is_told_and_nothing_of_whose_it_is(bot, known) -> None:
    told = {"firm": "甲科技公司", "need": "贴息怎么报", "owner": "张三", "due": date(2099, 12, 1)}
    made = refer(bot.store.ledger(), known.main.clause("1.1"), now=datetime.now(UTC), **told)
    bot.advisor.beside = how_far(bot.store.ledger)
    shown = await bot.fake.answer(5, f"{made.shown} 到哪一步了")
    assert shown.text.startswith(f"{made.shown}：现在到“受理”") and "市科技局" in shown.text
    assert not [secret for secret in ("甲科技", "贴息怎么报", "张三") if secret in shown.text]
