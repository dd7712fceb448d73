"""What is taken for a person's, and what never is."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.privacy import mask

FULL = str.maketrans("0123456789-+ ()Xx@.", "０１２３４５６７８９－＋　（）Ｘｘ＠．")
AROUND = (
    "{}",
    "电话{}",
    "我的号码是{}，请回电",
    "联系人王经理（{}）",
    "拿专利质押贷了500万，{}，一年能贴多少",
    "{}这个号，贷款300万，2024年8月放的",
    "1、{}",
    "号码:{};金额300万元",
    "问一下{}能不能查到首台套",
    "《{}》",
    "{} 13条那个怎么办",
    "请登记：{}。谢谢",
)
KINDS = ("手机号", "电话号码", "身份证号", "银行卡号", "邮箱", "信用代码")


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))


def _mobile(dice: random.Random) -> str:
    a, b, c = f"1{dice.choice('3456789')}{dice.randrange(10)}", _digits(dice, 4), _digits(dice, 4)
    before = dice.choice(("", "", "", "+86", "+86 ", "86-", "0086 ", "(+86)"))
    return before + dice.choice(("", "", "-", " ", " - ", "–")).join((a, b, c))


def _landline(dice: random.Random) -> str:
    code, local = dice.choice((("010", 8), ("021", 8), ("0635", 7), ("0531", 8), ("0755", 8)))
    number = dice.choice("2345678") + _digits(dice, local - 1)
    form = dice.choice(("{}-{}", "{}{}", "({}){}", "{} {}", "({}) {}", "{}-{}转801", "+86 {}-{}"))
    return form.format(code[1:] if form[0] == "+" else code, number)


def _identity(dice: random.Random) -> str:
    region = dice.choice(("371502", "110105", "440306", "650102", "320583"))
    day = f"{dice.randrange(1940, 2010)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
    if dice.random() < 0.25:
        return region + day[2:] + _digits(dice, 3)
    body = region + day + _digits(dice, 3)
    last = next(one for one in "0123456789X" if _iso7064(body + one))
    sep = dice.choice(("", "", "", " ", "-"))
    return sep.join((region, day, body[14:] + dice.choice((last, last.lower()))))


def _iso7064(sign: str) -> bool:
    """MOD 11-2 said its other way, by adding and doubling from the left: no table of weights to share a slip with."""
    left = 0
    for one in sign[:-1]:
        left = (left + int(one)) * 2 % 11
    return (left + "0123456789X".index(sign[-1])) % 11 == 1


def _card(dice: random.Random) -> str:
    length = dice.choice((16, 16, 19, 19, 13, 15, 17, 18))
    body = dice.choice(("62", "4", "5", "9", "35")).ljust(2, "1") + _digits(dice, length - 3)
    card = next(body + one for one in "0123456789" if _luhn(body + one))
    if length in (16, 19) and dice.random() < 0.5:
        return dice.choice((" ", "-")).join(card[i : i + 4] for i in range(0, length, 4))
    return card


def _luhn(sign: str) -> bool:
    return sum(sum(map(int, str(int(one) * (1 + i % 2)))) for i, one in enumerate(sign[::-1])) % 10 == 0


def _mail(dice: random.Random) -> str:
    name = dice.choice(("zhang.san", "li_si", "wang-wu88", "13912345678", "a", "Finance+loan"))
    return f"{name}@{dice.choice(('qq.com', '163.com', 'liaocheng.gov.cn', 'sub.firm-name.com.cn', 'x.cn'))}"


def _code(dice: random.Random) -> str:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = dice.choice(("91", "92", "52", "12")) + dice.choice(("371500", "371502", "110105"))
    body += "".join(dice.choices(signs, k=9))
    total = sum(signs.index(one) * pow(3, i, 31) for i, one in enumerate(body))
    code = body + next(one for one in signs if (total + signs.index(one)) % 31 == 0)
    return dice.choice((code, code, code.lower(), f"{code[:8]} {code[8:]}"))


MAKE = dict(zip(KINDS, (_mobile, _landline, _identity, _card, _mail, _code), strict=True))


def _samples(kind: str, count: int = 120) -> list[tuple[str, str, str]]:
    """The surroundings, what stands in them, and the whole."""
    dice = random.Random(f"samples of {kind}")
    found = []
    for number in range(count):
        one = MAKE[kind](dice)
        if number % 4 == 3:
            one = one.translate(FULL)
        around = AROUND[number % len(AROUND)]
        found.append((around, one, around.format(one)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_masked_in_all_its_forms_and_nothing_around_it(kind: str) -> None:
    samples = _samples(kind)
    missed = [whole for around, _, whole in samples if mask(whole) != around.format(f"〔{kind}〕")]
    assert len(samples) == 120
    assert not missed


def _kept() -> list[str]:
    """Sums, document and clause numbers, days, rates."""
    dice = random.Random("kept")
    sums = [f"{dice.randrange(1, 10**9):,}.{dice.randrange(100):02}" for _ in range(40)]
    sums += [f"{dice.randrange(10**4, 10**10)}{unit}" for unit in ("元", "", " 元", "万元", ".00元") for _ in range(12)]
    sums += [
        f"1{dice.randrange(3, 10)}{_digits(dice, 9)}{unit}" for unit in ("元", "万元", " 元", ".50") for _ in range(8)
    ]
    sums += [f"¥1{dice.randrange(3, 10)}{_digits(dice, 9)}" for _ in range(8)]
    sums += [f"{dice.randrange(1, 10)}{'0' * count}" for count in range(4, 15) for _ in range(2)]
    papers = [f"鲁政办字〔{year}〕{dice.randrange(1, 400)}号" for year in range(2000, 2026)]
    papers += [f"聊政办发〔{year}〕{dice.randrange(1, 90)}号" for year in range(2010, 2026)]
    clauses = [f"第{a}.{b}条" for a in range(1, 6) for b in range(1, 4)] + [f"一、（{one}）" for one in "一二三四五"]
    days = [f"{y}-{m:02}-{d:02}" for y in (2023, 2024, 2025) for m in (1, 6, 12) for d in (3, 20)]
    days += [f"{y}年{m}月{d}日" for y in (2023, 2024) for m in (1, 12) for d in (3, 20)]
    days += [f"{y}{m:02}{d:02}-{y + 1}{m:02}{d:02}" for y in (2023, 2024) for m in (1, 6, 12) for d in (3, 20)]
    rates = [f"LPR {3 + n / 100:.2f}%" for n in range(20)] + [f"{n}%" for n in range(10, 60, 10)]
    mixed = [f"贷款{n}00 2024-0{n}-20 3.35%，2024.0{n}.20—2025.0{n}.20" for n in range(1, 10)]
    mixed += [
        "贷款1500 2023-1-30",
        "2026-11-25 22:18:03,123",
        "500000 2024-05-20 1200",
        "20240520123045",
        "0.1391234567",
    ]
    return [*sums, *papers, *clauses, *days, *rates, *mixed]


def test_sums_document_numbers_clauses_days_and_rates_stay_as_they_are() -> None:
    kept = _kept()
    assert len(kept) >= 300
    texts = [around.format(one) for one in kept for around in ("{}", "贷款{}，能贴多少", "问{} 一年")]
    assert [text for text in texts if mask(text) != text] == []


@pytest.mark.parametrize(
    "text",
    [
        "13800138000元",
        "1,380,013.80",
        "5000000",
        "138 0013 8000 元",
        "鲁政办字〔2023〕155号",
        "100000000000000000",
        "贷了RMB 13800138000",
        "保费13800000000",
        "注册资本15000000000",
        "金额 4111111111111111",
        "担保金额是13812345678",
        "分别是150 2000 3000",
        "担保180-3000-1200",
        "费率0.0635 8288888",
        "15012345678人民币",
        "营收一三八亿",
        "二零二四年八月一日",
        "电话里说贷款5000000",
        "500*12*40",
        "300、400、500万",
    ],
)
def test_what_looks_like_a_number_of_a_person_but_is_a_sum_or_paper_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("手机13800138000万总", "手机〔手机号〕万总"),
        ("卡号6222021234567890123", "卡号〔银行卡号〕"),  # labelled, though its check digit is a slip
        ("身份证号：371502199001011234", "身份证号：〔身份证号〕"),
        ("税号91371500MA3C000000", "税号〔信用代码〕"),
        ("13800138000/13900139000、13700137000,13600136000", "〔手机号〕/〔手机号〕、〔手机号〕,〔手机号〕"),
        ("138.0013.8000", "〔手机号〕"),
        ("1.13800138000", "1.〔手机号〕"),
        ("4111 1111 1111 1111 300万", "〔银行卡号〕 300万"),
        ("微信13800138000wx", "微信〔手机号〕wx"),
        ("13800138000@139.com", "〔邮箱〕"),
        ("我的电话一三八一二三四五六七八", "我的电话〔手机号〕"),
        ("电话：幺三八幺二三四五六七八", "电话：〔手机号〕"),
        ("壹叁捌壹贰叁肆伍陆柒捌", "〔手机号〕"),
        ("138 一二三四 5678", "〔手机号〕"),
        ("①③⑧①②③④⑤⑥⑦⑧", "〔手机号〕"),
        ("138/1234/5678", "〔手机号〕"),
        ("138_1234_5678", "〔手机号〕"),
        ("138*1234*5678", "〔手机号〕"),
        ("138·1234·5678", "〔手机号〕"),
        ("138，1234，5678", "〔手机号〕"),
        ("138、1234、5678", "〔手机号〕"),
        ("(138)12345678", "〔手机号〕"),
        ("138 12 34 56 78", "〔手机号〕"),
        ("138-12-345678", "〔手机号〕"),
        ("13812345678元宵节见", "〔手机号〕元宵节见"),
        ("13812345678元旦后打", "〔手机号〕元旦后打"),
        ("电话8288888", "电话〔电话号码〕"),
        ("手机后8位12345678", "手机后8位〔电话号码〕"),
        ("办公电话：8288 8888", "办公电话：〔电话号码〕"),
        ("身份证11010519491231002×", "身份证〔身份证号〕"),
        ("我是11010519491231002Ⅹ", "我是〔身份证号〕"),
        ("11010519491231002✕", "〔身份证号〕"),
        ("身份证 1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "身份证 〔身份证号〕"),
        ("zhang(at)163.com", "〔邮箱〕"),
        ("zhang#163.com", "〔邮箱〕"),
        ("zhang@163。com", "〔邮箱〕"),
    ],
)
def test_masked_by_what_stands_beside_it(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_nothing_the_service_itself_says_is_masked() -> None:
    """The document, the data and the templates hold no personal data, so nothing of them may change."""
    root = Path(__file__).parents[3]
    files = [path for folder in ("knowledge", "bot") for path in (root / folder).rglob("*.*")]
    files = [path for path in files if path.suffix in (".toml", ".txt", ".j2", ".json", ".js")]
    changed = [path.name for path in files if mask(text := path.read_text("utf-8")) != text]
    assert len(files) > 50
    assert changed == []


@given(st.text(st.sampled_from("0123456789１３Xx-－ .,@()+86元万Aa电话号〔〕\n"), max_size=80))
def test_masked_twice_is_masked_once_and_json_stays_json(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
    assert json.loads(json.dumps(once)) == once


@given(st.text(st.sampled_from("，。问能贴多少条") | st.characters(categories=["Lo"]), max_size=60))
def test_a_text_without_digits_and_addresses_is_the_same(text: str) -> None:
    assert mask(text) is text
