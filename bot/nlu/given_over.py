"""What is said to be another firm's: 「250万那笔是分公司贷的」, 「第二张挂到子公司名下」, 「这笔让供应商去贷呢」."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.figures import Figure
from bot.nlu.business_names import short_forms
from bot.nlu.clauses import clauses
from bot.nlu.firm_names import firms_named
from bot.nlu.persons import KIN

UP = "母公司|总公司|集团(?:公司|本部|总部)?|总部|本部|总厂"
DOWN = "子公司|分公司|孙公司|分厂|研究院|研究所|事业部"
SIDE = "兄弟(?:公司|企业|单位)|姐妹公司|关联(?:公司|企业|方)|同集团的?[^，。；]{0,4}(?:公司|厂)"
PARTNER = "供应商|供货商|经销商|代理商|配套[厂商]|合作(?:方|伙伴|单位|企业|公司)|客户|甲方|乙方|业主|下游|上游"
OTHER = (
    "(?:另外?一?|别的?|其[他它]|隔壁|对门|对面|旁边|邻居|朋友|同行|同学)(?:那|的|一)?[家个户]?(?:公司|企业|厂子?|单位)"
    "|别[家人]|隔壁|对门"
)
OF_KIN = (
    f"(?:{KIN})(?=[他她]?[家厂]|[他她]?的?(?:公司|企业|店|厂)|那[边家]|名下)"
    "(?:[他她]?的?(?:公司|企业|店|厂|家(?:的?厂)?))?"
)
FIRM = re.compile(
    f"(?P<group>{UP}|{DOWN}|{SIDE})|(?:上游|下游)?(?:的)?(?P<partner>{PARTNER})|(?P<kin>{OF_KIN})|(?P<other>{OTHER})"
)
WE = "(?:[我俺咱]们?(?:家|厂|公司)?的?)?(?:全资|控股|参股|下属|旗下|下面|集团|那个|那家|上游|下游|的|个)*"
# Right before and behind the firm's name, where something becomes that firm's
PUT = re.compile(
    f"(?:[挂放转记挪划移归调](?:到|在|给|入|进|成|由|归|为|去)?|[换改算落写报投](?:到|成|由|归|给|在)|[转划挪让记]给)(?:了|去)?{WE}$"
)
PUT_TO = re.compile(
    "(?:的|他们|那边)?(?:名下|头上|账上|户头|那边|那里|里)"
    "|(?:自己)?(?:去|来|出面)?(?P<does>[贷借投买担融募报做办签]|申[请报]|挂牌|承[贷接])|[呢吧了]*$|去$|来$"
)
LET = re.compile(f"(?:让|由|叫|请|以|换|改){WE}$")
SUPPOSED = re.compile(f"^(?:那|可|[，, ])*(?:要是|如果|假如|假设|倘若|若是|万一){WE}$")
# 「集团里的大型企业」, 「集团旗下一家厂」: of which it is one
ONE_OF_IT = re.compile("(?:公司)?(?:里|内|中|下面?|旗下|下属|名下)[的面部一那某]")
A_SUM = re.compile("[0-9一二两三四五六七八九十百千]+[.点0-9]*[万亿千]")
DOES = re.compile("(?:自己)?(?:去|来|出面)?(?P<does>[贷借投买担融募报做办签]|申[请报]|挂牌|承[贷接])")
IS = re.compile(
    f"(?:(?<!不)(?:是|属于?|归|系)|[实应]际上?|[贷投保](?:款|保)?主体[是为])(?:[贴补给发拨]给(?:了)?)?{WE}$"
)
IS_THEIRS = re.compile(
    "(?:名下|他们|她们|那边|自己|自家|家|厂里|公司|里|去年|今年)*(?:[贷借投买融募做办签领拿收担]|担保|申请|投保|挂牌)*(?:了|过|到|来)?"
    "(?:的(?:那[笔份张单个])?|名下)?(?:[，。；、,;！!？?不呢吧了]|$|跟|和|与|那|算|没|而)"
)
OF_WHOM = re.compile(
    f"(?:主体|借款人|贷款人|投保人|被保险人|被担保人|申请人|抬头|户名)(?:写的|其实|实际|应该)?[是为写换改](?:成|为|的是)?{WE}$"
)
# What is only done for the firm's own: 「让母公司做担保」, 「找供应商垫的钱」
FOR_OURS = re.compile(
    "(?:提供|做|办|出|签)?(?:了)?(?:连带|反)?(?:担保|保证|[抵质]押|责任)|[垫凑]|给[我俺咱]|入股|[再又另也]|出资|出具|签[字名]"
)
OURS = re.compile(
    "(?<![给帮跟和向找对让替])(?:[俺我咱](?:们(?:家|厂|公司|自己|单位)?|家|厂|司|公司)|本公司|自家)(?:的(?!那?[^，。；]{0,3}(?:客户|供应商)))?"
    "|(?:^|[，。；,; 那])公司(?=[又也还就现自只再的]|这边|那[边份笔张个])"
)
A_THING = re.compile("[这那](?:一|个)*[笔份张单台轮次]|[这那]个?(?:贷款|保单|保险|融资|担保)")
OF_THEM = "(?:能|可以?|该|会|拿|补|贴|领|多少|怎么|的?那?[份张笔单]?(?:[呢，]|单|能|多少)|单独|单算)"


@dataclass(frozen=True, slots=True)
class GivenOver:
    """What the clause from ``start`` to ``end`` says is the firm's, which is called ``name`` (in the text at ``said``).
    ``moved``: it is put there, or would be, rather than said to have been there; ``whole``: it is said of who borrows,
    insures or applies."""

    name: str
    start: int
    end: int
    said: tuple[int, int]
    moved: bool = False
    whole: bool = False


def given_over(folded: str, known: Iterable[str]) -> GivenOver | None:
    """The first that is given over in a message to a firm that it calls, or that is ``known``; None where none is."""
    if not (PUT_WORDS.search(folded)):
        return None
    for clause in clauses(folded):
        text = folded[clause.start : clause.end]
        for begin, end, name in _firms(text, known):
            before, behind = text[:begin], text[end:]
            said = clause.start + begin, clause.start + end
            if OF_WHOM.search(before):
                return GivenOver(name, clause.start, clause.end, said, whole=True)
            if (found := _put(before, behind)) is not None:
                return GivenOver(name, clause.start, clause.end, said, moved=found)
    return None


PUT_WORDS = re.compile(
    "要是|如果|假|若|万一|名下|头上|[让由叫换改挂放转记挪划移归]|[是属系]|主体|借款人|投保人|户名|抬头"
)


def _put(before: str, behind: str) -> bool | None:
    """Whether it is moved to the firm between these words (True) or was its own (False); None for neither."""
    if (put := PUT_TO.match(behind)) and PUT.search(before) and not _is_for_ours(behind, put):
        return True
    let = LET.search(before) or (SUPPOSED.match(before) and not A_SUM.search(behind))
    if (does := DOES.match(behind)) and let and not _is_for_ours(behind, does):
        return True
    if IS.search(before) and IS_THEIRS.match(behind) and (behind[:1] not in ("", "，", "的") or behind[:1] == "的"):
        return False
    return None


def _is_for_ours(behind: str, found: re.Match[str]) -> bool:
    at = found.start("does") if found["does"] else found.end()
    return (
        FOR_OURS.search(behind[:at]) is not None
        or FOR_OURS.match(behind[at:]) is not None
        or bool(re.search("给[我俺咱]|担保$", behind))
    )


def _firms(text: str, known: Iterable[str]) -> list[tuple[int, int, str]]:
    """Begin, end and name of every firm called in a clause, in the order said."""
    found = []
    for one in FIRM.finditer(text):
        if one["group"] and ONE_OF_IT.match(text, one.end()):
            continue
        name = one["group"] or one["partner"] or one["other"] or _short(one["kin"])
        found.append((one.start(), one.end(), name))
    for called in firms_named(text):
        end = called.start + len(called.name)
        while end < len(text) and text[end] in "公司企业厂店家户":
            end += 1
        found.append((called.start, end, called.name))
    for name in known:
        for form in {name, *(short_forms(name) if len(name) > 2 else ())}:
            at = text.find(form) if len(form) > 1 else -1
            if at >= 0:
                found.append((at, at + len(form), name))
    return sorted(set(found))


def _short(name: str) -> str:
    """What it is called by later: 妹夫, of 妹夫公司."""
    kin = re.match(f"(?:{KIN})", name)
    return kin[0] if kin else name


def turns_to_it(text: str, name: str) -> bool:
    """Whether what is asked is asked of the firm of that name, not of the own one: 「单给子公司算」."""
    asked = re.search(f"给{re.escape(name)}[^，。；]{{0,4}}算|{re.escape(name)}(?:自己)?{OF_THEM}", text)
    return asked is not None


def of_the_group(text: str) -> str:
    """What a firm is called that is of the speaker's group: 兄弟公司, of 「另一家兄弟公司」; "" where none is."""
    found = re.search(f"{DOWN}|{SIDE}", text)
    return found[0] if found else ""


def group_that_begins(text: str) -> str:
    """The firm of the speaker's group that a message tells of: 「子公司借壳上市呢」; "" where it begins with none."""
    found = re.match(f"(?:那|还有|另外|要是|如果|对了|不过|[，, ])*{WE}({DOWN}|{SIDE})(?!不是|[和跟与、])", text)
    return found[1] if found else ""


def partner_that_begins(text: str) -> str:
    """The one the firm deals with, who asks or is asked for: 「供应商让我帮他问」; "" where none is."""
    found = re.match(
        f"{WE}(供应商|供货商|经销商|代理商|合作(?:方|伙伴|单位))(?:让|托|找|叫|问|想|也|要|家|那边|的|：|,|，)", text
    )
    return found[1] if found else ""


# What a sum is said to be right behind it: another firm's; and the one that is talked of
WAS_THEIRS = re.compile(
    "[元块]?钱?(?:其实|原来|都|应该)?是(?:另外?[一1]?|别|其[他它])的?(?:家|户|个)?(?:企业|公司|厂)?[^，。；]{0,2}的"
)
THIS_ONE = re.compile("[这本](?:家|户|个?(?:企业|公司|厂))")


def is_of_the_speaker(firm: str) -> bool:
    """Whether it is called by what it is to who speaks: 子公司, 供应商, 表哥, 隔壁厂."""
    return FIRM.fullmatch(firm) is not None or re.fullmatch(KIN, firm) is not None


def is_told_of_ours(text: str) -> bool:
    """Whether something is told of the speaker's own, not of what is theirs: 「我们又收到一笔」."""
    return any(FIRM.match(text, one.end()) is None for one in OURS.finditer(text))


def tells_only_ours(text: str, figures: Sequence[Figure]) -> bool:
    """「我们和兄弟公司都有，我们的是400万」: each clause with a sum tells of the speaker's own."""
    sums = [one for one in figures if one.kind == "money"]
    if not sums or not OURS.search(text):
        return False
    ours = False  # whose is spoken of, until another is
    for one in clauses(text):
        said = text[one.start : one.end]
        ours = (ours or is_told_of_ours(said)) and FIRM.search(said) is None and not firms_named(said)
        if not ours and any(one.start <= figure.start < one.end for figure in sums):
            return False
    return True


def tells_ours_beside_theirs(text: str, figures: Sequence[Figure]) -> bool:
    """「那部分是另一家公司的，我们自己保费还是300万」: every sum is told as the own one, beside what is another's."""
    sums = [one for one in figures if one.kind == "money"]
    if sums and THIS_ONE.search(text) and all(WAS_THEIRS.match(text, one.end) for one in sums):
        return True  # 「那4万是另一家企业的，这家没领过」
    theirs = given_over(text, ()) if sums and OURS.search(text) else None
    if theirs is None or theirs.moved:
        return False
    own = [one for one in clauses(text) if OURS.search(text[one.start : one.end]) and one.start >= theirs.end]
    return bool(own) and all(any(c.start <= one.start < c.end for c in own) for one in sums)


def called_by_the_group(text: str, firms: Iterable[str]) -> bool:
    """Whether the own firm is called by what it is to the others of the talk: 母公司, where another is 子公司."""
    known = list(firms)
    above = any(re.fullmatch(UP, one) for one in known)
    below = any(re.fullmatch(f"{DOWN}|{SIDE}", one) for one in known)
    if above == below:
        return False
    return re.search(DOWN if above else UP, text) is not None
