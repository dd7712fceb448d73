"""The shipped data against the document: every quote, figure and office; and what a faulty file is told."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.records.build import build
from knowledge.records.measures import stands_in
from knowledge.records.schema import DataError
from knowledge.records.series import row_on
from tests.city import shipped_files

FILES = shipped_files()
KNOWN = build(FILES)
POLICY = KNOWN.policies[0]
FOLDER = "policies/liaocheng-2024"
MEASURES = {
    "conversion_loan_risk": "1.1",
    "rd_credit_loan_risk": "1.1",
    "conversion_loan_interest": "1.1",
    "patent_pledge_interest": "1.1",
    "guarantee_fee": "1.2",
    "lukebao_premium": "1.3",
    "first_set_insurance": "1.3",
    "ipo_award": "2.3",
    "regional_equity_award": "2.3",
    "neeq_award": "2.3",
}


def test_the_ten_measures_stand_in_their_clauses():
    assert {m.id: m.clause for m in KNOWN.measures} == MEASURES


@pytest.mark.parametrize("measure", KNOWN.measures, ids=lambda m: m.id)
def test_every_quote_stands_in_its_clause_letter_for_letter(measure):
    text = POLICY.clause(measure.clause).text
    quotes = [f.quote for f in measure.figures] + [c.quote for c in measure.conditions]
    assert quotes and all(quote in text for quote in quotes)
    assert measure.payer_quote in text
    assert not measure.payer or measure.payer in text


@pytest.mark.parametrize("measure", KNOWN.measures, ids=lambda m: m.id)
def test_every_figure_stands_in_its_quote(measure):
    for figure in measure.figures:
        assert stands_in(figure.value, figure.unit, figure.quote)
        assert not stands_in(figure.value + Decimal("0.01"), figure.unit, figure.quote)


def test_every_clause_has_a_summary_words_and_a_quote_of_its_own():
    for clause in POLICY.clauses:
        assert clause.quote in clause.text
        assert clause.summary and clause.words and clause.next_steps


def test_examples_are_many_and_none_is_ours_and_not_ours():
    labels: dict[str, set[str]] = {}
    for example in KNOWN.examples:
        labels.setdefault(example.text, set()).add(example.label)
    # vague questions that several clauses fit stand under each of them; what is not ours is never ours too
    assert not [text for text, found in labels.items() if len(found) > 1 and found & {"none", "meta"}]
    for clause in POLICY.clauses:
        assert sum(example.label == clause.id for example in KNOWN.examples) >= 100
    for measure in KNOWN.measures:
        assert sum(example.section == measure.id for example in KNOWN.examples) >= 100
    assert sum(example.label == "meta" for example in KNOWN.examples) >= 150
    assert sum(example.label == "none" for example in KNOWN.examples) >= 800


def test_lpr_rows_by_day():
    assert row_on(KNOWN.lpr, date(2024, 7, 21)).one_year == Decimal("0.0345")
    assert row_on(KNOWN.lpr, date(2024, 7, 22)).one_year == Decimal("0.0335")
    assert row_on(KNOWN.lpr, date(2030, 1, 1)).five_year == Decimal("0.035")
    assert row_on(KNOWN.lpr, date(2019, 8, 19)) is None


FACTS = "vocabulary/facts.toml"
NO_FIGURE = """
[[measure]]
id = "bare"
clause = "1.1"
name = "空"
formula = "ceiling_only"
payee = "enterprise"
payer = ""
payer_quote = ""
lead_in = "可得"
unmet_lead_in = "拿不到"
"""
FAULTS = {
    "broken TOML": (f"{FOLDER}/measures.toml", lambda t: t.replace("[[measure]]", "[[measure", 1), "格式.*引号"),
    "quote changed": (f"{FOLDER}/measures.toml", lambda t: t.replace("同一企业一个年度", "同一公司一个年度"), "原话"),
    "figure not in quote": (f"{FOLDER}/measures.toml", lambda t: t.replace('"0.40"', '"0.50"', 1), "0.50.*不在引文"),
    "float for money": (f"{FOLDER}/measures.toml", lambda t: t.replace('"0.40"', "0.40", 1), "value.*加引号"),
    "unknown key": (f"{FOLDER}/measures.toml", lambda t: t.replace("payee =", "payeee =", 1), "payee：缺少"),
    "unknown clause": (f"{FOLDER}/measures.toml", lambda t: t.replace('clause = "1.1"', 'clause = "9.9"', 1), "9.9"),
    "document changed": (f"{FOLDER}/document.txt", lambda t: t.replace("10万元", "20万元", 1), "sha256.*改动"),
    "wrong date": (f"{FOLDER}/policy.toml", lambda t: t.replace("2028-12-31", "2027-12-31"), "valid_to.*以原文为准"),
    "no date": (f"{FOLDER}/policy.toml", lambda t: t.replace('"2028-12-31"', '"明年"'), "valid_to.*2024-05-20"),
    "LPR no number": ("series/lpr.toml", lambda t: t.replace('"3.00"', '"abc"'), "one_year.*准确的数"),
    "section unknown": (f"{FOLDER}/examples/1.1.txt", lambda t: "[nonsense]\n问\n" + t, r"第1行 \[nonsense\]"),
    "no section": (f"{FOLDER}/examples/1.1.txt", lambda t: "问一句\n" + t, "第1行.*小节"),
    "site: no such policy": (
        "site.toml",
        lambda t: t.replace('main = "liaocheng-2024"', 'main = "x"'),
        "main：「x」.*可",
    ),
    "site: measure unknown": ("site.toml", lambda t: t.replace("/neeq_award", "/neeq"), "neeq」这个政策点.*可以写的有"),
    "site: a bare id": ("site.toml", lambda t: t.replace("liaocheng-2024/neeq_", "neeq_"), "「neeq_award」这个政策点"),
    "site: no such month": ("site.toml", lambda t: t.replace("[11, 12]", "[11, 13]"), r"months：.*\[11, 13\].*写成"),
    "site: few examples": ("site.toml", lambda t: t.replace(', "首台套保险补多少"]', "]"), "examples：只有 2 句.*3 句"),
    "site: nothing to begin": ("site.toml", lambda t: t.partition("[[question]]")[0], "question：一个也没有"),
    "site: key unknown": ("site.toml", lambda t: "city = 'x'\n" + t, "city：没有这样的项"),
    "button for no value": (
        FACTS,
        lambda t: t.replace("says = { yes", "says = { ja"),
        "says ja.*「ja」不是这个事实的值",
    ),
    "label for no value": (FACTS, lambda t: t.replace("labels = { none", "labels = { nix"), "labels nix.*可以写的有"),
    "audience of a bare clause": (
        "vocabulary/audiences.toml",
        lambda t: t.replace('"liaocheng-2024/1.1"', '"1.1"', 1),
        "没有 1.1 这一条.*liaocheng-2024/1.1",
    ),
    "payee not told": (
        f"{FOLDER}/measures.toml",
        lambda t: t.replace("payee_note", "payee_nota", 1),
        "payee_note：钱不",
    ),
    "no figure": (f"{FOLDER}/measures.toml", lambda t: t + NO_FIGURE, "figure：一个数字也没有"),
    "clause missing": (f"{FOLDER}/clauses.toml", lambda t: t.replace('id = "5.3"', 'id = "5.9"'), "5.9"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_named_with_key_and_remedy(fault):
    path, spoil, words = FAULTS[fault]
    files = {**FILES, path: spoil(FILES[path])}
    assert files[path] != FILES[path]
    with pytest.raises(DataError, match=words) as caught:
        build(files)
    assert path.rpartition("/")[2] in str(caught.value)


def test_a_folder_that_does_not_say_what_document_it_is_of_is_named():
    files = {**FILES, "policies/新文件/document.txt": "全文", "policies/新文件/clauses.toml": ""}
    with pytest.raises(
        DataError, match=r"policies/新文件/policy\.toml：文件：.*不会被用到。请补上 policy\.toml"
    ) as caught:
        build(files)
    assert len(str(caught.value).splitlines()) == 1


def test_what_the_service_says_of_itself_is_a_record():
    site = KNOWN.site
    assert KNOWN.main == KNOWN.policy(site.main) and site.region in KNOWN.main.region
    assert [q.text for q in site.questions if 4 in q.months] == ["怎么进科技型企业白名单？"]
    assert {q.measure_id for q in site.questions} - {""} <= set(MEASURES)


def test_a_bank_is_told_as_the_payee_and_then_the_other_remarks():
    for measure in KNOWN.measures:
        assert (measure.payee == "bank") == ("银行" in measure.payee_note)
        assert measure.remarks == ((measure.payee_note,) if measure.payee_note else ()) + measure.notes


def test_the_figure_that_says_how_much_at_most_is_found_by_its_role():
    most = {measure.id: measure.most.key for measure in KNOWN.measures}
    assert most["patent_pledge_interest"] == most["first_set_insurance"] == "cap" and most["ipo_award"] == "ceiling"
    assert most["guarantee_fee"] == "share" and most["regional_equity_award"] == "award"


@pytest.mark.parametrize("missing", ["clauses.toml", "site.toml"])
def test_a_missing_file_is_named(missing):
    with pytest.raises(DataError, match=rf"{missing}.*找不到"):
        build({path: text for path, text in FILES.items() if not path.endswith(missing)})
