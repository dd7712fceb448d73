"""The record that is proposed for a sentence holds its numbers where they belong: bands with what each gives, ranges,
growth beyond so much, and what the sentence settles of a question that is otherwise open."""

import tomllib
from dataclasses import replace

import pytest

from bot.desk.measure_parts import unused
from bot.desk.new_measure import open_sums, with_measure
from bot.measures.case import FORMULAS
from bot.measures.contract import checked
from bot.measures.promised import promised_in
from bot.measures.skeleton import new_record
from knowledge.importers.files import Imported
from knowledge.importers.folder import new_folder
from knowledge.records.document import parse
from knowledge.records.files import shipped_files


def proposed(sentence):
    [clause] = parse(f"某县支持企业办法\n一、办法一。{sentence}\n", "mou").clauses
    [found] = promised_in(clause, ())
    [row] = tomllib.loads(new_record(FORMULAS[found.formula], clause, "m", []))["measure"]
    return row


def figures_of(row):
    return [(one["role"] + one.get("of", ""), one["value"]) for one in row["figure"]]


PROPOSED = [
    (
        "营业收入达到1亿元、5亿元的，分别奖励10万元、50万元。",
        *("tiered", [("from1", "100000000"), ("from2", "500000000"), ("award1", "100000"), ("award2", "500000")]),
        ["营业收入"],
    ),
    (
        "对主营业务收入首次达到10、20亿元的企业，分别给予企业一次性奖励20、50万元。",
        *("tiered", [("from1", "1000000000"), ("from2", "2000000000"), ("award1", "200000"), ("award2", "500000")]),
        ["主营业务收入"],
    ),
    (
        "对特色种养项目，固定资产投资500万元及以上至2000万元、2000万元以上的，参照其年度地方贡献的60%、80%给予奖励。",
        *("tiered", [("from1", "5000000"), ("from2", "20000000"), ("share1", "0.6"), ("share2", "0.8")]),
        ["固定资产投资", "年度地方贡献"],
    ),
    ("按固定资产投资的5%—20%给予奖励。", "range_only", [("least", "0.05"), ("most", "0.2")], ["固定资产投资"]),
    (
        "年产值增长超过500万元的，给予超出额1%的奖励，最高30万元。",
        *("share_of_increment", [("share", "0.01"), ("cap", "300000"), ("free", "5000000")]),
        ["今年的金额", "去年的金额"],
    ),
    (
        "对完成技术攻关并且单个产品年收入超过800万元的，奖励企业15万元。",
        *("fixed_award", [("award", "150000"), ("threshold", "8000000")]),
        ["单个产品年收入"],
    ),
    (
        "前2年给予租金80%、后3年给予租金50%的补贴，每年最高20万元。",
        *("share_of_amount", [("share", "0.8"), ("cap", "200000")]),
        ["租金"],
    ),
    (
        "给予落户奖励200万元，分三年按40%、30%、30%的比例拨付。",
        *("instalments", [("award", "2000000"), ("part1", "0.4"), ("part2", "0.3"), ("part3", "0.3")]),
        [],
    ),
    (
        "给予奖励5万元（第一年2万元，第二年2万元，第三年1万元）。",
        *("instalments", [("award", "50000"), ("part1", "20000"), ("part2", "20000"), ("part3", "10000")]),
        [],
    ),
]


@pytest.mark.parametrize(("sentence", "formula", "figures", "asked"), PROPOSED)
def test_each_number_has_its_place(sentence, formula, figures, asked):
    row = proposed(sentence)
    assert (row["formula"], figures_of(row)) == (formula, figures)
    assert [one["label"] for one in row.get("input", ())] == asked


def test_the_limit_is_not_quoted_for_a_band_that_is_as_high():
    row = proposed("设备投资50万元、100万元以上的，分别给予投资额5%、6%的补助，最高100万元。")
    quotes = {one["role"] + one.get("of", ""): one["quote"] for one in row["figure"]}
    assert quotes["from2"].startswith("设备投资") and quotes["cap"] == "最高100万元"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("对单笔融资达到500万元以上的企业，给予10万元奖励。", "single"),
        ("对年度累计融资1000万元以上的企业，奖励20万元。", "added"),
    ],
)
def test_what_a_threshold_says_of_several_sums_is_written_down(sentence, value):
    row = proposed(sentence)
    assert [(one["of"], one["value"]) for one in row["written"]] == [("several", value)]
    assert row["written"][0]["quote"] in sentence


SENTENCE = "对单笔融资达到500万元以上的企业，给予10万元奖励。"


def test_a_record_that_leaves_out_what_its_words_settle_is_refused_and_what_is_left_over_is_named(tmp_path):
    """Said to be open where the document says it: a false sentence under a true sum."""
    text = (
        f"某县支持融资办法\n第一条 支持融资。{SENTENCE}\n第二条 补贴租金。前2年给予租金80%、后3年给予租金50%的补贴。\n"
    )
    folder, _ = new_folder(Imported(text, exact=True), "mou", tmp_path, FORMULAS)
    files = dict(shipped_files()) | {f"policies/mou/{one.name}": one.read_text("utf-8") for one in folder.iterdir()}
    for place in range(2):
        known = checked(files)
        clause, found = open_sums(files, known.policy("mou"))[0]
        assert found.quote in clause.text, place
        files |= with_measure(files, known, "mou", clause.id, found.formula, found.quote)[2]
    known = checked(files)
    first, second = (one for one in known.measures if one.policy == "mou")
    assert [(one.of, one.value) for one in first.written] == [("several", "single")]
    clauses = {one.id: one for one in known.policy("mou").clauses}
    assert unused(clauses[first.clause], first, known.measures) == []
    assert unused(clauses[second.clause], second, known.measures) == ["50%"]
    assert unused(clauses[second.clause], replace(second, figures=()), known.measures) == []
    path = "policies/mou/measures.toml"
    bare = files | {path: files[path].partition("[[measure.written]]")[0]}
    with pytest.raises(Exception, match=r"写明了几笔能不能加起来算，没有记下来.*value = \"single\""):
        checked(bare)
