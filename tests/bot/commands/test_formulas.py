"""From a document to its sums without Python: a clerk lists the formulas, has records written, checks and asks."""

import shutil
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from multidict import MultiDict

from bot.advisor import Advisor
from bot.bootstrap import load
from bot.channels.web.cards import card
from bot.cli import main
from bot.commands.formulas import add_record, list_formulas, try_lines
from bot.measures.case import FORMULAS
from bot.measures.contract import checked
from bot.measures.promised import promised_in
from bot.measures.skeleton import Home, example_result, new_record, record
from bot.messages import Message
from bot.replies.form import reply_to_form
from bot.replies.phrasebook import phrasebook_of
from bot.settings import Settings
from knowledge.document.sums import KINDS
from knowledge.records.document import parse
from knowledge.records.files import shipped_files
from knowledge.records.model import Knowledge, KnowledgeError
from knowledge.records.quoted import stands_in
from tests.city import write_data

DAY = date(2026, 11, 26)
TEXT = Path(__file__).parent / "xinhe.txt"
POLICY = "xinhe-2026"
WRITTEN = (
    *("fixed_award", "by_level", "per_item", "tiered", "share_of_amount", "unit_price", "share_of_increment"),
    *("instalments", "range_only", "by_stage", "least_of", "interest_at_rate"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped files and a second document, its records written by command."""
    folder = tmp_path_factory.mktemp("data")
    write_data(folder)
    made = CliRunner().invoke(main, ["knowledge", "parse", str(TEXT), "--new", POLICY, "--into", str(folder)])
    assert made.exit_code == 0, made.output
    for formula in WRITTEN:
        added = CliRunner().invoke(main, ["knowledge", "new", POLICY, formula, "--into", str(folder)])
        assert added.exit_code == 0, added.output
    return folder


@pytest.fixture(scope="module")
def advisor(home: Path, learning: Settings) -> Advisor:
    return Advisor(load(shipped_files(home), 0, learning), None)


def said(advisor: Advisor, *lines: str):
    return [advisor.reply(Message("xinhe", line, DAY)) for line in lines]


def test_every_formula_is_listed_and_told_with_its_roles_an_example_and_its_sum():
    listed = list_formulas(None)
    for name, formula in FORMULAS.items():
        assert f"{name} " in listed and formula.title in listed
        told = list_formulas(name)
        parts = (*formula.figures.values(), *formula.inputs.values())
        assert all(part.means in told for part in parts) and formula.example.sentence in told
        assert "[[measure]]" in told and f'formula = "{name}"' in told
    with pytest.raises(KnowledgeError, match=r"没有「per_itme」这个公式。可以写的有：.*per_item"):
        list_formulas("per_itme")


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_an_example_stands_in_its_sentence_and_keeps_to_the_roles(name):
    formula = FORMULAS[name]
    for given in formula.example.figures:
        assert given.quote in formula.example.sentence
        assert stands_in(Decimal(given.value), given.unit, given.quote)
        assert given.unit in formula.figures[given.role].units
    assert {one.role for one in formula.example.inputs} <= set(formula.inputs)


def test_the_example_records_of_all_formulas_pass_the_check_and_give_their_sums(home, tmp_path):
    """The record that is shown works as it stands, in a document made of the examples' sentences."""
    names = sorted(FORMULAS)
    lines = ["示例县支持企业办法", "", "第一章 总则"]
    lines += [f"第{han(n)}条 办法{n}。{FORMULAS[name].example.sentence}" for n, name in enumerate(names, 1)]
    text = tmp_path / "examples.txt"
    text.write_text("\n".join(lines), "utf-8")
    folder = tmp_path / "data"
    shutil.copytree(home, folder)
    made = CliRunner().invoke(main, ["knowledge", "parse", str(text), "--new", "examples", "--into", str(folder)])
    assert made.exit_code == 0, made.output
    clauses = {c.title: c.id for c in read_alone(folder, "examples").policy("examples").clauses}
    records = [
        record(FORMULAS[name], FORMULAS[name].example, Home(name, clauses[f"办法{n}"], name))
        for n, name in enumerate(names, 1)
    ]
    (folder / "policies" / "examples" / "measures.toml").write_text("\n".join(records), "utf-8")
    known = checked(shipped_files(folder))
    for name in names:
        formula, measure = FORMULAS[name], known.measure(f"examples/{name}")
        params = [
            (f"{name}_{one.role}" + (f"_{one.of}" if one.of else ""), as_typed(one)) for one in formula.example.inputs
        ]
        reply, _ = reply_to_form(known, measure, MultiDict(params), DAY)
        wanted = example_result(formula)
        assert (reply.amount, reply.bound) == (wanted.amount, wanted.bound), name


def as_typed(one):
    return f"{Decimal(one.value) * 100}%" if one.unit == "ratio" else one.value


def han(number):
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("十" if tens == 1 else f"{digits[tens]}十" if tens else "") + (digits[ones] if ones else "")


def read_alone(folder: Path, name: str) -> Knowledge:
    files = {path: text for path, text in shipped_files(folder).items() if not path.endswith(f"{name}/measures.toml")}
    return checked(files)


def test_every_kind_of_promise_that_is_found_has_a_formula_and_the_command_that_writes_it(home):
    assert {formula for formula, _, _ in KINDS} <= set(FORMULAS)
    listed = (home / "policies" / POLICY / "sums.md").read_text("utf-8")
    assert f"fudaoyuan knowledge new {POLICY} per_item --clause 1.3" in listed


def test_levels_and_stages_are_called_as_the_document_calls_them(home):
    records = tomllib.loads((home / "policies" / POLICY / "measures.toml").read_text("utf-8"))["measure"]
    called = [
        [one["label"] for one in row["options"]] for m in records for row in m.get("input", ()) if "options" in row
    ]
    assert called == [["国家级", "省级", "市级"], ["辅导验收", "受理", "成功上市"]]


MANY = """某县实施意见
第一条 鼓励创新。对一类新药，年销售额在1亿元及以上的，单品种奖励企业200万元；\
对二类新药，年销售额达到5000万元的，单品种奖励企业100万元；对仿制药，最高奖励不超过300万元。
第二条 鼓励入统。对新增服务业企业，给予10万元奖励（第一年奖励5万元，第二年奖励3万元，第三年奖励2万元）。\
对获批国际标准、国家标准、行业标准的，当年分别给予100万元、50万元和30万元奖励。
"""


def test_each_sum_of_a_clause_is_written_once_and_what_must_be_reached_is_no_award():
    """A threshold that was taken for the award would be a sum of a hundred million."""
    first, second = parse(MANY, "mou").clauses
    taken: list[list[str]] = []
    found = []
    for clause in (first, second):
        for one in promised_in(clause, ()):
            made = tomllib.loads(new_record(FORMULAS[one.formula], clause, f"n{len(found)}", taken, alone=False))
            [row] = made["measure"]
            taken.append([figure["quote"] for figure in row["figure"]])
            found.append((row["name"], [(f["role"], f["value"], f["unit"]) for f in row["figure"]]))
        assert promised_in(clause, taken) == []
        taken = []
    assert found == [
        ("一类新药", [("award", "2000000", "yuan"), ("threshold", "100000000", "yuan")]),
        ("二类新药", [("award", "1000000", "yuan"), ("threshold", "50000000", "yuan")]),
        ("仿制药", [("ceiling", "3000000", "yuan")]),
        (
            "新增服务业企业",
            [("award", "100000", "yuan"), *(("part", value, "yuan") for value in ("50000", "30000", "20000"))],
        ),
        ("国际标准、国家标准、行业标准", [("award", value, "yuan") for value in ("1000000", "500000", "300000")]),
    ]


def test_what_the_commands_write_passes_the_check(home):
    checked_by = CliRunner().invoke(main, ["knowledge", "check", str(home)])
    assert checked_by.exit_code == 0 and "22 个政策点" in checked_by.output, checked_by.output


TALKS = [
    (("新认定的高新技术企业奖励多少",), "m1_1", ["100000.00"], "一次性奖励10万元"),
    (("企业技术中心奖励多少", "国家级", "不对，是市级"), "m1_2", [None, "500000.00", "100000.00"], "市级"),
    (
        ("发明专利资助，3件能补多少", "再加2件", "不对，是4件"),
        "m1_3",
        ["60000.00", "100000.00", "80000.00"],
        "5件 → 4件",
    ),
    (("发明专利资助能补多少", "2件"), "m1_3", [None, "40000.00"], "2件 × 每件2万元 ＝ 4万元"),
    (("设备投资补助，投资额200万能补多少", "不对，是40万"), "m2_1", ["120000.00", "0.00"], "没到最低一档的50万元"),
    (("厂房租金补贴，租了120平方米，一年", "是200平米"), "m2_3", ["4320.00", "7200.00"], "120平方米 → 200平方米"),
    (("增长奖励，去年1000万，今年1200万",), "m2_4", ["600000.00"], "8%以内的80万元不算"),
    (("落户奖励多少",), "m2_5", ["2000000.00"], "第3次给30%：60万元"),
    (("重点项目支持多少",), "m2_6", [None], "50万元到 200万元"),
    (("上市奖励多少", "上市奖励", "受理"), "m2_7", [None, None, "2000000.00"], "以后还有：成功上市300万元"),
    (("应用场景奖励，实际投入资金80万",), "m2_8", ["400000.00"], "取小的：40万元"),
    (("外贸稳增长贷款贴息，贷了500万，18个月",), "m2_9", ["150000.00"], "1年6个月，最多算1年"),
]


@pytest.mark.parametrize(("lines", "measure", "amounts", "words"), TALKS, ids=[talk[1] for talk in TALKS])
def test_a_talk_asks_takes_counts_levels_and_terms_and_gives_the_sum(advisor, lines, measure, amounts, words):
    talk = Advisor(advisor.live, None)
    answers = said(talk, *lines)
    assert [answer.payload["amount_yuan"] for answer in answers] == amounts, [answer.text for answer in answers]
    assert answers[-1].payload["measure"] == measure
    assert words in answers[-1].text, answers[-1].text
    known = advisor.live.knowledge
    assert all(card(answer.reply, known, phrasebook_of(known), DAY) for answer in answers)


def test_how_many_there_must_be_is_worked_out_backwards(advisor):
    answer = said(Advisor(advisor.live, None), "发明专利资助想拿8万要几件")[-1]
    assert "至少 4件" in answer.text


def test_a_form_takes_counts_and_shows_them_again(advisor):
    known = advisor.live.knowledge
    measure = known.measure(f"{POLICY}/m1_3")
    for typed_in in ("3", "3件", "3个", "三件"):
        reply, standing = reply_to_form(known, measure, MultiDict([("m1_3_count", typed_in)]), DAY)
        assert reply.amount == 60_000 and standing.inputs["m1_3_count"].value == 3, typed_in
    reply, _ = reply_to_form(known, measure, MultiDict([("m1_3_count", "3台")]), DAY)
    assert reply.missing == ("m1_3_count",)


def test_lines_are_tried_without_publishing(home, house):
    shown = try_lines(POLICY, ["发明专利资助能补多少", "3件"], str(home), DAY, house.settings)
    assert "问：3件" in shown and "6.00 万元" in shown
    with pytest.raises(KnowledgeError, match=r"没有「nowhere」这份政策。现有的有：liaocheng-2024、.*xinhe-2026"):
        try_lines("nowhere", ["你好"], str(home), DAY, house.settings)


def test_a_record_for_what_no_clause_promises_is_asked_about(home):
    with pytest.raises(KnowledgeError, match=r"看不出哪一条像「保函、担保.*--clause"):
        add_record(POLICY, "guarantee_ceiling", None, str(home))
    with pytest.raises(KnowledgeError, match=r"没有 9\.9 这一条"):
        add_record(POLICY, "per_item", "9.9", str(home))
    with pytest.raises(KnowledgeError, match=r"没有「nowhere」这份政策"):
        add_record("nowhere", "per_item", None, str(home))
