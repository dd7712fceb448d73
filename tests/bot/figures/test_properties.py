"""What must hold for every amount and every text."""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.figures import read_figures

DAY = date(2025, 11, 22)
DIGITS = "零一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("两万亿元", "兩萬億圓")
SIGNS = "0123456789零一二两三四五六七八九十百千万亿几半点多来余个元块毛角分%‰成折厘年月日天"
SIGNS += "季度到至-~—,，.。 负约第各LPRw利率息前后上下去今人项号/:"


def group(number: int) -> str:
    """A number below 10,000 in Chinese, without a leading 零."""
    out, gap = "", False
    for size, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + place
        gap = not digit
    return out


def chinese(number: int) -> str:
    """A whole number below 10^12 in Chinese, as a cheque has it."""
    if not number:
        return "零"
    out = ""
    for size, myriad in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if part:
            out += ("零" if out and part < 1000 else "") + group(part) + myriad
    return out


def styles(yuan: int) -> list[str]:
    """The amount in every style that can say it exactly."""
    spelled = chinese(yuan)
    written = [
        f"{yuan}元",
        f"{yuan:,}元",
        f"{yuan:,}.00元",
        f"¥{yuan:,}",
        f"人民币{yuan}元",
        f"{yuan}块",
        f"{yuan}块钱",
        f"RMB{yuan}",
        f"{yuan}".translate(WIDE) + "元",
        f"{yuan:,}".translate(WIDE) + "元",
        spelled + "元",
        spelled + "元整",
        spelled + "块钱",
        spelled.translate(FINANCIAL) + "元整",
        spelled.translate(FINANCIAL).translate(TRADITIONAL) + "圓",
        f"{yuan:_}元",
        f"{yuan:,}元".replace(",", " ") if yuan >= 10**6 else f"{yuan}元",
        " ".join(f"{yuan}元"[:1]) + f"{yuan}元"[1:],
    ]
    for word, size in (("万", 10**4), ("亿", 10**8)):
        if yuan >= size:
            exact = format(Decimal(yuan) / size, "f")
            exact = exact.rstrip("0").rstrip(".") if "." in exact else exact
            written += [exact + word, exact + word + "元", exact.translate(WIDE) + word, f"{exact} {word}元"]
    if yuan >= 10**4 and yuan % 10**4 == 0:
        written += [f"{yuan // 10**4}w", f"{yuan // 10**4}W", spelled, spelled + "元人民币"]
    if yuan % 10**7 == 0 and yuan and yuan < 10**12:
        written.append(format(Decimal(yuan) / 10**7, "f") + "千万")
    return written


def amount(rng: Random) -> int:
    """Of any length, round, or such as people have."""
    anything, round_, common = rng.randint(1, 10 ** rng.randint(1, 12) - 1), rng.randint(1, 99), rng.randint(1, 10**6)
    return rng.choice([anything, round_ * 10 ** rng.randint(0, 10), common])


MANY = 20  # drawn from one number: to have Hypothesis draw each one takes ten times as long as to read it


@settings(max_examples=5000 // MANY, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_every_amount_in_every_style_reads_back(seed: int) -> None:
    rng = Random(seed)
    for yuan in [amount(rng) for _ in range(MANY)]:
        before = rng.choice(["", "贷款", "保额是", "本金：", "我们贷了"])
        after = rng.choice(["", "，一年期", "。", "吧", "能补多少"])
        text = before + rng.choice(styles(yuan)) + after
        figures = [f for f in read_figures(text, DAY) if f.kind == "money"]
        assert [(f.value, f.unit, f.invalid) for f in figures] == [(yuan, "yuan", "")], text


@settings(max_examples=1500, deadline=None)
@given(
    first=st.integers(1, 9999), second=st.integers(1, 9999), joint=st.sampled_from(["", "、", "，", " ", "和", "；"])
)
def test_no_amount_takes_digits_or_scale_from_the_next(first: int, second: int, joint: str) -> None:
    for write in (str, chinese):
        figures = read_figures(f"{write(first)}万{joint}{write(second)}万", DAY)
        assert [f.value for f in figures] == [first * 10**4, second * 10**4]


@settings(max_examples=1000, deadline=None)
@given(
    lead=st.integers(1, 9),
    tail=st.integers(1, 9),
    place=st.sampled_from([("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)]),
    arabic=st.booleans(),
)
def test_the_colloquial_tail_is_a_tenth_of_the_place(
    lead: int, tail: int, place: tuple[str, int], arabic: bool
) -> None:
    word, size = place
    text = f"{lead}{word}{tail}" if arabic else f"{DIGITS[lead]}{word}{DIGITS[tail]}"
    (figure,) = read_figures(text, DAY)
    assert (figure.kind, figure.value) == ("money", lead * size + tail * size // 10)


@settings(max_examples=1000, deadline=None)
@given(
    low=st.integers(1, 9998),
    more=st.integers(1, 5000),
    joint=st.sampled_from("到至-~—"),
    unit=st.sampled_from(["万", "万元", "w", "亿"]),
)
def test_a_range_keeps_the_scale_of_its_upper_end(low: int, more: int, joint: str, unit: str) -> None:
    high = low + more
    size = 10**8 if unit == "亿" else 10**4
    (figure,) = read_figures(f"{low}{joint}{high}{unit}", DAY)
    assert figure.value == (low * size, high * size)


@settings(max_examples=1000, deadline=None)
@given(
    day=st.dates(date(1990, 1, 1), date(2045, 12, 31)),
    style=st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02d}-{2:02d}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}号"]),
)
def test_every_day_reads_back(day: date, style: str) -> None:
    (figure,) = read_figures(style.format(day.year, day.month, day.day), DAY)
    assert figure.value == day.isoformat()


@settings(max_examples=3000, deadline=None)
@given(st.text(alphabet=SIGNS, max_size=40), st.dates())
def test_reading_never_raises_and_quotes_the_text(text: str, today: date) -> None:
    check(text, today)


@settings(max_examples=1500, deadline=None)
@given(st.text(max_size=60), st.dates())
def test_any_text_at_all(text: str, today: date) -> None:
    check(text, today)


def check(text: str, today: date) -> None:
    """Figures stand in order, do not overlap and quote what they read."""
    past = 0
    for figure in read_figures(text, today):
        assert past <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        past = figure.end
        figure.to_json()
