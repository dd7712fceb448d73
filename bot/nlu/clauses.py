"""A message cut into clauses: which only suppose something, and which speak of somebody else's firm."""

import re

from bot.copies import replace
from bot.memo import per_text
from bot.nlu.persons import KIN
from bot.records import record

CUT = re.compile(
    r"[，。；：！？;:!?~～\n…]+|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|\.{2,}|(?<=[一-鿿])\s+(?=\S)|(?<=\S)\s+(?=[一-鿿])"
    r"|(?=但是|(?<![审评批验])不过|可是|只是|后来|结果|其实|而是|现在)|(?<=了)(?=但|可)"
)
IF = re.compile(
    r"要是|要真[是的]?|真要是|如果|假如|假设|假使|假定|(?<![0-9一二三四五六七八九十百千两几])万一(?![年个期半笔共])|倘若|若是|如若|换作|(?<![0-9一-鿿])若(?![干非])|(?<=那)若(?!干)|(?:另|还有|有)一种(?:可能|情况)|往最坏|(?<![这那只就]是)最坏的?(?:情况|打算|结果)|的话(?=$|[呢啊吗?？是能可会有该就那给多几])|哪怕"
)
# 「先当备案了算」, 「就按已经评上了算」: supposed to be so
AS_IF = re.compile(
    "(?:先|就|暂且|姑且|暂时|权且|假装)(?:全?[当按照](?!期|时|规|月|年|季|实|原|之前|刚才|你|您)(?:作|成|做|它|他|她|我们|是)*)"
    "(?:[^，。；0-9]{0,8}?(?:了|过|上|好)的?(?:来|处理|给)?(?:[再重]?算|报|看|吧|能|多少)|(?:已经?|就)?[在是有能][^，。；0-9]{1,8}?算)"
)
# 那明年进了规上呢: supposed without a word for it
THEN = re.compile(r"^那(?![^，。]*[没还不])[^，。]{2,14}(?:了|到|成|上|过)[^，。]{0,6}呢[?？]?$")
# 刚才那个要是 …: what is supposed is meant to be reckoned with; 要是规上就好了 is only wished for
WISH = re.compile(r"就好了|该多好|多好啊?$")
OURS = re.compile(r"我们|咱|俺|我司|我家|本公司|本企业|我厂|我公司|自己家?|这家")
# Whose firm is not the speaker's; 人家 that asks for something or lets it go is the bank or the guarantor
THEIRS = re.compile(
    r"(?!人家[^，。；]{0,8}?(?:要|收(?![到入])|让|叫|免))(?:隔壁|对门|邻居|同行|别人|别家|旁边|前院|后院|我?朋友|亲戚|表哥|表弟|同学|老乡|其他企业|别的企业|(?:他|他们|她|人)家|他们(?:厂|公司|单位)|小舅子)"
    r"[^是有都也早就拿能说]{0,6}?(?:是|有|都|也|早|就|拿|能|可|在|上|办|评|进|去年|今年|前年|刚|[贷借押]了|逾期)"
)
# The firm spoken of before, in a talk about it; 人家 is left out here too
THEM = re.compile("(?:他|他们|她)家|他们(?:厂|公司|单位)")
# Who told it is not whose firm it is: 表弟说人家有高企证
SOURCE = re.compile(r"^[^，。说]{0,6}?(?:说|讲|告诉(?:我|俺|咱))")
# One of several loans or policies that stand, and one beside them
PART = re.compile(
    r"(?:[0-9一二三四五六七八九十百千两]+[万w]?元?(?:的)?(?:那|这)|第[一二三四五六]|[前后头]一?|末尾|后放的那)(?:一)?[笔份张户单台个]|[甲乙丙丁][户笔]"
    r"|(?:剔[除掉]|扣[除掉]|去掉|减[去掉]|刨[去掉除]|除去|撇开|不含)[^，。；0-9]{0,10}的[0-9一二两三四五六七八九十]"
)
# What is not to be reckoned with: 丙户先不管, 那笔已经结了不用管
LEFT_OUT = re.compile(
    "(?:先|暂时|暂且)[不别]用?[管说谈提论看算]|[不别][说谈提][^，。；的]{1,8}了$|先(?:放|搁|丢)(?:到|在)?(?:一边|一旁|着|下)|[撇抛]开"
    "|不用管|不管它|别算|[那这][家户](?:的|先|就|都|也)*不算(?=$|[，。；！？,;了吧])|不算在内|不算进|不在内|不用算|已经结了"
)
# The document's own words, quoted or told, state nothing about the firm
DOCUMENT = re.compile(
    "(?:条文|(?<![复案])文件|原文|政策|规定|条款(?!(?:上|里头?|里面)?(?:写|印|填|列|载)(?:的|明|着|了))|你们那句|那句)[^,，。“]{0,6}(?:写|说|讲|规定|要求|是|叫|指|“)|(?:你们|文件|里头?|说)的?那句"
)
# The clauses of one's own policy or contract, and of one that was misread, are no document's
OWN_PAPER = re.compile(
    "(?:保单|单子|合同|协议|借据|批单|批文|[我俺咱]们?|[这那][张份笔单])[^，。；]{0,4}(?:条款|条文|文件|原文)|"
    "(?:条款|条文|原文)[^，。；]{0,6}(?:写|说|是)[^，。；]{2,12}(?:没错|不假|才对|这回对)"
)
MISREAD = re.compile("(?:看|报|弄|搞|拿|念|说|抄|填|认|记)(?:错|成|混|反|串|差|岔)")
# 大型企业是它的股东, 逾期的是隔壁那户: what stands before is another's
ANOTHERS = (
    "(?:我|俺|咱|他|她|它|我们|咱们|人家)?(?:的|个|有个|那个?|老)?(?:同名|重名|旁边|别[的人家户]|其他|另外?一?[家户笔个]|另外那|亲戚|同[行事]|客户(?!经理)|供[应货]商|甲方|"
    f"{KIN}|小?舅子|房贷|车贷|个人的|母公司|控股|股东|集团|同集团|兄弟公司|老家|弟|哥|姐)"
)
OF_ANOTHER = re.compile(f"^[^,，。是]{{0,8}}?(?:是|属于|系|挂在|归){ANOTHERS}")
THE_ONE = "(?:的(?:那[个笔家户张单]?)?|那[个笔家户张单]?)"  # 「押房子那是别家」
OF_ANOTHER_ONE = re.compile(f"^[^,，。是]{{0,6}}?{THE_ONE}(?:是|属于|系){ANOTHERS}")
# 「退回的是我表姐家」: what was told, by whatever word, was somebody else's
IT_WAS_ANOTHERS = re.compile(f"[^,，。；是]{{1,8}}{THE_ONE}(?:是|属于){ANOTHERS}")
OTHER = re.compile(
    r"另外(?!两|还?[押抵质签加])|另一(?!种(?:可能|情况|说法|算法))|另有|还有(?:个(?!事|情况|消息|变化|说法|问题)|笔|份|张|[一两几三][笔份张个户家单台]|点)(?!尾|.{0,8}没[还清])|里(?:面|头)有|其中有|别的贷款|其他贷款|那笔是|那个(?:是|不|正常)|单列|不管它|甭管"
)
# 「另一家公司，押商标贷的180万，他呢」: another firm whose case is told, beside which nothing is
OTHER_FIRM = re.compile("另外?一?(?:家|个|户|位)(?:公司|企业|厂子?|单位|客户|老板|户|$)")
QUESTION = re.compile(
    r"(?:吗|么|嘛|没|不|呢|没有|咧|不行|行不|中不)$|多少|怎么|咋|哪|(?:啥|什么)(?![^，。；]{0,3}[也都][没不未])|几(?=个|条|样|家|年|次)|一回事|区别|如何|能.*不$|还是走"
)
LET_BE = re.compile("不(?:算|管|提|用管|替|操心)|[别甭](?:管|算)|先不说")
SUM = re.compile("[0-9一二三四五六七八九十百千]+[万亿]")
THEY = re.compile("[他她它]|人家|那家")
FOR_THEM = re.compile(r"[0-9一二三四五六七八九十百千万]+万|多少|几个钱|给他|帮他|帮|替|[问打][问听]|再算|换")


@record(frozen=True, slots=True)
class Clause:
    """Text from ``start`` to ``end``. ``supposed``: 要是 …; ``theirs``: said of another firm, about which nothing is
    asked; ``part``: of one of several parts; ``apart``: of another matter than the one talked of; ``asks``: a question.
    """

    start: int
    end: int
    supposed: bool = False
    theirs: bool = False
    part: bool = False
    apart: bool = False
    asks: bool = False


@per_text
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a folded message, in order, none empty."""
    found: list[Clause] = []
    at = 0
    whose, asks = False, _asks_for_them(text)
    supposing = part = apart = False
    # What is nowhere in the text is in none of its clauses, which need not be asked one by one
    ours_said, part_said = OURS.search(text), PART.search(text)
    quotes, leaves, misread = DOCUMENT.search(text), LEFT_OUT.search(text), MISREAD.search(text)
    for begin, end in [*((cut.start(), cut.end()) for cut in CUT.finditer(text)), (len(text), len(text))]:
        said = text[at:begin]
        if said.strip():
            new = at > 0 and text[at - 1] in "。；！？;!?\n"
            supposing = bool(IF.search(said) or THEN.match(said.strip()) or taken_as_so(said)) or (
                supposing and not new
            )
            told = SOURCE.match(said)
            matter = said[told.end() :].lstrip().removeprefix("人家") if told else said
            ours, theirs = ours_said and OURS.search(matter), THEIRS.search(matter)
            if theirs or ours or told:
                whose = theirs is not None and (ours is None or ours.start() < theirs.start())
            own = bool(ours) or said.startswith(("这笔", "这单", "这份"))
            part = bool(part_said and PART.search(said)) or (part and not new and not own)
            other = OTHER.search(said) is not None and not (asks and OTHER_FIRM.search(said))
            apart = other or (apart and not new and not own)
            question = bool(QUESTION.search(said.strip())) or text[begin : begin + 1] in ("?", "？")
            own_paper = OWN_PAPER.search(said) or (misread and "条款" in said)
            quoted = bool(quotes and DOCUMENT.search(said) and not own_paper)
            left = bool(leaves and LEFT_OUT.search(said))
            if left:
                found = _left_out(text, found, said)
            theirs_alone = (whose and not asks) or quoted
            found.append(Clause(at, begin, supposing, theirs_alone, part, apart or left, question))
            part = part and not left
        at = end
    return tuple(found)


def _asks_for_them(text: str) -> bool:
    """Whether what is asked is asked of another firm that is spoken of: not of one that is let be, nor where the own
    case was told before, or is asked about in so many words."""
    if not FOR_THEM.search(text):
        return False
    theirs = THEIRS.search(text)
    if theirs is None:
        return True
    before, behind = text[: theirs.start()], text[theirs.end() :]
    last = CUT.split(behind)[-1] if CUT.search(behind) else ""
    told = SUM.search(before) is not None and not THEY.search(behind)
    return not (LET_BE.search(behind) or OURS.search(last) or told)


def _left_out(text: str, before: list[Clause], said: str) -> list[Clause]:
    """The clauses before one that leaves something out, with those of the part it speaks of set apart."""
    if PART.search(said) or not before or not before[-1].part:
        return before
    first = next((i for i in range(len(before) - 1, -1, -1) if not before[i].part), -1) + 1
    return [*before[:first], *(replace(one, apart=True) for one in before[first:])]


def says_it_was_anothers(text: str) -> bool:
    """Whether a clause says that it was somebody else of whom something was told."""
    return any(IT_WAS_ANOTHERS.match(text, one.start, one.end) for one in clauses(text))


def speaks_of_them(text: str) -> bool:
    """Whether the firm spoken of is called by a pronoun alone: no other one is named, nor the speaker's own."""
    others = [found for found in THEIRS.finditer(text) if not THEM.match(found[0])]
    return THEM.search(text) is not None and not others and not OURS.search(text)


def taken_as_so(text: str) -> bool:
    """Whether something is to be reckoned with as though it were so."""
    return AS_IF.search(text) is not None


def only_wished(text: str) -> bool:
    """要是规上就好了: nothing is to be reckoned with."""
    return bool(WISH.search(text))
