"""Two documents beside each other: which one is meant, and nothing of one is looked up in the other."""

from datetime import date
from pathlib import Path

import pytest

from bot.advisor import Advisor, Live
from bot.bootstrap import House, load
from bot.channels.web.cards import card
from bot.dialogue.state import State, Topic
from bot.messages import Message
from bot.replies.phrasebook import Phrasebook
from bot.settings import Settings
from knowledge.records.model import Knowledge
from tests.city import shipped_files

DAY = date(2026, 3, 1)
OTHERS = Path(__file__).parents[2] / "policies"
OURS, OTHER = "liaocheng-2024", "lindong-2026"


@pytest.fixture(scope="module")
def both(learning: Settings) -> Live:
    return load({**shipped_files(), **shipped_files(OTHERS)}, 7, learning)


@pytest.fixture
def advisor(both: Live) -> Advisor:
    return Advisor(both, None)


def ask(advisor: Advisor, *lines: str, topic: Topic | None = None):
    if topic:
        advisor.restore("talk", State(topic=topic).dump())
    return [advisor.reply(Message("talk", line, DAY)) for line in lines][-1]


def html(both: Live, answer) -> str:
    return card(answer.reply, both.knowledge, Phrasebook(both.knowledge), DAY)


@pytest.mark.parametrize(
    ("question", "topic", "words"),
    [
        ("这个文件谁发的", None, "聊城市人民政府办公室印发"),
        ("临东的文件是谁发的", None, "临东市人民政府办公室印发，2026年1月5日"),
        ("这个文件哪天失效", None, "2028年12月31日到期"),
        ("这个文件哪天失效", Topic(OTHER, "1.1"), "2029年12月31日到期"),
        ("聊城的文件哪天失效", Topic(OTHER, "1.1"), "2028年12月31日到期"),
        ("这份文件一共几条", Topic(OTHER, "1.1"), "一共 5 条"),
        ("2031年还能申请吗", Topic(OTHER, "1.1"), "2029年12月31日到期"),
        ("2031年还能申请吗", None, "2028年12月31日到期"),
    ],
)
def test_the_document_that_is_named_is_meant_then_the_talk_s_then_the_main_one(advisor, question, topic, words):
    answer = ask(advisor, question, topic=topic)
    assert answer.payload["kind"] == "meta" and words in answer.text


def test_the_main_document_is_not_the_first_folder(learning: Settings):
    files = {**shipped_files(), **shipped_files(OTHERS)}
    files["site.toml"] = files["site.toml"].replace(f'main = "{OURS}"', f'main = "{OTHER}"')
    live = load(files, 8, learning)
    assert live.knowledge.policies[0].id == OURS and live.knowledge.main.id == OTHER
    assert "临东市人民政府办公室" in ask(Advisor(live, None), "这个文件谁发的").text


def test_an_overview_is_of_the_document_that_is_named(advisor):
    answer = ask(advisor, "临东的科技企业，有啥政策")
    assert answer.payload["kind"] == "overview"
    assert {hit["policy"] for hit in answer.payload["clauses"]} == {OTHER}
    assert "设备投资奖补" in answer.text and "鲁科担" not in answer.text
    ours = ask(advisor, "聊城的科技企业，想贷款，有啥政策")
    assert {hit["policy"] for hit in ours.payload["clauses"]} == {OURS}


def test_an_overview_of_two_documents_says_of_each_clause_whose_it_is(both, advisor):
    answer = ask(advisor, "想上市，买设备，设备投资奖补，有啥政策")
    hits = [(hit["policy"], hit["clause"]) for hit in answer.payload["clauses"]]
    assert answer.payload["kind"] == "overview" and hits[0] == (OURS, "2.3") and (OTHER, "1.1") in hits
    ours, others = answer.text.split("《聊城科技财政金融协同若干措施》")
    assert "强化科创企业上市培育" in ours and "设备投资奖补" in others and "设备投资奖补" not in ours
    assert others.rstrip().endswith("《临东设备更新和科技贷款措施》") and "临东" in html(both, answer)


def test_what_is_found_is_of_one_document_and_none_of_the_other_is_among_it(both, advisor):
    found = ask(advisor, "设备贷款投资")
    hits = [(hit["policy"], hit["clause"]) for hit in found.payload["clauses"]]
    assert hits[:2] == [(OTHER, "1.1"), (OTHER, "2.1")] and {policy for policy, _ in hits} == {OTHER}
    assert "《临东设备更新和科技贷款措施》" in found.text and "《临东设备更新和科技贷款措施》" in html(both, found)


def test_duties_are_told_document_by_document_and_never_added_up(both, advisor):
    answer = ask(advisor, "市财政局牵头哪些")
    heads = [line for line in answer.text.splitlines() if line.startswith("市财政局在")]
    assert heads == [
        "市财政局在《聊城科技财政金融协同若干措施》里牵头 7 条，配合 6 条。",
        "市财政局在《临东设备更新和科技贷款措施》里牵头 2 条，配合 2 条。",
    ]
    assert all(head in html(both, answer) for head in heads)
    named = ask(advisor, "临东市财政局牵头哪些").text
    assert "临东" in named and "聊城" not in named
    only = ask(Advisor(both, None), "市税务局配合哪些").text.splitlines()
    assert only[0] == "市税务局在《聊城科技财政金融协同若干措施》里配合 2 条，没有牵头的。" and len(only) == 3


@pytest.mark.parametrize(
    ("lines", "home"),
    [
        (["现在LPR是多少"], (OURS, "1.1")),
        (["临东现在LPR是多少"], (OTHER, "2.1")),
        (["设备投资能补多少", "现在LPR是多少"], (OTHER, "2.1")),
        (["鲁科担补多少", "现在LPR是多少"], (OURS, "1.1")),
    ],
)
def test_the_lpr_is_told_by_a_measure_of_the_document_meant(advisor, lines, home):
    answer = ask(advisor, *lines)
    assert "3.00%" in answer.text
    assert (answer.payload["clauses"][0]["policy"], answer.payload["clauses"][0]["clause"]) == home


def test_a_day_before_the_series_is_told_with_the_first_day_of_the_series(house: House, learning: Settings):
    files = shipped_files()
    files["series/lpr.toml"] = files["series/lpr.toml"].replace("2019-08-20", "2019-08-21")
    later = Advisor(load(files, 11, learning), None)
    for advisor, day in ((house.advisor, "2019年8月20日"), (later, "2019年8月21日")):
        answer = advisor.reply(Message("early", "拿专利质押贷了500万，一年，2019年3月5日放款，能贴多少", DAY))
        assert f"早于能查到的LPR（从{day}起）" in answer.text
        assert f"从{day}起" in card(
            answer.reply, house.advisor.live.knowledge, Phrasebook(house.advisor.live.knowledge), DAY
        )


def test_what_is_not_ours_stands_in_none_of_the_documents(advisor, house):
    titles = "《关于加强科技财政金融协同服务企业创新发展的若干措施》《关于支持设备更新和科技贷款的若干措施》"
    answer = ask(advisor, "青岛的专利质押贴息怎么申请")
    assert answer.payload["kind"] == "out_of_scope" and f"不在{titles}里" in answer.text
    alone = house.advisor.reply(Message("not-ours", "青岛的专利质押贴息怎么申请", DAY)).text
    assert "不在《关于加强科技财政金融协同服务企业创新发展的若干措施》里" in alone


def test_the_words_about_the_service_are_those_of_its_record(learning: Settings):
    files = shipped_files()
    for old, new in (("聊城科技财政金融协同的政策", "临东的设备政策"), ("鲁科担的担保费补多少", "设备补多少")):
        assert old in files["site.toml"]
        files["site.toml"] = files["site.toml"].replace(old, new)
    answer = ask(Advisor(load(files, 9, learning), None), "你好")
    assert "能答临东的设备政策，" in answer.text and "“设备补多少”" in answer.text


def test_a_measure_without_inputs_is_asked_about_worked_out_and_told_of(learning: Settings):
    """What is asked for is nothing: the most there is stands in the document."""
    files = {**shipped_files(), **shipped_files(OTHERS)}
    files[f"policies/{OTHER}/measures.toml"] += BARE
    live = load(files, 10, learning)
    advisor = Advisor(live, None)
    told = ask(advisor, "质押贷款年度奖励能拿多少")  # called by the whole of its name
    assert (told.payload["kind"], told.payload["measure"]) == ("calculation", "bare_award")
    assert told.payload["missing"] == [] and "5万元" in told.text
    assert 'class="amount"' in html(live, told) and "改数字" not in html(live, told)
    assert "质押贷款年度奖励的牵头单位是市科技局" in ask(advisor, "找哪个部门").text
    for question in ("怎么申报", "最多多少", "需要什么条件", "每年都给吗", "怎么算的", "原文怎么写的"):
        answer = ask(advisor, question)
        assert answer.payload["kind"] in ("answer", "calculation") and "没处理好" not in answer.text


BARE = """
[[measure]]
id = "bare_award"
clause = "2.1"
name = "质押贷款年度奖励"
formula = "ceiling_only"
payee = "enterprise"
payer = ""
payer_quote = ""
lead_in = "最高可得"
unmet_lead_in = "拿不到"
words = ["年度奖励"]
needs = ["年度奖励"]

[[measure.figure]]
key = "most"
role = "ceiling"
value = "50000"
unit = "yuan"
quote = "每户企业每年最高5万元"
"""


def test_each_measure_has_the_shortest_link_that_finds_it(both: Live):
    known: Knowledge = both.knowledge
    assert [known.measure(measure.link) for measure in known.measures] == list(known.measures)
    assert [m.link for m in known.measures if "/" in m.link] == [
        f"{OURS}/patent_pledge_interest",
        f"{OTHER}/patent_pledge_interest",
    ]
