"""What a later message says of the sum that stands: beside it, of a part or a share of it, by a name told before."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.messages import Message

TALKS = (
    ("专利质押贷款600万一年", "他还有一笔纯厂房抵押的200万 别算", "72000.00"),
    ("专利质押贷款800万一年", "少贷些，600万吧", "72000.00"),
    ("鲁科担担保1000万", "担保只保八成，担保额应该是800万", "16000.00"),
    ("鲁科担贷款600万，担保比例70%", "不对，是全额担保", "12000.00"),
    ("新三板基础层融资2000万", "800万那次最后只发出去600万", "180000.00"),
    ("蓝海股权挂牌融资130万", "有40万是银行贷款", "0.00"),
    ("首台套保险三年期保单，保费合计90万，保额2000万", "第一年单独算，保费40万", "80000.00"),
    ("专利质押贷款500万一年期", "登记手续他们根本没办", "0.00"),
)


@pytest.mark.parametrize(("first", "then", "amount"), TALKS)
def test_what_is_put_right_late(house, first, then, amount) -> None:
    advisor, day = Advisor(house.advisor.live, house.store), date(2025, 11, 22)
    advisor.reply(Message(f"late-{then}", first, day))
    assert advisor.reply(Message(f"late-{then}", then, day)).payload["amount_yuan"] == amount
