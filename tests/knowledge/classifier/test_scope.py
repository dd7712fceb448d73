import pytest

from knowledge.classifier.match import denied_words, general_words, places
from knowledge.classifier.scope import Scope
from knowledge.records.build import build
from knowledge.text.phrase_search import Sayings, without
from knowledge.text.request import asked, denying, is_vague, request
from tests.city import shipped_files, shipped_knowledge

SCOPE = Scope(shipped_knowledge().topics)
STORY = "我姥姥家是聊城的，小时候夏天都在那边河里摸鱼，后来跟着爹妈搬走了，如今自己弄了个传感器公司，石家庄给不给补保费"


@pytest.mark.parametrize(
    ("text", "topic", "how"),
    [
        ("青岛专利质押贴息怎么报", "other_place", "place"),
        ("在聊城的公司从青岛搬来，能贴息吗", "", ""),
        ("我户口在济南，厂子开在高唐，贴息能办吗", "", ""),
        ("先别管聊城，我问的是潍坊寿光的担保费", "other_place", "place"),
        (STORY, "other_place", "place"),
        ("想把杭州的一家基金请来落户，有什么政策", "other_place", "passing"),
        ("我们是南京的基金，想投早期科技公司，有什么扶持", "other_place", "passing"),
        ("北京证券交易所上市奖多少", "", ""),
        ("蓝海股权挂牌能补不", "", ""),
        ("公积金能提多少", "housing_fund", "said"),
        ("首套房贷款利率", "housing", "said"),
        ("你好", "greeting", "sole"),
        ("你好，专利贷款贴多少", "", ""),
        ("首台套保险补多少", "", ""),
        ("", "", ""),
    ],
)
def test_the_rules_of_scope_toml(text: str, topic: str, how: str) -> None:
    meant = asked(text)
    ruling = SCOPE.judge(meant, request(meant))
    assert (ruling.topic, ruling.how) == (topic, how)


def test_a_topic_word_passing_by_in_a_long_story_rules_nothing() -> None:
    story = "公司刚交完社保，会计又说车险该续了，我天天跑客户，忙得很。账上还有两件发明专利，能不能押给银行贷点钱"
    assert SCOPE.judge(story, request(story)).how == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("不是问保险公司设不设网点，是问科技支行", "是问科技支行"),
        ("没有专利能不能贷信用贷款", "能不能贷信用贷款"),
        ("是不是只有备案了才给补", "是不是只有备案了才给补"),
        ("没专利", "没专利"),
    ],
)
def test_what_is_set_aside_or_denied_is_not_asked(text: str, left: str) -> None:
    assert asked(text, denying(denied_words(build(shipped_files())))) == left


def test_without_words_nothing_is_denied() -> None:
    assert asked("没有专利能不能贷信用贷款", denying([])) == "没有专利能不能贷信用贷款"


def test_the_request_of_a_story_is_its_end() -> None:
    assert request("短的话整句都算") == "短的话整句都算"
    story = "厂里今年效益不好，老板天天发愁，我也跟着着急上火。对了，那个路演活动，怎么报名参加啊？"
    assert request(story) == "那个路演活动，怎么报名参加啊？"


def test_letters_count_only_as_whole_words() -> None:
    sayings = Sayings({"pe": ("fund",), "专利": ("patent", "paper")})
    assert [said.phrase for said in sayings.find("open 专利 pe")] == ["专利", "pe"]
    assert without("有专利的pe", sayings.find("有专利的pe")) == "有的"


@pytest.mark.parametrize(
    ("text", "little"),
    [
        ("怎么申请补贴", True),
        ("这事归谁管", True),
        ("你好", False),
        ("嗯", False),
        ("保费补贴怎么申请", False),
        ("", False),
    ],
)
def test_a_text_may_say_little(text: str, little: bool) -> None:
    assert is_vague(text, Sayings(general_words(build(shipped_files())))) is little


WIDE = Scope(shipped_knowledge().topics, places(shipped_knowledge()))


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("高密 专利质押贴息 怎么申请", True),
        ("我们是馆陶的，担保费补不补", True),
        ("请问邹平企业上市奖多少", True),
        ("莘县做控制器的公司，白名单怎么进", False),
        ("我们是高唐的，专利贷能贴多少", False),
        ("平原地区的企业能享受吗", False),
        ("文安县的客户欠我货款，我在临清，想办担保", False),
    ],
)
def test_a_place_without_its_county_is_one_at_the_beginning(text, elsewhere):
    ruling = WIDE.judge(text, text)
    assert (ruling.how == "place") is elsewhere, ruling


def test_no_place_of_ours_is_elsewhere():
    ours = {"东昌府", "茌平", "临清", "冠县", "莘县", "阳谷", "东阿", "高唐", "聊城"}
    found = places(build(shipped_files()))
    assert len(found) > 2500
    assert [name for name, short in found.items() for own in ours if own in (name, short)] == []
