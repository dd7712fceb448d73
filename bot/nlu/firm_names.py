"""What firms are called in a message: by a letter (A公司, 甲：), a number (二号), or their owner (老赵家, 「赵：」)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.business_names import named_at_the_head

KIND = "公司|企业|厂|店|家|户"
STOPS = "[，,。；;：:、！？!?\\s]"
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔"
    "任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
SAID_OF = f"[家总那这的说问让补最也又跟和就要他她是担贷借融有打呢0-9一二两三四五六七八九十百千]|{STOPS}|$"
CLIENT = "客户|商户|单位"
LETTER = re.compile(
    f"(?<![a-z])([a-z])(?={KIND}|{CLIENT})|(?:客户|企业|公司|商户)([a-z甲乙丙丁戊])(?![a-z0-9])"
    f"|(?<![老小])([甲乙丙丁戊])(?={KIND}|{CLIENT}|[：:，,、])"
)
# 「一公司贷200万」, 「二厂：…」
IN_ORDER = re.compile(
    "(?:^|(?<=[，。；：:,;]))([一二三四五六七八九](?:公司|分?厂))(?=[贷借投融担买挂补做的那也改是再合，,：:、]|省)"
)
# 「客户一：…」, 「企业2」; not 「客户一共」, 「客户一年」
COUNTED = re.compile(
    "(?:客户|企业|公司|商户)[一二三四五六1-6](?=[：:，,、的那]|$|[跟和与加呢]|(?:要是|如果|改|再|又|还|其实|有|能|也|是|刚才|多少))"
)
# 「一号，鲁科保……」, 「三号说那笔……」; not the 3rd of a month
NUMBER = re.compile(
    f"(?:^|(?<=[，,。；;：:！？!?\\s]))([一二三四五六七八九1-9]号)(?=[，,：:、]|(?:那[个家户边]|这[个家户]|{KIND})|[说问补打又是])"
)
PERSON = re.compile(
    f"([老小][{SURNAMES}])(?={SAID_OF})|(老[{SURNAMES}])(?=[一-鿿]{{2,3}}[厂店])"
    f"|([{SURNAMES}](?:总|老板|厂长))(?={SAID_OF})|([{SURNAMES}](?:姐|哥|叔|婶|姨|嫂))(?=家|的?[厂店]|那[家边])"
)
HEAD = re.compile(f"^([老小]?[{SURNAMES}](?:总|老板|厂长)?)(?=[：:])")  # 「赵：专利质押200万」
# 「老崔那户」, 「隔壁陈总」: whose firm it is, not who says it
OWNS = re.compile(f"(?:的|家?[那这])?的?(?:{KIND})|[一-鿿]{{2,3}}[厂店]")
TELLS = re.compile("(?:刚才?|又|也)?(?:说|讲|问|让|提醒|告诉|催)(?![^，。；]{0,3}[他她它自]家)")
NEIGHBOUR = re.compile("(?:隔壁|旁边|对门|对面|邻居|朋友|同行|另外?|还有)的?$")
# 「和A同一天放款」, 「条件跟老赵家一样」: the firm that another is likened to
LIKENED = re.compile("[跟和与同像照按]$")
LIKE = re.compile("[^，。；;！？]{0,12}?(?:一样|相同|一致|一个样|同样|同一|同[天日期])|同[天日期一]")
SAME_AS = re.compile("[跟同像]$")  # 「金额同B」
ENDS = re.compile("(?:[户家厂]|公司)?的?(?=$|[，,。；;！!\\s])")
ITS_RELATIVE = re.compile(
    f"(?:{KIND}|{CLIENT})?的(?:全资|控股|参股|下属|下面的?)*(?:[子分母孙]公司|兄弟公司|关联公司|[分总]厂|股东)"
)
PLACES = "一二三四五六七八九"
OF_PLACE = re.compile(f"[跟和与同像照按]第([{PLACES}])[家户个]")
BARE = re.compile("(?<=[跟和与同像照按])([a-z甲乙丙丁戊])(?![a-z公企厂家户方])")

# 「老厂」, 「新公司」, 「东厂」: one of two that are told apart by a word and its opposite
OPPOSITES = {"老": "新", "旧": "新", "新": "老旧", "东": "西", "西": "东", "南": "北", "北": "南"}
BY_A_WORD = re.compile(
    f"(?:^|{STOPS}|[我俺咱]们?的?|[那的回到说看算把再是给替帮]|刚才)([{''.join(OPPOSITES)}])(厂|公司|店|企业|单位)"
    "(?![房区长商址牌]|法)"
)


def told_apart_by_a_word(folded: str) -> tuple[str, tuple[str, ...]] | None:
    """What the one firm is called that is told from another by such a word, and what the other may be called; None
    where none is, or both."""
    found = {one[1] + one[2]: one for one in BY_A_WORD.finditer(folded)}
    if len(found) != 1:
        return None
    name, one = found.popitem()
    return name, tuple(word + one[2] for word in OPPOSITES[one[1]])


# 「换客户乙」, 「再看乙企业」: a firm, not the second of several loans
A_CLIENT = re.compile(
    "(?:客户|企业|公司|商户)(?:[甲乙丙丁戊](?![方级等类])|[a-h](?![a-z0-9]))"
    "|(?:[甲乙丙丁戊]|(?<![a-z])[a-h])(?:公司|企业|厂|客户|商户)"
)


def calls_a_client(text: str) -> bool:
    """Whether a mark is said of a firm."""
    return A_CLIENT.search(text) is not None


@dataclass(frozen=True, slots=True)
class FirmName:
    """A firm that is called so at ``start``. ``likened``: another is only said to be like it; ``strong``: it is called
    so as a firm, not perhaps as a person who is spoken of; ``owns``: that person's firm is named besides; ``tells``: it
    is the person who says what follows (「老王说能再担100万」)."""

    name: str
    start: int
    likened: bool
    strong: bool
    owns: bool = False
    tells: bool = False


def firms_named(folded: str) -> list[FirmName]:
    """Every firm that is called by a letter, a number or its owner's name, in the order said."""
    found = {start: (name, strong) for start, name, strong in _names(folded)}
    return [
        FirmName(
            name,
            start,
            _is_likened(folded, start, name),
            strong,
            _owns(folded, start, name),
            TELLS.match(folded, start + len(name)) is not None,
        )
        for start, (name, strong) in sorted(found.items())
    ]


def likened_places(folded: str) -> list[int]:
    """The places, from 0 on, of firms that another is likened to by their number: 「跟第一家一样」."""
    return [PLACES.index(one[1]) for one in OF_PLACE.finditer(folded) if LIKE.match(folded[one.end() :])]


def _names(folded: str) -> Iterator[tuple[int, str, bool]]:
    for one in BARE.finditer(folded):
        yield one.start(1), one[1].upper(), True
    for one in LETTER.finditer(folded):
        yield one.start(), (one[1] or one[2] or one[3]).upper(), True
    for one in IN_ORDER.finditer(folded):
        yield one.start(1), one[1], True
    for one in COUNTED.finditer(folded):
        yield one.start(), one[0], True
    for one in NUMBER.finditer(folded):
        yield one.start(1), one[1], True
    for one in PERSON.finditer(folded):
        yield one.start(), one[0], False
    if head := HEAD.match(folded):
        yield head.start(), head[1], True
    if own := named_at_the_head(folded):
        yield own[0], own[1], True


def _owns(folded: str, start: int, name: str) -> bool:
    behind = OWNS.match(folded, start + len(name)) is not None
    return behind or NEIGHBOUR.search(folded[:start]) is not None


def _is_likened(folded: str, start: int, name: str) -> bool:
    if ITS_RELATIVE.match(folded, start + len(name)):
        return True  # 「B厂是A厂的全资子公司」 tells of B
    before, behind = folded[:start], folded[start + len(name) :]
    same = SAME_AS.search(before) is not None and ENDS.match(behind) is not None
    return same or (LIKENED.search(before) is not None and LIKE.match(behind) is not None)
