"""What staff add to a document: questions in their wording, rulings, guides; and what is wrong with such files."""

from datetime import date

import pytest

from knowledge.records.build import build
from knowledge.records.model import KnowledgeError
from tests.city import shipped_files

HOME = "policies/liaocheng-2024/"
RULING = """
[[ruling]]
id = "r1"
of = "1.1"
question = "科转贷风补市县怎么分"
says = "市、县各承担一半"
words = ["市县"]
given_by = "市财政局 王科长"
basis = "2026-11-20 电话"
on = "2026-11-20"
until = "2027-12-31"
"""
FAQ = '[[faq]]\nasks = ["贴息能走手机办吗"]\nsays = "不能，要到窗口"\nof = "1.1"\nby = "市科技局"\non = "2026-11-20"\n'
GUIDE = '[[guide]]\nmeasure = "ipo_award"\nphone = "000-1234567"\nsource = "电话"\nchecked_on = "2026-11-20"\n'


def with_file(name: str, text: str) -> dict[str, str]:
    return {**shipped_files(), f"{HOME}{name}": text}


def test_what_staff_add_is_read() -> None:
    files = with_file("rulings.toml", RULING) | {f"{HOME}faq.toml": FAQ, f"{HOME}guides.toml": GUIDE}
    known = build(files)
    ruling = known.rulings[0]
    assert ruling.holds(date(2026, 11, 20)) and ruling.holds(date(2027, 12, 31))
    assert not ruling.holds(date(2026, 11, 19)) and not ruling.holds(date(2028, 1, 1))
    assert known.faqs[0].asks == ("贴息能走手机办吗",)
    assert known.guides[0].complete == "1/8" and known.guides[0].told == {"phone": "000-1234567"}


def test_the_open_points_of_the_shipped_document_are_open() -> None:
    rulings = build(shipped_files()).rulings
    assert len(rulings) == 19
    assert not any(one.says for one in rulings)
    assert len({one.id for one in rulings}) == 19


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("rulings.toml", RULING.replace('given_by = "市财政局 王科长"\n', ""), "谁定的"),
        ("rulings.toml", RULING.replace('basis = "2026-11-20 电话"\n', ""), "依据"),
        ("rulings.toml", RULING.replace("2027-12-31", "2026-01-01"), "有效至"),
        ("rulings.toml", RULING + RULING, "写了两遍"),
        ("faq.toml", FAQ + FAQ, "已经有答案了"),
        ("faq.toml", FAQ.replace("1.1", "9.9"), "9.9"),
        ("guides.toml", GUIDE.replace('source = "电话"\n', ""), "从哪里知道"),
        ("guides.toml", GUIDE.replace("ipo_award", "nothing"), "nothing"),
    ],
)
def test_what_is_wrong_is_told(name: str, text: str, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says):
        build(with_file(name, text))
