"""Counts, bare numbers, and what only looks like a number."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bot.figures import Figure, read_figures

Only = Callable[[str], Figure]
DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("一百三十五人", 135, "人"), ("职工60人", 60, "人"), ("员工140", 140, "人"), ("四项专利", 4, "项"), ("俩发明", 2, "个"),
        ("三笔", 3, "笔"), ("2.5倍", "2.5", "倍"), ("900万股", 9_000_000, "股"), ("5台设备", 5, "台"), ("一项专利", 1, "项"),
    ],
)  # fmt: skip
def test_counts(only: Only, text: str, value: str | int, counted: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.counted, figure.unit_missing) == ("number", Decimal(value), counted, False)


@pytest.mark.parametrize(
    ("text", "value"), [("十几个人", 10), ("30多家", 30), ("百来人", 100), ("二十来项", 20), ("90余名", 90), ("上百人", 100)]
)
def test_about(only: Only, text: str, value: int) -> None:
    assert (only(text).value, only(text).approx) == (value, True)


@pytest.mark.parametrize(("text", "low", "high"), [("四五百人", 400, 500), ("三五个", 3, 5), ("80到90家", 80, 90), ("三至五项", 3, 5)])
def test_ranges(only: Only, text: str, low: int, high: int) -> None:
    assert only(text).value == (low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [("600", 600), ("六百", 600), ("3.6", "3.6"), ("三点六", "3.6"), ("1_500", 1_500), ("就八百吧", 800), ("两千", 2_000), ("六", 6)],
)
def test_bare_numbers_ask_for_their_unit(only: Only, text: str, value: str | int) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit_missing) == ("number", Decimal(value), True)


@pytest.mark.parametrize(("text", "value"), [("6000项目", 6000), ("担保700省里补", 700), ("贷800本金", 800)])
def test_a_counter_that_begins_another_word_counts_nothing(only: Only, text: str, value: int) -> None:
    assert (only(text).value, only(text).unit_missing, only(text).counted) == (value, True, "")


TRAPS = """
    一网打尽 一视同仁 一来二去 万事大吉 万无一失 十拿九稳 十全十美 百里挑一 千方百计 千万别忘了 千万要记得 三心二意 五花八门 七嘴八舌 八仙过海 九死一生 四面八方 半途而废
    万一没批 一边等一边问 有一点麻烦 一会儿 一家人 一块儿 一件事一次办 一人有限公司 一窗办理 一门式 一次告知 二维码 二手房 三方协议 三产 三资企业 四化 五金店 六保 七夕 八卦
    九阳 十分满意 十佳 百强县 千兆网 万维网 亿联 四板挂牌 新三板 双创 两化融合 两高 三农 五险一金 十四五期间 十五五规划 二十大 三中全会 三八节 五一 六一 七一 十一放假
    三亚 四川 九江 六安 七台河 八达岭 五台山 千岛湖 百色 万州 三门峡 四平 二连浩特 九寨沟 五指山 伍家岗 陆家嘴 三一重工 万科 六个核桃 三只松鼠 七匹狼 百度 五粮液 一汽
    队伍 大陆 拾金不昧 肆无忌惮 陆续 参与 两口子 三甲医院 五星酒店 一线城市 二期厂房 三级等保 四轮驱动 半自动 半成品 多半 零配件 零售 零距离
    第五条 第12条 第三款 第1笔 每一年 某一天 12号楼 3号楼1单元301室 6号线 东昌西路109号 鲁科字〔2023〕45号 聊政发[2024]7号 国办发（2025）3号 三十六号文
    13912345678 0635-7654321 139-1234-5678 37152519900101123X 371525199001011234 91371500MA3TESTX9K 邮编252000 拨打12345 QQ66778899
    9:30开门 下午4点 18:00前 24小时 30分钟 七点半 5G 4S店 3D打印 ISO14001 GB50016 B2B H2O A4纸 80后 工业4.0 1对1 7x24小时 985高校
    https://example.cn/a?b=20%25&c=500万 user99@example.cn 10.0.0.1 v2.3.1 1.2.3 打折 成立 百分比 ∞元 万元 亿元
""".split("\n")


@pytest.mark.parametrize("text", [word for line in TRAPS for word in line.strip().split(" ") if word])
def test_nothing_where_there_is_nothing(text: str) -> None:
    assert read_figures(text, DAY) == ()
    assert read_figures(f"你好，{text}怎么办？", DAY) == ()
