"""Places named in a message, and what is there: the firm asked about, or only its bank, its owner, somebody's home."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from knowledge.records.model import LEVELS, SHORTEST, Policy, ScopeTopic
from knowledge.text.phrase_search import Sayings

PLACE = "other_place"  # the topic of what is asked of other places
ANYWHERE = "外地"
Of = Literal["firm", "other", ""]  # "" where nothing is said of what is there: a policy is asked for
CLAUSE = re.compile("[，。；！？;!?\n]|,(?!\\d)|(?<=[一-鿿])\\s+(?=[一-鿿])")
HERE, ELSEWHERE, IGNORED = "here", "elsewhere", "ignored"
AREA = "(?:[市省县区]|高新区|开发区|经开区|那边|这边|那里|这里|那儿|这儿|当地|本地|境内)*"
FIRM = "(?:企业|公司|工厂|厂子?|老板|科小|高企|小微|单位|商户|店)"
OWN = "(?:我们?|俺们?|咱们?|他们?|她们?|人家|本|自己)"
PARENT = "(?:[总母省市]公司|总部|分公司|集团|总厂|股东|投资|基金|创投|资本)"
# What may be in a place without the firm being there: its bank, those who work in it, what it sells to
OTHERS = (
    f"(?:{PARENT}|银行|[分支]?行|[保担][险保]公司|代理|事务所|券商|律师|会计|交易[所中]|交易市场|展会|办事处|仓库|客户|法院|"
    "家|住|老家|籍|户口|户籍|口音|人|挂|媳妇|对象|孩子|儿子|闺女|房子?|大学|学校|供应商|出差|开会|培训|卖|买|采购|发货)"
)
STANDS = (
    "(?:设在|位于|落户|落在|[搬迁][到去回来]了?|[开建办]在了?|注册(?:地址?)?(?:[都也全就]*[在是为于])?|登记在"
    "|地址?[都也全就]*[在是]|[在是]|属于?)"
)
AT = re.compile(f"(?P<subject>[^，。；;,]*?)(?P<how>{STANDS})(?:[外本]?省[里内的]?)?$")
NOT_AT = re.compile("(?:不|没|并非|未)(?:再|算|注册|登记)?$")
ANOTHERS_BEFORE = re.compile(
    "(?:住|[卖发运送销供](?:到|往|去)|[^，。；帮替][^，。；]{0,2}给了?|[跟和与向从由被])$"
)  # 卖给了郑州的公司
ASKED_AT = re.compile("是不是|在不在|是否")
ENDS = re.compile(
    f"{AREA}(?:注册|登记|落户|成立|经营|生产|纳税|办的?厂|开的?厂|建的?厂|独立)*[的了呢啊呀哈嘛哦吧嘞哩]*(?:$|(?=(?:一家)?{FIRM}))"
)
REGISTERED = re.compile(f"{AREA}(?:注册|登记)的?")
OF_PLACE = re.compile(
    f"{AREA}(?:的|来的|注册的|成立的|[开办建搞]的)?(?:[一这那有]?[家个户]|某)?(?P<kind>(?:做|搞|干|生产|造)?[^，。；;,的是在和跟与、]{{0,6}}?的?){FIRM}"
)
# A place is gone to for its exchange (在重庆挂牌); 「德州上市奖多少」 asks what that place pays, where it has none
LISTED = re.compile(
    f"{AREA}的?(?:[^，。；]{{0,8}}?(?:交易|托管|产权|股权)(?:所|中心|市场))?(?:挂牌|挂的?牌|上市|公开发行|敲[钟锣])(?P<pays>[的了后能有]*(?:奖|补|给|政策))?"
)
GONE_TO = re.compile("[去到在赴往来上奔](?:了|过)?$")
EXCHANGES = ("北京", "上海", "深圳", "香港")
AN_OTHER = re.compile(f"{AREA}(?:的|有)?(?:[一这那]?[个家只支边])?是?{OTHERS}")
# 「青岛的子公司在青岛借的」: the branch is what is asked for
BRANCH = re.compile(
    f"{AREA}(?:的|有)?[一这那]?[个家]?(?:(?:分|子)公司|分厂|[总母]公司(?=[这那]边|也))(?:[这那]边)?"
    "(?:(?<!担保)在[^，。；]{2,4}?)?(?:自己|单独|去年|今年|也|要|想|刚|又|是)*[^，。；给帮替我咱俺]{0,3}?(?:做|办|贷|借|买|投|融|押|挂)了?"
    "(?!给|我|咱|俺|的?决定|主)"
)
# 「聊城总部呢」: of ours the head office is the firm, whatever branch elsewhere was spoken of
HEAD_OFFICE = re.compile(
    f"{AREA}的?(?:总部|[总母]公司|总厂|本部)[这那]?边?(?:呢|(?:自己|也|又|去年|今年|刚|想|要|准备|打算)*(?:有|是|用|拿|贷|借|[^，。；]?押|投|买|担|融|办|做)(?!户|家))"
)
BARE = ("在", "是", "属", "属于")  # what holds of anything
THAT_ONE = re.compile(
    f"{AREA}的?[这那](?:家|户|[个笔](?=要是|如果|假如|再|也|呢|改|加|$))(?!{OTHERS})"
)  # 「那聊城这家呢」
CLIENT = re.compile(
    "(?:^|[有的是])(?:一|这|那|某)?[个家位]?(?:我们?的?)?客户$"
)  # 「有个客户在青岛」: the firm asked about
# 「青岛客户，贷了…」, 「济南有家客户拿专利…」, but not one that only buys or owes
CLIENT_OF = re.compile(
    f"{AREA}(?:的|有)?(?:一|这|那|某)?[个家位户]?(?:我们?的?)?客户(?!"
    "[^，。；]{0,4}?(?:欠|拖|买|订|采购|要货|退货|的货|[付结打]了?[货尾]?款|给我|让我|催|验收|下单))"
)
LEADS = re.compile("(?:那|再|还有|另外|说|回头|看|下一?个|换|个|一| )*")  # 「那聊城的客户，…」
SUBJECT = re.compile(f"{FIRM}|{OWN}|执照|注册地|独立法人")


def with_home(
    topics: Mapping[str, ScopeTopic], policies: Sequence[Policy], others: Sequence[Policy] = ()
) -> dict[str, ScopeTopic]:
    """The topics, the one of other places knowing the regions of the policies and their districts as places here, and
    their neighbours and the places of ``others`` as places elsewhere."""
    topic = topics.get(PLACE)
    if topic is None:
        return dict(topics)
    ours = names_of(policies)
    elsewhere = (*topic.words, *(near for policy in policies for near in policy.neighbours), *names_of(others))
    return {
        **topics,
        PLACE: replace(
            topic,
            words=tuple(name for name in dict.fromkeys(elsewhere) if name not in ours),
            unless=tuple(dict.fromkeys((*topic.unless, *ours))),
            ignore=tuple(name for name in topic.ignore if name not in ours),
        ),
    }


def names_of(policies: Sequence[Policy]) -> tuple[str, ...]:
    """What the regions of the policies and their districts are called, in full and in short."""
    names = [name for policy in policies for name in (policy.region, *policy.districts)]
    short = [cut for name in names if len(cut := name.rstrip(LEVELS)) >= SHORTEST]
    return tuple(dict.fromkeys(filter(None, (*names, *short))))


class Place(NamedTuple):
    """A place named from ``start`` to ``end``. ``here``: it is ours; ``of``: what is said to be there."""

    start: int
    end: int
    here: bool
    of: Of


class Places:
    """The gazetteer: names of places elsewhere (``words`` of the topic), here (``unless``), and names in which they
    only seem to stand (``ignore``)."""

    def __init__(self, topic: ScopeTopic) -> None:
        said: dict[str, list[str]] = {}
        for means, words in ((ELSEWHERE, topic.words), (HERE, topic.unless), (IGNORED, topic.ignore)):
            for word in words:
                said.setdefault(word, []).append(means)
        self._sayings = Sayings(said)

    def find(self, folded: str) -> list[Place]:
        """Every place, in order; of names one upon the other (德州齐河) the whole. What is said not to be here is
        elsewhere."""
        found = []
        for begin, end, here in self._spans(folded):
            before, behind = CLAUSE.split(folded[:begin])[-1], CLAUSE.split(folded[end:])[0]
            at = AT.match(before)
            denied = at is not None and NOT_AT.search(at["subject"]) is not None
            of = "" if denied and not here else _of(before, behind, at)
            if here and HEAD_OFFICE.match(behind):
                of = "firm"
            if listed := LISTED.match(behind):
                there = folded[begin:end] in EXCHANGES or GONE_TO.search(before) or not listed["pays"]
                of = "other" if there else ""
            found.append(Place(begin, end, here and not denied, of))
        return found

    def without_others(self, folded: str) -> str:
        """``folded`` with blanks for the places where only another than the firm is; "" when there are none."""
        others = [place for place in self.find(folded) if place.of == "other" and not place.here]
        for place in others:
            folded = f"{folded[: place.start]}{' ' * (place.end - place.start)}{folded[place.end :]}"
        return folded if others else ""

    def _spans(self, folded: str) -> list[tuple[int, int, bool]]:
        spans: list[tuple[int, int, bool]] = []
        ignored = 0
        for said in self._sayings.find(folded):
            begin, end = said.start, said.start + len(said.phrase)
            if IGNORED in said.means:
                ignored = max(ignored, end)
            elif begin >= ignored:
                here = HERE in said.means
                if spans and spans[-1][2] == here and folded[spans[-1][1] : begin].strip("市县区省的 ") == "":
                    spans[-1] = spans[-1][0], max(end, spans[-1][1]), here
                else:
                    spans.append((begin, end, here))
        return spans


def _of(before: str, behind: str, at: re.Match[str] | None) -> Of:
    """What is said to be in a place, from the words of the clause before and behind its name; ``at``: what stands
    there, where that is said before."""
    if (at and CLIENT.search(at["subject"]) and ENDS.match(behind)) or (
        LEADS.fullmatch(before) and CLIENT_OF.match(behind)
    ):
        return "firm"
    if BRANCH.match(behind) and not ANOTHERS_BEFORE.search(before):
        return "firm"
    if ANOTHERS_BEFORE.search(before) or AN_OTHER.match(behind) or (at and _is_anothers(at["subject"])):
        return "other"
    if ASKED_AT.search(before):
        return ""
    if of_it := OF_PLACE.match(behind):
        return "other" if _is_anothers(of_it["kind"]) else "firm"
    if REGISTERED.match(behind) or THAT_ONE.match(behind):
        return "firm"
    named = at and (SUBJECT.search(at["subject"]) or at["how"] not in BARE)
    return "firm" if named and ENDS.match(behind) else ""


def _is_anothers(subject: str) -> bool:
    """Whether what is in the place is not the firm (总部, 家, 贷款的银行)."""
    return re.search(f"{OTHERS}[^，。]{{0,2}}$|挂牌?的[^，。]{{0,4}}$", subject) is not None


def unnamed(folded: str, found: Sequence[Place]) -> str:
    """``folded`` with 外地 for those of the places ``found`` in it where only another than the firm is; "" when there
    are none."""
    for place in reversed(others := [one for one in found if one.of == "other" and not one.here]):
        folded = f"{folded[: place.start]}{ANYWHERE}{folded[place.end :]}"
    return folded if others else ""
