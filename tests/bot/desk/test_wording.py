"""Words and answers of a draft: each change as its files, and what stands against it."""

import pytest

from bot.desk import wording
from bot.desk.known import Known
from bot.desk.terms import with_topic
from bot.desk.wording import Line
from knowledge.publish import diff
from knowledge.records.model import KnowledgeError
from tests.city import shipped_files

FILES = shipped_files()
CITY = "liaocheng-2024"
KNOWN = Known()


def added(changed: dict[str, str | None]) -> list[str]:
    files = {**FILES, **{path: text for path, text in changed.items() if text is not None}}
    assert KNOWN.of(files)[1] == ()
    changes = diff(FILES, files)
    assert not [line for one in changes for line in one.removed if line.strip()]
    return [line for one in changes for line in one.added if line.strip() and not line.startswith("#")]


def test_what_is_added_is_a_line_of_its_file_and_nothing_else_changes() -> None:
    assert added(wording.with_example(FILES, CITY, "1.1", "patent_pledge_interest", "知产押给银行 利息退点不"))[
        -1
    ].startswith("知产押")
    assert added(wording.with_not_ours(FILES, "housing", "买房子首付能贷多少呀")) == [
        "[housing]",
        "买房子首付能贷多少呀",
    ]
    assert added(wording.with_kind(FILES, "materials", "报这个要拿哪些纸")) == ["[materials]", "报这个要拿哪些纸"]
    assert len(added(wording.with_turn(FILES, CITY, "我们没办登记", ["state"], {"pledge_registered": "no"}))) == 1
    assert added(wording.with_word(FILES, "科创积分贷")) == ["科创积分贷"]


def test_a_saying_means_one_word_and_is_cut_whole() -> None:
    changed = wording.with_synonym(FILES, "风险补偿", "兜底补")
    assert '"风险补偿" = ["风补", "兜底补"]' in changed[wording.SYNONYMS] and "兜底补\n" in changed[wording.WORDS]
    with pytest.raises(KnowledgeError, match="已经是「科技成果转化贷款」的说法"):
        wording.with_synonym(FILES, "风险补偿", "科转贷")
    gone = wording.without_synonym(FILES, "科技成果转化贷款", "科转贷")
    assert "科转贷" not in gone[wording.SYNONYMS] and "\n科转贷\n" not in gone[wording.WORDS]


def test_nearly_the_same_sentence_of_another_clause_is_shown() -> None:
    line = wording.found_lines(FILES, "科转贷 不良 35%")[0]
    assert line == Line(f"policies/{CITY}/examples/1.1.txt", "conversion_loan_risk", "科转贷 不良 35%")
    assert wording.alike(FILES, "科转贷  不良 35%")[0] == line
    assert line.text not in wording.without_line(FILES, line)[line.path]
    with pytest.raises(KnowledgeError, match="已经不在了"):
        wording.without_line(FILES, Line(line.path, "general", "没有这一句"))


@pytest.mark.parametrize("text", ["", " ", "# 注", "[general]", "长" * 301])
def test_what_is_no_sentence_is_refused(text: str) -> None:
    with pytest.raises(KnowledgeError, match="请写一句话"):
        wording.with_kind(FILES, "how", text)


def test_no_path_but_those_of_sentences_can_be_reached() -> None:
    for path in ("policies/x/measures.toml", "../secret", "vocabulary/facts.toml"):
        with pytest.raises(KnowledgeError, match="不能在这里去掉"):
            wording.without_line(FILES, Line(path, "", "a"))


def test_an_answer_changes_alone_and_keeps_its_place() -> None:
    record = wording.answers(FILES, CITY)[3]
    changed = {**FILES, **wording.with_answer(FILES, CITY, 3, {"says": "改过的第一句"})}
    assert wording.answers(changed, CITY)[3].says == "改过的第一句"
    assert len(diff(FILES, changed)[0].added) == 1
    values = {
        "of": "1.1",
        "kinds": ["payer"],
        "words": [],
        "says": "新的一句",
        "quote": "",
        "unless": [],
        "settles": False,
    }
    more = {**FILES, **wording.with_answer(FILES, CITY, None, values)}
    assert wording.answers(more, CITY)[-1].says == "新的一句" and KNOWN.of(more)[1] == ()
    gone = {**FILES, **wording.without_answer(FILES, CITY, 3, record.says)}
    assert len(wording.answers(gone, CITY)) == len(wording.answers(FILES, CITY)) - 1
    with pytest.raises(KnowledgeError, match="已经不在了"):
        wording.without_answer(FILES, CITY, 3, "别的一句")


def test_a_topic_and_a_measure_the_desk_named_take_sentences() -> None:
    """Their names have digits in them: desk_1, m2_2."""
    name, topic = with_topic(FILES, "公积金贷款", "请拨12329", "公积金贷款")
    files = {**FILES, **{path: text or "" for path, text in topic.items()}}
    files |= {path: text or "" for path, text in wording.with_not_ours(files, name, "公积金能贷多少").items()}
    assert any(char.isdigit() for char in name) and KNOWN.of(files)[1] == ()
    assert Line(wording.NOT_OURS, name, "公积金能贷多少") in list(wording.lines_of(files))
