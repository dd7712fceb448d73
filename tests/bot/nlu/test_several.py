"""Several answers at once, to the conditions in the order in which they were listed."""

import pytest

from bot.nlu.several import read_several

KEYS = ("tech_sme", "pledge_registered", "repaid_on_time")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("是，办了，还清了", ("yes", "yes", "yes")),
        ("是、是、是", ("yes", "yes", "yes")),
        ("是 是 没", ("yes", "yes", "no")),
        ("不是，没办，没还上", ("no", "no", "no")),
        ("三个都是", ("yes", "yes", "yes")),
        ("都满足", ("yes", "yes", "yes")),
        ("都没有", ("no", "no", "no")),
        ("一个都没有", ("no", "no", "no")),
        ("1是2是3不是", ("yes", "yes", "no")),
        ("1、是 2、办了 3、没还上", ("yes", "yes", "no")),
        ("一是二不是三不清楚", ("yes", "no", "unknown")),
        ("前两个是，最后一个不清楚", ("yes", "yes", "unknown")),
        ("第一个是，后面两个不是", ("yes", "no", "no")),
        ("第二个没有，其他都有", ("yes", "no", "yes")),
        ("除了第三个都是", ("yes", "yes", "no")),
        ("登记办了，一天没拖", (None, "yes", "yes")),
        ("是的，是的", (None, None, None)),
        ("办了", (None, None, None)),
        ("贷了500万，一年", (None, None, None)),
    ],
)
def test_each_answer_goes_to_its_condition(known, text, values):
    given = read_several(text, [known.facts[key] for key in KEYS])
    assert tuple(given.get(key) for key in KEYS) == values


def test_one_open_condition_is_answered_alone(known):
    assert read_several("都没有", [known.facts["tech_sme"]]) == {}


def test_what_is_told_of_one_matter_twice_is_no_second_answer(known):
    opened = [known.facts[key] for key in ("counter_guarantee", "lukedan_filed")]
    assert read_several("押的是软著，没押厂房", opened) == {}
    assert read_several("拿商标做的，设备没动", opened) == {}
    assert read_several("押的是软著，备过案了", opened) == {"counter_guarantee": "intangible", "lukedan_filed": "yes"}
