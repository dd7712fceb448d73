"""The shipped data against the document: every quote, figure and office; and what a faulty file is told."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.records.build import build
from knowledge.records.files import shipped_files
from knowledge.records.measures import stands_in
from knowledge.records.schema import DataError
from knowledge.records.series import row_on

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


def test_a_missing_file_is_named():
    with pytest.raises(DataError, match=r"clauses\.toml.*找不到"):
        build({path: text for path, text in FILES.items() if not path.endswith("clauses.toml")})
