"""The conditions that a message tells, supposes, doubts, takes back or answers, of those that a measure looks at."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.dialogue.acts import HEARD, LIKELY, TOLD, Acts
from bot.dialogue.answers_another import answered_beside, takes_back
from bot.dialogue.by_the_deed import told_by_its_deed
from bot.dialogue.figures_told import HOW_MUCH, OF_WHAT_IS_SO, is_under_way, looked_at, saying
from bot.dialogue.of_the_wider import with_the_wider
from bot.dialogue.state import State
from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu import changes, polarity
from bot.nlu.alike import with_alike
from bot.nlu.answers import words_of
from bot.nlu.belongs import without_earlier
from bot.nlu.clauses import MISREAD, OF_ANOTHER, THEM, clauses, says_it_was_anothers, taken_as_so
from bot.nlu.decided import refused_by_word
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
from bot.nlu.handed_in_again import is_open_again, is_waited_for
from bot.nlu.phrases import find
from bot.nlu.repeats import of_policy
from bot.nlu.several import is_numbered
from bot.nlu.utterance import Utterance
from bot.nlu.what_counts import asks_only_what_counts
from bot.slots.roles import fits
from knowledge.records.model import Fact, Measure
from knowledge.text.tokens import fold

if TYPE_CHECKING:
    from bot.dialogue.extract import Extraction
DENIED = re.compile("[啊哦噢哎嗯呃唉， ]*(?:不是|不对|错了|不不|不(?=[，,、 ]))")
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
ANSWERED = 0.3  # score of an answer from which a message that moves a sum answers a condition too
SURELY_ASKED = 0.7  # score of a question for the meaning from which what it names is not told
SURELY_ANSWERED = 0.6  # score of an answer from which a no in other words than those of the matter is one
# 「那有没有不用抵押的路子」: asks for something else than what was asked
ASKS_FOR_ANOTHER = re.compile("(?:那|还|再|可|请问|咱们?|你们|市里|文件里|里头)*(?:有没有|有木有|有无)(?=.{6})")
# 「算不算」, 「620人属不属于中小微」: asks, and answers nothing
PUT_TO_US = re.compile("(?:算不算|行不行|够不够|属不属于|符不符合|在不在内)[^，。；！？,;]{0,10}$")
CHATS = 0.7  # score of small talk that is no answer, whatever it sounds like
# 「1%只给基础层」, 「50%是给科技型企业的」
IS_FOR = re.compile(
    "(?:的)?(?:(?:是|就|都|不是|也)*(?:只|才|光|单)(?:给|补|奖|对|适用|针对|限|管|归|属于|发)|(?:只|就)?是(?:给|奖|补|对|针对|限)(?!不))"
)
STILL_COUNTS = re.compile("(?:算|属于|叫|够得上|够)(?:不算|不属于|不上)?[^，。；]{1,12}(?:吗|么|不|嘛|吧)?$")
BY_THE_WAY = re.compile("对了[，, ]")  # 「对了，合同额是400万」 says yes to nothing
STAYS = re.compile("^(?:那|就|还是?|仍是?|好吧?|[，, ])+|[吧呗算了来的]+$")
ASKED_AFTER = re.compile(
    "(?:那|要是|如果|假如|换成?|改成?|用|拿|是|押)*(?P<what>[^，。；！？]{2,8}?)(?:的话|行)?[呢咧]"
)
FIRST_TWO = 2  # clauses of a message that only says that something was wrong


def doubted(utterance: Utterance, measure: Measure) -> frozenset[str]:
    """The conditions of the measure the message says are not known."""
    return utterance.doubts & {c.key for c in measure.conditions if not c.hidden and not c.limit}


def facts_of(utterance: Utterance, state: State, measure: Measure, acts: Acts, given: "Extraction") -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure uses are kept."""
    if is_under_way(state, measure) and measure.main not in given.filling.inputs:
        now = without_earlier(utterance.folded)
        utterance = utterance if now == utterance.folded else saying(utterance, now)
    if _asks_what_is_meant(utterance, acts) or _holds_of_the_rule(utterance, acts, measure):
        return {}
    keys = looked_at(utterance, measure)
    facts, unknown = _stated(utterance, state, measure, acts, given, keys)
    if given.moves_parts:  # what changes a part answers no question, and a word that points back means the part
        return facts
    under_way = is_under_way(state, measure)
    if not facts and under_way and (again := _open_again(utterance, state, measure)):
        return again
    if not facts and under_way and (refused := _refused_by_word(utterance, state, measure)):
        return refused
    withdrawn = _withdrawn(utterance, state, measure, keys - set(facts)) if under_way else {}
    facts |= withdrawn
    if not facts and under_way and (facts := told_by_its_deed(utterance, state, measure)):
        return facts
    if not set(facts) - unknown - set(withdrawn) and _puts_right(utterance, state, acts, given):
        of_it = {key for key in keys if not _tells_of_the_firm(utterance) or _is_of_the_firm(utterance, key)}
        facts |= _corrected(utterance, state, set(withdrawn) or of_it)
    facts = facts or _pointed_back_to(utterance, state, measure, acts, keys)
    if under_way and not acts.asked and not given.several:
        denied = DENIED.match(utterance.bare)
        if denied and takes_back(facts, state):
            return facts
        if not facts and (beside := answered_beside(utterance, state, measure, denied[0] if denied else "")):
            return beside
    asked = utterance.knowledge.facts.get(state.asked)
    if not unknown and asked and replies_to(utterance, asked, acts, given):
        if given.several:
            facts |= given.several
        elif state.asked not in {*facts, *utterance.unclear} and given.answer:
            facts[state.asked] = given.answer
    return facts


def _stated(
    utterance: Utterance, state: State, measure: Measure, acts: Acts, given: "Extraction", keys: set[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """The facts of these ``keys`` that the message tells, and those of them that it says are not known."""
    stated = with_alike(utterance.facts, utterance.knowledge.facts)
    facts = {key: value for key, value in stated.items() if key in keys}
    if is_under_way(state, measure) or begins_with_a_break(utterance, state, measure):
        facts = {**{key: value for key, value in supposed_facts(utterance).items() if key in keys}, **facts}
    elif measure.main in given.filling.inputs:  # 「那如果挂基础层融2000万呢」: a case that is only supposed
        facts = {**{key: value for key, value in supposed_facts(utterance).items() if measure.input(key)}, **facts}
    facts = with_the_wider(facts, measure, utterance, state.topic.standing.facts)
    if is_under_way(state, measure):
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
    return facts, unknown


def _puts_right(utterance: Utterance, state: State, acts: Acts, given: "Extraction") -> bool:
    """Whether what was told before is said not to be so, by no figure; 「等一下」 puts nothing right."""
    said = acts.does("correct") and not acts.does("wait") and not utterance.figures
    corrects = (utterance.wants("correct") or said) and not _plainly_answers(utterance, state)
    return corrects and not (given.renews or _says_a_figure(utterance))


def _pointed_back_to(
    utterance: Utterance, state: State, measure: Measure, acts: Acts, keys: set[str]
) -> dict[str, str]:
    """The facts of these ``keys`` that are told by pointing back to what was said: 「也是」, 「反过来呢」."""
    if AS_WELL.match(utterance.bare) and state.last_text:
        of_the_last = saying(utterance, state.last_text).facts
        if found := {key: value for key, value in of_the_last.items() if key in keys}:
            return found
    if not is_under_way(state, measure):
        return {}
    return {
        **(
            _said_of_the_last(utterance, state, measure)
            or _supposed_otherwise(utterance, state, measure)
            or _turned_round(utterance, state, measure, acts)
            or _asked_after(utterance, keys)
        )
    }


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


def supposed_facts(utterance: Utterance) -> dict[str, str]:
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


def replies_to(utterance: Utterance, fact: Fact, acts: Acts, given: "Extraction") -> bool:
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


def _denies_in_passing(utterance: Utterance, fact: Fact, acts: Acts, given: "Extraction") -> bool:
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


def conditions_put(utterance: Utterance, state: State, measure: Measure) -> list[Fact]:
    """The conditions that the last reply listed as not settled, in its order."""
    known, facts = state.topic.standing.facts, utterance.knowledge.facts
    listed = [c.key for c in measure.conditions if not c.hidden and c.key in facts]
    return [facts[key] for key in listed if known.get(key, "unknown") == "unknown" and key not in state.skipped]


def begins_with_a_break(utterance: Utterance, state: State, measure: Measure) -> bool:
    """「老板个人担保的话给多少」, where a talk begins: how much there is, a condition being supposed to be broken."""
    if state.topic.measure or not utterance.wants("amount"):
        return False
    return any(stands_against(measure, key, value) for key, value in supposed_facts(utterance).items())


def unclear_of(utterance: Utterance, state: State, measure: Measure, facts: Mapping[str, str]) -> frozenset[str]:
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


def _open_again(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """What others refused, and the message says to be with them once more, or still, is open."""
    stands, facts = state.topic.standing.facts, utterance.knowledge.facts
    refused = [key for key, value in stands.items() if stands_against(measure, key, value) and key in facts]
    waiting = [key for key in refused if "pending" in facts[key].values]
    if len(waiting) != 1 or utterance.mentioned - {waiting[0]}:
        return {}
    return {waiting[0]: "pending"} if is_open_again(utterance.folded) or is_waited_for(utterance.folded) else {}


def _refused_by_word(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """「刚来电话，一分不给」, where the sum is asked for that others grant, or their decision was awaited."""
    stands = state.topic.standing.facts
    awaited = [
        one
        for one in measure.conditions
        if one.grants and (one.grants == state.asked or stands.get(one.key) == "pending")
    ]
    if len(awaited) != 1 or utterance.mentioned or utterance.figures:
        return {}
    return {awaited[0].key: "no"} if refused_by_word(utterance.folded, clauses(utterance.folded)) else {}


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


def answer_of(utterance: Utterance, state: State, measure: Measure) -> str:
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
