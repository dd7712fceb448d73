"""A firm asks by its number: state, office and day, and nothing of whose it is."""

from datetime import UTC, date, datetime

import pytest

from bot.kit.referrals import refer


async def test_the_state_is_told_by_the_number_alone(site, house, known):
    now = datetime(2025, 11, 22, 8, tzinfo=UTC)
    clause = known.main.clause("1.1")
    made = refer(
        house.store.ledger(),
        clause,
        firm="甲科技公司",
        need="贴息怎么报",
        owner="张三",
        due=date(2025, 11, 21),
        now=now,
    )
    text = await (await site.get("/referrals", params={"number": f" {made.number} "})).text()
    assert "受理" in text and clause.lead[0] in text and "可以催" in text
    for secret in ("甲科技公司", "贴息怎么报", "张三"):
        assert secret not in text


@pytest.mark.parametrize("number", ["00000000", "1 OR 1=1", "<script>", "9" * 400])
async def test_a_number_there_is_not_is_told(site, number):
    text = await (await site.get("/referrals", params={"number": number})).text()
    assert "没有“" in text and "<script>" not in text.partition("<main")[2]


async def test_nobody_tries_them_all(open_site):
    site = await open_site(newcomer_limit=3)
    statuses = [(await site.get("/referrals", params={"number": str(n)})).status for n in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
