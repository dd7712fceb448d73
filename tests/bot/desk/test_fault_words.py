"""Faults of a draft as the desk tells them: by the name of what is wrong and the button that mends it."""

import re

import pytest

from bot.desk.fault_words import told
from bot.desk.known import Known
from bot.desk.measure_form import form_of, path_of
from tests.bot.measures.test_contract import SPOILT
from tests.city import shipped_files

CITY = "liaocheng-2024"
FILES = shipped_files()
KNOWN = Known()
SPELLED = re.compile(r"\.toml|fudaoyuan|\[\[|(?:role|of|value|quote) = |\bfigure\b|\binput\b")


def spoilt(old: str, new: str):
    return KNOWN.of({**FILES, path_of(CITY): FILES[path_of(CITY)].replace(old, new, 1)})


def test_a_cap_that_would_be_lost_says_which_button() -> None:
    old = FILES[path_of(CITY)]
    begin = old.index('[[measure.figure]]\nkey = "cap"\nvalue = "100000"')
    end = old.index("[[measure.input]]", begin)
    known, faults = KNOWN.of({**FILES, path_of(CITY): old[:begin] + old[end:]})
    [one] = [told(fault, known) for fault in faults]
    assert one.path == f"/desk/measures/{CITY}/patent_pledge_interest"
    assert one.where == "政策点「专利权质押贷款贴息」的数字“给 LPR 的百分之几”"
    assert "「最高10万元」没有记下来" in one.words and "用“添一个数”补上封顶" in one.words


def test_a_fault_of_the_formula_stands_at_the_part_it_is_about() -> None:
    files = {**FILES, path_of(CITY): FILES[path_of(CITY)].replace('key = "rate_cap"', 'key = "rate_capp"', 1)}
    known, faults = KNOWN.of(files)
    form = form_of(files, CITY, "first_set_insurance", faults, known=known)
    assert any(group.faults for group in form.groups if group.part == "figure")


@pytest.mark.parametrize("spoil", ["a figure that is missing", "an input that is needed", "a price that is no number"])
def test_what_is_missing_is_named_by_what_it_means(spoil: str) -> None:
    cases = {**{name: case[0] for name, case in SPOILT.items()}, "a price that is no number": ('"0.35"', '"0.36"')}
    known, faults = spoilt(*cases[spoil])
    assert faults
    for fault in faults:
        words = str(told(fault, known))
        assert not SPELLED.search(words), words
