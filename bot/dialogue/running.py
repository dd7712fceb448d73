"""A measure is being talked about: what a message does decides, and nothing it says unclearly ends the talk."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from bot.copies import replace
from bot.dialogue.acts import ASKS, HEARD, LIKELY, TOLD
from bot.dialogue.all_parts import all_parts, counts_all_parts
from bot.dialogue.answering import answered
from bot.dialogue.asked import asked
from bot.dialogue.asked_there import asked_there, there
from bot.dialogue.back_to_it import points_back
from bot.dialogue.calculate import asks_of_a_part, continue_measure, is_new_question, start_measure, supposes
from bot.dialogue.conditions_told import AS_WELL
from bot.dialogue.extract import Extraction
from bot.dialogue.fallbacks import about_document, names_document, not_ours
from bot.dialogue.figures_told import CHANGES
from bot.dialogue.firms import other_firm
from bot.dialogue.frames import frame_of, resume, says_what_stood
from bot.dialogue.had_before import had_for_another, had_this_year
from bot.dialogue.kept import kept
from bot.dialogue.measure_choice import is_sibling, undecided
from bot.dialogue.more_of_it import asks_for_more, with_more
from bot.dialogue.named_alone import says_only
from bot.dialogue.not_looked_at import as_it_stood, tells_what_is_not_looked_at
from bot.dialogue.of_the_firm import tells_of_the_firm
from bot.dialogue.ours_told import asks_for_ours
from bot.dialogue.part_alone import asks_about_a_part, looks_at_a_part, part_alone
from bot.dialogue.part_told import part_told
from bot.dialogue.put_instead import is_put_instead, without_the_denied
from bot.dialogue.remark_on_others import remarks_on_others
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import OF_ACT, follow_up, nearest_words, rule_answer
from bot.dialogue.set_aside import of_no_use
from bot.dialogue.side_question import about_another, asks_if_alike, beside, told_if_alike
from bot.dialogue.turn import NEW, Turn
from bot.dialogue.turned_back import turned_back, turns_back
from bot.dialogue.unmoved import AS_BEFORE, tells_nothing, unless_left_over, unless_unmoved
from bot.dialogue.what_is_so import in_two, says_so_of_the_last, says_what_is_so
from bot.dialogue.with_its_sum import chosen, only_doubts
from bot.measures.assess import Standing, compute
from bot.nlu.changes import comes_back, ends_supposing, puts_aside
from bot.nlu.clauses import clauses
from bot.nlu.echoed import turns_round
from bot.nlu.firm_place import of_another_place, placed
from bot.nlu.phrases import mentions, says
from bot.replies.build import outcome_reply
from bot.replies.told import written
from bot.replies.views import Extra
from bot.slots.called import OF_WHICH, one_gone
from bot.slots.in_place import CHANGED_TO
from bot.slots.not_come_in import counts_after_all
from bot.slots.parts import money_keys
from bot.slots.roles import IDLE, NEAR, place_once
from bot.slots.whose import NOBODYS
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

FOREIGN = 0.3  # how sure the listener must be that something is not ours when the matcher finds none of our clauses
PERHAPS = 0.25  # score of a question from which what is put as one is answered when nothing else is heard
LEAVES = 0.6  # score of what is no answer, from which a word that could be one is none
CHANGED = 0.4  # score of an act that changes a value, from which a sum of another matter may be that value
CLEARLY = 0.7  # the same when the matcher does find one
STAYS_AS_IT_WAS = re.compile("(?:就|还是|仍是?|只有)(?:原来的?|之前的?|刚才的?)?(?:那|这)?$")
ONLY_THIS = re.compile(
    "(?:就|只|还|仍)(?:是|按|照|算|用|以|看|说)+(?:[这那](?:一?[次回笔个]|边)?|今年|现在|目前|原来|刚才)?的?$"
)
SUMS = ("amount", "total")  # kinds of questions that a sum which stands answers
SAYS_NOTHING = ("filler", "gibberish")  # small talk to which there is nothing to say
GOES_OVER = "(?:[改换转][走算办做报上问看]{1,2}|(?:不如|倒不如|干脆|索性)(?:去|来|改|换)?[走算办做报上问看投申请]{1,2})"
BACK = re.compile("[那好嗯行，, ]*再?(?:回|说回|还是说)(?!头)")  # 「回鲁科保。另有一张……」
AGAIN = re.compile("(?:再|重新?)[^，。0-9]{0,3}(?:报|说|念|讲|算|看|来)(?!得上)|重复|来着|刚才[^，。]{0,4}多少")
NOT_SO = re.compile("[没不]有?[没不，, ]|不是|没这|没那|哪有|开玩笑|闹着玩|说着玩|随口|瞎问|逗你|假的")
NOT_THAT = re.compile("[哦啊噢哎，, ]*(?:不对[，, ]*)?(?:那|这)?(?:个|笔)?不是([一-鿿]{2})")
WHICH = re.compile("(?:[0-9%％成半数][^，。；！？]{0,3}[是按指]|比例[是按])[^，。；！？]{1,8}还是[^，。；！？]{1,8}")
LAUGHS = "哈呵嘿嗨哎啊哦噢，, "
# 「这块文件里提没提」: what the document says of something is asked for
WRITTEN = re.compile(
    "(?:文件|政策|条文|原文|条款)[^，。；]{0,14}(?:有没有|有[什啥]么?|怎么|咋|[什啥]么|说法|规定|哪一?条|[吗么没]$)"
    "|([提写讲说])没\\1|(?:提|写|讲|说)(?:到|过|了)没"
)
# 「科技金融专班是啥，我们是新来的」, whatever is told behind it
WHAT_IS = re.compile("(?:是|叫|指)(?:什么|个?啥|怎么回事|咋回事)(?=$|[，,。；;？?呀啊呢])")
# 「那按文件给我算出来」, 「你把数算一下」: the sum is asked for, by what stands
WORK_OUT = re.compile(
    "^(?:[那就你您再先把，, ]|麻烦|请|帮忙)*"
    "(?:把?[^，。；怎咋]{0,3}[数账]|[按照依用][^，。；加减浮点换改变怎咋]{1,8})?(?:给|帮|替)?我?"
    "算(?:出来|一?下|一遍|给我|算|看|个数|我|下来)*[看吧呗呢啊]*$|^[那这]?(?:结果|得数)(?:是|呢|啥|多少)+$"
)
RECKON = re.compile("(?:先|再|就|那|只)[^，。；]{0,2}[算看说讲来报给弄办]|[算看说讲来报给弄办](?:先|一?下)")
IS_SO = re.compile("真|确实|的确|已经|还真|就是这么|是真的|定了")
CHATS = 0.8  # score of small talk beside which a figure of another matter is nothing to tell of
INSTEAD = ("correct", "what_if", "state")
# 「刚才补贴那个」, 「前面说的」: what was talked of
OF_JUST_NOW = re.compile(
    "(?:刚才?|刚刚|前面|上面|先前)[^，。；0-9]{0,6}[那这][个笔项份样]|(?:刚才|刚刚|前面|上面)(?:说|讲|算|问)的"
)
Act = Callable[[Turn], TurnResult | None]

# 「保五年就是五倍吗」: whether the sum is so many times what was shown
# 「那最多能拿多少」, where the sum stands; not 「一家一年最多给多少」
MOST = re.compile(
    "(?:那么?|就|我们?|俺们?|咱们?|市里)*(?:最多|顶多|撑死)(?:也就|就)?(?:能|可以|会|还能)?再?(?:拿|给|补|贴|领|得)(?:到|我们?)?(?:多少|几)[万块钱元]*[啊呢呀]?"
)
ASKS_TIMES = re.compile(
    "(?:是不是|是否|会不会|能不能|要不要|会|能|就|也|该)(?:就|也|能|会|要|得|跟着|一样)*"
    "(?:翻倍|翻一?番|加倍|乘以?[二两三四五2-5]|[两二三四五2-5]倍|多一倍)"
)


class Rule(NamedTuple):
    """One row of the table; ``name`` says when it applies."""

    name: str
    applies: Callable[[Turn], bool]
    act: Act


def running(turn: Turn) -> TurnResult | None:
    """The first rule that applies and has a reply; what no rule answers leaves everything as it stands."""
    if turn.current is None:
        return None
    for rule in RULES:
        if rule.applies(turn) and (result := rule.act(turn)):
            return unless_left_over(turn, result)
    return _stands(turn) if turn.moved else kept(turn)


def _now(turn: Turn) -> Measure:
    assert turn.current
    return turn.current


def _answers(turn: Turn) -> bool:
    """A brief reply that fits the question put, however much it sounds like something else (「专利」)."""
    if turn.given(_now(turn)).unit:
        return True
    if not (turn.state.asked and turn.utterance.is_brief and turn.given(_now(turn)).answers):
        return False
    acts = turn.acts
    if names_another(turn) and (other := chosen(turn)) and sum_given(turn.alone(other.measure), other.measure):
        return False
    elsewhere = max(acts.score(act) for act in ("wait", "smalltalk", "foreign"))
    return not acts.does("doubt", "remove") and not acts.asked and elsewhere <= max(acts.score("answer"), LEAVES)


def _is_foreign(turn: Turn) -> bool:
    """Not ours by both judges, or surely by one; where the firm is said to be belongs to its case."""
    score, utterance = turn.acts.score("foreign"), turn.utterance
    said = utterance.folded, utterance.knowledge
    if placed(*said):
        return False
    if utterance.is_put_as_question and of_another_place(*said) and utterance.match.verdict == "none":
        of_the_sum = turn.acts.asked == "why" and turn.state.shown is not None  # 「凭什么，上海的就不算？」
        return not turn.given(_now(turn)).figures and not of_the_sum
    if _asks_for_what_is_not_ours(turn):
        return True
    if OF_JUST_NOW.search(utterance.folded) and turn.acts.score(f"{ASKS}{turn.acts.asked}") >= max(CLEARLY, score):
        return False  # 「那刚才补贴那个找谁」
    if score < FOREIGN or (turn.given(_now(turn)).usable and not score > CLEARLY):
        return False
    if turn.acts.score("remark") > score and _remarks_on_another_matter(turn):
        return False  # 「前年翻修仓库还花了8万呢」 is told, and nothing is asked
    return score >= CLEARLY or utterance.match.verdict == "none"


def _asks_for_what_is_not_ours(turn: Turn) -> bool:
    """「高企认定奖多少钱」: a question with the words of what is not ours, and no figure."""
    utterance = turn.utterance
    if utterance.figures or turn.acts.asked not in SUMS or utterance.match.verdict != "none":
        return False
    topic = utterance.knowledge.topics.get(utterance.match.section)
    if topic is None:
        return False
    return mentions(utterance.folded, map(fold, topic.words)) and not says(utterance.folded, _now(turn).words)


def names_another(turn: Turn) -> bool:
    """Another measure is named, and the talk turns to it: it is given something, asked about, or put in the place of
    this one (「是研发贷，不是成果转化」)."""
    top = chosen(turn)
    if top is None or top.measure.key == _now(turn).key or not top.by_name:
        return False
    if _turns_to_it(turn, top.measure):
        return True  # 「要是改走北交所IPO，募5个亿」
    if part_told(turn.utterance, turn.state.topic.standing, _now(turn)):
        return False  # 「6万里有2万是补的担保费」 tells what of the sum that stands is another's
    if had_for_another(turn.utterance, turn.state.topic.standing, _now(turn)):
        return False  # 「那6万是鲁科保的补贴，不是贴息」
    claims = turn.utterance.is_put_as_question or turn.acts.asked == "claim"
    if claims and _reckons_with_a_rate(turn) and not _turns(turn):
        return False  # 「是初创企业，所以该按45%算成288万，对吧」
    alone, given = turn.alone(top.measure), turn.given(_now(turn))
    if _answers_in_its_words(turn, top.measure) and not _turns(turn):
        return False  # 「股权融了200万」, where what was raised is asked for
    if turn.moved:
        return is_put_instead(turn, top.measure)
    names_this = says(turn.utterance.folded, [word for word in _now(turn).words if word not in top.measure.words])
    if not _turns(turn) and _is_told_of_what_stands(turn, top.measure, names_this=names_this):
        return False
    if frame_of(turn.state, top.measure.key) and (_tells_of_it_alone(turn, top.measure) or _comes_back_to_it(turn)):
        return True
    if given.mends and not alone.figures:
        return False
    if given.taken.facts and not alone.filling.inputs and not (_turns(turn) or is_sibling(top.measure, _now(turn))):
        return False  # 「厂房跟专利都押呢」 says what the security is
    if WHICH.search(turn.utterance.text) and not alone.figures and not _turns(turn):
        return False  # 「这50%是本金的还是利息的」 asks about what stands
    if is_sibling(top.measure, _now(turn)) and not turn.acts.does("ask:compare"):
        # it is among the choices by a word of its own
        return _turns(turn) or not tells_of_the_firm(turn.utterance, turn.state, _now(turn), top.measure)
    if _is_surely(turn, top.measure) and not names_this:
        aside = turn.acts.does("remark") or (turn.acts.does("doubt") and not _announces_main(turn, top.measure))
        told = main_given(alone, top.measure) or bool(alone.taken.facts) or alone.breaks
        given_something = told and not aside
        against = bool(turn.utterance.figures) and not aside and says(turn.utterance.folded, _now(turn).excludes)
        return _turns(turn) or given_something or against or _rather_switches(turn)
    return _gives_to_it(turn, top.measure, names_this=names_this)


def _turns_to_it(turn: Turn, other: Measure) -> bool:
    """Whether a word for going over to something else stands right before what the other measure is called, and the
    present one is not named."""
    text = turn.utterance.folded
    if says(text, [word for word in _now(turn).words if word not in other.words]) or is_sibling(other, _now(turn)):
        return False
    called = [fold(word) for word in (*other.words, *other.needs) if len(word) > 2 and "…" not in word]
    words = "|".join(map(re.escape, called))
    return bool(words) and re.search(f"{GOES_OVER}(?:{words})", text) is not None


def _is_told_of_what_stands(turn: Turn, other: Measure, *, names_this: bool) -> bool:
    """Whether the ``other`` measure is only named in what is said or asked of the one that stands, which may be named
    itself (``names_this``)."""
    if turn.acts.asked == "stacking" and not turn.alone(other).figures:
        return True  # 「跟首台套那个能一块拿不」
    if _names_a_rate(turn, other) or _shares_its_name(turn, other):
        return True
    if turn.acts.questions_the_sum and names_this:
        return True  # 「老板说是乘35%再乘45%，哪个对」
    if _had_nothing(turn) and _says_what_stands(turn):
        return True
    return _is_in_what_stands(turn)  # 「那8万里有2万是补担保费的」


def _gives_to_it(turn: Turn, other: Measure, *, names_this: bool) -> bool:
    """Whether the ``other`` measure is given a sum or asked about, rather than the one that stands."""
    alone, given = turn.alone(other), turn.given(_now(turn))
    changes = turn.acts.does("correct", "requantify", "add", "remove", "address", "remark", "doubt")
    named_alone = not names_this and not changes
    puts_right = turn.acts.does("correct", "requantify", "remove", "address", "remark", "doubt")
    its_own = _announces_main(turn, other) and not _announces_main(turn, _now(turn)) and not puts_right
    if given.renews and _says_what_stands(turn) and says(turn.utterance.folded, _now(turn).words):
        return False  # 「8万里有2万是担保费的，贴息只领了6万」 puts right what stands, of which it names both
    barred = says(turn.utterance.folded, _now(turn).excludes) and not turn.acts.does("correct", "remark", "doubt")
    if barred and sum_given(alone, other) and not _says_what_stands(turn):
        return True  # 「还有个知识产权担保的，鲁科担300万，反担保是专利」
    if sum_given(alone, other) and (named_alone or its_own or not main_given(given, _now(turn))):
        return True
    if _turns(turn) or (is_sibling(other, _now(turn)) and turn.acts.does(*INSTEAD)):
        return True
    told = main_given(alone, other) or not turn.acts.does("correct")
    return (alone.figures and told and not given.figures) or (turn.utterance.wants("amount") and not given.figures)


def _had_nothing(turn: Turn) -> bool:
    """Whether nothing is said to have been had this year: 「那7万是补的担保费，贴息今年一分没领」."""
    told = turn.given(_now(turn)).filling.inputs.get(_now(turn).key_of("prior"))
    return told is not None and told.value == 0


def _says_what_stands(turn: Turn) -> bool:
    """Whether a sum that stands is said again."""
    stands = {slot.value for slot in turn.state.topic.standing.inputs.values()}
    return any(figure.kind == "money" and figure.value in stands for figure in turn.utterance.figures)


def _is_in_what_stands(turn: Turn) -> bool:
    """Whether a sum is said to be in one that stands."""
    stands = {slot.value for slot in turn.state.topic.standing.inputs.values()}
    whole = [one for one in turn.utterance.figures if one.kind == "money" and one.value in stands]
    return any(OF_WHICH.match(turn.utterance.text, one.end) for one in whole)


def _names_a_rate(turn: Turn, other: Measure) -> bool:
    """「比例是45%还是35%」, 「45%那一档能不能套用」: all that is said of the other measure is its rate, which is asked
    about, or reckoned with."""
    said = [word for word in map(fold, other.words) if word in turn.utterance.folded]
    rates = {fold(figure.text) for figure in turn.utterance.figures if figure.kind == "percent"}
    asks = turn.acts.asked in ("claim", "eligibility", "why", "terms", "meaning") or WHICH.search(turn.utterance.text)
    return bool(said) and set(said) <= rates and (bool(asks) or _reckons_with_a_rate(turn))


def _reckons_with_a_rate(turn: Turn) -> bool:
    """「64万×45%=28.8万，少算了6.4万」: what the sum that stands would come to at a rate is said, as his own idea."""
    stands = turn.state.topic.standing.inputs.get(_now(turn).main)
    if stands is None or not isinstance(stands.value, Decimal):
        return False
    rates = [one.value for one in turn.utterance.figures if one.kind == "percent" and isinstance(one.value, Decimal)]
    made = {stands.value * rate for rate in rates}
    return any(one.kind == "money" and one.value in made for one in turn.utterance.figures)


def _shares_its_name(turn: Turn, other: Measure) -> bool:
    """「这个50%是本金的还是利息的」: all that is said of the other measure is a number that this one has too."""
    said = [word for word in map(fold, other.words) if word in turn.utterance.folded]
    own = {
        figure.text for figure in turn.utterance.figures if figure.value in {one.value for one in _now(turn).figures}
    }
    return bool(said) and {*said} <= {fold(text) for text in own}


def _answers_in_its_words(turn: Turn, other: Measure) -> bool:
    """Whether the sum that is asked for is said by a word for it, and the other measure is named by no more than that
    word."""
    now = _now(turn)
    if turn.state.asked != now.main or turn.acts.asked or not turn.acts.does("answer"):
        return False
    record = now.input(now.main)
    if record is None or now.main not in turn.given(now).filling.inputs or not _announces_main(turn, now):
        return False
    rest = turn.utterance.folded
    for word in record.announces:
        rest = rest.replace(fold(word), " ") if len(word) > 1 else rest
    return not says(rest, (*other.words, *other.needs))


def _announces_main(turn: Turn, measure: Measure) -> bool:
    """Whether the word beside a sum says that it is the one that measure goes by, though it be as large as the sum just
    shown, which sounds like a doubt."""
    placed = place_once(turn.utterance, measure, turn.utterance.knowledge.distractors)
    return any(one.key == measure.main and one.announced and one.score >= NEAR for one in placed)


def _comes_back_to_it(turn: Turn) -> bool:
    """「那还是新三板吧，刚才是多少」: what was spoken of before is named, and not what is spoken of now."""
    back = turn.acts.score("return") >= LIKELY and turn.acts.asked in SUMS
    return back and not says(turn.utterance.folded, _now(turn).words)


def _rather_switches(turn: Turn) -> bool:
    """Whether a change of topic is heard more than anything else that is told."""
    acts = turn.acts
    others = max(acts.score(act) for act in (*TOLD, "remark", "doubt", "cancel") if act != "state")
    return not acts.asked and acts.score("switch") >= FOREIGN and acts.score("switch") > others


def _tells_of_it_alone(turn: Turn, measure: Measure) -> bool:
    """Whether a condition is told or supposed that the measure has and the one under way has not."""
    told = {*turn.utterance.facts, *turn.utterance.supposed}
    return any(measure.condition(key) and not _now(turn).condition(key) for key in told)


def _turns(turn: Turn) -> bool:
    """Whether the talk is turned to something else, new or spoken of before."""
    return turn.acts.does("switch", "return") or turn.acts.score("switch") + turn.acts.score("return") >= LEAVES


def _of_the_clause(turn: Turn) -> Measure | None:
    """The only other measure of the clause that goes by a sum of which the message gives one, while this measure has
    none yet: 「省里贴了9万」 where the bad principal was asked for."""
    now, given = _now(turn), turn.given(_now(turn))
    if given.figures or given.filling.problems or money_keys(now) & turn.state.topic.standing.inputs.keys():
        return None
    whys = {one.why for one in given.filling.aside if one.figure.kind == "money"}
    rivals = [one for one in turn.utterance.knowledge.measures if one.home == now.home and one.key != now.key]
    found = [one for one in rivals if one.main in whys and main_given(turn.alone(one), one)]
    return found[0] if len(found) == 1 else None


def _gives_to_another(turn: Turn) -> bool:
    return turn.acts.asked not in ("claim", "why", "eligibility") and _of_the_clause(turn) is not None


def _to_that(turn: Turn) -> TurnResult | None:
    measure = _of_the_clause(turn)
    return start_measure(turn, measure) if measure else None


def _is_surely(turn: Turn, measure: Measure) -> bool:
    """Whether the matcher is sure that the message is about this measure."""
    match = turn.utterance.match
    found = match.verdict == "sure" and match.section == measure.id
    return found and match.hits[0].policy == measure.policy


def main_given(given: Extraction, measure: Measure) -> bool:
    """Whether one of the sums without which the measure has no result is given."""
    return bool(money_keys(measure) & set(given.filling.inputs))


def sum_given(given: Extraction, measure: Measure) -> bool:
    """The same; of a measure that has no result either way any sum."""
    sums = money_keys(measure) or {record.key for record in measure.inputs if record.unit == "yuan"}
    return bool(sums & set(given.filling.inputs))


def _to_another(turn: Turn) -> TurnResult | None:
    top = (chosen(turn) or turn.choices[0]).measure
    stands = frame_of(turn.state, top.key)
    goes_on = turn.acts.does("add", "correct", "remove") or BACK.match(turn.utterance.bare)
    if stands and (goes_on or not turn.alone(top).figures or says_what_stood(turn, top, stands)):
        return (asked_there(turn, stands) and _answer_about_rule(turn.at(there(turn, stands)))) or resume(turn, stands)
    tied = [measure for measure in undecided(turn.choices) if measure.key != _now(turn).key]
    if len(tied) > 1 and not turn.alone(top).figures and not is_sibling(top, _now(turn)):
        return None
    if turn.alone(top).figures or turn.alone(top).usable or turn.utterance.wants("amount") or not turn.acts.asked:
        found = start_measure(turn, top)
        return without_the_denied(turn, found) if is_put_instead(turn, top) else found
    side = None if _turns(turn) or not turn.state.asked else about_another(turn)
    return side or rule_answer(turn, top)


def _gives_something(turn: Turn) -> bool:
    """A figure, a condition, or figures that are known to be of another matter; not what is only asked about."""
    if _only_asks(turn):
        return False
    given = turn.given(_now(turn))
    aside = given.filling.aside
    told = turn.acts.does("state") or not any(one.why in IDLE for one in aside)  # named by a word of its own
    told = told or _remarks_on_another_matter(turn)
    explained = bool(aside) and all(one.why != "unclear" for one in aside) and told
    again = (
        bool(given.filling.inputs and turn.utterance.figures)
        and turn.utterance.is_brief
        and not turn.acts.questions_the_sum
    )  # 「嗯对，三百万」
    if given.figures or given.taken.facts or given.usable or (again and not turn.acts.asked):
        return True
    return explained and turn.acts.score("smalltalk") < CHATS  # 「眼花了一天，下班」


def _remarks_on_another_matter(turn: Turn) -> bool:
    """「贷款买了台120万的机器」: nothing is asked, nor put in the place of what stands."""
    acts, aside = turn.acts, turn.given(_now(turn)).filling.aside
    sums = any(one.figure.kind in ("money", "percent") for one in aside)
    text = turn.utterance.text
    changes = max(map(acts.score, CHANGES)) >= CHANGED
    changes = changes or any(CHANGED_TO.search(text[: one.figure.start]) for one in aside)
    return sums and not acts.asked and not changes and all(one.why == "other" for one in aside if one.why in IDLE)


def _only_asks(turn: Turn) -> bool:
    """A question is put and no figure given: conditions named in it are asked about, not stated."""
    given = turn.given(_now(turn))
    question = turn.utterance.is_put_as_question or turn.acts.questions_the_sum or _is_surely_asked(turn)
    if given.figures or given.breaks:
        return False
    if any(one.why in NOBODYS for one in given.filling.aside) and not turn.utterance.is_put_as_question:
        return False  # 「县里也补了2万」 is told, whatever it sounds like
    if not (turn.acts.asked or turn.acts.questions_the_sum or _is_put_plainly(turn)):
        return False
    told = bool(given.taken.facts or given.mends)
    plainly = not question or _tells_besides(turn) or _rather_answers(turn)
    if (told and plainly) or ((given.mends or given.tells_otherwise) and turn.acts.asked in SUMS):
        return False  # 「附件已核：在库，登记书有」 is told, whatever it sounds like
    supposed = turn.acts.asked in ("", "eligibility", *SUMS) and _supposes_before_it_asks(turn)
    supposes = supposed or (turn.acts.does("what_if") and bool(given.taken.facts) and not _is_put_plainly(turn))
    return not supposes and not turn.acts.does("add", "remove")


def _tells_besides(turn: Turn) -> bool:
    """Whether a condition is told anew in a clause of its own, beside the one that asks: 「她家不是科小，这有事没」."""
    text, stands = turn.utterance.folded, turn.state.topic.standing.facts
    cut = clauses(text)
    told = "，".join(text[one.start : one.end] for one in cut if not one.asks)
    if len(cut) < 2 or not told or all(not one.asks for one in cut):
        return False
    alone, known = turn.saying(told, turn.state), turn.utterance.knowledge.facts
    said = {**alone.given(_now(turn)).taken.facts, **alone.utterance.facts}
    facts = {**{key: said[fact.like] for key, fact in known.items() if fact.like in said}, **said}
    return any(stands.get(key) != value for key, value in facts.items() if key in turn.given(_now(turn)).taken.facts)


def _rather_answers(turn: Turn) -> bool:
    """「反担保？没押啥」: heard as an answer more than as any question."""
    answers = turn.acts.score("answer")
    return answers >= CLEARLY and answers > turn.acts.score(f"{ASKS}{turn.acts.likeliest}")


def _is_surely_asked(turn: Turn) -> bool:
    """「规上得多大才算」: a kind of question is surely heard, and nothing that is told."""
    acts = turn.acts
    surely = bool(acts.asked) and acts.score(f"{ASKS}{acts.asked}") >= CLEARLY
    return surely and max(map(acts.score, TOLD)) < HEARD


def _supposes_before_it_asks(turn: Turn) -> bool:
    """「如果押的是商标，还能补吗」: a condition of the measure is supposed in a clause before the one that asks."""
    text, facts = turn.utterance.folded, turn.given(_now(turn)).taken.facts
    cut = clauses(text)
    supposed = turn.saying(text[: cut[-1].start], turn.state).utterance.supposed if len(cut) > 1 else {}
    return any(supposed.get(key) == value for key, value in facts.items())


def _is_put_plainly(turn: Turn) -> bool:
    """Whether it ends as a question, before which nothing is told (「…按期还清是说每一期都不能晚吗」)."""
    utterance, acts = turn.utterance, turn.acts
    if not utterance.bare.endswith(("吗", "么")) or max(acts.score(act) for act in TOLD if act != "what_if") >= HEARD:
        return False
    before = utterance.folded[: clauses(utterance.folded)[-1].start]
    return not turn.saying(before, turn.state).utterance.facts


def _answer_about_rule(turn: Turn) -> TurnResult | None:
    """Where there is no ready answer, the words of the clause come before what is named in the question."""
    if turn.acts.asked in SUMS and turn.state.shown is not None and MOST.fullmatch(turn.utterance.bare):
        return follow_up(turn, "amount")
    named = bool(turn.given(_now(turn)).taken.facts)
    found = beside(turn) or follow_up(turn) or (nearest_words(turn) if named else None)
    return _with_what_is_mended(turn, found) if found else None


def _with_what_is_mended(turn: Turn, found: TurnResult) -> TurnResult:
    """「壳不借了，自己申报。归哪个部门管」: what stood against the sum, and before the question is said not to
    be so, no longer stands."""
    text, measure, topic = turn.utterance.folded, _now(turn), found.state.topic
    before = text[: clauses(text)[-1].start]
    if not before or topic.measure != measure.id:
        return found
    told = turn.saying(before, turn.state).utterance.facts
    mended = {
        condition.key: told[condition.key]
        for condition in measure.conditions
        if condition.key in told
        and condition.affirms(told[condition.key])
        and topic.standing.facts.get(condition.key, "unknown") != "unknown"
        and not condition.affirms(topic.standing.facts[condition.key])
    }
    if not mended:
        return found
    standing = replace(topic.standing, facts={**topic.standing.facts, **mended})
    return replace(found, state=replace(found.state, topic=replace(topic, standing=standing, actual=None)))


def _only_why(turn: Turn) -> bool:
    """With figures of its own, but nothing else than why what stands comes to what it does."""
    return turn.given(_now(turn)).only_why


def _why_it_stands(turn: Turn) -> TurnResult:
    """The rule's own answer, or the working of what stands, of which nothing changes."""
    if found := _answer_about_rule(turn):
        return found
    knowledge, measure, standing = turn.utterance.knowledge, _now(turn), turn.state.topic.standing
    outcome = compute(knowledge, measure, standing, turn.utterance.day).asking((turn.state.asked,))
    extra = Extra(before=outcome, aside=of_no_use(turn, measure), said=turn.state.skipped)
    reply = replace(outcome_reply(knowledge, outcome, standing, (), extra), focus="why")
    return TurnResult(reply, replace(turn.state, last_text=turn.utterance.text))


def _asks_again(turn: Turn) -> bool:
    """「客户甲的金额再报一次」: the talk came back to another firm's case, of which no more is said than that its sum
    is to be told again."""
    if not turn.moved or turn.given(_now(turn)).usable:
        return False
    return AGAIN.search(turn.utterance.folded) is not None or turn.acts.asked in SUMS


def _only_comes_back(turn: Turn) -> bool:
    """「研发那块呢」: hardly more is said than what the talk came back to."""
    surely_asks = turn.acts.score(f"{ASKS}{turn.acts.asked}") >= HEARD
    says_so = comes_back(turn.utterance.text) and not turn.utterance.is_put_as_question
    return (
        turn.moved
        and (turn.utterance.is_word_or_two or says_so)
        and not surely_asks
        and not AS_WELL.match(turn.utterance.bare)
        and not turn.given(_now(turn)).usable
    )


def _is_another_firms(turn: Turn) -> bool:
    """The case of another firm is begun."""
    if turn.given(_now(turn)).mends:
        return False
    firm = other_firm(turn, _now(turn))
    return bool(firm) and firm != turn.state.topic.firm and not only_doubts(turn, _now(turn))


def _takes_back(turn: Turn) -> bool:
    """What was said last is taken back, and nothing put in its place (「上一句作废」, 「恢复」)."""
    given = turn.given(_now(turn))
    stood = turn.utterance.wants("undo") and turn.state.topic.before is not None
    return stood and not given.figures and not given.mends


def _says_it_was_this_year(turn: Turn) -> bool:
    return had_this_year(turn.utterance, turn.state.topic, _now(turn))


def _says_what_stood_before(turn: Turn) -> bool:
    """「说笑的，就那250万」: the sum before the last change is said to be what it is."""
    topic, main = turn.state.topic, _now(turn).main
    before, now = topic.before.inputs.get(main) if topic.before else None, topic.standing.inputs.get(main)
    sums = [figure for figure in turn.utterance.figures if figure.kind in ("money", "number")]
    if before is None or now is None or len(sums) != 1 or before.value == now.value:
        return False
    if turn.given(_now(turn)).filling.inputs.keys() - {main}:
        return False  # 「还是250万，改成八个月」 tells of more
    return sums[0].value == before.value and STAYS_AS_IT_WAS.search(turn.utterance.text[: sums[0].start]) is not None


def _keeps_to_what_stands(turn: Turn) -> bool:
    """「那个不管，就按这回的9万」: after another sum was spoken of, that which stands."""
    now = turn.state.topic.standing.inputs.get(_now(turn).main)
    sums = [figure for figure in turn.utterance.figures if figure.kind in ("money", "number")]
    if points_back(turn) or (AS_BEFORE.search(turn.utterance.folded) and all(one.counted for one in sums)):
        return True  # 「那就不带它，还是前面那两张」
    if now is None or len(sums) != 1 or sums[0].value != now.value:
        return False
    return ONLY_THIS.search(turn.utterance.text[: sums[0].start]) is not None


def _undone(turn: Turn) -> TurnResult:
    topic = turn.state.topic
    assert topic.before is not None
    earlier = replace(topic, standing=topic.before, before=topic.standing, actual=None)
    return continue_measure(turn.at(replace(turn.state, topic=earlier)), _now(turn), resumed=True)


def _was_supposed(turn: Turn) -> bool:
    """Whether something that stands is only supposed (「要是拿房子抵押了呢」)."""
    return turn.state.topic.actual is not None


def _ends_supposing(turn: Turn) -> bool:
    """「没押，就按实际的算」, 「这个假设去掉」: it is said in so many words that what was supposed is not so."""
    given = turn.given(_now(turn))
    if not _was_supposed(turn) or turn.acts.asked not in ("", *SUMS) or _turns_with_a_sum(turn):
        return False
    if given.figures and (given.filling.inputs or any(one.kind != "date" for one in turn.utterance.figures)):
        return False  # 「说回今年这笔」 gives no day
    rest = ends_supposing(turn.utterance.folded)
    return bool(rest) and not any(one.supposed for one in clauses(rest))


def _turns_with_a_sum(turn: Turn) -> bool:
    """「不折腾了，挂齐鲁股权，直融95万」: another measure is named and given its sum."""
    other = chosen(turn)
    return other is not None and names_another(turn) and sum_given(turn.alone(other.measure), other.measure)


def _denies_its_verb(turn: Turn) -> bool:
    """「进了的」 after 「要是没进规上呢」: what was supposed last is not so."""
    given, topic = turn.given(_now(turn)), turn.state.topic
    if not _was_supposed(turn) or topic.before is None or given.figures or turn.acts.asked not in ("", *SUMS):
        return False
    return turns_round(turn.utterance.folded, fold(turn.state.last_text))


def _as_before(turn: Turn) -> TurnResult:
    """What stood before the last supposition stands again, itself supposed or not, with what is told besides."""
    topic = turn.state.topic
    assert topic.before is not None
    so = topic.actual if topic.actual and (topic.actual.inputs, topic.actual.facts) != _known(topic.before) else None
    earlier = replace(topic, standing=topic.before, before=topic.standing, actual=so)
    restored = turn.at(replace(turn.state, topic=earlier))
    told = restored.given(_now(turn)).taken.facts.items() & turn.utterance.facts.items()
    return continue_measure(restored, _now(turn), resumed=told <= topic.before.facts.items())


def _known(standing: Standing) -> tuple[object, object]:
    return standing.inputs, standing.facts


def _leaves_the_supposed(turn: Turn) -> bool:
    """「没有没有，就是纯信用的」, 「不不，随口一问」: what was supposed is not so."""
    given = turn.given(_now(turn))
    if given.figures or turn.acts.asked or not NOT_SO.match(turn.utterance.bare.lstrip(LAUGHS)):
        return False
    actual, facts = turn.state.topic.actual, turn.state.topic.standing.facts
    supposed = {key for key, value in facts.items() if actual and actual.facts.get(key) != value}
    if given.taken.facts and not supposed & given.taken.facts.keys():
        return False  # 「不是规上的」 after 「要是80万呢」 tells of another thing
    return _was_supposed(turn)


def _as_it_is(turn: Turn) -> TurnResult:
    """What is so stands again, with what the message tells of it besides."""
    topic = turn.state.topic
    assert topic.actual is not None
    actual = topic.actual
    if puts_aside(turn.utterance.folded):  # 「先不说这个，收回的还按22万」
        open_again = {key for key, value in turn.given(_now(turn)).taken.facts.items() if value == "unknown"}
        actual = replace(actual, facts={key: value for key, value in actual.facts.items() if key not in open_again})
    earlier = replace(topic, standing=actual, before=topic.standing, actual=None)
    restored = turn.at(replace(turn.state, topic=earlier))
    told = restored.given(_now(turn)).taken.facts.items() & turn.utterance.facts.items()
    news = any(topic.actual.facts.get(key) != value for key, value in told)
    return continue_measure(restored, _now(turn), resumed=not news)


def _first_says_what_is_so(turn: Turn) -> bool:
    """「实际还是9.6万元。后来担保金额追加了200万元」 after another fee was supposed."""
    head, rest = in_two(turn.utterance.text)
    return bool(rest) and _was_supposed(turn) and says_what_is_so(turn.saying(head, turn.state))


def _as_it_is_and_more(turn: Turn) -> TurnResult:
    """What is so stands again, and of it the rest of the message is told."""
    restored = _as_it_is(turn.saying(in_two(turn.utterance.text)[0], turn.state)).state
    result = running(turn.saying(in_two(turn.utterance.text)[1], restored))
    assert result is not None
    return replace(result, state=replace(result.state, last_text=turn.utterance.text))


def _counts_after_all(turn: Turn) -> bool:
    """「这12万若也认呢」: as much as was taken off last is said, or supposed, to count after all."""
    topic, main, utterance = turn.state.topic, _now(turn).main, turn.utterance
    before, now = topic.before.inputs.get(main) if topic.before else None, topic.standing.inputs.get(main)
    sums = [figure.value for figure in utterance.figures if figure.kind in ("money", "number")]
    if before is None or now is None or len(sums) != 1:
        return False
    if not counts_after_all(utterance.folded, turn.state.last_text):
        return False
    if utterance.is_put_as_question and not supposes(utterance):
        return False  # 「那9万也能算吗」
    if one_gone(utterance.text, utterance.figures, topic.standing, _now(turn)) is not None:
        return False  # which counts again by itself
    values = [slot.value for slot in (before, now) if isinstance(slot.value, Decimal)]
    return len(values) > 1 and isinstance(sums[0], Decimal) and values[0] - values[1] == sums[0] > 0


def _counted_after_all(turn: Turn) -> TurnResult:
    """What stood before it was taken off stands again; where it is only supposed, what is so is kept beside it."""
    topic, supposed = turn.state.topic, supposes(turn.utterance)
    assert topic.before is not None
    actual = (topic.actual or topic.standing) if supposed else None
    earlier = replace(topic, standing=topic.before, before=topic.standing, actual=actual)
    stood = turn.saying("那", replace(turn.state, topic=earlier))  # what it calls is not to be taken off again
    result = continue_measure(stood, _now(turn), resumed=True)
    return replace(result, state=replace(result.state, last_text=turn.utterance.text))


def _denies_what_was_said(turn: Turn) -> bool:
    """「不是贷款，我媳妇记错了」 after a message that said it of a sum: what that message changed is as it was."""
    topic, given, last = turn.state.topic, turn.given(_now(turn)), turn.state.last_text
    said = NOT_THAT.match(turn.utterance.bare)
    if said is None or said[1] not in last or topic.before is None or topic.before.inputs == topic.standing.inputs:
        return False
    return not (given.figures or given.taken.facts or turn.acts.asked)


def _holds_the_supposed(turn: Turn) -> bool:
    """「真换了，上周重签的」: what was supposed is so."""
    if turn.acts.asked or not IS_SO.match(turn.utterance.bare):
        return False
    return _was_supposed(turn)


def _as_supposed(turn: Turn) -> TurnResult:
    """What was supposed stands from now on."""
    topic = replace(turn.state.topic, actual=None)
    return _stands(turn.at(replace(turn.state, topic=topic)))


def _asks_probably(turn: Turn) -> bool:
    """Nothing is surely heard, and of what may be a question is the likeliest, or it is put as one."""
    given, acts = turn.given(_now(turn)), turn.acts
    if given.figures or given.taken.facts or not acts.likeliest:
        return False
    told = {act for act in acts.scores if not act.startswith(ASKS)} - {"answer"}
    if acts.likeliest in SUMS and turn.state.shown is not None:
        told -= {"what_if"}  # 「给的话是多少」
    rest = max(map(acts.score, told), default=0.0)
    score = acts.score(f"{ASKS}{acts.likeliest}")
    return score >= (PERHAPS if turn.utterance.is_put_as_question else FOREIGN) and score >= rest


def _probable_answer(turn: Turn) -> TurnResult | None:
    if turn.acts.score("what_if") >= HEARD and not _reckons(turn):
        return beside(turn) or kept(turn)  # 「评不上的话呢」: what is supposed was not understood
    if turn.acts.likeliest in SUMS and (turn.state.shown is not None or turn.moved):
        return _stands(turn)
    return beside(turn) or follow_up(turn, OF_ACT.get(turn.acts.likeliest, "")) or nearest_words(turn)


def _reckons(turn: Turn) -> bool:
    """Whether the sum is rather asked for than something supposed."""
    return turn.acts.score(f"{ASKS}{turn.acts.likeliest}") >= turn.acts.score("what_if")


def _asks_otherwise(turn: Turn) -> bool:
    """Something about the rule is asked for which there is no ready answer but the nearest sentence of the clause."""
    given = turn.given(_now(turn))
    asked = turn.acts.asked in ("claim", "eligibility", "how", "meaning", "terms", "effect", "stacking", "document")
    return asked and not given.figures and not given.breaks and not turn.acts.questions_the_sum and not _guesses(turn)


def _answer_otherwise(turn: Turn) -> TurnResult | None:
    return beside(turn) or nearest_words(turn)


def _guesses(turn: Turn) -> bool:
    """Whether the user's own idea of the sum is said, which is held against it."""
    return any(one.why == "guess" for one in turn.given(_now(turn)).filling.aside)


def _guesses_at_what_stands(turn: Turn) -> bool:
    """The same, and nothing that changes what stands."""
    given = turn.given(_now(turn))
    return turn.state.shown is not None and _guesses(turn) and not given.figures and not given.taken.facts


def _says_a_sum(turn: Turn) -> bool:
    """Whether the sum shown is said again, or the user's own idea of it."""
    return any(one.why in ("guess", "result") for one in turn.given(_now(turn)).filling.aside)


def _asks_anew(turn: Turn) -> bool:
    return is_new_question(turn, _now(turn))


def _doubts(turn: Turn) -> bool:
    amount = turn.acts.does("ask:amount") and not turn.given(_now(turn)).figures  # 「给的话是多少」
    amount = amount or (turn.state.shown is not None and ASKS_TIMES.search(turn.utterance.text) is not None)
    return turn.acts.questions_the_sum or _says_a_sum(turn) or turn.acts.asked in ("why", "claim", "amount") or amount


def _asks_to_work_out(turn: Turn) -> bool:
    """The sum is asked for by the rule or by what stands, and nothing is told that changes it."""
    if WORK_OUT.search(turn.utterance.bare) is None or not turn.utterance.is_brief:
        return False
    given = turn.given(_now(turn))
    own = all(one.why in ("policy", "result", "old") for one in given.filling.aside)
    return own and not given.usable and not given.taken.facts and not given.filling.inputs


def _calls_what_stands(turn: Turn) -> bool:
    """「先算鲁科担那份」: the measure under way is called, and nothing else is said than that it is to be reckoned."""
    text = turn.utterance.folded
    if turn.utterance.figures or turn.acts.asked not in ("", *SUMS) or not turn.utterance.is_brief:
        return False
    if asks_for_ours(turn):
        return True
    called = RECKON.search(text) and says(text, (*_now(turn).words, *_now(turn).needs))
    return bool(called) or says_only(text, _now(turn), 1)


def _continue(turn: Turn) -> TurnResult:
    return continue_measure(turn, _now(turn))


def _takes_in(turn: Turn) -> TurnResult:
    """What is told is taken in; the sum is not said again where it should have moved and did not."""
    result = _continue(turn)
    if tells_nothing(turn, result):
        return _answer_otherwise(turn) or kept(turn)
    return unless_unmoved(turn, result)


def _stands(turn: Turn) -> TurnResult:
    """The sum that stands, with its working."""
    return continue_measure(turn, _now(turn), resumed=True)


def later(turn: Turn) -> TurnResult:
    """「俺回头问会计」: everything stays as it is till then; a condition that was asked about is not asked again."""
    return kept(turn)


def _begins_elsewhere(turn: Turn) -> bool:
    """「企业将来要上市，市里怎么支持」 after a question about guarantees: nothing was told of what was asked about."""
    topic, match = turn.state.topic, turn.utterance.match
    if topic.standing.inputs or turn.state.asked or match.verdict != "sure" or match.hits[0][:2] == topic.home:
        return False
    top = chosen(turn)
    return top is not None and top.by_name and top.measure.home == match.hits[0][:2]


def _answered_anew(turn: Turn) -> TurnResult | None:
    """What the beginning of a talk would be answered; it stands on that from now on."""
    begun = replace(NEW, frames=turn.state.frames, firms=turn.state.firms, unit=turn.state.unit)
    return answered(turn.at(begun))


def _is_small_talk(turn: Turn) -> bool:
    if turn.acts.score("smalltalk") < FOREIGN:
        return False
    match = turn.utterance.match
    small = match.verdict == "smalltalk" and match.section not in SAYS_NOTHING
    return small and not (turn.acts.questions_the_sum or _says_a_sum(turn))


def _is_about_document(turn: Turn) -> bool:
    """About the document itself; its words for what is talked about are the rule's."""
    return turn.acts.does("ask:document") and names_document(turn.utterance) and not turn.utterance.wants("wording")


def is_elsewhere(turn: Turn) -> bool:
    """Surely about another clause, said as a change of topic."""
    text = turn.utterance.text
    asks = bool(turn.acts.asked) or WRITTEN.search(text) is not None or WHAT_IS.search(text) is not None
    if not (turn.acts.does("switch") or asks) or turn.given(_now(turn)).figures:
        return False  # before the clauses are looked up, which most turns of a talk do without
    if part_told(turn.utterance, turn.state.topic.standing, _now(turn)):
        return False
    match = turn.utterance.match
    elsewhere = match.verdict == "sure" and match.hits[0][:2] != turn.state.topic.home
    if not elsewhere or names_another(turn) or any(map(_now(turn).condition, turn.utterance.asked_what_counts)):
        return False
    clause = turn.utterance.knowledge.policy(match.hits[0].policy).clause(match.hits[0].clause)
    if turn.acts.does("switch") or (asks and mentions(turn.utterance.folded, clause.words)):
        return True
    if turn.given(_now(turn)).taken.facts or says(turn.utterance.folded, _now(turn).words):
        return False  # 「没高企证算不算科技型企业」 is asked of what stands
    knowledge, text, kind = turn.utterance.knowledge, turn.utterance.text, asked(turn)[0].kind
    return written(knowledge, clause, None, kind, text, particular=True) is not None  # 「县里能另出细则不」


RULES: tuple[Rule, ...] = (
    Rule("asks again for what the talk came back to", _asks_again, _stands),
    Rule("goes back from a measure that was tried", turns_back, turned_back),
    Rule("asks with figures why it comes to that", _only_why, _why_it_stands),
    Rule("says that what was supposed last is not so, by its verb", _denies_its_verb, _as_before),
    Rule("says that what was supposed is not so", _ends_supposing, _as_it_is),
    Rule("says what is so of the value supposed last", says_so_of_the_last, _as_before),
    Rule("says what is so, after something else was supposed", says_what_is_so, _as_it_is),
    Rule("says first what is so, and then tells more", _first_says_what_is_so, _as_it_is_and_more),
    Rule("looks at one of the parts", looks_at_a_part, part_alone),
    Rule("says what was had to be this year's after all", _says_it_was_this_year, _undone),
    Rule("counts all of the parts together", counts_all_parts, all_parts),
    Rule("tells of a neighbour by the way", remarks_on_others, kept),
    Rule("answers the question that was put", _answers, _continue),
    Rule("is not ours", _is_foreign, not_ours),
    Rule("asks if another's rule is like this one's", asks_if_alike, told_if_alike),
    Rule("names another measure", names_another, _to_another),
    Rule("gives the sum of another measure of the clause", _gives_to_another, _to_that),
    Rule("speaks of another firm", _is_another_firms, _continue),
    Rule("asks whether more would come of it", asks_for_more, with_more),
    Rule("asks whether a part counts", asks_of_a_part, _answer_otherwise),
    Rule("asks anew with figures of its own", _asks_anew, _continue),
    Rule("asks about one of the parts", asks_about_a_part, part_alone),
    Rule("is about the document", _is_about_document, about_document),
    Rule("only comes back", _only_comes_back, _stands),
    Rule("says his own idea of the sum", _guesses_at_what_stands, _continue),
    Rule("counts after all what was taken off", _counts_after_all, _counted_after_all),
    Rule("asks to work it out", _asks_to_work_out, _stands),
    Rule("asks about the rule", _only_asks, _answer_about_rule),
    Rule("takes back what was said last", _takes_back, _undone),
    Rule("leaves what was supposed", _leaves_the_supposed, _as_it_is),
    Rule("denies what was said last", _denies_what_was_said, _undone),
    Rule("says what stood before", _says_what_stood_before, _undone),
    Rule("gives figures or conditions", _gives_something, _takes_in),
    Rule("tells what nobody looks at", tells_what_is_not_looked_at, as_it_stood),
    Rule("keeps to what stands", _keeps_to_what_stands, _stands),
    Rule("holds to what was supposed", _holds_the_supposed, _as_supposed),
    Rule("is about another clause, where nothing was told of this one", _begins_elsewhere, _answered_anew),
    Rule("is small talk", _is_small_talk, not_ours),
    Rule("asks something else about the clause", _asks_otherwise, _answer_otherwise),
    Rule("probably asks something", _asks_probably, _probable_answer),
    Rule("calls what stands by its name", _calls_what_stands, _stands),
    Rule("doubts the sum or asks for it", _doubts, _stands),
)
