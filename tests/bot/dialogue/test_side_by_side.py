"""Documents of several places side by side: the one that is meant answers, and no figure of another gets into it."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.advisor import Advisor, Answer, Live
from bot.bootstrap import House, load
from bot.channels.web.cards import card
from bot.dialogue.state import State, recall
from bot.messages import Message
from bot.replies.phrasebook import Phrasebook
from bot.settings import Settings
from tests.city import shipped_files
from tests.twin import twin

DAY = date(2026, 3, 1)
POLICIES = Path(__file__).parents[2] / "policies"
OURS, CITY, TWIN, PROVINCE = "liaocheng-2024", "wangjiang-2025", "yunping-2024", "lindong-2026"
ASKED = tomllib.loads((Path(__file__).parent / "cities.toml").read_text("utf-8"))["ask"]
IPO = {OURS: "600万元", TWIN: "400万元"}
AMOUNTS = {
    "专利质押贷款500万，一年，{}能贴多少": {OURS: "60000.00", TWIN: "45000.00"},
    "我们在{}，齐鲁股权挂牌，直接融资300万，补多少": {OURS: "100000.00", TWIN: "200000.00"},
    "{}鲁科担，担保500万，费率0.5%，补多少": {OURS: "10000.00", TWIN: "10000.00"},
    "{}首台套保险，保额2000万，保费50万，补多少": {OURS: "100000.00", TWIN: "100000.00"},
    "新三板创新层挂牌，融资2000万，{}补多少": {OURS: "700000.00", TWIN: "700000.00"},
    "{}企业IPO最高支持多少": {},
    "{}的科技企业白名单怎么进": {},
    "{}创投机构落户有支持吗": {},
    "{}科技支行是怎么回事": {},
}
PLACES = {OURS: ("聊城", "聊城市", "茌平"), TWIN: ("云平", "云平市", "云北")}
UNNAMED = (
    "专利质押贷款500万，一年，能贴多少",
    "齐鲁股权挂牌，直接融资300万，补多少",
    "IPO最高支持多少",
    "科技企业白名单怎么进",
    "创投机构落户有支持吗",
)


@pytest.fixture(scope="module")
def cities(learning: Settings) -> Live:
    """Ours and a made-up city's."""
    return load({**shipped_files(), **shipped_files(POLICIES / "cities")}, 21, learning)


@pytest.fixture(scope="module")
def twins(learning: Settings) -> Live:
    """Ours and its twin under another name."""
    return load({**shipped_files(), **twin(shipped_files())}, 22, learning)


@pytest.fixture(scope="module")
def levels(learning: Settings) -> Live:
    """Ours and what it carries out: a document of the province."""
    files = {**shipped_files(), **shipped_files(POLICIES)}
    path = f"policies/{PROVINCE}/policy.toml"
    for old, new in (
        ('region = "临东市"', 'region = "山东省"\ndoc_number = "鲁政办字〔2023〕155号"'),
        ('short_title = "临东设备更新', 'short_title = "设备更新'),
    ):
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    return load(files, 23, learning)


def ask(live: Live, *lines: str, day: date = DAY) -> Answer:
    """The last answer of one conversation."""
    advisor = Advisor(live, None)
    return [advisor.reply(Message("side", line, day)) for line in lines][-1]


def first(answer: Answer) -> tuple[str, str]:
    hits = answer.payload["clauses"]
    return (hits[0]["policy"], hits[0]["clause"]) if hits else ("", "")


def document(answer: Answer) -> str:
    return answer.reply.document.id if answer.reply.document else ""


def html(live: Live, answer: Answer) -> str:
    return card(answer.reply, live.knowledge, Phrasebook(live.knowledge), DAY)


def faults(live: Live, asked: Mapping[str, Any]) -> set[str]:
    """What of the answer is not as it should be."""
    answer = ask(live, *asked.get("before", ()), asked["say"])
    wrong = {"document"} if document(answer) != asked["policy"] else set()
    if "clause" in asked and first(answer) != (asked["policy"], asked["clause"]):
        wrong.add("clause")
    if "measure" in asked and answer.payload["measure"] != asked["measure"]:
        wrong.add("measure")
    if "amount" in asked and answer.payload["amount_yuan"] != asked["amount"]:
        wrong.add("amount")
        if answer.payload["amount_yuan"]:
            wrong.add("sum")
    if "kind" in asked and answer.payload["kind"] != asked["kind"]:
        wrong.add("clause")
    return wrong | ({"clause"} if asked.get("text", "") not in answer.text else set())


def test_sixty_questions_beside_a_made_up_city(cities):
    found = [(asked["say"], faults(cities, asked)) for asked in ASKED]
    assert len(found) == 60
    wrong = {
        kind: [say for say, faults in found if kind in faults] for kind in ("document", "clause", "measure", "sum")
    }
    assert len(wrong["document"]) <= 3 and len({*wrong["clause"], *wrong["measure"]}) <= 6, wrong
    assert wrong["sum"] == []


@pytest.mark.parametrize("question", AMOUNTS)
def test_of_twins_the_city_that_is_named_answers(twins, question):
    for policy, places in PLACES.items():
        for place in places:
            answer = ask(twins, question.format(place))
            assert document(answer) == policy and first(answer)[0] == policy, answer.text
            assert answer.payload["amount_yuan"] == AMOUNTS[question].get(policy)
            other = "云平" if policy == OURS else "聊城"
            assert other not in answer.text


def test_the_ceiling_of_each_twin_is_its_own(twins):
    for policy, (place, *_) in PLACES.items():
        assert IPO[policy] in ask(twins, f"{place}企业IPO最高支持多少").text


@pytest.mark.parametrize("question", UNNAMED)
def test_of_twins_it_is_asked_which_and_either_is_taken(twins, question):
    asked = ask(twins, question)
    assert (asked.payload["kind"], asked.payload["missing"]) == ("ask", ["document"])
    assert asked.payload["amount_yuan"] is None and not asked.payload["sure"]
    assert [hit["policy"] for hit in asked.payload["clauses"]] == [OURS, TWIN]
    assert "聊城" in asked.text and "云平" in asked.text and "企业在哪里" in asked.text
    assert 'value="云平"' in html(twins, asked)
    for words, policy in (("1", OURS), ("第二个", TWIN), ("云平", TWIN), ("我们在聊城", OURS)):
        taken = ask(twins, question, words)
        assert document(taken) == policy and first(taken)[0] == policy


def test_the_talk_stays_with_its_document_until_another_place_is_named(twins):
    lines = ["我们是云平的企业", "专利质押贷了300万", "一年", "不对，是500万"]
    answer = ask(twins, *lines)
    assert (document(answer), answer.payload["amount_yuan"]) == (TWIN, "45000.00")
    assert "《云平科技财政金融协同若干措施》" in answer.text
    there = ask(twins, *lines, "那聊城呢")
    assert (document(there), there.payload["amount_yuan"]) == (OURS, "60000.00")
    back = ask(twins, *lines, "那聊城呢", "云平呢")
    assert (document(back), back.payload["amount_yuan"]) == (TWIN, "45000.00")
    other = ask(twins, *lines, "科技企业白名单怎么进")
    assert document(other) == TWIN


def test_two_cities_are_set_side_by_side(twins):
    answer = ask(twins, "聊城和云平，专利质押贷500万一年，哪个贴得多")
    assert answer.payload["amount_yuan"] is None
    assert [one["amount_yuan"] for one in answer.payload["alternatives"]] == ["60000.00", "45000.00"]
    assert answer.text.startswith("聊城多 1.50 万元")
    assert all(words in html(twins, answer) for words in ("聊城多 1.50 万元", f"/policies/{TWIN}"))
    assert document(ask(twins, "聊城和云平，专利质押贷500万一年，哪个贴得多", "云平")) == TWIN


def test_offices_of_two_cities_are_not_added_up(twins):
    answer = ask(twins, "市科技局牵头哪些条款")
    heads = [line for line in answer.text.splitlines() if line.startswith("市科技局在")]
    assert [head.partition("里牵头")[0] for head in heads] == [
        "市科技局在《聊城科技财政金融协同若干措施》",
        "市科技局在《云平科技财政金融协同若干措施》",
    ]
    assert "聊城" not in ask(twins, "云平市科技局牵头哪些条款").text


@pytest.mark.parametrize("question", ["这个文件什么时候到期", "这份文件是谁发的"])
def test_about_the_document_every_one_answers_under_its_name(twins, question):
    answer = ask(twins, question)
    assert answer.payload["kind"] == "meta"
    assert "聊城：" in answer.text and "云平：" in answer.text
    assert document(ask(twins, "云平的" + question)) == TWIN


def test_what_only_another_place_gives_is_not_denied(cities):
    placed = ask(cities, "我们是聊城的企业", "去法国参展，展位费5万，补多少")
    assert placed.payload["kind"] == "out_of_scope" and placed.payload["amount_yuan"] is None
    assert "望江的《望江制造业和外贸措施》也写了这件事" in placed.text
    assert f"/policies/{CITY}" in html(cities, placed)
    there = ask(cities, "我们是聊城的企业", "去法国参展，展位费5万，补多少", "望江")
    assert (document(there), there.payload["amount_yuan"]) == (CITY, "30000.00")
    unplaced = ask(cities, "去法国参展，展位费5万，补多少")
    assert (document(unplaced), unplaced.payload["amount_yuan"]) == (CITY, "30000.00")
    first_line = (
        "聊城的《聊城科技财政金融协同若干措施》里没有这件事，这是望江的《望江制造业和外贸措施》写的，"
        "企业在望江才能按它申请。"
    )
    assert unplaced.text.splitlines()[0] == first_line and first_line in html(cities, unplaced)


@pytest.mark.parametrize("said", ["望江展位费5万补多少", "我们在望江，展位费5万补多少", "18号文里展位费5万补多少"])
def test_of_a_place_that_is_named_it_is_not_said_that_another_gives_none(cities, said: str):
    assert "里没有这件事" not in ask(cities, said).text
    assert "里没有这件事" not in ask(cities, "白名单怎么进").text


@pytest.mark.parametrize(
    ("question", "quote", "silent"),
    [
        ("能和别的补助同时享受吗", "同一项目、同一事项符合本措施多项条款的，按照就高不重复的原则执行", "未写明"),
        ("什么时候申报", "申报通知每年4月由各牵头单位发布", "未写明"),
        ("申报要交什么材料", "申报通知每年4月由各牵头单位发布", "未写明"),
        ("怎么申请", "申报通知每年4月由各牵头单位发布", "没写程序"),
    ],
)
def test_what_a_document_says_of_all_its_sums_is_quoted(cities, question: str, quote: str, silent: str):
    there = ask(cities, "望江的设备投资补助是怎么规定的", question).text
    assert f"「{quote}」" in there and silent not in there
    assert quote not in ask(cities, "聊城的专利质押贷款贴息是怎么规定的", question).text


def test_a_place_that_is_loaded_is_ours_and_one_that_is_not_stays_elsewhere(cities, house: House):
    assert document(ask(cities, "临水县的厂，设备投资额100万，补多少")) == CITY
    elsewhere = ask(cities, "青岛的企业，设备投资额100万，补多少")
    assert elsewhere.payload["kind"] == "out_of_scope" and elsewhere.payload["amount_yuan"] is None
    assert ask(cities, "上岗市的企业，设备投资额100万，补多少").payload["amount_yuan"] is None
    assert "望江" not in ask(house.advisor.live, "望江的企业，设备投资额100万，补多少").text


def test_what_the_service_says_of_itself_names_every_place(cities):
    assert "还有望江的《望江制造业和外贸措施》" in ask(cities, "你好").text
    placed = ask(cities, "我们是望江的企业")
    assert "望江制造业和外贸措施" in placed.text and "设备投资补助" in placed.text
    assert f"/policies/{CITY}" in html(cities, placed)
    assert "我能答的是望江的" in ask(cities, "我们是望江的企业", "车险怎么理赔").text


def test_every_reply_of_several_documents_names_its_own(cities):
    for question in (
        "望江展位费5万补多少",
        "望江参展补助",
        "望江展位费补助归哪个部门管",
        "望江参展要什么条件",
        "望江升规营收多少才能拿到奖",
        "望江专利质押贷款300万一年能贴多少",
        "望江的企业能享受哪些政策",
        "望江服务专员是干什么的",
    ):
        answer = ask(cities, question)
        assert document(answer) == CITY, question
        assert "望江" in answer.text and f"/policies/{CITY}" in html(cities, answer)
    follow = ask(cities, "望江展位费5万补多少", "找谁")
    assert "《望江制造业和外贸措施》" in follow.text and "市商务局" in follow.text


def test_one_document_is_not_named_and_nothing_is_asked(house: House):
    answer = ask(house.advisor.live, "专利质押贷款500万，一年，能贴多少")
    assert answer.reply.document is None and "《聊城" not in answer.text and not house.advisor.live.desks


def test_a_number_or_a_title_calls_its_document(cities, levels):
    assert document(ask(cities, "望政办发2025年18号什么时候到期")) == CITY
    assert document(ask(levels, "155号文件里设备投资额500万补多少")) == PROVINCE
    assert document(ask(levels, "省里的文件，设备投资额500万补多少")) == PROVINCE


def test_the_document_above_and_the_one_that_carries_it_out_are_told_apart(levels):
    known = levels.knowledge
    assert (known.level(known.policy(PROVINCE)), known.level(known.policy(OURS))) == ("依据", "配套")
    assert "（本级的配套文件）" in ask(levels, "聊城鲁科担，担保500万，费率0.5%，补多少").text
    given = ask(levels, "我们是聊城的企业", "设备投资额500万，补多少")
    assert (document(given), given.payload["amount_yuan"]) == (PROVINCE, "500000.00")
    assert "山东省《设备更新和科技贷款措施》（上级的依据文件）" in given.text


@pytest.mark.parametrize(
    "question", ["白名单怎么进", "鲁科担的条件是什么", "市科技局牵头哪些", "我们企业能享受哪些政策"]
)
def test_an_expired_document_says_so_in_every_kind_of_reply(house: House, question):
    live = house.advisor.live
    late = ask(live, question, day=date(2029, 6, 1))
    assert "已在2028年12月31日到期" in late.text.splitlines()[0]
    assert "已在2028年12月31日到期" in html(live, late)
    assert "到期，下面" not in ask(live, question).text


def test_the_firm_s_place_is_kept_with_the_talk():
    state = replace(State(), placed=CITY)
    assert recall(state.dump(), datetime.now(UTC)).state.placed == CITY
