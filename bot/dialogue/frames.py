"""Topics of one talk: another firm's, the own firm's again, and one come back to by its name or as the last."""

import re
from collections.abc import Sequence

from bot.copies import replace
from bot.dialogue.acts import LIKELY
from bot.dialogue.by_noun import of_its_noun
from bot.dialogue.calculate import continue_measure, start_measure
from bot.dialogue.extract import Extraction
from bot.dialogue.firms import comes_home, firms_said, frame_of_firm, own_begun, own_frame, speaks_of_the_own
from bot.dialogue.measure_choice import undecided
from bot.dialogue.name_pairs import asked_pairs, own_pairs
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import NEW, Turn
from bot.dialogue.variants import of_the_variant
from bot.measures.assess import amount_of, compute
from bot.nlu.changes import comes_back, goes_by_what_is
from bot.nlu.clauses import clauses
from bot.nlu.given_over import is_of_the_speaker
from bot.nlu.other_firms import begins_with, called_again
from bot.nlu.phrases import mentions, says
from bot.nlu.tables import in_words
from bot.replies.build import clause_reply, hit_of
from bot.slots.called import drops
from bot.slots.parts import money_keys
from bot.slots.roles import place_once
from knowledge.records.model import Measure

ORDINAL = re.compile("第([一二三四五1-5])(?:个|项|种|件|条)|(?:方案|情形|选项)([一二三四五1-5])")
MARK = re.compile("([①-⑤])|(?<![0-9.])[（(]?([1-5])[)）]|(?<=[再先回][说算看到])([1-5])(?=[吧呢哈啊]?[，。！？]?$)")
# What a word is followed or preceded by that says what is talked of next
POINTED_AT = re.compile(
    "[^，。；！？0-9]{0,4}?(?:[那这](?:个|笔|边|头|块|项|样|份|种|张|里)|的?(?:没变|不变|还在|也还))"
    "|[^，。；！？0-9]{0,4}[呢哩咧吧][?？]?$"
    "|(?:要是|如果|假如|倘若|要|得)?(?:改|换|变|调)[成为到]|要是|如果|假如|倘若"
)
TURNED_TO = re.compile(
    "(?:就(?:走|按|照|用|换|选)(?:成|着)?"
    "|(?:先|再|还|只|光|转|回)(?:只|就|来|过来|回来|头)?(?:看|说|算|讲|聊|问|到|回)(?:回|一下|到)?(?:[那这]个)?)"
    "[^，。0-9]{0,2}$"
)
ANEW = re.compile("重新|从头|重来|另算|另起")
NUMERALS = "一二三四五六七八九"
NUMBERS = {**{sign: place for place, sign in enumerate("一二三四五")}, **{str(n + 1): n for n in range(5)}}
NUMBERS |= {sign: place for place, sign in enumerate("①②③④⑤")}


def relocated(turn: Turn) -> Turn:
    """The message as it is said where it brings the talk, about the firm that it is about."""
    return _of_its_own(_relocated(turn))


def _of_its_own(turn: Turn) -> Turn:
    """With 这家 for the firm whose case is under way, where that is called by what it is to the speaker: 「子公司今年拿
    了8万」, 「供应商后一笔不算」; or by a name that ends in a number: 「张三这笔没备案」 is told of no third loan."""
    firm, text = turn.state.topic.firm, turn.utterance.text
    if not firm or firm not in text or len(firms_said(turn)) > 1:
        return turn
    if not (is_of_the_speaker(firm) or (len(firm) > 1 and firm[-1] in NUMERALS)):
        return turn
    named = re.sub(f"(?:[我俺咱]们?的?|那个?)?{re.escape(firm)}", "这家", text)
    return turn.saying(named, turn.state, moved=turn.moved)


def _relocated(turn: Turn) -> Turn:
    """The message as it is said where it brings the talk back to: an earlier topic that it names, one of those listed,
    the own firm. Else as it is. The rows of a table are read as words."""
    if table := in_words(turn.utterance.text, turn.state.columns):
        turn = turn.saying(table.text, replace(turn.state, columns=table.columns))
    if listed := _listed(turn):
        sign = ORDINAL if ORDINAL.search(turn.utterance.folded) else MARK
        told = sign.sub("", turn.utterance.text, count=1)  # what the place is said of is told of the whole
        there = turn.state.on(listed, asked="", choices=(), failures=0)
        return turn.saying(told, there, moved=True) if told.strip() else turn.back_at(there)
    topic = of_the_variant(turn) or frame_of_firm(turn) or _own_firms(turn) or _earlier(turn) or _called(turn)
    topic = topic or of_its_noun(turn) or _of_its_inputs(turn)
    if topic is None or topic.name == turn.state.topic.name:
        return turn
    return turn.back_at(_with_its_sum(turn, turn.state.on(topic, asked="", choices=(), failures=0)))


def _with_its_sum(turn: Turn, state: State) -> State:
    """The talk it comes back to, with what that came to, where that sum is said (「贷款那笔还是三万一吧」)."""
    topic, sums = state.topic, [figure for figure in turn.utterance.figures if figure.kind == "money"]
    if not topic.measure or not sums:
        return state
    measure = turn.utterance.knowledge.measure(topic.measure, topic.policy)
    amount = amount_of(compute(turn.utterance.knowledge, measure, topic.standing, turn.utterance.day))
    said = amount is not None and any(figure.value == amount for figure in sums)
    return replace(state, shown=amount) if said else state


def _listed(turn: Turn) -> Topic | None:
    """「第三个我们不是规上」: one of the measures that were listed, by its place."""
    state = turn.state
    found = ORDINAL.search(turn.utterance.folded) or MARK.search(turn.utterance.text)
    if not found or not state.listed or state.topic.standing.items or len({*MARK.findall(turn.utterance.text)}) > 1:
        return None
    place = NUMBERS[next(filter(None, found.groups()))]
    return frame_of(state, state.listed[place]) if place < len(state.listed) else None


def _own_firms(turn: Turn) -> Topic | None:
    """The own firm's again, after another one was spoken of."""
    if not turn.state.topic.firm:
        return None
    if speaks_of_the_own(turn) or comes_home(turn):
        return own_frame(turn.state) or own_begun(turn)
    return None


def _earlier(turn: Turn) -> Topic | None:
    """「回到刚才那个」, 「专利质押那笔呢」."""
    if not turn.state.frames:
        return None
    acts, says_so = turn.acts, comes_back(turn.utterance.text)
    if not (says_so or acts.does("return")) or acts.does("cancel", "ask:total"):
        return None
    if acts.score("wait") > max(acts.score("return"), LIKELY if says_so else 0.0):
        return None
    again = called_again(turn.utterance.folded)
    if again and begins_with(again, turn.state.topic.words):
        return None  # 「回到鑫农」, whose case is under way
    named = [choice.measure.key for choice in turn.fresh_choices if choice.by_name]
    tied = {measure.key for measure in undecided(turn.fresh_choices)} & set(named)
    found = (_named(turn.state, {key}) for key in named)  # best first: siblings share words
    best = _named(turn.state, tied) or next((topic for topic in found if topic), None)
    if best or named or not acts.does("return"):
        return best
    previous = turn.state.previous
    of_now = turn.current is not None and turn.given(turn.current).figures
    return None if previous and not previous.measure and of_now else previous  # a clause alone takes no figure


def _called(turn: Turn) -> Topic | None:
    """「质押那个改成半年」, 「先说贴息的」: an earlier topic of the same firm, pointed at by a word of its own."""
    state, now = turn.state, turn.current
    topics = [frame for frame in state.frames if frame.measure and frame.firm == state.topic.firm]
    if now is None or not topics or turn.acts.does("ask:compare", "ask:total", "ask:stacking", "remove", "cancel"):
        return None
    if _may_answer(turn, now):
        return None
    measures = [turn.utterance.knowledge.measure(topic.measure, topic.policy) for topic in topics]
    pointed = {one.key for one in measures if one != now and _is_pointed_at(turn, one, [now, *measures])}
    named = {one.measure.key for one in turn.fresh_choices[:1] if one.by_name}
    tied = {one.key for one in undecided(turn.fresh_choices)} if named else set()  # 「不良那笔」 may be of siblings
    return _named(state, pointed) if len(pointed) == 1 and (named <= pointed or pointed <= tied) else None


def _of_its_inputs(turn: Turn) -> Topic | None:
    """「保额记错了，是1200万」 beside a loan: the latest topic that knows the inputs as which the sums of the
    message are announced, where the present one knows none of them."""
    now, frames = turn.current, [frame for frame in turn.state.frames if frame.measure]
    sums = {figure.start for figure in turn.utterance.figures if figure.kind in ("money", "percent")}
    if now is None or not sums or not frames or any(choice.by_name for choice in turn.fresh_choices):
        return None
    if turn.acts.does("switch", "ask:compare", "ask:total", "add"):
        return None
    placed = place_once(turn.utterance, now, turn.utterance.knowledge.distractors, turn.state.asked)
    keys = {one.key for one in placed if one.figure.start in sums and one.announced and not one.is_input}
    if len(keys) != len(sums) or any(now.input(key) for key in keys):
        return None
    knowledge = turn.utterance.knowledge
    knows = (frame for frame in frames if keys <= set(frame.standing.inputs))
    measures = ((one, knowledge.measure(one.measure, one.policy)) for one in knows)
    return next((one for one, measure in measures if all(map(measure.input, keys))), None)


def _may_answer(turn: Turn, measure: Measure) -> bool:
    """Whether a question about a condition is open that a word of the message answers (「专利那种」)."""
    is_fact = turn.state.asked in turn.utterance.knowledge.facts
    return is_fact and not turn.utterance.figures and bool(turn.given(measure).answer)


def _has_main(given: Extraction, measure: Measure) -> bool:
    return bool(money_keys(measure) & set(given.filling.inputs))


def _is_pointed_at(turn: Turn, measure: Measure, talked_of: Sequence[Measure]) -> bool:
    """Whether two characters that of those ``talked_of`` only this measure is called by are said as what is talked of
    next, or with its own sum; and none that the present one (the first) is called by."""
    text, now = turn.utterance.folded, talked_of[0]
    own, others = own_pairs(measure), [own_pairs(one) for one in talked_of if one != measure]
    places = range(len(text) - 1)
    if mentions(text, measure.excludes) or any(text[i : i + 2] in own_pairs(now) - own for i in places):
        return False
    only = own - frozenset[str]().union(asked_pairs(now), *others)  # 「本金是八百万呢」 beside 「不良本金」
    given = _has_main(turn.alone(measure), measure) and not _has_main(turn.given(now), now)
    return any(
        given or POINTED_AT.match(text[i + 2 :]) is not None or TURNED_TO.search(text[:i]) is not None
        for i in places
        if text[i : i + 2] in only
    )


def came_back(turn: Turn) -> TurnResult | None:
    """The clause the talk came back to, said again."""
    topic = turn.state.topic
    if not turn.moved or topic.measure or not topic.clause:
        return None
    hit = hit_of(turn.utterance.knowledge, topic.policy, topic.clause)
    return TurnResult(clause_reply(turn.utterance.knowledge, (hit,)), replace(turn.state, asked=""))


def resume(turn: Turn, topic: Topic) -> TurnResult:
    """The talk stands on ``topic``, a measure's, again; what the message gives is taken in."""
    restored = turn.at(turn.state.on(topic, asked="", choices=()))
    measure = turn.utterance.knowledge.measure(topic.measure, topic.policy)
    given = restored.given(measure)
    return continue_measure(restored, measure, resumed=not (given.figures or given.taken.facts))


def _named(state: State, measures: set[str]) -> Topic | None:
    """The latest topic about one of these measures that is not the present one."""
    found = (frame for frame in state.frames if f"{frame.policy}/{frame.measure}" in measures)
    return next(found, None)


def frame_of(state: State, measure: str, firm: str = "") -> Topic | None:
    """What stands for a measure (by its key) and a firm from earlier in the talk."""
    topics = (state.topic, *state.frames)
    return next((one for one in topics if f"{one.policy}/{one.measure}" == measure and one.firm == firm), None)


def lets_go(turn: Turn, measure: Measure) -> bool:
    """Whether the clause that names a measure drops it: 「新三板的也不算了，还有多少」."""
    said = turn.utterance.folded
    named = [said[one.start : one.end] for one in clauses(said) if says(said[one.start : one.end], measure.words)]
    return any(map(drops, named))


def _what_is_not_dropped(turn: Turn) -> Turn | None:
    """「不折腾新三板了，改挂齐鲁股权，……」: what is said behind the clause that drops one; None where nothing is."""
    text = turn.utterance.text
    cut = clauses(text)
    if len(cut) < 2 or not drops(text[: cut[0].end]) or drops(text[cut[1].start :]):
        return None
    return turn.saying(text[cut[1].start :], turn.state)


def says_what_stood(turn: Turn, measure: Measure, topic: Topic) -> bool:
    """「就新三板，1500万那个数再说一下」: its figures are those that stand there."""
    told, stands = turn.alone(measure).filling.inputs, topic.standing.inputs
    same = bool(told) and all(key in stands and stands[key].value == slot.value for key, slot in told.items())
    return same and not turn.alone(measure).filling.problems


def _only_gives_way(turn: Turn) -> bool:
    """Whether it gives something up and says what it is to be instead, without beginning anew."""
    return turn.current is not None and turn.given(turn.current).usable and not ANEW.search(turn.utterance.folded)


def restarted(turn: Turn) -> TurnResult | None:
    """「重新来，算担保的」: what stood is dropped, and the measure named begins. What stood of another measure is only
    put aside, as people come back to it (「刚才那个是多少来着」)."""
    if turn.current is None or not turn.acts.does("cancel"):
        return None
    if turn.state.topic.actual is not None and goes_by_what_is(turn.utterance.folded):
        return None  # 「算了，不换了」: no more than what was supposed is given up
    again = turn.at(replace(NEW, unit=turn.state.unit))
    named = [choice for choice in again.choices if choice.by_name]
    if named and lets_go(turn, named[0].measure) and (rest := _what_is_not_dropped(again)):
        again, named = rest, [choice for choice in rest.choices if choice.by_name]
    if not named or turn.acts.does("remove") or lets_go(turn, named[0].measure):
        return None
    stood = frame_of(turn.state, named[0].measure.key, turn.state.topic.firm)
    if stood and not ANEW.search(turn.utterance.folded) and says_what_stood(turn, named[0].measure, stood):
        return resume(turn, stood)
    same = named[0].measure.key == turn.current.key
    if same and (not turn.acts.surely_cancels or _only_gives_way(turn)):
        return None  # 「不要反担保」, 「那算了，还是按没有反担保」 is told of what stands
    if named[0].measure.key != turn.current.key:
        again = turn.at(replace(NEW, unit=turn.state.unit, frames=turn.state.on(Topic()).frames))
    return start_measure(again, named[0].measure)
