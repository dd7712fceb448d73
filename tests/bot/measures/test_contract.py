"""Data and formulas fit together: every measure gives its formula the roles it declares, or is refused by name."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.bootstrap import check
from bot.cli import main
from bot.measures.case import labels_of
from bot.measures.contract import checked
from knowledge.records.faults import DataError
from tests.bot.changed import MEASURES, changed, replaced
from tests.city import shipped_files, shipped_knowledge

TABLE = Path(__file__).parents[2] / "calculators" / "cases" / "measures.toml"
KNOWN = shipped_knowledge()


def test_the_tables_of_the_calculators_tests_are_those_that_are_shipped():
    table = tomllib.loads(TABLE.read_text("utf-8"))
    policy = KNOWN.policies[0]
    assert (table.pop("since"), table.pop("until")) == (policy.valid_from, policy.valid_to)
    assert set(table) == {measure.id for measure in KNOWN.measures}
    for measure in KNOWN.measures:
        copy = table[measure.id]
        figures = {key: value for key, value in copy.items() if isinstance(value, dict) and "quote" in value}
        assert copy["formula"] == measure.formula
        assert copy["roles"] == dict(measure.played)
        assert copy["labels"] == labels_of(measure)
        assert copy.get("texts", {}) == dict(measure.texts)
        assert copy.get("values", {}) == {o.value: o.role for record in measure.inputs for o in record.options}
        assert {(f.role, f.value, f.unit) for f in measure.figures} == {
            (role, Decimal(figure["value"]), figure["unit"]) for role, figure in figures.items()
        }
        assert all(figures[f.role]["quote"] in f.quote for f in measure.figures)


AWARD = 'quote = "实现直接融资100万元（含）以上的"\n'
SETTLED = AWARD + '\n[[measure.written]]\nof = "{}"\nvalue = "{}"\nquote = "{}"\n'
WORDS = "实现直接融资100万元（含）以上的"
SPOILT = {
    "a question the formula does not leave open": (
        (AWARD, SETTLED.format("severl", "added", WORDS)),
        "written（severl）of：公式 fixed_award 没有留着「severl」这个问题。是不是「several」",
    ),
    "a question settled to what nobody knows": (
        (AWARD, SETTLED.format("several", "both", WORDS)),
        "written（several）value：「both」不在可选范围内。可以写的有：added（几笔加起来算）；single（要有单独一笔达到）",
    ),
    "words of the document that are not its words": (
        (AWARD, SETTLED.format("several", "added", "几笔融资可以合并计算")),
        "「几笔融资可以合并计算」不是这份文件的原话",
    ),
    "an unknown formula, with the nearest name": (
        ('formula = "interest_subsidy"', 'formula = "interest_subsidi"'),
        "（patent_pledge_interest）formula：没有「interest_subsidi」这个公式。是不是「interest_subsidy」",
    ),
    "a figure that is missing": (
        ('key = "share"\nvalue = "0.40"', 'key = "share"\nrole = "cap"\nvalue = "0.40"'),
        "（patent_pledge_interest）figure：公式 interest_subsidy 需要角色「share」",
    ),
    "two figures of one role": (
        ('key = "cap"\nvalue = "100000"', 'key = "cap"\nrole = "share"\nvalue = "100000"'),
        "角色「share」有 2 个 figure 担任",
    ),
    "a figure role the formula does not have": (
        ('key = "rate_cap"', 'key = "rate_capp"'),
        "figure（rate_capp）role：公式 capped_premium 没有角色「rate_capp」。是不是「rate_cap」",
    ),
    "an input that is missing": (
        ('label = "募资额"\nrole = "base"', 'label = "募资额"\nrole = "prior"'),
        "角色「prior」有 2 个 input 担任",
    ),
    "an input that is needed": (
        ('label = "期限"\nrole = "term"\n', 'label = "期限"\n'),
        '公式 interest_subsidy 需要角色「term」，没有 input 担任。请在一个input里写 role = "term"',
    ),
    "an input role the formula does not have": (
        ('role = "insured"', 'role = "insurd"'),
        "input（insured_yuan）role：公式 capped_premium 没有角色「insurd」。是不是「insured」",
    ),
    "a worked-out figure without a role": (
        ('was_base = "was_lower"', 'was_base = "was_low"'),
        "roles was_base：公式 listing_award 没有角色「was_low」。是不是「was_lower」",
    ),
    "an option that is missing": (
        ('role = "upper", label', 'role = "top", label'),
        "input（tier）options：没有角色是「upper」的选项",
    ),
    "a choice where a sum is wanted": (
        ('role = "level"\nunit = "choice"', 'role = "base"\nunit = "choice"'),
        "input（tier）unit：角色「base」不能是 choice",
    ),
    "a sentence nobody says": (
        ("[measure.texts]\nopen =", "[measure.texts]\nopne ="),
        "没有「opne」这句话。是不是「open」",
    ),
    "a name nobody fills in": (("前面那{share}", "前面那{shares}"), "公式填不了 {shares}。是不是「share」"),
    "an operation nobody knows": (
        ('op = "difference"', 'op = "diference"'),
        "derive（bad_principal_yuan）op：没有「diference」这种算法。是不是「difference」",
    ),
    "an operation with too few sources": (
        ('from = ["insured_yuan", "premium_rate"]', 'from = ["insured_yuan"]'),
        "derive（premium_yuan）from：product 要 2 个数，写了 1 个",
    ),
    "a source nobody reads": (
        ('from = ["bank_loan_yuan"]', 'from = ["bank_lone_yuan"]'),
        "没有「bank_lone_yuan」这个数",
    ),
    "a target nobody looks at": (
        ('target = "fee_rate"', 'target = "fee_rat"'),
        "derive（fee_rat）target：「fee_rat」不是 input，也没有角色。是不是「fee_rate」",
    ),
    "a pattern that is none": (("unless = '(?<!", "unless = '((?<!"), "unless：这个正则式读不懂"),
    "a grant of no input": (
        ('grants = "province_subsidy_yuan"', 'grants = "province_yuan"'),
        "grants 里的「province_yuan」不是这个政策点的 input",
    ),
    "two figures of one key without dates": (
        ('key = "fee_limit"\nvalue', 'key = "share"\nvalue'),
        "figure share：.*两行日期重叠",
    ),
    "a measure written twice": (('id = "neeq_award"', 'id = "ipo_award"'), "「ipo_award」写了两遍"),
    "an input written twice": (
        ('key = "raise_yuan"\nlabel = "募资额"', 'key = "prior_subsidy_yuan"\nlabel = "募资额"'),
        "写了两遍",
    ),
    "a unit the role cannot have": (
        ('key = "share"\nvalue = "0.35"\nunit = "ratio"', 'key = "share"\nvalue = "0.35"\nunit = "yuan"'),
        "figure（share）unit：角色「share」（给百分之几）不能是 yuan",
    ),
    "one of several where there is one": (
        ('key = "share"\nvalue = "0.35"', 'key = "share"\nof = "gold"\nvalue = "0.35"'),
        "figure（share）of：角色「share」只有一个，不用写 of",
    ),
    "a way nobody goes": (
        ("[measure.texts]\nopen =", '[measure.ways]\nbands = "whole"\n\n[measure.texts]\nopen ='),
        "ways bands：公式 ceiling_only 没有「bands」这种算法",
    ),
    "what was received, without a cap": (
        ('recovered_yuan = "recovered"', 'recovered_yuan = "prior"'),
        "角色「prior」（封顶里已经领过的）要有角色「cap」的 figure 才用得上",
    ),
    "a quote that is not in the text": (("省财政补贴保费不高于50%", "省财政补贴保费不高于60%"), "不是这一条的原话"),
}


LOOSE = """
[[measure]]
id = "extra"
clause = "1.1"
name = "专利贴息"
formula = "share_of_amount"
payee = "enterprise"
payer = ""
payer_quote = ""
lead_in = "预计"
unmet_lead_in = "没有"
words = ["某某贴息"]
needs = ["某某贴息"]

[[measure.figure]]
key = "share"
value = "0.5"
unit = "ratio"
quote = "市财政按照省级财政贴息支持额度的50%给予补助"

[[measure.input]]
key = "extra_base"
role = "base"
label = "金额"
unit = "yuan"
ask = "多少？"
required = true
"""
WRONG = {
    "a cap in the same sentence that is not written down": (
        (("的50%给予补助", "的50%给予补助，每家企业最高不超过30万元"),),
        (),
        "figure（share）：同一句里的「最高不超过30万元」没有记下来，算的时候会丢。请补一个 figure",
    ),
    "an input that is asked for and not looked at": (
        (),
        (
            (
                "required = true\n",
                'required = true\n\n[[measure.input]]\nkey = "mood"\nlabel = "心情"\nunit = "yuan"\n'
                'ask = "？"\nrequired = true\n',
            ),
        ),
        "input（mood）role：必填，可是公式和条件都用不到它",
    ),
    "a unit that is none": (
        (),
        (('unit = "yuan"\nask', 'unit = "yaun"\nask'),),
        "unit：「yaun」不在可选范围内。请从这些里选：yuan、ratio、months、date、choice、usd；数个数的直接写量词",
    ),
    "a count where a sum is wanted": (
        (),
        (('unit = "yuan"\nask', 'unit = "件"\nask'),),
        "input（extra_base）unit：角色「base」（按它的百分之几给）不能是 count",
    ),
    "levels without a figure": (
        (),
        (('formula = "share_of_amount"', 'formula = "by_level"'), ('key = "share"\n', 'key = "share"\nof = "gold"\n')),
        "公式 by_level 需要角色「level」，没有 input 担任",
    ),
    "bands out of order": (
        (("的50%给予补助", "的50%给予补助，30万元以上和10万元以上另计"),),
        (
            ('formula = "share_of_amount"', 'formula = "tiered"'),
            ('key = "share"\n', 'key = "share"\nof = "1"\n'),
            (
                "[[measure.input]]",
                '[[measure.figure]]\nkey = "f2"\nrole = "from"\nof = "2"\nvalue = "300000"\nunit = "yuan"\n'
                'quote = "30万元以上和10万元以上另计"\n\n[[measure.figure]]\nkey = "f1"\nrole = "from"\nof = "1"\n'
                'value = "100000"\nunit = "yuan"\nquote = "30万元以上和10万元以上另计"\n\n[[measure.input]]',
            ),
        ),
        "第「2」档要有一个 award、share 或 price，现在是 0 个",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_record_that_the_text_or_the_formula_contradicts_is_refused(name):
    text, words, says = WRONG[name]
    files = changed(text=text) if text else changed()
    files[MEASURES] += replaced(LOOSE, words)
    with pytest.raises(DataError) as caught:
        check(files)
    assert any(says in line for line in str(caught.value).splitlines()), str(caught.value)


def test_the_cap_of_another_promise_is_named_as_such():
    files = changed(text=(("的50%给予补助", "的50%给予补助，另一件事最高不超过30万元"),))
    loose = LOOSE.replace('needs = ["某某贴息"]', 'needs = ["某某贴息"]\nelsewhere = ["最高不超过30万元"]')
    files[MEASURES] += loose
    own = files[MEASURES].replace(
        'id = "conversion_loan_interest"', 'id = "conversion_loan_interest"\nelsewhere = ["最高不超过30万元"]'
    )
    checked({**files, MEASURES: own})


@pytest.mark.parametrize("name", SPOILT)
def test_what_does_not_fit_is_refused_with_file_key_and_remedy(name):
    words, says = SPOILT[name]
    with pytest.raises(DataError) as caught:
        check(changed((words,)))
    lines = [line for line in str(caught.value).splitlines() if says in line or re.search(says, line)]
    assert lines and all(line.startswith(f"{MEASURES}：measure") for line in lines), str(caught.value)


def test_all_faults_are_listed_at_once_each_on_a_line_of_its_own():
    files = changed(tuple(words for name, (words, _) in SPOILT.items() if name.startswith(("an unknown", "a quote"))))
    files["series/lpr.toml"] = replaced(files["series/lpr.toml"], (('"3.00"', '"abc"'), ('"2024-07-22"', '"明天"')))
    files["vocabulary/scope.toml"] = replaced(files["vocabulary/scope.toml"], (("\nlabel =", "\nlable ="),))
    with pytest.raises(DataError) as caught:
        check(files)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults) == len(set(lines)) >= 6
    for part in ("interest_subsidi", "一字不差", "one_year", "since", "label：缺少", "lable：没有这样的项"):
        assert sum(part in line for line in lines) >= 1, (part, lines)


def test_a_file_that_cannot_be_read_is_one_fault_and_brings_no_others():
    files = shipped_files()
    for path in (MEASURES, "vocabulary/facts.toml"):
        with pytest.raises(DataError) as caught:
            check({**files, path: "[[broken"})
        assert len(caught.value.faults) == 1 and path in str(caught.value)


def test_the_command_says_every_fault(tmp_path):
    for path, text in changed((SPOILT["an unknown formula, with the nearest name"][0], ("0.005", "0.006"))).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["knowledge", "check", str(tmp_path)])
    assert result.exit_code == 1
    assert "interest_subsidi" in result.output and "0.006 这个数不在引文" in result.output


def test_two_documents_may_have_measures_of_one_id():
    others = shipped_files(Path(__file__).parents[2] / "policies")
    known = checked({**shipped_files(), **others})
    assert len({measure.key for measure in known.measures}) == len(known.measures) == 15


def test_the_files_that_were_in_order_last_are_not_read_again_and_others_are() -> None:
    files = shipped_files()
    first, again = checked(files, 3), checked({**files}, 4)
    assert (first.version, again.version) == (3, 4) and again.measures is first.measures
    path = next(path for path in files if path.endswith("measures.toml"))
    changed = {**files, path: f"{files[path]}\n"}
    assert checked(changed, 5).measures is not first.measures
    with pytest.raises(DataError):
        checked({**files, path: "["}, 6)
    assert checked(changed, 7).version == 7
