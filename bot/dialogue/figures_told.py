"""The figures that a message gives one measure, in the light of what was asked and what stands."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.dialogue.completed import completed, said_anew, taken_as
from bot.dialogue.day_of_a_condition import without_the_day_of_a_condition
from bot.dialogue.of_the_wider import wider
from bot.dialogue.state import State
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu import changes
from bot.nlu.clauses import clauses
from bot.nlu.firm_place import place_facts
from bot.nlu.hearing import Setting, Value
from bot.nlu.utterance import Utterance
from bot.slots.apart import found_lent
from bot.slots.called import another, drops, is_next, is_none_yet, one_gone
from bot.slots.fill import Filling, fill
from bot.slots.in_place import BY_THIS
from bot.slots.model import Slot, slot_of
from bot.slots.parts import bounded, parts_of
from bot.slots.roles import answers, can_fill, place_once
from bot.slots.sureness import BY_WORD
from bot.slots.units import UNIT_WORDS, said_unit, without_denied
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

if TYPE_CHECKING:
    from bot.dialogue.extract import Extraction
HOW_MUCH = ("amount", "total")  # kinds of questions that want a sum
CHANGES = ("correct", "requantify", "add", "remove", "address", "what_if", "other_firm")  # acts that change a value
ANEW = ("correct", "what_if", "add", "remove")  # of which the figure said alone is that of the input said last
REPORTED = re.compile("听[^，。]{0,10}?[说讲]|都说|[说讲]是?(?:省|市|县|政府|财政|国家)")
SURELY = 0.8  # score of an answer that answers what was asked, whatever else the figure could be
NEAR_TO, FAR_FROM = Decimal(2), Decimal(10)  # times another sum that a value put right may be, and hardly is
WHETHER = ("claim", "eligibility")
OF_WHAT_IS_SO = (*WHETHER, "why", "meaning", "terms", "effect", "compare")  # questions in which nothing is decided
NAMES_NOTHING = re.compile("[一两笔份个张台单次贷款了的吧啊呢就是也还有元块，。！,!.]*")  # 再加一笔100万
DECIDES = re.compile(
    "(?:就|那|还是?|仍旧?|仍然|[只光单])按(?!时|期|规|政|文)"
)  # 「还是按五成吧」: which value it is to be
IS_IT_SO = re.compile(
    "(?:是不是|是否|会不会|难道|岂不|凭[啥什]么?|为[啥什]么?)[^，。；]{0,4}(?:就|那|还是?|仍旧?|仍然|[只光单])按"
)
BY_IT = re.compile("[按照以][^，。；0-9]{0,8}$")  # 「那按净额860万再给一个数」
RECKON = re.compile("[元块]?(?:的话)?[，, ]*(?:再|先|重新?)*(?:算|给|来|报|测|填|走|办|为准)")
COUNTS_ALONE = re.compile("[光只单](?:算|看|报|认)[^，。；0-9一二两三四五六七八九十]{0,6}$")  # 「光算今年这两万二」
AT_MOST = re.compile(
    "(?:也就|顶多|撑死|充其量|只[认算给]|认定|核定|审定|核下来)[^，。；0-9]{0,5}$"
)  # 「融不了那么多，也就八百来万」
SETTLES = re.compile("[元块]?吧[。！!]?$")  # 「大方点，400吧」
HAD_IT_BEEN = re.compile("(?:当时|当初|那会儿?|那时候?|起先)[^，。；0-9]{0,4}要[^，。；]*(?:呢|的话)[？?。]?$")
PUT_RIGHT = re.compile(
    "(?:[啊哦噢哎嗯呃唉，,、 ]*(?:不(?![是够到超足止])|不是|不对|错了?|打错了?|说错了?))+[，,、。！! ]+"
)
MERELY = re.compile("(?:是|应该|其实|就|才|改|成|按|要|有|的|了|吧|啊|呀|哈|元|块|[，,。！!、 ])*")
TO_BE_TAKEN = re.compile(
    "(?:[要会得想](?:收|涨|提|按)|(?:涨|升|提|调|降|谈)(?:到|成|至))[^，。；0-9]{0,6}$"
)  # 「续保说要收0.8%，那还有没有」
EXCHANGED = re.compile("结汇|折合|[折兑换][成算换]|人民币")  # what foreign money came to
ROUNDS_OFF = re.compile("整[0-9一二两三四五六七八九十]|月整|零头|零几天|零的那?几?天")  # 「就按整六个月」
IS_DUE = re.compile("(?:到期|期满)[^，。；0-9]{0,6}$")
DUE = re.compile("到期|还(?![是能要会可有得想按算])|底到|结清|期满|截止|为止")
# 「只借10个月行不行，那能贴多少」: what is put up for decision, with what it would come to asked behind it
WOULD_IT_DO = re.compile(
    "[^，。；！？!?]*?(?:行不行|成不成|中不中|好不好|可不可以|能不能行|(?:行|成|中|可以|好|合适)(?:吗|么|吧|不(?![行成中可]))|怎么样|咋样|如何|呢)"
    "[呀啊呢]?[，。！？!? ]+(?=[^，。；]*.*(?:[多几]少?钱?|[啥什]么数))"
)


def setting_for(state: State, measure: Measure | None) -> Setting:
    """Where a message is said that is heard for ``measure``: what stands counts when the talk is about it."""
    topic = state.topic
    if measure is None or (topic.policy, topic.measure) != (measure.policy, measure.id):
        return Setting(measure)
    stands = {key: slot.value for key, slot in topic.standing.inputs.items()}
    parted = frozenset(key for part in topic.standing.parts for key in part if key not in stands)
    return Setting(measure, state.asked, state.shown, stands, stood=_stood(state), parted=parted)


def _stood(state: State) -> dict[str, Value]:
    """The values that the last change took the place of, or did away with; none where the parts of a sum changed with
    them."""
    now, before = state.topic.standing, state.topic.before
    if before is None or now.items or before.items:
        return {}
    return {key: slot.value for key, slot in before.inputs.items() if now.inputs.get(key) != slot}


def gives_figures(utterance: Utterance, filling: Filling, state: State, measure: Measure) -> bool:
    known = {record.key for record in measure.inputs} | measure.follows | {measure.day_key}
    told = set(filling.others) & _related(utterance, measure)
    before = state.topic.standing.others
    news = {key for key in told if key not in before or before[key].value != filling.others[key].value}
    stands = state.topic.standing.inputs
    said = {key for key, slot in filling.inputs.items() if key not in stands or not _same(stands[key], slot)}
    said |= {key for key in filling.inputs if key == state.asked or _says_no_more(utterance)}
    if measure.key_of("days") in stands and ROUNDS_OFF.search(utterance.text):
        said |= {measure.key_of("term")} & filling.inputs.keys()
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


def looked_at(utterance: Utterance, measure: Measure) -> set[str]:
    """The facts a measure uses, the wider of two, and those that say where the firm is."""
    places = {fact.key for fact in place_facts(utterance.knowledge)}
    return {c.key for c in measure.conditions} | set(measure.stated) | places | wider(measure, utterance).keys()


def fits_question(utterance: Utterance, state: State, measure: Measure, given: "Extraction") -> bool:
    record = measure.input(state.asked)
    fact = utterance.knowledge.facts.get(state.asked)
    if fact and state.asked in utterance.facts:
        return True
    if fact and given.answer and (not fact.is_boolean or given.replies(fact)):
        return True
    if fact and given.several:
        return True
    return bool(record and any(can_fill(figure, record) or figure.kind == "number" for figure in utterance.figures))


def unit_answered(utterance: Utterance, state: State, measure: Measure) -> str:
    if not state.last_text:
        return ""
    if utterance.bare in UNIT_WORDS:
        return utterance.bare
    rest = without_denied(utterance.folded)
    unit = "" if any(fold(figure.text) in rest for figure in utterance.figures) else said_unit(rest)
    if not unit:
        return ""
    again = saying(utterance, state.last_text)
    before = filled_in(
        again, again.figures, measure, setting_for(state, measure), asked=state.asked, unit_in_use=state.unit
    )
    return unit if any(problem.reason == "unit" for problem in before.problems) else ""


def filling_of(utterance: Utterance, state: State, measure: Measure, acts: Acts, unit: str) -> Filling:
    if unit:
        again = saying(utterance, state.last_text)
        setting = setting_for(state, measure)
        return filled_in(again, again.figures, measure, setting, asked=state.asked, unit_in_use=unit)
    wanted = state.asked or _refused(state, measure)
    record = measure.input(wanted)
    fitting = record is not None and any(answers(figure, record.unit, record.counted) for figure in utterance.figures)
    standing = state.topic.standing
    setting = _setting_of(utterance, state, measure, acts)
    if not standing.inputs and _is_hearsay(utterance, acts):
        return Filling()
    read = partial(
        filled_in,
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
        filling = filled_in(
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
    if _asks_whether(acts) and is_under_way(state, measure) and not setting.changes:
        filling = replace(filling, others=standing.others)  # 「银行借的算不算」 takes nothing off
    return completed(
        utterance, measure, _after_the_end(utterance, measure, filling, standing.inputs), standing.inputs, acts
    )


def _setting_of(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> Setting:
    """What stands, and what the message does to it, as its acts and its words say."""
    decides = acts.asked not in OF_WHAT_IS_SO and _decides(utterance)
    decides = decides or bool(BY_THIS.search(utterance.text)) or _settles_on(utterance, acts)
    decides = decides or _supposes_a_rate(utterance, measure, acts) or _would_it_do(utterance)
    decides = decides or _puts_right(utterance) or _supposes_then(utterance)
    decides = decides or changes.differs(utterance.text, utterance.figures) != 0
    decides = decides or found_lent(utterance.text, utterance.figures, measure)
    restores, whether = changes.puts_back(utterance.text), _asks_whether(acts)
    raises = acts.does("add") and changes.raises(utterance.text, utterance.figures)
    return replace(
        setting_for(state, measure),
        changes=decides or ((restores or acts.does(*CHANGES)) and not whether),
        corrects=decides or ((restores or acts.does(*ANEW)) and not whether),
        restores=restores,
        adds=tells_of_more(utterance, acts) or raises,
        asks=bool(acts.asked) and utterance.is_put_as_question and not _tells_then_asks(utterance, acts),
        moves=max(map(acts.score, ANEW)),
        answers=acts.score("answer") >= SURELY and not acts.asked,
    )


def taken_for_another(heard: Filling, filling: Filling) -> bool:
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


def tells_of_none_yet(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> bool:
    """「第三单还在审」: of a part that is none yet, what is said holds for no other."""
    standing = state.topic.standing
    parts = parts_of(standing, measure) if is_under_way(state, measure) and not filling.inputs else ()
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
    by_it = DECIDES.search(before) and BY_IT.search(before) and RECKON.match(behind)
    alone = COUNTS_ALONE.search(before) and sums[0].value != state.shown and not state.topic.standing.items
    if not (by_it or alone) or not isinstance(slot, Slot):
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


def filled_in(
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


def tells_of_more(utterance: Utterance, acts: Acts) -> bool:
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
        due = DUE.search(utterance.text[figure.end : figure.end + 5]) or IS_DUE.search(utterance.text[: figure.start])
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


def is_under_way(state: State, measure: Measure) -> bool:
    """Whether the measure is under way: what is supposed then is reckoned with."""
    standing = state.topic.standing
    return state.topic.measure == measure.id and bool(standing.inputs or standing.items or standing.facts)
