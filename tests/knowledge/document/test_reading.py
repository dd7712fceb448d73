"""Documents in many layouts: their clauses, headings and dates, and that nothing of any text is lost."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.document.reading import CLAUSE, FRAME, HEADING, REST, Reading, read_document
from knowledge.importers.evaluate import scored
from tests.city import shipped_files

DOCUMENTS = Path(__file__).parent / "documents"
HAN = "一二三四五六七八九十"


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def assert_nothing_lost(text: str, reading: Reading) -> None:
    """Every character lies in one span; a clause holds all that its spans hold, in their order."""
    assert "".join(text[span.start : span.end] for span in reading.spans) == text
    assert {span.kind for span in reading.spans} <= {CLAUSE, HEADING, FRAME, REST}
    for clause in reading.clauses:
        held = "".join(text[span.start : span.end] for span in reading.spans if span.clause == clause.id)
        assert bare(held) == bare(clause.text)
        assert bare(clause.heading) in bare(clause.text) and clause.body in clause.text
    assert {span.clause for span in reading.spans if span.kind == CLAUSE} == {clause.id for clause in reading.clauses}


def ids(text: str) -> list[str]:
    return [clause.id for clause in read_document(text).clauses]


@pytest.mark.parametrize("score", scored(DOCUMENTS), ids=lambda score: score.file)
def test_labelled_documents_are_read_as_labelled(score) -> None:
    assert score.wrong == ()


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_nothing_of_a_document_is_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert_nothing_lost(text, read_document(text))


def test_nothing_of_the_shipped_document_is_lost() -> None:
    text = shipped_files()["policies/liaocheng-2024/document.txt"]
    reading = read_document(text)
    assert_nothing_lost(text, reading)
    assert len(reading.clauses) == 15 and reading.warnings == () and reading.refused is None


@given(
    st.text(alphabet="一二三、（）()1.。；：\n 　第条章附件关于办法市局牵头负责自起施行2024年月日《》\t①", max_size=300)
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_of_any_text_is_lost(text: str) -> None:
    assert_nothing_lost(text, read_document(text))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    assert_nothing_lost(text, read_document(text))


WORDS = st.text(alphabet="支持鼓励企业发展创新培育引进人才资金平台建设", min_size=4, max_size=10)
BRACKET = st.sampled_from(["（{}）", "({})", "（ {} ）"])
LEAD = st.sampled_from(["", "　　", "  "])
GAP = st.sampled_from(["\n", "\n\n"])
OFFICES = st.lists(st.sampled_from(["市科技局", "市财政局", "市工业和信息化局", "市国资委"]), min_size=1, unique=True)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, list[str]]]]:
    """A notice with chapters and sections, with (id, heading, leading offices) of each clause."""
    gap, indent, bracket = draw(GAP), draw(LEAD), draw(BRACKET)
    lines = ["青溪市关于支持企业的若干措施", "为支持企业，制定本措施。"]
    wanted = []
    for chapter in range(draw(st.integers(1, 4))):
        lines.append(f"{indent}{HAN[chapter]}、{draw(WORDS)}")
        for section in range(draw(st.integers(1, 4))):
            heading, names = draw(WORDS), draw(OFFICES)
            tail = f"（牵头单位：{'、'.join(names)}）"
            lines.append(f"{indent}{bracket.format(HAN[section])}{heading}。对{draw(WORDS)}给予补助。{tail}")
            wanted.append((f"{chapter + 1}.{section + 1}", heading, names))
    lines.append(f"{indent}本措施自2025年1月1日起施行，有效期至2027年12月31日。")
    return gap.join(lines), wanted


@given(documents())
@settings(max_examples=100, deadline=None)
def test_made_up_documents_come_out_as_they_were_made(made: tuple[str, list[tuple[str, str, list[str]]]]) -> None:
    text, wanted = made
    reading = read_document(text)
    assert [(one.id, one.heading, one.offices.lead) for one in reading.clauses] == wanted
    assert (reading.validity.begins, reading.validity.ends) == (date(2025, 1, 1), date(2027, 12, 31))
    assert_nothing_lost(text, reading)


def test_numbers_that_run_on_through_chapters_keep_their_place_and_their_print() -> None:
    text = "一、甲类\n（一）支持甲。做甲。\n（二）支持乙。做乙。\n二、乙类\n（三）支持丙。做丙。\n"
    found = read_document(text).clauses
    assert [(one.id, one.printed) for one in found] == [
        ("1.1", ("一、", "（一）")),
        ("1.2", ("一、", "（二）")),
        ("2.1", ("二、", "（三）")),
    ]


def test_items_within_an_article_are_no_clauses() -> None:
    text = "第一条 有下列情形之一的：\n（一）甲；\n（二）乙。\n由市局处理。\n第二条 本办法自2024年1月1日起施行。\n"
    first, second = read_document(text).clauses
    assert (first.id, second.id) == ("art1", "art2")
    assert first.text.endswith("由市局处理。") and "（二）乙" in first.text


def test_articles_below_headings_keep_their_own_number() -> None:
    articles = [f"第 {' '.join(str(number))} 条 奖励第{HAN[number - 1]}种。" for number in range(1, 11)]
    text = "\n".join(["一、支持范围", "(一)投资奖励", *articles[:4], "(二)创新奖励", *articles[4:]])
    assert ids(text) == [f"art{number}" for number in range(1, 11)]
    assert read_document(text).clauses[9].printed == ("一、", "(二)", "第 1 0 条")


def test_a_list_after_a_colon_belongs_to_its_clause() -> None:
    items = "1.国家级平台，奖励100万元；\n2.省级平台，奖励30万元。\n"
    text = f"一、奖励创新。对下列平台给予奖励：\n{items}二、奖励人才。给予补贴。\n"
    assert ids(text) == ["1", "2"]


def test_paragraphs_below_a_heading_belong_to_its_clause() -> None:
    text = "一、工作目标\n第一段，说明。\n第二段，说明。\n二、组织保障\n加强领导。\n"
    found = read_document(text).clauses
    assert [one.heading for one in found] == ["工作目标", "组织保障"]
    assert found[0].body == "第一段，说明。\n第二段，说明。"


def test_a_table_of_contents_is_no_clause() -> None:
    text = "目录\n一、总体要求……1\n二、主要任务……3\n一、总体要求\n做好工作。\n二、主要任务\n完成任务。\n"
    reading = read_document(text)
    assert [one.heading for one in reading.clauses] == ["总体要求", "主要任务"]
    assert reading.spans[0].kind == REST


def test_an_attachment_that_is_a_form_is_kept_apart_with_a_warning() -> None:
    text = "关于奖励的通知\n一、奖励甲。给钱。\n二、奖励乙。给钱。\n青溪市财政局\n2024年5月6日\n附件\n申报表\n1\n名称\n"
    reading = read_document(text)
    assert [one.id for one in reading.clauses] == ["1", "2"]
    assert any(warning.line == 6 and "附件" in warning.says for warning in reading.warnings)


def test_a_document_that_a_notice_attaches_is_the_document() -> None:
    text = (
        "关于印发办法的通知\n各单位：\n现将办法印发给你们。\n附件：青溪市奖励办法\n青溪市财政局\n2024年5月6日\n"
        "附件\n青溪市奖励办法\n第一条 奖励甲。\n第二条 奖励乙。\n第三条 本办法自印发之日起施行，有效期2年。\n"
    )
    reading = read_document(text)
    assert (reading.title, ids(text)) == ("青溪市奖励办法", ["art1", "art2", "art3"])
    assert (reading.validity.begins, reading.validity.ends) == (date(2024, 5, 6), date(2026, 5, 5))
    assert "自印发之日起施行" in reading.validity.rule


def test_a_gap_in_the_numbers_is_a_warning_with_its_line() -> None:
    reading = read_document("一、甲类工作。做甲。\n二、乙类工作。做乙。\n四、丁类工作。做丁。\n")
    assert [str(w) for w in reading.warnings if w.line] == ["第3行：编号从 2 跳到 4，请核对有没有漏掉或多出的编号"]


def test_sums_before_the_numbers_of_a_section_are_a_clause_too() -> None:
    text = "一、奖励办法。对企业最高奖励100万元。\n（一）支持设备。对设备给予补助。\n（二）支持厂房。对厂房给予补助。\n"
    assert ids(text) == ["1", "1.1", "1.2"]


def test_chapters_after_the_tenth_are_read() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    lines = ["印发通知"]
    for number, numeral in enumerate(numerals, 1):
        lines.append(f"　　{numeral}、章节{numeral}")
        lines += [f"　　（{one}）条款{one}。正文。（牵头单位：市科技局）" for one in numerals[:number]]
    assert ids("\n".join(lines)) == [f"{n}.{i}" for n in range(1, 13) for i in range(1, n + 1)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有可以读的文字"),
        ("今天天气不错。\n", "没有找到带编号的条款"),
        ("一、早起\n二、跑步\n", "没有标题"),
        ("青溪市奖励办法有哪些内容？\n一、甲类。给钱。\n", "是一个问题"),
        ("《青溪市奖励办法》政策解读\n一、背景。说明背景。\n", "解读"),
        ("问题：怎么申请\n答复：\n一、先登录。再填表。\n", "一问一答"),
        ("采购公告\n一、项目名称：设备\n", "招标或采购公告"),
        ("新规出台\n本报讯 记者从市财政局获悉\n一、看点一。内容。\n", "新闻报道"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert reason in (read_document(text).refused or "")
