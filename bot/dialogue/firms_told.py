"""Several firms told in one message, each of which has its own cap: 「两家公司各贷了1000万」, 「第一家500万，第二家
300万」, 「A厂专利质押300万，B厂鲁科担500万」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.dialogue.compare import compared
from bot.dialogue.one_asked_about import one_asked_about
from bot.dialogue.turn import Turn
from bot.measures.inverse import cap_of
from bot.nlu.firm_names import firms_named
from knowledge.records.model import Measure

NAMES = "甲乙丙丁戊"
COUNTS = {"两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
FIRM = "(?:家|户|个)?(?:小微|科技|中小|子)*(?:公司|企业|厂子?|客户企业|单位)"
# How many firms there are: not so many insurers or guarantors
MANY = re.compile(
    f"(?:[{NAMES}]{{2,5}})?(?:这|那|我们?|俺们?|咱们?|名下|旗下|下面|手里|手上|辅导)*(?:的|有)*([{''.join(COUNTS)}]){FIRM}(?!担保|保险)"
    f"|([{''.join(COUNTS)}])[家户](?![一-鿿]{{0,2}}(?:银?行|保险|担保|券商))"
)
EACH = re.compile("每[家户个](?:企业|公司|厂)?(?:都)?|各自?|分别|都是|都|均")
ROW = re.compile("第([一二三四五])(?:家|户|个(?:公司|企业|厂))(?:企业|公司)?(?:的|是)?")
PLACES = "一二三四五"
BY_LETTER = re.compile(f"(?<![A-Za-z])([A-Ha-h{NAMES}])(?:公司|企业|厂)(?:的|是)?")
SAME_DAY = re.compile("(?:也是)?同(?:一[天日]|[天日](?:期)?)")
TOTAL = re.compile("一共|合计|总共|加起来|合起来|总的|共能|共计")
MONEY = ("money",)
ANOTHER = re.compile(
    "(?<=[，。；,;])(?:还有)?(?:另外?一?|下一)[家个户](?:客户|公司|企业|厂)?(?:是|的)?(?!担保|保险|银行)"
)
# 「帮两家问，一家……」
ONE_FIRM = re.compile("^.*?(?<![另下])一[家户](?:客户|公司|企业|厂)?(?:是|的)?(?!担保|保险|银行)")
WHICH_FIRST = re.compile(
    "[，,。；;]*先(?:说|算|看|讲|报)(?:一下)?(?:第[一二三四五]|前面?一?|头一?|后面?一?|那)(?:家|个客户)[^，。；]{0,3}$"
)

# 「先说机械公司：……」: what comes behind is told of one of them
ONE_FIRST = re.compile("先(?:给[我俺咱]们?)?(?:算|看|说|报|讲|问)(?!明|好|清)")


@dataclass(frozen=True, slots=True)
class Case:
    """What is told of one firm, called by its name, and the measure that it is about."""

    name: str
    told: str
    measure: Measure


def firms_told(turn: Turn) -> list[Case]:
    """The cases of the firms; none where it is not so, or they may as well be reckoned as one."""
    text = turn.utterance.text
    sums = [one for one in turn.utterance.figures if one.kind in MONEY]
    if not sums:
        return []
    if asked := one_asked_about(turn):
        measure = next((one.measure for one in turn.fresh_choices if one.by_name), None)
        return [Case(name, told, measure) for name, told in asked] if measure else []
    if rows := _segments(turn, BY_LETTER):
        return _of_several_measures(turn, rows) or _of_one_measure(turn, rows)
    if cases := _one_and_another(turn):
        return cases
    measure = next((one.measure for one in turn.fresh_choices if one.by_name), None)
    if measure is None or cap_of(measure) is None or measure.payee == "bank":
        return []
    if rows := _segments(turn, ROW):
        return _in_rows(turn, rows, measure)
    return _alike(turn, text, measure)


def rows_by_letter(turn: Turn) -> list[tuple[str, str]]:
    """The firms told of by their letters, and what is told of each; none where one of them has no sum."""
    return [(mark.upper(), told) for mark, told in _segments(turn, BY_LETTER)]


def asks_for_all(turn: Turn) -> bool:
    """Whether the total of all is asked for."""
    return TOTAL.search(turn.utterance.text) is not None


def _alike(turn: Turn, text: str, measure: Measure) -> list[Case]:
    """Firms of which the same is told: 「两家公司各贷了1000万」."""
    many = MANY.search(text)
    if many is None or not EACH.search(text, many.end()) or firms_named(turn.utterance.folded):
        return []  # 「三家都是专利质押，一家一家来。A公司，260万」 tells of one of them
    if ONE_FIRST.search(text, many.end()):
        return []
    main = next((one.key for one in measure.inputs if one.required and one.unit == "yuan"), "")
    told = EACH.sub("", text[: many.start()] + "，" + text[many.end() :]).strip("，,、 ")
    alone = turn.saying(told, turn.state).alone(measure).filling
    if main not in alone.inputs or alone.items or alone.problems:
        return []
    count = COUNTS[many[1] or many[2]]
    return [Case(NAMES[i], f"{NAMES[i]}：{told}", measure) for i in range(count)]


def _in_rows(turn: Turn, rows: Sequence[tuple[str, str]], measure: Measure) -> list[Case]:
    """Firms told one after the other: 「第一家…第二家…」. What the money is for is said once."""
    marks = [mark for mark, _ in rows]
    if marks != list(PLACES[: len(rows)]):
        return []
    words = sorted((word for word in measure.words if word in turn.utterance.folded), key=len)
    what = words[-1] if words else ""
    return [
        Case(NAMES[i], f"{NAMES[i]}：{told if any(word in told for word in words) else what + told}", measure)
        for i, (_, told) in enumerate(rows)
    ]


def _of_several_measures(turn: Turn, rows: Sequence[tuple[str, str]]) -> list[Case]:
    """Firms of which each has a measure of its own."""
    cases = []
    for mark, told in rows:
        name = mark.upper()
        called = f"{name}公司" if name.isascii() else name
        measure = next((one.measure for one in turn.saying(told, turn.state).fresh_choices if one.by_name), None)
        if measure is None or not firms_named(f"{called.lower()}："):
            return []
        cases.append(Case(name, f"{called}：{told}", measure))
    return cases if len({case.measure.key for case in cases}) > 1 or asks_for_all(turn) else []


def _of_one_measure(turn: Turn, rows: Sequence[tuple[str, str]]) -> list[Case]:
    """Firms called by their letters and told of the same measure, which is named once, where their sums are not asked
    for side by side, and would not be those of one firm: each has its own cap, or term, or day."""
    measure = next((one.measure for one in turn.fresh_choices if one.by_name), None)
    if measure is None or measure.payee == "bank" or asks_for_all(turn) or EACH.search(turn.utterance.text):
        return []
    if not (cap_of(measure) or turn.alone(measure).filling.problems) or compared(turn):
        return []
    words = sorted((word for word in measure.words if word in turn.utterance.folded), key=len)
    what = words[-1] if words else ""
    told = _on_the_same_day(turn, [told for _, told in rows])
    cases = []
    for (mark, _), one in zip(rows, told, strict=True):
        name = mark.upper()
        called = f"{name}公司" if name.isascii() else name
        if not firms_named(f"{called.lower()}："):
            return []
        cases.append(Case(name, f"{called}：{one if any(word in one for word in words) else f'{what}{one}'}", measure))
    return cases


def _on_the_same_day(turn: Turn, told: Sequence[str]) -> list[str]:
    """With the day of the first for 「同一天放的」."""
    days = [one.text for one in turn.saying(told[0], turn.state).utterance.figures if one.kind == "date"]
    return [SAME_DAY.sub(days[0], one) for one in told] if len(days) == 1 else list(told)


def _one_and_another(turn: Turn) -> list[Case]:
    """「一家鲁科担500万，另一家专利质押200万，先算前一家」, 「第一家……，第二家……」: each with a measure of its own."""
    text = WHICH_FIRST.sub("", turn.utterance.text)
    found = list(ROW.finditer(text))
    marks = [one[1] for one in found]
    if len(found) > 1 and marks == list(PLACES[: len(found)]):
        ends = [*(two.start() for _, two in pairwise(found)), len(text)]
        told = [text[one.end() : end].strip("，,、；;。 ") for one, end in zip(found, ends, strict=True)]
    else:
        cut = list(ANOTHER.finditer(text))
        halves = (text[: cut[0].start()], text[cut[0].end() :]) if len(cut) == 1 else ()
        told = [ONE_FIRM.sub("", half).strip("，,、；;。 ") for half in halves]
    cases = []
    for name, one in zip(NAMES, told, strict=False):
        own = turn.saying(f"{name}：{one}", turn.state)
        measure = next((choice.measure for choice in own.fresh_choices if choice.by_name), None)
        if measure is None or not any(figure.kind in MONEY for figure in own.utterance.figures):
            return []
        cases.append(Case(name, own.utterance.text, measure))
    return cases if len({case.measure.key for case in cases}) > 1 else []


def _segments(turn: Turn, mark: re.Pattern[str]) -> list[tuple[str, str]]:
    """What is told behind each mark, up to the next; none where one of them tells no sum."""
    text = turn.utterance.text
    found = list(mark.finditer(text))
    if len(found) < 2 or len({one[1] for one in found}) < len(found):
        return []
    ends = [*(two.start() for _, two in pairwise(found)), len(text)]
    rows = [(one[1], text[one.end() : end].strip("，,、；; ")) for one, end in zip(found, ends, strict=True)]
    sums = [one.start for one in turn.utterance.figures if one.kind in MONEY]
    told = all(any(one.end() <= at < end for at in sums) for one, end in zip(found, ends, strict=True))
    return rows if told else []
