"""What a message gives a measure: figures by their roles, facts, the answer to the question that was put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from bot.copies import replace
from bot.dialogue.acts import HEARD, LIKELY, TOLD, Acts
from bot.dialogue.answers_another import answered_beside, takes_back
from bot.dialogue.asks_why import only_why
from bot.dialogue.by_the_deed import told_by_its_deed
from bot.dialogue.completed import completed, said_anew, taken_as
from bot.dialogue.day_of_a_condition import without_the_day_of_a_condition
from bot.dialogue.divided import divided
from bot.dialogue.granted import with_the_decision
from bot.dialogue.left_out_here import left_out, tails
from bot.dialogue.listed import FromList, from_list, with_own_conditions
from bot.dialogue.made_up_of import reduced
from bot.dialogue.not_due import without_a_part_repaid, without_undue, without_what_is_ahead
from bot.dialogue.not_known_yet import without_what_is_not_known
from bot.dialogue.part_anew import with_the_part_anew
from bot.dialogue.part_breaks import with_what_counts
from bot.dialogue.part_told import with_its_own, without_the_part
from bot.dialogue.rows_by_class import of_one_class
from bot.dialogue.split_up import without_what_does_not_count
from bot.dialogue.state import State
from bot.dialogue.told_before import told_before
from bot.dialogue.told_of_rule import without_the_rule
from bot.dialogue.update import money_keys, moves, with_alike
from bot.figures import Figure, read_figures
from bot.measures.assess import Standing, broken_conditions
from bot.memo import Once, PerObject
from bot.nlu import changes, polarity
from bot.nlu.answers import words_of
from bot.nlu.belongs import without_earlier
from bot.nlu.clauses import MISREAD, OF_ANOTHER, THEM, clauses, says_it_was_anothers, taken_as_so
from bot.nlu.echoed import turns_round, unsupposed
from bot.nlu.facts import (
    read_answer,
    read_in_its_own_words,
    read_in_talk,
    read_loosely,
    read_said_of_it,
    read_withdrawn,
    takes_back_what_was_said,
)
from bot.nlu.firm_place import place_facts
from bot.nlu.hearing import Setting, Value
from bot.nlu.phrases import find
from bot.nlu.repeats import of_policy
from bot.nlu.several import is_numbered, read_several
from bot.nlu.utterance import Utterance
from bot.nlu.what_counts import asks_only_what_counts
from bot.slots.called import another, drops, is_looked_at, is_next, is_none_yet, one_gone
from bot.slots.fill import Filling, fill
from bot.slots.given_less import given_less
from bot.slots.had_in_part import only_to_be_had, without
from bot.slots.in_place import BY_THIS
from bot.slots.model import Slot, slot_of
from bot.slots.parts import bounded, parts_of
from bot.slots.reconcile import Aside
from bot.slots.roles import answers, can_fill, fits, place_once
from bot.slots.sureness import BY_WORD
from bot.slots.swapped import swapped
from bot.slots.units import UNIT_WORDS, said_unit, without_denied
from bot.slots.whose import OF_OTHER_LOAN
from knowledge.records.model import Fact, Measure
from knowledge.text.tokens import fold

DENIED = re.compile("[啊哦噢哎嗯呃唉， ]*(?:不是|不对|错了|不不|不(?=[，,、 ]))")
HOW_MUCH = ("amount", "total")  # kinds of questions that want a sum
CHANGES = ("correct", "requantify", "add", "remove", "address", "what_if", "other_firm")  # acts that change a value
ANEW = ("correct", "what_if", "add", "remove")  # of which the figure said alone is that of the input said last
ELSE = ("add", "remove", "address", "doubt", "cancel", "other_firm")  # acts beside which nothing answers a condition
SAID = ("yuan", "ratio", "months")  # figures that are corrected rather than a condition
AS_WELL = re.compile(
    "[^，。；！？0-9]{0,4}[家户厂总司边](?:那边)?(?:也|同样)(?:是|一样|这样|如此)?(?:的|啊|呢)?(?:[，,。；！]|$)"
)
ALSO = re.compile("也|还(?=[有押质抵加用拿])|一[块起并]|另外|外加|搭")
# What is said in the place of another, rather than beside it: 「其实押的是商标」
INSTEAD_OF = re.compile(
    "换|改|其实|实际|不是|不对|没(?!关系|动|事)|未|只|光|纯|单|才|[说看弄搞记写抄]错|[押抵质]的|的是|是[拿用以]|要是|如果|假如|万一|若"
)
REPORTED = re.compile("听[^，。]{0,10}?[说讲]|都说|[说讲]是?(?:省|市|县|政府|财政|国家)")
SURELY = 0.8  # score of an answer that answers what was asked, whatever else the figure could be
ANSWERED = 0.3  # score of an answer from which a message that moves a sum answers a condition too
SURELY_ASKED = 0.7  # score of a question for the meaning from which what it names is not told
SURELY_ANSWERED = 0.6  # score of an answer from which a no in other words than those of the matter is one
NEAR_TO, FAR_FROM = Decimal(2), Decimal(10)  # times another sum that a value put right may be, and hardly is
# 「那有没有不用抵押的路子」: asks for something else than what was asked
ASKS_FOR_ANOTHER = re.compile("(?:那|还|再|可|请问|咱们?|你们|市里|文件里|里头)*(?:有没有|有木有|有无)(?=.{6})")
PUT_TO_US = re.compile("(?:算不算|行不行|够不够|属不属于|符不符合|在不在内)[呀啊呢吧]*$")  # asks, and answers nothing
CHATS = 0.7  # score of small talk that is no answer, whatever it sounds like
WHETHER = ("claim", "eligibility")
OF_WHAT_IS_SO = (*WHETHER, "why", "meaning", "terms", "effect", "compare")  # questions in which nothing is decided
OF_ELSEWHERE = "of_elsewhere"  # why a figure is set aside that tells what another place pays
NAMES_NOTHING = re.compile("[一两笔份个张台单次贷款了的吧啊呢就是也还有元块，。！,!.]*")  # 再加一笔100万
DECIDES = re.compile(
    "(?:就|那|还是?|仍旧?|仍然|[只光单])按(?!时|期|规|政|文)"
)  # 「还是按五成吧」: which value it is to be
IS_IT_SO = re.compile(
    "(?:是不是|是否|会不会|难道|岂不|凭[啥什]么?|为[啥什]么?)[^，。；]{0,4}(?:就|那|还是?|仍旧?|仍然|[只光单])按"
)
BY_IT = re.compile("[按照以][^，。；0-9]{0,8}$")  # 「那按净额860万再给一个数」
RECKON = re.compile("[元块]?(?:的话)?[，, ]*(?:再|先|重新?)*(?:算|给|来|报|测|填|走|办|为准)")
AT_MOST = re.compile(
    "(?:也就|顶多|撑死|充其量|只[认算给]|认定|核定|审定|核下来)[^，。；0-9]{0,5}$"
)  # 「融不了那么多，也就八百来万」
SETTLES = re.compile("[元块]?吧[。！!]?$")  # 「大方点，400吧」
# 「1%只给基础层」, 「50%是给科技型企业的」
IS_FOR = re.compile(
    "(?:的)?(?:(?:是|就|都|不是|也)*(?:只|才|光|单)(?:给|补|奖|对|适用|针对|限|管|归|属于|发)|(?:只|就)?是(?:给|奖|补|对|针对|限)(?!不))"
)
STILL_COUNTS = re.compile("(?:算|属于|叫|够得上|够)(?:不算|不属于|不上)?[^，。；]{1,12}(?:吗|么|不|嘛|吧)?$")
HAD_IT_BEEN = re.compile("(?:当时|当初|那会儿?|那时候?|起先)[^，。；0-9]{0,4}要[^，。；]*(?:呢|的话)[？?。]?$")
PUT_RIGHT = re.compile(
    "(?:[啊哦噢哎嗯呃唉，,、 ]*(?:不(?![是够到超足止])|不是|不对|错了?|打错了?|说错了?))+[，,、。！! ]+"
)
MERELY = re.compile("(?:是|应该|其实|就|才|改|成|按|要|有|的|了|吧|啊|呀|哈|元|块|[，,。！!、 ])*")
GUESSED = re.compile("应该是[^，。；]{0,8}吧")  # 「登记应该是办了吧」 puts nothing right
BY_THE_WAY = re.compile("对了[，, ]")  # 「对了，合同额是400万」 says yes to nothing
TO_BE_TAKEN = re.compile(
    "(?:[要会得想](?:收|涨|提|按)|(?:涨|升|提|调|降|谈)(?:到|成|至))[^，。；0-9]{0,6}$"
)  # 「续保说要收0.8%，那还有没有」
EXCHANGED = re.compile("结汇|折合|[折兑换][成算换]|人民币")  # what foreign money came to
IS_DUE = re.compile("(?:到期|期满)[^，。；0-9]{0,6}$")
DUE = re.compile("到期|还|底到|结清|期满|截止|为止")
STAYS = re.compile("^(?:那|就|还是?|仍是?|好吧?|[，, ])+|[吧呗算了来的]+$")
ASKED_AFTER = re.compile(
    "(?:那|要是|如果|假如|换成?|改成?|用|拿|是|押|质押|抵押)*(?P<what>[^，。；！？]{2,8}?)(?:的话|行)?[呢咧]"
)
FIRST_TWO = 2  # clauses of a message that only says that something was wrong
# 「只借10个月行不行，那能贴多少」: what is put up for decision, with what it would come to asked behind it
WOULD_IT_DO = re.compile(
    "[^，。；！？!?]*?(?:行不行|成不成|中不中|好不好|可不可以|能不能行|(?:行|成|中|可以|好|合适)(?:吗|么|吧|不(?![行成中可]))|怎么样|咋样|如何|呢)"
    "[呀啊呢]?[，。！？!? ]+(?=[^，。；]*.*(?:[多几]少?钱?|[啥什]么数))"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calculation takes in. ``filling``: figures by input; ``facts``: conditions stated, or answered;
    ``doubts``: conditions said not to be known; ``unclear``: those a word of which was said and not understood."""

    filling: Filling
    facts: Mapping[str, str]
    doubts: frozenset[str]
    unclear: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the message can be put down."""
        return not (self.filling.inputs or self.filling.problems or self.facts)


NOTHING_TAKEN = Taken(Filling(), {}, frozenset())


class Extraction:
    """What one message gives one measure, in the light of what was asked and what stands; read as it is asked for.

    ``figures``: a figure is given, or one that must be complained about; ``usable``: that, or a fact the measure uses;
    ``breaks``: a stated fact breaks a condition; ``answers``: it can be the answer to the question that was put.
    """

    def __init__(self, utterance: Utterance, state: State, measure: Measure, acts: Acts) -> None:
        self._only_planned = only_to_be_had(utterance.text, utterance.figures)
        told = without(utterance.text, self._only_planned)
        self._utterance = saying(utterance, told) if self._only_planned else utterance
        self._state, self._measure, self._acts = state, measure, acts
        self._elsewhere, self._let_be = utterance.elsewhere, utterance.let_be
        self._taken_off: tuple[Aside, ...] = ()
        self._reduce()
        self._without_one = self._leaving_one_out()

    @Once
    def filling(self) -> Filling:
        """What its figures fill, with those named that were only to be had."""
        aside = [Aside(figure, "not_final") for _, _, figure in self._only_planned]
        aside += [Aside(figure, OF_ELSEWHERE) for figure in read_figures(self._elsewhere, self._utterance.day)]
        aside += [Aside(figure, OF_OTHER_LOAN) for figure in read_figures(self._let_be, self._utterance.day)]
        aside += self._taken_off
        return replace(self._had, aside=(*self._had.aside, *aside)) if aside else self._had

    def _reduce(self) -> None:
        """Leaves what does not count out of a sum that is told with its parts."""
        if self._measure.main in self._state.topic.standing.inputs:
            return
        found = reduced(self._utterance, self._measure) or of_one_class(self._utterance, self._measure)
        if found is not None:
            self._utterance, self._taken_off = saying(self._utterance, found.text), found.aside

    def _leaving_one_out(self) -> Filling | None:
        """What it gives where it tells of several and leaves one of them out; the message is then the rest of it."""
        if self._measure.main in self._state.topic.standing.inputs:
            return None
        for tail in tails(self._utterance, self._measure):
            rest = Extraction(saying(self._utterance, tail.head), self._state, self._measure, self._acts)
            if (left := left_out(tail, rest.filling, rest.told.figures, self._measure)) is not None:
                self._utterance = rest.told
                return left
        return None

    @property
    def told(self) -> Utterance:
        """The message without what is only said beside what it tells."""
        return self._utterance

    @Once
    def _had(self) -> Filling:
        return self._only_why or self._without_one or self._swapped() or self._given_less() or self._of_all()

    @property
    def only_why(self) -> bool:
        """Whether it asks with figures why what stands comes to what it does, and gives nothing."""
        return self._only_why is not None

    @Once
    def _only_why(self) -> Filling | None:
        """What it gives where it asks why what stands comes to what it does: nothing."""
        return only_why(self._utterance, self._state) if _stands(self._state, self._measure) else None

    def _given_less(self) -> Filling | None:
        """What is left of a grant that stands, where something was taken off it."""
        standing, main = self._state.topic.standing, self._measure.main
        if standing.items or not _stands(self._state, self._measure):
            return None
        left = given_less(self._utterance.text, self._utterance.figures, standing.inputs, main, self._measure)
        return Filling({main: left}, others=standing.others, net=True) if left else None

    def _swapped(self) -> Filling | None:
        """One value of one of the parts in the place of another, and nothing else."""
        standing = self._state.topic.standing
        found = swapped(self._utterance.text, self._utterance.figures, standing.parts, self._measure)
        if found is None:
            return None
        return Filling({found.key: found.slot}, others=standing.others, part=found.index)

    def _of_all(self) -> Filling:
        if _stands(self._state, self._measure):
            apart = divided(self._utterance, self._state.topic.standing, self._measure)
            if apart is not None:
                return apart
        if self._listed:
            return self._listed.filling
        filling = _filling(self._utterance, self._state, self._measure, self._acts, self.unit)
        if len(filling.items) > 1 and not self._state.topic.standing.items:
            filling = with_own_conditions(self._utterance, self._measure, filling)
        heard = filling
        filling = without_what_does_not_count(self._utterance, self._measure, filling)
        filling = with_the_part_anew(self._utterance, self._state, self._measure, filling)
        filling = with_what_counts(self._utterance, self._state, self._measure, filling)
        filling = without_the_part(self._utterance, self._state, self._measure, filling)
        filling = with_its_own(self._utterance, self._state, self._measure, filling)
        filling = without_what_is_not_known(self._utterance, self._measure, filling)
        filling = told_before(filling, self._utterance, self._state, self._measure)
        return heard if _taken_for_another(heard, filling) else filling

    @Once
    def unit(self) -> str:
        """The unit it says of the figures of the last message, which were given without one; "" when it says none."""
        return _unit_answered(self._utterance, self._state, self._measure)

    @Once
    def _listed(self) -> FromList | None:
        """What the message gives when it lists several loans or policies."""
        standing = self._state.topic.standing
        if self._utterance.bare in UNIT_WORDS or self._measure.main in standing.inputs:
            return None
        setting, unit = Setting(self._measure), self._state.unit

        def read(row: Utterance, asked: str, said: str) -> Filling:
            return _filled(
                row,
                row.figures,
                self._measure,
                replace(setting, asked=asked, answers=bool(asked)),
                asked=asked,
                unit_in_use=said or unit,
                before={},
            )

        return from_list(self._utterance, self._measure, read)

    @Once
    def taken(self) -> Taken:
        told = self._listed.told if self._listed else _told(self._put_right, self.filling)
        facts: Mapping[str, str] = _facts(told, self._state, self._measure, self._acts, self)
        before = self._state.topic.standing.inputs if _stands(self._state, self._measure) else {}
        facts = without_the_rule(facts, told, self._measure, self._acts)
        facts = without_undue(facts, told, {**before, **self.filling.inputs}, self._measure)
        facts = without_what_is_ahead(facts, told)
        facts = without_a_part_repaid(facts, told, {**before, **self.filling.inputs}, self._measure)
        stood = self._state.topic.standing.facts if _stands(self._state, self._measure) else {}
        facts = with_the_decision(facts, self._utterance, self.filling, self._measure, stood)
        if _tells_of_none_yet(self._utterance, self._state, self._measure, self.filling):
            facts = {}
        unclear = _unclear(self._utterance, self._state, self._measure, facts)
        known = {**self._state.topic.standing.facts, **facts}
        unclear -= {key for key, value in known.items() if stands_against(self._measure, key, value)}
        facts = {**facts, **dict.fromkeys(unclear & self._utterance.unclear, "unknown")}
        asked = self._state.asked
        if (
            facts.get(asked) == "unknown"
            and asked not in unclear
            and stands_against(self._measure, asked, stood.get(asked, ""))
        ):
            del facts[asked]  # 「稍等，我查一下」, where it is asked whether what bars the sum still does
        return Taken(self.filling, facts, doubted(self._utterance, self._measure), unclear)

    @Once
    def figures(self) -> bool:
        again = _adds(self._utterance, self._acts) and bool(money_keys(self._measure) & set(self.filling.inputs))
        return self.moves_parts or again or _gives_figures(self._utterance, self.filling, self._state, self._measure)

    @Once
    def moves_parts(self) -> bool:
        """Whether the parts that stand change without a figure."""
        if self._only_why is not None or is_looked_at(self._utterance.text):
            return False
        stands = self._state.topic.standing if self._state.topic.measure == self._measure.id else Standing()
        return moves(self._acts, stands, self.filling, self._measure)

    @Once
    def usable(self) -> bool:
        keys = _looked_at(self._utterance, self._measure)
        stated = set(self._utterance.facts) & keys
        if _stands(self._state, self._measure) or _begins_with_a_break(self._utterance, self._state, self._measure):
            stated |= set(_supposed(self._utterance)) & keys
        if self.filling.part is not None and len(self._state.topic.standing.parts) > 1:
            stated |= set(self._utterance.of_parts)  # 「100万那笔没备案」
        return self.figures or bool(stated) or self._utterance.wants("all_met")

    @Once
    def breaks(self) -> bool:
        return bool(broken_conditions(self._measure, Standing(facts=self._utterance.facts)))

    @Once
    def mends(self) -> bool:
        """Whether a condition that stands broken no longer is."""
        stands, measure = self._state.topic.standing.facts, self._measure
        now = {key: value for key, value in self.taken.facts.items() if not stands_against(measure, key, value)}
        return any(stands_against(measure, key, stands.get(key, "")) for key in now)

    @Once
    def tells_otherwise(self) -> bool:
        """Whether a condition that was settled is told to be something else: 「基础层给多少」 after the upper layer."""
        stands = self._state.topic.standing.facts
        settled = {key: stands[key] for key in self.taken.facts if stands.get(key, "unknown") not in ("unknown", "")}
        return any(self.taken.facts[key] not in (value, "unknown") for key, value in settled.items())

    @property
    def renews(self) -> bool:
        """Whether an input that stands is given another value."""
        stands = self._state.topic.standing.inputs
        return any(key in stands and stands[key].value != one.value for key, one in self.filling.inputs.items())

    @Once
    def answers(self) -> bool:
        return bool(self.unit) or _fits_question(self._utterance, self._state, self._measure, self)

    @Once
    def answer(self) -> str:
        """The value that the message gives the condition just asked about; "" for none."""
        return _answer(self._put_right, self._state, self._measure)

    @Once
    def _put_right(self) -> Utterance:
        """The message without the word by which what is put right sounds unsure: 「说错了，应该是专利」."""
        if not (self._acts.does("correct") and self._utterance.wants("correct")) or self._acts.asked:
            return self._utterance
        if GUESSED.search(self._utterance.text):
            return self._utterance
        text = self._utterance.text.replace("应该是", "是")
        return self._utterance if text == self._utterance.text else saying(self._utterance, text)

    def replies(self, fact: Fact) -> bool:
        """Whether it can be the answer to that condition at all."""
        return _replies(self._utterance, fact, self._acts, self)

    @Once
    def several(self) -> Mapping[str, str]:
        """The answers it gives to several of the conditions that the last reply listed; none where it tells of another
        that was not (「省里给否了，一分没有」)."""
        opened = _opened(self._utterance, self._state, self._measure)
        others = set(self._utterance.facts) & _looked_at(self._utterance, self._measure) - {one.key for one in opened}
        return {} if others else read_several(self._utterance.bare, opened)


def extract(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> Extraction:
    """Reads the message for the measure. ``Turn`` keeps what is read, so that it is read once."""
    return Extraction(utterance, state, measure, acts)


def _told(utterance: Utterance, filling: Filling) -> Utterance:
    """The message without what it says of a part that does not count: that holds for the part alone."""
    text = utterance.text
    for begin, end in reversed(filling.apart):
        text = f"{text[:begin]}，{text[end:]}"
    return saying(utterance, text) if filling.apart else utterance


def setting_for(state: State, measure: Measure | None) -> Setting:
    """Where a message is said that is heard for ``measure``: what stands counts when the talk is about it."""
    topic = state.topic
    if measure is None or (topic.policy, topic.measure) != (measure.policy, measure.id):
        return Setting(measure)
    stands = {key: slot.value for key, slot in topic.standing.inputs.items()}
    return Setting(measure, state.asked, state.shown, stands, stood=_stood(state))


def _stood(state: State) -> dict[str, Value]:
    """The values that the last change took the place of, or did away with; none where the parts of a sum changed with
    them."""
    now, before = state.topic.standing, state.topic.before
    if before is None or now.items or before.items:
        return {}
    return {key: slot.value for key, slot in before.inputs.items() if now.inputs.get(key) != slot}


def _gives_figures(utterance: Utterance, filling: Filling, state: State, measure: Measure) -> bool:
    known = {record.key for record in measure.inputs} | measure.follows | {measure.day_key}
    told = set(filling.others) & _related(utterance, measure)
    before = state.topic.standing.others
    news = {key for key in told if key not in before or before[key].value != filling.others[key].value}
    stands = state.topic.standing.inputs
    said = {key for key, slot in filling.inputs.items() if key not in stands or not _same(stands[key], slot)}
    said |= {key for key in filling.inputs if key == state.asked or _says_no_more(utterance)}
    return bool(said & known or filling.items or filling.problems or filling.foreign or news)


def _same(one: Slot, other: Slot) -> bool:
    """Whether both say the same, of a range both ends."""
    return (one.value, one.high) == (other.value, other.high)


def _says_no_more(utterance: Utterance) -> bool:
    """Whether the message is one figure and nothing else (「12个月」 after 12)."""
    return [fold(figure.text) for figure in utterance.figures] == [utterance.bare]


def _related(utterance: Utterance, measure: Measure) -> set[str]:
    """Sums that are no input of the measure, but from which one of its inputs can follow."""
    sums = {distractor.key for distractor in utterance.knowledge.distractors if distractor.unit in ("yuan", "ratio")}
    return sums & {key for row in measure.derivations for key in row.sources}


def _looked_at(utterance: Utterance, measure: Measure) -> set[str]:
    """The facts a measure uses, and those that say where the firm is."""
    places = {fact.key for fact in place_facts(utterance.knowledge)}
    return {c.key for c in measure.conditions} | set(measure.stated) | places


def _fits_question(utterance: Utterance, state: State, measure: Measure, given: Extraction) -> bool:
    record = measure.input(state.asked)
    fact = utterance.knowledge.facts.get(state.asked)
    if fact and state.asked in utterance.facts:
        return True
    if fact and given.answer and (not fact.is_boolean or given.replies(fact)):
        return True
    if fact and given.several:
        return True
    return bool(record and any(can_fill(figure, record) or figure.kind == "number" for figure in utterance.figures))


def _unit_answered(utterance: Utterance, state: State, measure: Measure) -> str:
    if not state.last_text:
        return ""
    if utterance.bare in UNIT_WORDS:
        return utterance.bare
    rest = without_denied(utterance.folded)
    unit = "" if any(fold(figure.text) in rest for figure in utterance.figures) else said_unit(rest)
    if not unit:
        return ""
    again = saying(utterance, state.last_text)
    before = _filled(
        again, again.figures, measure, setting_for(state, measure), asked=state.asked, unit_in_use=state.unit
    )
    return unit if any(problem.reason == "unit" for problem in before.problems) else ""


def _filling(utterance: Utterance, state: State, measure: Measure, acts: Acts, unit: str) -> Filling:
    if unit:
        again = saying(utterance, state.last_text)
        setting = setting_for(state, measure)
        return _filled(again, again.figures, measure, setting, asked=state.asked, unit_in_use=unit)
    wanted = state.asked or _refused(state, measure)
    record = measure.input(wanted)
    fitting = record is not None and any(answers(figure, record.unit, record.counted) for figure in utterance.figures)
    standing = state.topic.standing
    decides = acts.asked not in OF_WHAT_IS_SO and _decides(utterance)
    decides = decides or bool(BY_THIS.search(utterance.text)) or _settles_on(utterance, acts)
    decides = decides or _supposes_a_rate(utterance, measure, acts) or _would_it_do(utterance)
    decides = decides or _puts_right(utterance) or _supposes_then(utterance)
    restores, whether = changes.puts_back(utterance.text), _asks_whether(acts)
    raises = acts.does("add") and changes.raises(utterance.text, utterance.figures)
    setting = replace(
        setting_for(state, measure),
        changes=decides or ((restores or acts.does(*CHANGES)) and not whether),
        corrects=decides or ((restores or acts.does(*ANEW)) and not whether),
        restores=restores,
        adds=_adds(utterance, acts) or raises,
        asks=bool(acts.asked) and utterance.is_put_as_question and not _tells_then_asks(utterance, acts),
        moves=max(map(acts.score, ANEW)),
        answers=acts.score("answer") >= SURELY and not acts.asked,
    )
    if not standing.inputs and _is_hearsay(utterance, acts):
        return Filling()
    read = partial(
        _filled,
        utterance,
        utterance.figures,
        measure,
        setting,
        unit_in_use=state.unit,
        last_wins=utterance.wants("correct"),
        before=standing.others,
        stands=standing.inputs,
        items=standing.parts,
        away=standing.away,
    )
    if _tells_of_one_more(utterance, state, measure):
        filling = _filled(
            utterance, utterance.figures, measure, Setting(measure), asked=measure.main, unit_in_use=state.unit
        )
        return _with_the_only_sum(utterance, measure, filling)
    filling = read(asked=wanted if fitting else _recent(utterance, state, measure))
    if (anew := said_anew(utterance, state, measure, acts)) and anew not in filling.inputs:
        filling = read(asked=anew, listens=False)
    filling = _far_nearer(utterance, state, measure, acts, filling)
    filling = _of_another(utterance, state, measure, filling)
    filling = _reckoned_by(utterance, state, measure, filling)
    filling = without_the_day_of_a_condition(utterance, measure, filling, standing.inputs, standing.facts)
    if state.asked == measure.main not in standing.inputs and EXCHANGED.search(utterance.text):
        filling = _with_the_only_sum(utterance, measure, filling, ("unclear", "other"))
    if whether and _stands(state, measure) and not setting.changes:
        filling = replace(filling, others=standing.others)  # 「银行借的算不算」 takes nothing off
    return completed(
        utterance, measure, _after_the_end(utterance, measure, filling, standing.inputs), standing.inputs, acts
    )


def _taken_for_another(heard: Filling, filling: Filling) -> bool:
    """Whether what was heard as one input has become another by what else is said of it."""
    now = {slot.text: key for key, slot in filling.inputs.items()}
    return any(now.get(slot.text, key) != key and key not in filling.inputs for key, slot in heard.inputs.items())


def _decides(utterance: Utterance) -> bool:
    """Whether it says which value it is to be: 「还是按五成吧」, but not 「你们是不是只按120万算」."""
    return DECIDES.search(utterance.text) is not None and IS_IT_SO.search(utterance.text) is None


def _supposes_then(utterance: Utterance) -> bool:
    """「当时要贷200万呢」: what would be, had it been otherwise then."""
    sums = [one for one in utterance.figures if one.kind == "money"]
    return len(sums) == 1 and HAD_IT_BEEN.search(utterance.text) is not None


def _puts_right(utterance: Utterance) -> bool:
    """「不，1000万」, 「错了，是三年」: a no, and hardly more than one figure behind it."""
    said = PUT_RIGHT.match(utterance.text)
    if said is None or len(utterance.figures) != 1 or utterance.is_put_as_question:
        return False
    figure = utterance.figures[0]
    rest = (
        f"{utterance.text[said.end() : figure.start]}{utterance.text[figure.end :]}"
        if said.end() <= figure.start
        else ""
    )
    return said.end() <= figure.start and MERELY.fullmatch(rest) is not None


def _refused(state: State, measure: Measure) -> str:
    """The sum that another office refused and nothing is known of: 「后来又说有，给了4万」 gives it."""
    stands = state.topic.standing
    refused = (one.grants for one in measure.conditions if one.grants and stands.facts.get(one.key) == "no")
    return next((key for key in refused if key not in stands.inputs), "")


def _tells_of_none_yet(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> bool:
    """「第三单还在审」: of a part that is none yet, what is said holds for no other."""
    standing = state.topic.standing
    parts = parts_of(standing, measure) if _stands(state, measure) and not filling.inputs else ()
    text = utterance.text
    return bool(parts) and is_none_yet(text, parts, standing.away)


def _tells_of_one_more(utterance: Utterance, state: State, measure: Measure) -> bool:
    """Whether it tells of the next part by its number, or anew of one that was taken away: what it says is that one's
    alone, and heard as if nothing stood."""
    standing, text = state.topic.standing, utterance.text
    parts = parts_of(standing, measure)
    if not parts or not utterance.figures or drops(text):
        return False
    next_one = is_next(text, parts, standing.away, state.topic.words)
    return next_one or (bool(standing.away) and one_gone(text, utterance.figures, standing, measure) is not None)


def _with_the_only_sum(
    utterance: Utterance, measure: Measure, filling: Filling, whys: Sequence[str] = ("unclear",)
) -> Filling:
    """「第二笔60万」: the only sum of which nothing else is known is the one the measure goes by. ``whys``: for what it
    may have been set aside."""
    sums = [one for one in utterance.figures if one.kind == "money" and one.unit == "yuan" and not one.unit_missing]
    record = measure.input(measure.main)
    told = {one.key for one in measure.inputs if one.unit == "yuan"} & filling.inputs.keys()
    if len(sums) != 1 or record is None or told:
        return filling
    aside = any(one.figure is sums[0] and one.why in whys for one in filling.aside)
    if filling.items or filling.others or not aside:
        return filling
    slot = slot_of(sums[0], record, "", record.key)
    return taken_as(filling, record.key, slot) if isinstance(slot, Slot) else filling


def _far_nearer(utterance: Utterance, state: State, measure: Measure, acts: Acts, filling: Filling) -> Filling:
    """A correction without a name is of the sum that stands which it is far nearer to than to the one it was taken
    for: 「是两千八百万」 is no premium of 86万 where 2000万 are insured."""
    sums = [one for one in utterance.figures if one.kind == "money" and one.unit == "yuan"]
    stands = state.topic.standing
    if len(sums) != 1 or stands.items or not acts.does("correct", "what_if") or acts.does("add", "remove"):
        return filling
    value, taken = sums[0].value, [key for key, slot in filling.inputs.items() if slot.text == sums[0].text]
    placed = place_once(utterance, measure, utterance.knowledge.distractors)
    by_word = any(one.figure is sums[0] and one.announced and one.score >= BY_WORD for one in placed)
    if len(taken) != 1 or by_word:
        return filling
    times = {key: _times(value, slot.value) for key, slot in stands.inputs.items() if _is_money(measure, key)}
    near = [key for key, many in times.items() if many <= NEAR_TO]
    record = measure.input(near[0]) if len(near) == 1 and near[0] not in filling.inputs else None
    slot = slot_of(sums[0], record, "", record.key) if record and times.get(taken[0], NEAR_TO) >= FAR_FROM else None
    if record is None or not isinstance(slot, Slot):
        return filling
    inputs = {key: one for key, one in filling.inputs.items() if key != taken[0]}
    return replace(filling, inputs={**inputs, record.key: slot})


def _of_another(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> Filling:
    """「没备案的那笔120万也能报？」: the sum by which a part is called that breaks a condition and was not told of
    before is its own."""
    main = measure.main
    record = measure.input(main)
    if record is None or filling.inputs:
        return filling
    figure = another(utterance.text, utterance.figures, parts_of(state.topic.standing, measure), measure)
    if figure is None:
        return filling
    told = {**utterance.of_parts, **utterance.facts}
    alike = {key: told[fact.like] for key, fact in utterance.knowledge.facts.items() if fact.like in told}
    slot = slot_of(figure, record, "", main)
    if not isinstance(slot, Slot) or not broken_conditions(measure, Standing(facts={**alike, **told})):
        return filling
    aside = tuple(one for one in filling.aside if one.figure is not figure)
    return replace(filling, inputs={main: slot}, aside=aside)


def _is_money(measure: Measure, key: str) -> bool:
    record = measure.input(key)
    return record is not None and record.unit == "yuan"


def _times(one: object, other: object) -> Decimal:
    """How many times the greater of two sums is the smaller; far beyond any bound where one is no sum."""
    if not isinstance(one, Decimal) or not isinstance(other, Decimal) or min(one, other) <= 0:
        return FAR_FROM * FAR_FROM
    return max(one, other) / min(one, other)


def _supposes_a_rate(utterance: Utterance, measure: Measure, acts: Acts) -> bool:
    """Whether it is asked what comes of another rate than is taken now, where the measure sets a bound to it."""
    told = [figure for figure in utterance.figures if figure.kind in ("percent", "money")]
    if len(told) != 1 or not bounded(measure) or acts.asked not in (*WHETHER, "amount"):
        return False
    spans = [figure.text for figure in utterance.figures if figure.kind == "duration"]
    before = utterance.text[: told[0].start]
    for span in spans if told[0].kind == "money" else ():  # 「谈到三年15万行不行」
        before = before.replace(span, "")
    return TO_BE_TAKEN.search(before) is not None


def _would_it_do(utterance: Utterance) -> bool:
    """Whether a clause with a figure asks whether that would do, and what it comes to is asked behind it."""
    spans = [one.span() for one in WOULD_IT_DO.finditer(utterance.text)]
    held = any(begin <= one.start < end for begin, end in spans for one in utterance.figures)
    return held and utterance.wants("amount")


def _reckoned_by(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> Filling:
    """「就按3000万先给他算一个」: the only sum is what is to be reckoned with, whatever it sounds like."""
    sums = [one for one in utterance.figures if one.kind == "money"]
    main = measure.main
    record = measure.input(main)
    if len(sums) != 1 or record is None or filling.inputs or main not in state.topic.standing.inputs:
        return filling
    before, behind = utterance.text[: sums[0].start], utterance.text[sums[0].end :]
    slot = slot_of(sums[0], record, "", main)
    if not (DECIDES.search(before) and BY_IT.search(before) and RECKON.match(behind)) or not isinstance(slot, Slot):
        return filling
    aside = tuple(one for one in filling.aside if one.figure is not sums[0])
    return replace(filling, inputs={main: slot}, aside=aside)


def _tells_then_asks(utterance: Utterance, acts: Acts) -> bool:
    """「省里补4万，市里补多少」: all figures are told in clauses that ask nothing, and how much it comes to is asked
    behind them."""
    cut, figures = clauses(utterance.folded), utterance.figures
    if acts.asked not in HOW_MUCH or not figures or len(cut) < 2 or not cut[-1].asks:
        return False
    told = [one for one in cut[:-1] if any(one.start <= figure.start < one.end for figure in figures)]
    inside = all(figure.end <= cut[-1].start for figure in figures)
    return inside and not any(one.asks or one.theirs or one.apart for one in told)


def _settles_on(utterance: Utterance, acts: Acts) -> bool:
    """Whether the only sum, rate or term of a message is what is to be reckoned with, whatever else it sounds like."""
    if acts.asked in OF_WHAT_IS_SO:
        return False
    if len({one.value for one in utterance.figures}) == 1 and _by_the_only_one(utterance):
        return True
    sums = [one for one in utterance.figures if one.kind == "money" or one.unit_missing]
    if len(sums) != 1:
        return False
    before, behind = utterance.text[: sums[0].start], utterance.text[sums[0].end :]
    by_it = BY_IT.search(before) and RECKON.match(behind)
    return bool(by_it or AT_MOST.search(before) or (SETTLES.match(behind) and not acts.asked))


def _by_the_only_one(utterance: Utterance) -> bool:
    """「协议是9个月，按9个月算」."""
    return any(
        one.kind in ("percent", "duration")
        and BY_IT.search(utterance.text[: one.start])
        and RECKON.match(utterance.text[one.end :])
        for one in utterance.figures
    )


def _is_hearsay(utterance: Utterance, acts: Acts) -> bool:
    """「听说市里按保费的两成补，是真的吗」: rates that are told of the rule, and no sum of the firm's."""
    rates = all(figure.kind == "percent" for figure in utterance.figures)
    return rates and acts.asked == "claim" and REPORTED.search(utterance.folded) is not None


def _asks_whether(acts: Acts) -> bool:
    """「是不是能拿91万」: something is held to be so, rather than supposed or put in the place of what stands."""
    asked = acts.asked
    if asked not in WHETHER or acts.does("add", "remove"):
        return False
    return acts.score(f"ask:{asked}") > max(map(acts.score, CHANGES))


def _filled(
    utterance: Utterance,
    figures: Sequence[Figure],
    measure: Measure,
    setting: Setting,
    listens: bool = True,
    **context: Any,
) -> Filling:
    """``listens``: what the listener hears counts beside the words."""
    heard = utterance.matcher.listener.roles(utterance, setting) if listens else ()
    known = utterance.knowledge.distractors
    year = utterance.day.year
    by_words = place_once(utterance, measure, known, context.get("asked", ""), year)
    return fill(
        utterance.text, figures, measure, known, year=year, heard=heard, setting=setting, by_words=by_words, **context
    )


def _adds(utterance: Utterance, acts: Acts) -> bool:
    """Whether hardly more is said than that a sum is added, however large what stood was."""
    if not (utterance.wants("add") and acts.does("add")) or acts.does("correct"):
        return False
    rest = utterance.bare
    for said in (*(fold(figure.text) for figure in utterance.figures), *utterance.knowledge.intents["add"]):
        rest = rest.replace(said, "")
    return NAMES_NOTHING.fullmatch(rest) is not None


def _after_the_end(utterance: Utterance, measure: Measure, filling: Filling, stands: Mapping[str, Slot]) -> Filling:
    """「2030年投保」: a bare year beyond the document's term stands for a start in it; so does a month or a day
    (「2029年3月才挂牌」) where the measure asks for no day, until another is said. Any day of a year to come has the
    newest rate (「明年打算贷300万」)."""
    last, key = utterance.knowledge.policy(measure.policy).valid_to.isoformat(), measure.day_key
    for figure in utterance.figures:
        said = str(figure.value) if figure.kind == "date" and isinstance(figure.value, str) else ""
        passing = bool(said) and measure.input(key) is None
        due = DUE.search(utterance.text[figure.end : figure.end + 4]) or IS_DUE.search(utterance.text[: figure.start])
        beyond = said > last[: len(said)] and (passing or len(said) == len("2030"))
        if (beyond or (passing and key in stands)) and not due and key not in filling.inputs:
            start = Slot(date.fromisoformat((said + "-01-01")[: len(last)]), figure.text)
            problems = tuple(problem for problem in filling.problems if problem.key != key)
            return replace(filling, inputs={**filling.inputs, key: start}, problems=problems)
        if len(said) == len("2030") and said > str(utterance.day.year):
            vague = tuple(one for one in filling.problems if one.key != key or one.said != figure.text)
            filling = replace(filling, problems=vague)
    return filling


def saying(utterance: Utterance, text: str) -> Utterance:
    """Another text in the same conversation, on the same day."""
    return Utterance(text, utterance.day, utterance.knowledge, utterance.matcher)


def _recent(utterance: Utterance, state: State, measure: Measure) -> str:
    """The input said last that a figure of this message could be: what 「不对，是800万」 corrects."""
    if not utterance.figures:
        return ""
    for key, slot in state.topic.standing.inputs.items():
        if measure.input(key) and any(figure.text in slot.text for figure in utterance.figures):
            return key
    if state.asked and utterance.bare in {fold(figure.text) for figure in utterance.figures if figure.kind == "number"}:
        return ""
    for key in reversed(state.said):
        record = measure.input(key) if key in state.topic.standing.inputs else None
        if record and record.unit != "choice" and any(can_fill(figure, record) for figure in utterance.figures):
            return key
    return ""


def doubted(utterance: Utterance, measure: Measure) -> frozenset[str]:
    """The conditions of the measure the message says are not known."""
    return utterance.doubts & {c.key for c in measure.conditions if not c.hidden and not c.limit}


def _facts(utterance: Utterance, state: State, measure: Measure, acts: Acts, given: Extraction) -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure uses are kept."""
    if _stands(state, measure) and measure.main not in given.filling.inputs:
        now = without_earlier(utterance.folded)
        utterance = utterance if now == utterance.folded else saying(utterance, now)
    keys = _looked_at(utterance, measure)
    stated = with_alike(utterance.facts, utterance.knowledge.facts)
    facts = {key: value for key, value in stated.items() if key in keys}
    if _asks_what_is_meant(utterance, acts) or _holds_of_the_rule(utterance, acts, measure):
        return {}
    if _stands(state, measure) or _begins_with_a_break(utterance, state, measure):
        facts = {**{key: value for key, value in _supposed(utterance).items() if key in keys}, **facts}
    elif measure.main in given.filling.inputs:  # 「那如果挂基础层融2000万呢」: a case that is only supposed
        facts = {**{key: value for key, value in _supposed(utterance).items() if measure.input(key)}, **facts}
    if _stands(state, measure):
        facts |= _of_the_talk(utterance, keys)
    if acts.does("return"):
        facts = {key: value for key, value in facts.items() if key not in _called_by(utterance, state, measure)}
    facts = {key: value for key, value in facts.items() if not _is_only_asked(utterance, key)}
    settled = {key for key, value in facts.items() if stands_against(measure, key, value)}
    if measure.main not in given.filling.inputs:  # what is told of a part that is added is its own
        facts = {key: value for key, value in facts.items() if not _is_added(utterance, state, acts, key, value)}
    facts |= dict.fromkeys(unknown := doubted(utterance, measure) - settled, "unknown")
    if utterance.wants("all_met"):
        met = {c.key: "yes" for c in measure.conditions if not c.limit and not c.accepts and not c.hidden}
        facts = {**met, **facts}
    if given.moves_parts:  # what changes a part answers no question, and a word that points back means the part
        return facts
    withdrawn = _withdrawn(utterance, state, measure, keys - set(facts)) if _stands(state, measure) else {}
    facts |= withdrawn
    puts_right = (
        acts.does("correct") and not acts.does("wait") and not utterance.figures
    )  # 「等一下」 puts nothing right
    corrects = (utterance.wants("correct") or puts_right) and not _plainly_answers(utterance, state)
    corrects = corrects and not (given.renews or _says_a_figure(utterance))
    if not facts and _stands(state, measure) and (facts := told_by_its_deed(utterance, state, measure)):
        return facts
    if not set(facts) - unknown - set(withdrawn) and corrects:
        of_it = {key for key in keys if not _tells_of_the_firm(utterance) or _is_of_the_firm(utterance, key)}
        facts |= _corrected(utterance, state, set(withdrawn) or of_it)
    if not facts and AS_WELL.match(utterance.bare) and state.last_text:
        of_the_last = saying(utterance, state.last_text).facts
        facts |= {key: value for key, value in of_the_last.items() if key in keys}
    if not facts and _stands(state, measure):
        facts |= (
            _said_of_the_last(utterance, state, measure)
            or _supposed_otherwise(utterance, state, measure)
            or _turned_round(utterance, state, measure, acts)
            or _asked_after(utterance, keys)
        )
    if _stands(state, measure) and not acts.asked and not given.several:
        denied = DENIED.match(utterance.bare)
        if denied and takes_back(facts, state):
            return facts
        if not facts and (beside := answered_beside(utterance, state, measure, denied[0] if denied else "")):
            return beside
    asked = utterance.knowledge.facts.get(state.asked)
    if not unknown and asked and _replies(utterance, asked, acts, given):
        if given.several:
            facts |= given.several
        elif state.asked not in {*facts, *utterance.unclear} and given.answer:
            facts[state.asked] = given.answer
    return facts


def _asked_after(utterance: Utterance, keys: set[str]) -> dict[str, str]:
    """「软著呢」: what would be if a condition had the value that is all that is said."""
    said, facts = ASKED_AFTER.fullmatch(utterance.folded.rstrip("?？。！! ")), utterance.knowledge.facts
    if said is None:
        return {}
    what = said["what"]
    return {
        key: value
        for key in keys & facts.keys()
        for value, words in facts[key].answers.items()
        if any(fold(word) == what for word in words)
    }


def _supposed(utterance: Utterance) -> dict[str, str]:
    """What is only supposed, also of facts that another stands in for."""
    return with_alike(utterance.supposed, utterance.knowledge.facts)


def _plainly_answers(utterance: Utterance, state: State) -> bool:
    """Whether it is nothing but a yes or no where a condition was put: 「不是」 puts nothing else right."""
    asked = utterance.knowledge.facts.get(state.asked)
    return asked is not None and words_of(asked.replies).plain(utterance.bare) in ("yes", "no")


def _called_by(utterance: Utterance, state: State, measure: Measure) -> set[str]:
    """Conditions that stand and are only in the words the measure is called by as the talk comes back to it:
    「回到首台套综合险」 after 「不是这三种险」."""
    said = [one.phrase for one in find(utterance.folded, measure.words)]
    named = saying(utterance, "，".join(said)).facts if said else {}
    stands = state.topic.standing.facts if state.topic.measure == measure.id else {}
    first, *others = clauses(utterance.folded)
    rest = saying(utterance, utterance.folded[first.end :]) if others else None
    told = {**rest.supposed, **rest.facts} if rest else {}  # 「回到那家，它就是基础层」
    return {key for key in named if key in stands and told.get(key, stands[key]) == stands[key]}


def _is_added(utterance: Utterance, state: State, acts: Acts, key: str, value: str) -> bool:
    """「商标也押了」 beside the patent that stands: what counts where both are said goes on to count."""
    fact = utterance.knowledge.facts.get(key)
    if fact is None or not fact.wins or state.topic.standing.facts.get(key) != fact.wins or value == fact.wins:
        return False
    if fact.wins != "yes" if fact.is_boolean else value == fact.bare_no:
        return False  # 「后加的也没要反担保」 adds nothing
    told = ALSO.search(utterance.folded) is not None
    told = told or (fact.is_boolean and key != state.asked and INSTEAD_OF.search(utterance.folded) is None)
    return told and not acts.does("correct", "what_if")


def _is_of_the_firm(utterance: Utterance, key: str) -> bool:
    fact = utterance.knowledge.facts.get(key)
    return fact is not None and fact.of == "firm"


def _tells_of_the_firm(utterance: Utterance) -> bool:
    """「我们不是科技型企业，就是普通厂」: what kind of firm it is puts nothing else right."""
    facts = utterance.knowledge.facts
    return any(facts[key].of == "firm" and not facts[key].place for key in utterance.facts if key in facts)


def _asks_what_is_meant(utterance: Utterance, acts: Acts) -> bool:
    """「规模以上，是啥意思」: the words of a condition are asked about, and nothing is told."""
    if asks_only_what_counts(utterance.folded):
        return True
    if acts.score("ask:meaning") < SURELY_ASKED:
        return False
    return max(map(acts.score, TOLD)) < HEARD and not _says_a_figure(utterance)


def _is_only_asked(utterance: Utterance, key: str) -> bool:
    """「成立九年了，还算早期吗」: whether so many years are still that is asked, and the document does not say."""
    fact = utterance.knowledge.facts.get(key)
    if fact is None or not fact.counts or not STILL_COUNTS.search(utterance.bare):
        return False
    units = [unit for count in fact.counts for unit in count.units]
    years = [figure.text for figure in utterance.figures if figure.kind == "duration"]
    return key in utterance.mentioned and any(unit in text for text in years for unit in units)


def _holds_of_the_rule(utterance: Utterance, acts: Acts, measure: Measure) -> bool:
    """「听财务说那1%只给基础层的，是吗」: what the document's own number is for is held to be so; nothing is told."""
    said = [figure for figure in utterance.figures if figure.kind in ("money", "percent")]
    if acts.asked not in OF_WHAT_IS_SO or not said or not all(of_policy(one, measure) for one in said):
        return False
    return any(IS_FOR.match(utterance.text[one.end :]) for one in said)


def _says_a_figure(utterance: Utterance) -> bool:
    return any(fits(figure, unit) for figure in utterance.figures for unit in SAID)


def _replies(utterance: Utterance, fact: Fact, acts: Acts, given: Extraction) -> bool:
    """Whether the message can be the answer to a condition: words that look like one stand in much else that is done
    (漏了一笔, 第二笔不算了, 没算错吧, 依据是哪一条), but for what begins with a plain yes or no (是的，怎么申报)."""
    if given.several and is_numbered(utterance.bare):
        return True
    chats, replies = acts.score("smalltalk"), acts.score("answer")
    nods = fact.is_boolean and chats >= HEARD and replies < LIKELY
    if nods:  # and nothing else is heard
        nods = chats - max((score for act, score in acts.scores.items() if act != "smalltalk"), default=0.0) >= LIKELY
    if nods or (chats >= CHATS and replies < ANSWERED):
        return False  # 「妥」, 「中中中」
    if DENIED.match(utterance.bare) and acts.score("correct") >= LIKELY and given.renews:
        return False  # 「不是，到12月10号」 puts the day right
    if BY_THE_WAY.match(utterance.bare) or _puts_right_first(utterance):
        return False
    if _denies_in_passing(utterance, fact, acts, given):
        return False
    corrects = ("correct",) if _says_a_figure(utterance) or given.several else ()
    other = max(acts.score(act) for act in (*ELSE, *corrects, f"ask:{acts.asked}"))
    moves_a_sum = given.figures and _says_a_figure(utterance) and acts.scores and acts.score("answer") < ANSWERED
    tells = not acts.scores or max(map(acts.score, ("answer", *TOLD))) >= LIKELY  # 「可以了，不用再算」 tells nothing
    if tells and ((other < HEARD and not moves_a_sum) or acts.score("answer") >= other):
        return True
    if not tells and (acts.score("cancel") >= LIKELY or acts.does("wait")):
        return False  # 「嗯嗯，来客户了，等会儿」
    if acts.surely_cancels and acts.scores and not utterance.figures:
        return False  # 「算了，这笔不报了」
    first, *others = clauses(utterance.bare) or (None,)
    if first is None or (others and chats > replies):
        return False  # 「中，我叫闺女去问」 takes leave
    return words_of(fact.replies).plain(utterance.bare[first.start : first.end]) in ("yes", "no")


def _puts_right_first(utterance: Utterance) -> bool:
    """「啊不是，记混了，就是自己的专利」: the no with which it begins puts right what was said, and answers nothing."""
    told = len(clauses(utterance.bare)) > FIRST_TWO or utterance.facts
    return DENIED.match(utterance.bare) is not None and MISREAD.search(utterance.bare) is not None and bool(told)


def _denies_in_passing(utterance: Utterance, fact: Fact, acts: Acts, given: Extraction) -> bool:
    """「不算多」, 「去年那份没批」: a no that is neither plain nor of the matter asked about is no answer, unless it is
    surely heard as one."""
    if not fact.is_boolean or given.answer != fact.bare_no or not acts.scores:
        return False
    if fact.key in {*utterance.facts, *utterance.supposed, *utterance.mentioned}:
        return False
    if any(polarity.denied(utterance.bare[: one.start]) for one in find(utterance.bare, fact.answers.get("yes", ()))):
        return False  # 「我们不是啥中小微」
    first = next(iter(clauses(utterance.bare)), None)
    plainly = first is not None and words_of(fact.replies).plain(utterance.bare[first.start : first.end])
    return not plainly and acts.score("answer") < SURELY_ANSWERED


def _opened(utterance: Utterance, state: State, measure: Measure) -> list[Fact]:
    """The conditions that the last reply listed as not settled, in its order."""
    known, facts = state.topic.standing.facts, utterance.knowledge.facts
    listed = [c.key for c in measure.conditions if not c.hidden and c.key in facts]
    return [facts[key] for key in listed if known.get(key, "unknown") == "unknown" and key not in state.skipped]


def _stands(state: State, measure: Measure) -> bool:
    """Whether the measure is under way: what is supposed then is reckoned with."""
    standing = state.topic.standing
    return state.topic.measure == measure.id and bool(standing.inputs or standing.items or standing.facts)


def _begins_with_a_break(utterance: Utterance, state: State, measure: Measure) -> bool:
    """「老板个人担保的话给多少」, where a talk begins: how much there is, a condition being supposed to be broken."""
    if state.topic.measure or not utterance.wants("amount"):
        return False
    return any(stands_against(measure, key, value) for key, value in _supposed(utterance).items())


def _unclear(utterance: Utterance, state: State, measure: Measure, facts: Mapping[str, str]) -> frozenset[str]:
    """Conditions a word of which is said that neither settled nor doubted them, nor was settled before."""
    known = state.topic.standing.facts
    named = {c.key for c in measure.conditions if not c.hidden and not c.limit} - set(facts)
    said = {key for key in utterance.mentioned if known.get(key, "unknown") == "unknown"}
    return frozenset(named & (said | utterance.unclear))


def stands_against(measure: Measure, key: str, value: str) -> bool:
    """Whether this value of the fact breaks its condition."""
    condition = measure.condition(key)
    return condition is not None and value not in ("", "unknown", "pending") and not condition.affirms(value)


def _of_the_talk(utterance: Utterance, keys: set[str]) -> dict[str, str]:
    """What words say that mean a condition only because the talk is about it: 「那块地解押了，换成专利」."""
    found: dict[str, str] = {}
    for key in keys:
        fact = utterance.knowledge.facts.get(key)
        if fact is None or not fact.in_talk:
            continue
        text = utterance.folded
        if value := read_in_talk(text, fact) or read_in_talk(text, fact, supposed=True):
            found[key] = value
    return found


def _withdrawn(utterance: Utterance, state: State, measure: Measure, keys: set[str]) -> dict[str, str]:
    """Conditions that stand broken by what is now said to be another's, or not so; whether they are met is open."""
    stands = state.topic.standing.facts
    broken = {key for key in keys if stands_against(measure, key, stands.get(key, ""))}
    facts = utterance.knowledge.facts
    if facts.keys().isdisjoint(broken):
        return {}
    back = {key for key, value in read_withdrawn(utterance.folded, facts, broken).items() if stands[key] == value}
    if changes.puts_aside(utterance.folded) and state.topic.before:
        back |= {key for key in broken if state.topic.before.facts.get(key) != stands[key]}
    if takes_back_what_was_said(utterance.folded):
        last = next((key for key in reversed(state.said) if key in broken), "")
        back |= {last} - {""}
    before = state.topic.before.facts if state.topic.before else {}
    alike = {key for key in broken if _is_undone_by_another(utterance, key, stands[key])}
    alike_to = {facts[key].like for key in broken if key in facts}
    if not back and says_it_was_anothers(utterance.folded) and utterance.mentioned <= broken | alike_to:
        alike |= set([key for key in reversed(state.said) if key in broken][:1])
    found = dict.fromkeys(back | alike, "unknown")
    known = {key: before.get(key, "unknown") for key in alike}
    return {**found, **{key: value for key, value in known.items() if not stands_against(measure, key, value)}}


def _is_undone_by_another(utterance: Utterance, key: str, value: str) -> bool:
    """「没摘」 after 「摘牌了」: what was said of it is what says the contrary of another fact, which is now told."""
    facts = utterance.knowledge.facts
    words = set(facts[key].values.get(value, ())) if key in facts else set()
    others = (facts[one] for one, said in utterance.facts.items() if one != key and said == "yes")
    return any(words & set(other.values.get(value, ())) for other in others if other.either)


def _said_of_the_last(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """「上周补上了」, 「要是办下来了呢」: said of the condition that stands broken and was said last."""
    if any(figure.kind in ("money", "percent") for figure in _figures_of_the_first(utterance)):
        return {}
    stands, known = state.topic.standing.facts, utterance.knowledge.facts
    for key in reversed(state.said):
        if key not in known or not known[key].names or not stands_against(measure, key, stands.get(key, "")):
            continue
        value = read_said_of_it(utterance.folded, known[key])
        return {key: value} if value and not stands_against(measure, key, value) else {}
    return {}


def _supposed_otherwise(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """「要是六号就还上了」 after 「晚还了二十天」: a condition that stands broken is supposed to be met, in words
    that would answer it, or taken as it would be (「先当已经进了算」)."""
    stands, known = state.topic.standing.facts, utterance.knowledge.facts
    if answer := _supposed_answer(utterance, state, measure):
        return answer
    for key in reversed(state.said):
        if key in known and stands_against(measure, key, stands.get(key, "")):
            taken = known[key].bare_yes if taken_as_so(utterance.folded) else ""
            value = read_loosely(utterance.folded, known[key]) or taken
            return {key: value} if value and not stands_against(measure, key, value) else {}
    return {}


def _supposed_answer(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """「万一不是呢」: a plain yes or no is supposed of the condition said last, or just put."""
    said = unsupposed(utterance.bare)
    facts = utterance.knowledge.facts
    conditions = [key for key in reversed(state.said) if measure.condition(key) and key in facts]
    last = conditions[0] if conditions and conditions[0] == state.said[-1] else ""
    fact = facts.get(last or state.asked)
    if said == utterance.bare or fact is None or not fact.is_boolean or not measure.condition(fact.key):
        return {}
    return {"yes": {fact.key: fact.bare_yes}, "no": {fact.key: fact.bare_no}}.get(
        words_of(fact.replies).plain(said), {}
    )


def _turned_round(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> dict[str, str]:
    """「没漏」 after 「备案漏报了」, 「还是专利吧」 after 「押的是商标」: the one condition broken last is as it was,
    by the verb of what was said, or in a few words that would answer it."""
    stands, known = state.topic.standing.facts, utterance.knowledge.facts
    before = state.topic.before.facts if state.topic.before else {}
    broken = [key for key, value in stands.items() if stands_against(measure, key, value) and before.get(key) != value]
    if len(broken) != 1 or broken[0] not in known or acts.asked not in ("", *HOW_MUCH) or state.topic.before is None:
        return {}
    key, fact = broken[0], known[broken[0]]
    if turns_round(utterance.folded, fold(state.last_text)):
        value = before.get(key, fact.bare_yes if fact.is_boolean else "unknown")
        return {} if stands_against(measure, key, value) else {key: value}
    if not utterance.is_brief or utterance.figures or acts.does("return", "switch"):
        return {}
    value = read_in_its_own_words(STAYS.sub("", utterance.bare), fact)
    return {key: value} if value and not stands_against(measure, key, value) else {}


def _figures_of_the_first(utterance: Utterance) -> Sequence[Figure]:
    """The figures of the clause a message begins with."""
    first = next(iter(clauses(utterance.text)), None)
    return [figure for figure in utterance.figures if first and figure.start < first.end]


def _corrected(utterance: Utterance, state: State, keys: set[str]) -> dict[str, str]:
    """「说错了，是专利」 after 「厂房做的反担保」: the fact said last that these words answer."""
    for key in reversed(state.said):
        fact = utterance.knowledge.facts.get(key)
        if fact is None or key not in keys:
            continue
        said = utterance.folded
        cut = [(said[one.start : one.end], one.theirs) for one in clauses(said)]
        parts = [part for part, theirs in cut if not theirs or THEM.search(part)]
        own = [part for part in parts if not OF_ANOTHER.match(part)]  # 「上海是我同学那家，我们在蓝海」
        told = [part for part in own if not DENIED.fullmatch(part.strip())]  # 「嗯不是，弄混了，是自己的」
        whole = [said] if told and len(told) == len(cut) else []
        values = [read_answer(one, fact) for one in (*whole, *(told or own))]
        if value := next((value for value in values if value not in ("", "unknown")), ""):
            return {key: value}
    return {}


def _answer(utterance: Utterance, state: State, measure: Measure) -> str:
    """「都办了」 and 「专力」: the answer to the question, also in the words the matcher repaired."""
    fact = utterance.knowledge.facts[state.asked]
    if PUT_TO_US.search(utterance.bare) or ASKS_FOR_ANOTHER.match(utterance.bare):
        return ""
    another = bool(utterance.mentioned - {state.asked}) or _tells_of_the_measure(utterance.bare, measure)
    if value := read_answer(utterance.bare, fact, another):
        return value
    repaired = utterance.bare
    for said, meant in utterance.repaired:
        repaired = repaired.replace(said, meant)
    return read_answer(repaired, fact, another) if repaired != utterance.bare else ""


def _tells_of_the_measure(text: str, measure: Measure) -> bool:
    """「在审，没过会」: a clause says only that what the measure is for is not yet done."""
    done = _how_far_it_is(measure)
    return any(done.fullmatch(text[one.start : one.end].strip()) for one in clauses(text))


def _said_of_what_it_is_for(measure: Measure) -> re.Pattern[str]:
    words = "|".join(map(re.escape, map(fold, measure.words)))
    return re.compile(f"[^，。]{{0,3}}(?:没|未|在|等|刚|已经?)(?:{words})[^，。]{{0,2}}")


_how_far_it_is: PerObject[Measure, re.Pattern[str]] = PerObject(_said_of_what_it_is_for)
