"""Limits in months and in counts, and interest at LPR without a cap: a document of data only that is written so."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import load
from bot.messages import Message
from bot.settings import Settings
from knowledge.records.files import plain_text
from tests.city import shipped_files

DAY = date(2026, 3, 1)
HOME = "policies/lindong-2026/"
TEXT = {
    "每户企业每年最高5万元": "贴息期限不超过2年",
    "年度研发投入200万元（含）以上的科技型企业": "研发人员50人（含）以上、贷款期限不超过3年的科技型企业",
}
# Records of measures.toml, and what stands in their place
CAP = """key = "yearly_most"
role = "cap"
label = "每年封顶"
value = "50000"
unit = "yuan"
quote = "每户企业每年最高5万元\""""
MONTHS = """key = "longest"
role = "most_months"
value = "24"
unit = "months"
quote = "贴息期限不超过2年\""""
LEAST = """key = "least"
role = "threshold"
value = "2000000"
unit = "yuan"
quote = "年度研发投入200万元（含）以上\""""
LIMITS = """key = "least"
value = "50"
unit = "count"
quote = "研发人员50人（含）以上"

[[measure.figure]]
key = "longest"
value = "36"
unit = "months"
quote = "贷款期限不超过3年\""""
SPENT = """key = "research_yuan"
role = "base"
label = "研发投入"
unit = "yuan"
ask = "一年的研发投入是多少？（例如“研发投入300万”）"
required = true
default = true
announces = ["研发投入", "研发费用", "投入"]"""
STAFF = """key = "staff"
label = "研发人员"
unit = "人"
ask = "有多少研发人员？（例如“60人”）"
required = true
default = true
announces = ["研发人员", "人员"]

[[measure.input]]
key = "loan_months"
label = "贷款期限"
unit = "months"
ask = "贷了多久？（例如“两年”）"
required = true
default = true
announces = ["期限", "贷了"]"""
REACHED = """key = "research_yuan"
question = "年度研发投入达到200万元了吗？"
quote = "年度研发投入200万元（含）以上"
unmet = "要求年度研发投入200万元（含）以上"
limit = "least"
test = "at_least\""""
KEPT = """key = "staff"
question = "研发人员有50人吗？"
quote = "研发人员50人（含）以上"
unmet = "要求研发人员50人（含）以上"
limit = "least"
test = "at_least"

[[measure.condition]]
key = "loan_months"
question = "贷款期限在3年以内吗？"
quote = "贷款期限不超过3年"
unmet = "要求贷款期限不超过3年"
limit = "longest"
test = "at_most\""""
RECORDS = {CAP: MONTHS, LEAST: LIMITS, SPENT: STAFF, REACHED: KEPT}


def changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def written() -> dict[str, str]:
    """The files of the second document, changed."""
    files = shipped_files(Path(__file__).parents[1] / "policies")
    text = changed(files[f"{HOME}document.txt"], TEXT)
    measures = changed(files[f"{HOME}measures.toml"], RECORDS)
    about = files[f"{HOME}policy.toml"]
    digest = sha256(plain_text(text).encode()).hexdigest()
    about = "\n".join(f'sha256 = "{digest}"' if one.startswith("sha256") else one for one in about.splitlines())
    return {**files, f"{HOME}document.txt": text, f"{HOME}measures.toml": measures, f"{HOME}policy.toml": f"{about}\n"}


@pytest.fixture(scope="module")
def advisor(learning: Settings) -> Iterator[Advisor]:
    yield Advisor(load({**shipped_files(), **written()}, 7, learning), None)


def told(advisor: Advisor, *lines: str) -> tuple[str | None, str]:
    """The sum of the last answer of a talk, and its words."""
    answer = [advisor.reply(Message("|".join(lines), f"临东市：{line}", DAY)) for line in lines][-1]
    return answer.payload["amount_yuan"], answer.text


@pytest.mark.parametrize(
    ("said", "amount", "words"),
    [
        ("专利质押贷了5000万，一年，LPR3%，能贴多少", "300000.00", "5000万元 × LPR 3.00% × 20% × 1年 ＝ 30万元"),
        ("专利质押贷了5000万，两年，LPR3%，能贴多少", "600000.00", "× 2年 ＝ 60万元"),
        ("专利质押贷了5000万，三年，LPR3%，能贴多少", "600000.00", "最多贴2年"),
    ],
)
def test_interest_at_lpr_may_have_no_cap_and_so_many_months(
    advisor: Advisor, said: str, amount: str, words: str
) -> None:
    sum_, text = told(advisor, said)
    assert sum_ == amount and words in text and "封顶" not in text


@pytest.mark.parametrize(
    ("said", "amount", "words"),
    [
        ("研发人员60人，贷了两年，研发投入奖励多少", "80000.00", ""),
        ("研发人员50人，贷了3年，研发投入奖励多少", "80000.00", ""),
        ("研发人员42人，贷了两年，研发投入奖励多少", "0.00", "研发人员42人，差8人"),
        ("研发人员60人，贷了42个月，研发投入奖励多少", "0.00", "贷款期限3年6个月，要求不超过3年，超出6个月"),
    ],
)
def test_a_limit_in_heads_or_in_months_is_said_in_these(advisor: Advisor, said: str, amount: str, words: str) -> None:
    sum_, text = told(advisor, said)
    assert sum_ == amount and words in text, text
