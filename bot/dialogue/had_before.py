"""What was said to be had this year is said to be another year's, somebody else's money, or another measure's:
「要是去年领的呢」, 「那7万算前年的」, 「那6万是鲁科保的」; and that it was this year's after all."""

import re

from bot.copies import replace
from bot.dialogue.state import Topic
from bot.nlu.clauses import Clause, clauses
from bot.nlu.phrases import find
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling
from bot.slots.reconcile import Aside
from bot.slots.standing import Standing
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

GETS = "(?:补贴|贴息|补助|奖励|领取?|拿|得|享受|给|批|发|补|贴|兑现|拨|下来|到账)"
ENDS = "(?=$|[，。；！？!?,;吧啊呀呢嘛])"
OF_IT = "(?:额度|指标|账|钱|款|贴息|补[贴助]|奖[励金]|份|名额)?"
# 「去年领的」, 「去年的额度」, behind the word for when or whose it was
GOT_THEN = re.compile(
    f"(?:就|才|已经|里|那边|年底|年初|度|挂牌|保险|保费|担保|产品|项目)*{GETS}(?:到|过|了|走)?的?{OF_IT}{ENDS}|度?的{OF_IT}{ENDS}"
)
AS_THAT = re.compile(
    "(?:是|算|属于?|记|占|用|走)(?:在|的|了|成)*$|(?:^|[，。；])(?:那|要是|如果|假如|万一|其实|原来|说错了?|记错了?)*$"
)
NOT = re.compile("没|未|不是|不算")
YEAR = len("2024")
THIS_YEAR = re.compile(f"(?:今年|本年|当年)度?(?:{GETS}(?:到|过|了|走)?)?的{OF_IT}{ENDS}")


def had_another_year(utterance: Utterance, old: Standing, measure: Measure) -> str:
    """The input for what was had this year, where what stands as that is said to be none; "" where it is not."""
    key = measure.key_of("prior")
    record, stands = measure.input(key), old.inputs.get(key)
    if record is None or stands is None or not stands.value:
        return ""
    if any(one.kind in ("money", "number") and one.value != stands.value for one in utterance.figures):
        return ""
    spans = [*_spans(utterance, record.never), *_others(utterance, measure)]
    return key if _is_told(utterance, spans) else ""


def had_for_another(utterance: Utterance, old: Standing, measure: Measure) -> bool:
    """Whether it is said to have been given for another measure: 「那6万是鲁科保的补贴，不是贴息」."""
    return bool(had_another_year(utterance, old, measure)) and _is_told(utterance, _others(utterance, measure))


def _spans(utterance: Utterance, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where words stand that make it none of this year's own: another year, another's money."""
    text, this_year = utterance.text, utterance.day.year
    found = [one.span() for word in words for one in re.finditer(re.escape(word), text)]
    years = (one for one in utterance.figures if one.kind == "date" and len(str(one.value)) == YEAR)
    return found + [(one.start, one.end) for one in years if int(str(one.value)) < this_year]


def without_what_was_for_another(utterance: Utterance, old: Standing, measure: Measure, filling: Filling) -> Filling:
    """Without the sum that is said to have been given for another measure."""
    key = measure.key_of("prior")
    if key not in filling.inputs or not had_for_another(utterance, old, measure):
        return filling
    value = filling.inputs[key].value
    aside = [Aside(one, "other") for one in utterance.figures if one.value == value]
    inputs = {name: slot for name, slot in filling.inputs.items() if name != key}
    return replace(filling, inputs=inputs, aside=(*filling.aside, *aside))


def _others(utterance: Utterance, measure: Measure) -> list[tuple[int, int]]:
    """Where another measure is named by a word that this one has not."""
    own = fold("，".join((measure.name, *measure.words, *measure.needs)))
    others = (one for one in utterance.knowledge.measures if one.key != measure.key)
    words = {word for one in others for word in (*one.words, *one.needs) if len(word) > 1 and fold(word) not in own}
    return [(one.start, one.end) for one in find(utterance.folded, tuple(words))]


def _is_told(utterance: Utterance, spans: list[tuple[int, int]]) -> bool:
    cut = clauses(utterance.text) if spans else []
    return any(_is_told_of(utterance, clause, spans) for clause in cut)


def _is_told_of(utterance: Utterance, clause: Clause, spans: list[tuple[int, int]]) -> bool:
    """Whether a clause says so of what was had, asking nothing."""
    text = utterance.text
    if text[clause.start : clause.end + 1].rstrip("？?").endswith(("吗", "么")):
        return False
    for begin, end in spans:
        if not clause.start <= begin < clause.end or NOT.search(text[clause.start : begin]):
            continue
        if AS_THAT.search(text[clause.start : begin]) and GOT_THEN.match(text, end):
            return True
    return False


def had_this_year(utterance: Utterance, topic: Topic, measure: Measure) -> bool:
    """「不对，就是今年领的」, where what had been said to be had was taken for another year's in the message before."""
    key = measure.key_of("prior")
    before = topic.before.inputs.get(key) if topic.before else None
    if before is None or (key in topic.standing.inputs and topic.standing.inputs[key].value):
        return False
    if any(one.kind in ("money", "number") and one.value != before.value for one in utterance.figures):
        return False
    said = THIS_YEAR.search(utterance.text)
    return said is not None and not NOT.search(utterance.text[: said.start()].removeprefix("不是").removeprefix("不对"))
