"""Speed of the figure reader: µs per message, beside cn2an with a plain regex in the same run.

Usage: python -m tests.benchmarks.bench_figures
"""

import re
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import date

import cn2an

from bot.figures import read_figures

DAY = date(2025, 11, 22)
ROUNDS = 40
MESSAGES = [
    "我们厂去年底用两项发明专利跟农商行押了八百六十万，年化3.85%，今年12月到期，能贴多少利息？",
    "鲁科担给担的450万，担保费率千分之四，没有反担保，合同期两年",
    "保费一年28.5万元，保额三千万，省里先补了80%，剩下的市里给多少",
    "贷款合同写的是人民币陆佰伍拾万元整，期限十八个月，自2024年8月15日起",
    "新三板创新层，去年定向发行融了3200万，基础层的时候还融过一千五百万",
    "请问首台套的保险补贴归哪个部门管，要准备什么材料？",
    "不良本金大概两百多万，已经备案，是早期科技企业的研发信用贷，最多补多少",
    "LPR加30个基点，贷了300到500万，分三年还",
    "公司成立五年，员工120人，研发人员三十来个，年营收1.2亿",
    "两笔分别是150万和260万，都是2024年9月放的款，一年期，按时还清了",
    "统一申报的话，十分感谢，一般多久能下来？",
    "小微企业，直接融资一百二十万，齐鲁股权中心挂牌，给10万吗",
]
_NUMERAL = re.compile(r"[0-9.零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)(万元?|亿元?|元|%|个月|年|月|日|人|项)?")


def peer_sentence(text: str) -> list[tuple[str, str]]:
    """cn2an on the sentence, then a plain regex for numbers and units."""
    return _ARABIC.findall(cn2an.transform(text, "cn2an"))


def peer_numerals(text: str) -> list[float]:
    """A plain regex for numerals, then cn2an on each of them: values without kind or unit."""
    found = []
    for match in _NUMERAL.finditer(text):
        try:
            found.append(float(cn2an.cn2an(match.group(), "smart")))
        except (ValueError, KeyError):
            continue
    return found


def ours(text: str) -> object:
    """The figure reader."""
    return read_figures(text, DAY)


def best(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Seconds of one round over the texts."""
    began = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - began


def compare() -> dict[str, float]:
    """µs per message of each reader: the best of many interleaved rounds."""
    readers: dict[str, Callable[[str], object]] = {
        "ours": ours,
        "cn2an sentence + regex": peer_sentence,
        "regex + cn2an numerals": peer_numerals,
    }
    seconds = dict.fromkeys(readers, float("inf"))
    for _ in range(ROUNDS):
        for name, read in readers.items():
            seconds[name] = min(seconds[name], best(read, MESSAGES))
    return {name: 1e6 * value / len(MESSAGES) for name, value in seconds.items()}


def growth(sizes: Sequence[int] = (1_000, 10_000, 100_000)) -> dict[int, float]:
    """Milliseconds for one text of so many characters."""
    story = "，".join(MESSAGES)
    texts = {size: (story * (size // len(story) + 1))[:size] for size in sizes}
    return {size: 1000 * min(best(ours, [text]) for _ in range(5)) for size, text in texts.items()}


def hostile() -> dict[str, float]:
    """Milliseconds for 100,000 characters of what could make a reader crawl."""
    texts = {"digits": "9" * 100_000, "亿亿": "亿" * 100_000, "1,1,": "1," * 50_000, "spaces": "9 " * 50_000}
    return {name: 1000 * min(best(ours, [text]) for _ in range(3)) for name, text in texts.items()}


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    speed = compare()
    for name, value in speed.items():
        print(f"figures: {name:24} {value:8.1f} µs a message   ours / theirs {speed['ours'] / value:.2f}")
    for size, value in growth().items():
        print(f"figures: {size:7} characters {value:8.2f} ms   {1000 * value / size:.3f} µs a character")
    for name, value in hostile().items():
        print(f"figures: 100,000 of {name:8} {value:8.2f} ms")


if __name__ == "__main__":
    main()
