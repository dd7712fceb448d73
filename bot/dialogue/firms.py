"""Whose case is spoken of: the own firm's, or another's that is called by a letter (A公司, 甲厂), a word (子公司), its
place in the talk (第二家) or what was said of it (做阀门的那家)."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.likeness import PART_LIKENED, is_likened, taken_over
from bot.dialogue.remark_on_others import remarks_on_others
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.dialogue.with_its_sum import begun, only_doubts, tells_its_sum
from bot.figures import Figure
from bot.measures.assess import Standing
from bot.memo import PerObject
from bot.nlu.belongs import tells_of_partners
from bot.nlu.business_names import BEGINS, known_as, named_at_the_head, unheard_name
from bot.nlu.changes import adds
from bot.nlu.clauses import LEFT_OUT
from bot.nlu.facts import mentioned
from bot.nlu.firm_names import KIND, FirmName, calls_a_client, firms_named, told_apart_by_a_word
from bot.nlu.firm_place import is_elsewhere, place_facts, speaks_of_here
from bot.nlu.given_over import (
    called_by_the_group,
    group_that_begins,
    is_of_the_speaker,
    is_told_of_ours,
    of_the_group,
    partner_that_begins,
    tells_only_ours,
    tells_ours_beside_theirs,
)
from bot.nlu.other_firms import (
    another_bank,
    another_bank_begins,
    begins_several,
    begins_with,
    called_again,
    does_for_ours,
    is_called,
    is_introduced,
    is_short_name,
    names_before_a_colon,
    next_of_several,
    of_another_provider,
    owned_by_another,
    proper_name,
    speaks_of_his,
    turns_to_ours,
)
from bot.nlu.persons import relative_of
from bot.nlu.phrases import find, mentions, says
from bot.nlu.utterance import Utterance
from bot.slots.called import called_in
from bot.slots.parts import CALLED, is_next_mark, money_keys
from knowledge.records.model import Knowledge, Measure
from knowledge.text.phrase_search import Phrases
from knowledge.text.tokens import fold

ANOTHER = "another_firm"  # the words for a firm that is not the own one
SURELY = 0.9  # score of the act from which another firm is meant without a sum of its own
A_FIRM = re.compile(f"{KIND}|单位")
CAUSED = re.compile("[让叫请找](?!人)[^，。；,;]{1,6}(?:再|来|先)?[投借出垫入凑]")  # what somebody is made to give us
# 「我们担保公司有笔鲁科担」: who speaks provides it, for a firm that is 他家
PROVIDES = "行|支行|银行|[一-鿿]{0,3}(?:担保|保险|经纪|证券|券商|基金|代账|代办|中介|事务所)(?:公司|机构|行|这边)"
OURS = re.compile(f"[俺我咱]们?(?:家(?!老)|厂|公司|司|自己)|[俺我咱]们(?!{PROVIDES})|本公司|本企业")
OF_HIM = re.compile("^(?:那|再|再说|回头说)*[他她它](?:们|家|厂|公司|那|的|自己|这|能|要|该)")
FOR_OTHERS = re.compile("客户|我行|支行|担保(?:公司|机构)|经纪|中介|代理|[帮替代]")
# 「我们给一家高企做了笔担保」: who speaks provides it, and its case is the client's, who is 他家 from then on
FOR_A_CLIENT = re.compile(
    "[我俺咱]们?(?:公司|行|支行|这边)?(?:刚|去年|今年)*[给帮替为]了?"
    "(?:[一1某][家户个]|[家户个](?=企业|公司|客户)|[一-鿿]{0,4}客户)"
)
HIS_OWN = "那家"  # what a firm is called of which a pronoun is all that is said
WONDERS = re.compile(
    "(?:怎么|咋|凭[啥什]么?|为[啥什何]么?)(?:就|也|能|会|都|可以|反而)*(?:[拿领得]|补|贴|给)(?:到|了|得|满|足|够)*[0-9一二两三四五六七八九十]"
)
GOT = re.compile("(?:^|[，。；,; ])[^，。；,; 省]*(?:[拿领得](?:到|了|过)|[补贴给](?:了|到|过))[^，。；0-9]{0,3}$")
HEAD = re.compile("(?:那|再)*(?:帮我?|给我)?再?(?:[算看问](?:一?[算看问下])?)?")
BEHIND = 12  # characters behind it in which the measure is named
ONE = "(?:家|户|个(?:客户|公司|企业|厂|老板|支行|单位|商户))"
MARKS = frozenset("甲乙丙丁戊")
NUMBERS = {**{sign: place for place, sign in enumerate("一二三四五六")}, **{str(n + 1): n for n in range(6)}}
# 「另外一户清爽的：…」, 「又来一家」, 「换一家」: one not spoken of before
INTRODUCED = re.compile(
    f"^[^，。；！？0-9是]{{0,6}}?(?:另外?|又(?:来|有)了?|再(?:来|说|算|问|看)?|接下来|还有|换|旁边|下)(?:的|是)?(?:了|另外?)?(?:[一1]{ONE}|家(?=企业|公司|客户|厂)|个(?:客户|企业|老板)(?=[，,：:是的也]))(?!支行|银行|担保[公机]|保险[公机])"
    f"|^[^，。；！？0-9是]{{0,4}}?(?:另外|旁边|隔壁|对面)的?(?:那|有)?[一1]?{ONE}(?:企业|公司|老板)?(?=[，：:]|是|也|刚)"
)
OF_A_PLACE = re.compile(f"[一-鿿]{{2,4}}?(?:那边?|这边?|的)?(?:[个家]|分|子)(?:{KIND})")
TOGETHER = re.compile("一并|一起[算报加计]|合并|并入|并进|[加算计]进|[加算]上")
IN_ORDER = re.compile(f"(?:第([一二三四五六1-6])|(?:头|最先|最早|最前面?)(?:的|那)?[一1]?)(?:个)?{ONE[:-1]}|家企业)")
BEFORE = re.compile(f"(?:前面|前头|刚才|先前|之前|上面|上|前)的?[那一]{ONE}")
# What is said before a colon and is nobody's name: 「老板原话：」, 「底稿写明：」
NO_NAME = re.compile(
    "[说讲问写答回查算报看叫是]|原话|口径|银行|支行|老板|会计|财务|经理|补充|备注|说明|情况|资料|材料|信息|数据|附件|底稿|合同|清单|事|笔|[第一二三四五六七八九十两几]|本|这|那|[我俺咱]"
)
WAN = Decimal(10_000)
OF_ALL = re.compile("[两俩三四五六几各都全][家户个]|[加和跟与]|一起|合")
THE_OTHER = re.compile(
    "(?:那|再|好|行|先|回头|[，, ])*(?:说|算|看|讲|报)*(?:一下)?"
    "(?:另外?|那|剩下?)的?(?:那)?一?(?:家|户|个(?:客户|公司|企业|厂))"
    "(?:的|那)*(?:呢|多少|能[拿领补贴]多少|是多少|有多少|怎么算)?"
)
ONE_OF_THEM = re.compile(f"[那这](?:一|边的?)?{ONE}")
# 「阀门那家多少来着」, 「回左边那户」
POINTED_AT = re.compile(f"([一-鿿]{{2,4}})(?:的?[那这](?:一|边的?)?{ONE}|的(?=(?:刚才|之前|先前)?(?:是|算|能)?多少))")


def firm_called(utterance: Utterance) -> FirmName | None:
    """The one firm that the message calls as that of which it tells, not as one that is likened to, nor as a person
    who tells of it; None when none or several are."""
    found = {one.name: one for one in reversed(firms_named(utterance.folded)) if not one.likened}
    own = named_at_the_head(utterance.folded)
    if own and _names_the_trade(own[2], utterance):
        found.pop(own[1], None)  # 「首版次软件」
    firms = [one for one in found.values() if one.strong] or list(found.values())
    if not firms and (name := _proper(utterance)):
        return FirmName(name, 0, likened=False, strong=True)
    return firms[0] if len(firms) == 1 else None


def _proper(utterance: Utterance) -> str:
    """The proper name with which the message begins; "" where that is a word of the trade (「更正：」)."""
    name = proper_name(utterance.folded)
    return "" if not name or _is_of_the_trade(name, utterance) else name


def _is_of_the_trade(name: str, utterance: Utterance) -> bool:
    return NO_NAME.search(name) is not None or _names_the_trade(name, utterance)


def _names_the_trade(name: str, utterance: Utterance) -> bool:
    knowledge = utterance.knowledge
    said = any(word in name or name in word for word in _words_of_the_trade(knowledge))
    return (
        said or bool(mentioned(name, knowledge.facts)) or any(mentions(name, of) for of in knowledge.intents.values())
    )


def _named_in(knowledge: Knowledge) -> tuple[str, ...]:
    words = [fold(word) for one in knowledge.measures for word in (*one.words, *(i.label for i in one.inputs))]
    words += [fact.label for fact in knowledge.facts.values()] + [one.label for one in knowledge.distractors]
    return tuple(words)


_words_of_the_trade: PerObject[Knowledge, tuple[str, ...]] = PerObject(_named_in)
_measures_words: PerObject[Knowledge, Phrases] = PerObject(
    lambda known: Phrases(dict.fromkeys(fold(word) for one in known.measures for word in (one.name, *one.words)))
)


def other_firm(turn: Turn, measure: Measure) -> str:
    """What another firm is called whose case the message begins; "" when it speaks of none, or of a part."""
    partners = tells_of_partners(turn.utterance.folded) and not turn.utterance.figures
    if turn.current and WONDERS.search(turn.utterance.text) and not turn.utterance.wants("amount"):
        return ""  # 「隔壁厂贷了950万，人家怎么拿10万」 begins no case
    if turn.current and tells_ours_beside_theirs(turn.utterance.folded, turn.utterance.figures):
        return ""
    if partners or _calls_a_part(turn) or remarks_on_others(turn):
        return ""
    banks = turn.current is not None and turn.current.payee == measure.payee == "bank"
    if banks and turn.utterance.figures and another_bank_begins(turn.utterance.folded):
        return _new_name(turn)
    if turn.current and of_another_provider(turn.utterance.folded) and not firms_named(turn.utterance.folded):
        return ""  # 「另一家担保公司报0.8%」
    sums = {record.key for record in measure.inputs if record.unit == "yuan"}
    told = not sums.isdisjoint(turn.given(measure).filling.inputs) or is_likened(turn) or tells_its_sum(turn, measure)
    if theirs := _owned(turn, measure):
        return theirs
    called = _called(turn)
    if called and _is_of_this_case(turn, called, told):
        return ""
    if called and (called.strong or told or _is_owned_by_another(turn, called) or _tells_a_sum(turn)):
        return called.name
    if turn.current and introduces(turn.utterance) and not _is_left_out(turn):
        return _new_name(turn) if told or turn.utterance.figures or turn.utterance.mentioned else ""
    if turn.current and (counted := _next_in_order(turn)):
        return counted
    if CAUSED.search(turn.utterance.folded) or does_for_ours(turn.utterance.folded):
        return ""
    headed = _headed(turn, measure)
    if headed and (told or not sums.isdisjoint(turn.alone(measure).filling.inputs)):
        return headed
    return _heard_of(turn, told)


def _called(turn: Turn) -> FirmName | None:
    """The firm that the message calls, by the name under which it is known."""
    called = firm_called(turn.utterance) or _before_the_measure(turn) or _next_of_several(turn)
    if called is None:
        return _told_apart(turn)
    known = known_as(called.name, turn.state.firms)
    known = known if known in turn.state.firms else _told_of_before(called, turn)
    return replace(called, name=known)


def _next_of_several(turn: Turn) -> FirmName | None:
    """「瑞丰贷400万」, in a talk that was said to be of several firms and began with one by its name."""
    told = any(one.firm and begins_several(fold(one.words)) for one in (turn.state.topic, *turn.state.frames))
    name = next_of_several(turn.utterance.folded) if told and turn.current else ""
    if not name or _is_of_the_trade(name, turn.utterance):
        return None
    return FirmName(name, 0, likened=False, strong=True)


def _began_with_another_name(turn: Turn, name: str) -> bool:
    """Whether the case under way was told behind another name: 「专利质押，华泰：220万」, 「华泰专利质押贷款220万」."""
    words = fold(turn.state.topic.words)
    first = min((start for _, start, _ in _measures_words(turn.utterance.knowledge).find(words)), default=0)
    heads = [words[:first].strip()] if is_short_name(words[:first].strip()) else []
    before = [*names_before_a_colon(words), *heads]
    return any(one != name and not _is_of_the_trade(one, turn.utterance) for one in before)


def _told_apart(turn: Turn) -> FirmName | None:
    """「老厂」, with which a case began; 「新厂」, where the case under way, or another, began with 老厂."""
    if turn.current is None or (found := told_apart_by_a_word(turn.utterance.folded)) is None:
        return None
    name, opposites = found
    topics = (turn.state.topic, *turn.state.frames)
    began = {one.firm for one in topics if name in one.words and one.measure}
    if len(began) == 1:
        return FirmName(began.pop(), 0, likened=False, strong=False)
    apart = any(word in one.words for one in topics for word in opposites)
    return FirmName(name, 0, likened=False, strong=False) if apart and not began else None


def _told_of_before(called: FirmName, turn: Turn) -> str:
    """The firm whose case began with that name, though it was not yet told from another's then: 「王老板那笔」."""
    topic = turn.state.topic
    began = {one.firm for one in (*turn.state.frames, topic) if called.name in one.words}
    return began.pop() if len(began) == 1 and not called.strong else called.name


def _before_the_measure(turn: Turn) -> FirmName | None:
    """「中通客车专利质押贷款800万」: what stands before the measure's name and is no word of the trade, where the talk
    begins, or is of firms that are called by their names."""
    if turn.current is not None and not any(turn.state.firms):
        return None
    text = turn.utterance.folded
    said: dict[int, int] = {}  # which word → where it is said first
    for which, start, _ in _measures_words(turn.utterance.knowledge).find(text):
        said.setdefault(which, start)
    first = min(filter(None, said.values()), default=0)
    begins = re.match(BEGINS, text)
    start = begins.end() if begins else 0
    name = text[start:first].strip()
    if not unheard_name(name) or _is_of_the_trade(name, turn.utterance):
        return None
    return FirmName(name, start, likened=False, strong=True)


def _calls_a_part(turn: Turn) -> bool:
    """Whether a part is called by its mark, were it one that was taken away."""
    standing, text = turn.state.topic.standing, PART_LIKENED.sub("", turn.utterance.text)
    marked = any(CALLED in part for part in standing.parts) or not calls_a_client(text)
    return marked and any(called_in(text, parts) for parts in (standing.parts, standing.away))


def _is_of_this_case(turn: Turn, called: FirmName, told: bool) -> bool:
    """Whether the name is no other firm's: 「老王说能再担100万」 in a talk in which no firm is called by a name, and
    「再加丙：…」 after 甲 and 乙, policies of one firm."""
    first = turn.current is not None and not any(turn.state.firms)
    if first and not told and named_at_the_head(turn.utterance.folded):
        return True  # 「鑫源机械是科小」: what the firm is called that was told of
    if called.tells and not called.strong and first:
        return True
    if (
        first
        and called.name == proper_name(turn.utterance.folded)
        and not is_introduced(turn.utterance.folded)
        and not _began_with_another_name(turn, called.name)
    ):
        return True  # 「险种：…」, where no firm is called by its name
    return is_next_mark(called.name, turn.state.topic.standing.parts) and not called.owns


def _owned(turn: Turn, measure: Measure) -> str:
    """The other firm of which it tells by whose it is, where that says something of the measure: 「俺庄上那个合作社
    也买了鲁科保」; a talk that began with it is of that firm."""
    topic = turn.state.topic
    name = owned_by_another(turn.utterance.folded) or another_bank(turn.utterance.folded, topic.words)
    if not name and speaks_of_his(turn.utterance.folded) and _is_ours(topic):
        name = relative_of(turn.utterance.text) or HIS_OWN
    if not name:
        name = _of_the_group(turn) if turn.current else partner_that_begins(turn.utterance.folded)
    if not name or only_doubts(turn, measure):
        return ""
    if turn.current is None:
        return name  # with which the talk begins
    beside = name and re.search(f"{re.escape(name)}[和跟与、及]|[和跟与、及]{re.escape(name)}", topic.words)
    again = called_again(turn.utterance.folded)
    if name == topic.firm or (not topic.firm and name in topic.words and not beside):
        return ""
    if again and begins_with(again, topic.words):
        return ""  # 「回头说博瑞，他家…」, where its case is the one under way
    its_sum = name == group_that_begins(turn.utterance.folded) and measure.main in turn.alone(measure).filling.inputs
    return name if its_sum or _tells_of_them(turn, measure) else ""


def _of_the_group(turn: Turn) -> str:
    """The firm of the speaker's group with which the message begins, where something is told or supposed of it:
    「子公司的省补还没下来」."""
    utterance = turn.utterance
    told = utterance.facts or utterance.supposed or utterance.figures
    return group_that_begins(utterance.folded) if told else ""


def _is_ours(topic: Topic) -> bool:
    """Whether the case under way began as the speaker's own, so that 他家 is another's."""
    return not topic.firm and OURS.search(topic.words) is not None and FOR_A_CLIENT.search(topic.words) is None


def _tells_of_them(turn: Turn, measure: Measure) -> bool:
    """Whether a figure, a condition or the measure is said; what others got of it says nothing of their case."""
    utterance = turn.about_them().utterance
    sums = [figure for figure in utterance.figures if figure.kind == "money"]
    if sums and all(GOT.search(utterance.text[: figure.start]) for figure in sums):
        return False
    conditions = {one.key for one in measure.conditions} | {one.key for one in place_facts(utterance.knowledge)}
    told = conditions & (utterance.facts.keys() | utterance.supposed.keys() | utterance.mentioned)
    return bool(told or utterance.figures) or says(utterance.folded, measure.words)


def _is_owned_by_another(turn: Turn, called: FirmName) -> bool:
    """Whether what is told of is said to be that firm's, and the talk is of one with another name, or of the own."""
    topic = turn.state.topic
    own = not topic.firm and _is_ours(topic) and not any(turn.state.firms)
    return called.owns and topic.firm != called.name and (bool(topic.firm) or own)


def _heard_of(turn: Turn, told: bool) -> str:
    """What it is called where the message is only heard to speak of another (``told``: it gives a sum of the measure):
    by the word for it, a relative, or the next name that is free."""
    acts = turn.acts
    if tells_only_ours(turn.utterance.folded, turn.utterance.figures):
        return ""
    if not acts.does("other_firm") or max(acts.score("correct"), acts.score("own_firm")) > acts.score("other_firm"):
        return _elsewhere(turn)
    named = [one.phrase for one in find(turn.utterance.folded, turn.utterance.knowledge.intents.get(ANOTHER, ()))]
    known = {frame.firm for frame in (turn.state.topic, *turn.state.frames)}
    if not named and not relative_of(turn.utterance.text) and _joins(turn):
        return _elsewhere(turn)
    if not told and acts.score("other_firm") < SURELY and known.isdisjoint(named):
        return _elsewhere(turn)
    kin = relative_of(turn.utterance.text)
    of_group = of_the_group(turn.utterance.folded)
    return of_group or (named[0] if named else kin or turn.state.topic.firm or _new_name(turn))


def _tells_a_sum(turn: Turn) -> bool:
    """Whether a sum is said right at the beginning, whatever it is (「老崔90万，也一样」)."""
    return any(figure.kind == "money" for figure in turn.utterance.figures) and turn.acts.does("other_firm")


def _next_in_order(turn: Turn) -> str:
    """「第三家省里没给批」 after two were spoken of: the next, by its number."""
    found = IN_ORDER.match(turn.utterance.folded)
    place = NUMBERS.get(found[1], 0) if found and found[1] else 0
    if place < len(turn.state.topic.standing.parts):
        return ""  # 「第二户缺备案号」, where two loans were told of
    return _new_name(turn) if place and place >= len(turn.state.firms) else ""


def _elsewhere(turn: Turn) -> str:
    """「青岛那个公司也有一张」: a firm that is called by its place, which is not that of the firm talked of."""
    found = OF_A_PLACE.search(turn.utterance.folded)
    stands, here = turn.state.topic.standing, {fact.key for fact in place_facts(turn.utterance.knowledge)}
    said = {key: value for key, value in turn.utterance.facts.items() if key in here}
    moved = any(value == "no" and stands.facts.get(key) != "no" for key, value in said.items())
    return found[0] if found and moved and turn.current and stands.inputs else ""


def comes_home(turn: Turn) -> bool:
    """「聊城本部还有一张」 after a firm that is elsewhere: what is said to be here is the own firm's."""
    away = is_elsewhere(turn.state.topic.standing.facts, turn.utterance.knowledge)
    return away and speaks_of_here(turn.utterance.folded, turn.utterance.knowledge)


def _headed(turn: Turn, measure: Measure) -> str:
    """The word for another firm with which a message begins, right before the measure's name, whatever it sounds like:
    「隔壁厂IPO，募资4000万」."""
    named = find(turn.utterance.folded, turn.utterance.knowledge.intents.get("another_firm", ()))
    if not named or turn.utterance.wants("correct") or turn.acts.does("remove", "add"):
        return ""
    text, first = turn.utterance.folded, named[0]
    behind = text[first.end : first.end + BEHIND]
    begins = HEAD.fullmatch(text[: first.start]) and any(
        fold(word) in behind for word in (measure.name, *measure.words)
    )
    return first.phrase if begins else ""


def _joins(turn: Turn) -> bool:
    """Whether a sum is rather added to what stands than another firm's: 「她说还有一笔，……加一起」."""
    acts, text = turn.acts, turn.utterance.text
    surely = acts.score("add") >= SURELY and acts.score("add") > acts.score("other_firm")
    return (surely or adds(text, turn.utterance.figures)) and not A_FIRM.search(text)


def _is_left_out(turn: Turn) -> bool:
    """Whether what is spoken of is not to be reckoned with (「那户先不管」), or with the rest (「请一并计入」)."""
    joins = turn.acts.score("add") >= SURELY or TOGETHER.search(turn.utterance.text) is not None
    return joins or turn.acts.does("remove") or LEFT_OUT.search(turn.utterance.folded) is not None


def introduces(utterance: Utterance) -> bool:
    """Whether a firm is brought up that was not spoken of before."""
    return INTRODUCED.search(utterance.text) is not None and IN_ORDER.search(utterance.text) is None


def without_introduction(text: str) -> str:
    """What is told of a firm that is brought up, as its own: 「另外一户，没备案」, 「第二户没备案」 → 「没备案」."""
    found = INTRODUCED.search(text) or IN_ORDER.match(text)
    return text[found.end() :].lstrip("，：: 的") or text if found else text


def _new_name(turn: Turn) -> str:
    """The word another firm is called by, where no other is; else its number among those of the talk."""
    said = find(turn.utterance.folded, turn.utterance.knowledge.intents.get("another_firm", ()))
    name = relative_of(turn.utterance.text) or of_the_group(turn.utterance.folded)
    name = name or next((one.phrase for one in said), "")
    known = turn.state.firms
    return name if name and name not in known else f"第{len(known) + 1}家"


def frame_of_firm(turn: Turn) -> Topic | None:
    """What stands of the one firm that the message calls, when it is another's than the present one's: that of the
    measure under way before others."""
    state = turn.state
    frames = [frame for frame in state.frames if frame.measure and frame.firm != state.topic.firm]
    if frames and (other := _the_other(turn, frames)):
        return other
    if not frames or introduces(turn.utterance) or _calls_a_part(turn):
        return None
    of_whom = _called(turn)
    called = of_whom.name if of_whom else _named(turn)
    called = _in_order(turn) if called is None else called
    called = _pointed_at(turn, frames) if called is None else called
    called = _by_amount(turn, frames) if called is None else called
    called = _by_pronoun(turn, frames) if called is None else called
    if called is None or called == state.topic.firm:
        return None
    theirs = [frame for frame in frames if frame.firm == called]
    named = {choice.measure.key for choice in turn.fresh_choices if choice.by_name}
    keys = [(f"{one.policy}/{one.measure}" not in named, one.measure != state.topic.measure) for one in theirs]
    if not theirs or (begun(turn) not in {"", *(f"{one.policy}/{one.measure}" for one in theirs)}):
        return None
    found = theirs[keys.index(min(keys))]
    return None if _tells_of_what_is_under_way(turn, found) else found


def _tells_of_what_is_under_way(turn: Turn, theirs: Topic) -> bool:
    """Whether what is told of the firm is the sum of the measure under way, of which it was not told before, and not
    of that which was: 「我朋友的公司贷了100万」 beside a loan, after its guarantee."""
    now = turn.current
    if now is None or theirs.measure == turn.state.topic.measure or turn.acts.does("correct"):
        return False
    other = turn.utterance.knowledge.measure(theirs.measure, theirs.policy)
    there = turn.at(turn.state.on(theirs, asked="")).given(other).filling.inputs
    return now.main in turn.given(now).filling.inputs and not any(key in there for key in money_keys(other))


def _the_other(turn: Turn, frames: list[Topic]) -> Topic | None:
    """「再看另一家」, where the talk is of two: the one that it is not about."""
    pair = len(turn.state.firms) == len(("one", "other")) and not turn.utterance.figures
    return frames[0] if pair and THE_OTHER.fullmatch(turn.utterance.bare) else None


def _named(turn: Turn) -> str | None:
    """The firm of an earlier topic whose word is said, unless that of the present one is said too, or several are."""
    said = {frame.firm for frame in turn.state.frames if frame.firm and is_said(frame.firm, turn.utterance)}
    if not said or is_said(turn.state.topic.firm, turn.utterance) or turn.acts.does("ask:total", "ask:compare"):
        return None
    if turn.acts.does("own_firm") and OURS.search(turn.utterance.folded):
        return None
    return said.pop() if len(said) == 1 else None


def _in_order(turn: Turn) -> str | None:
    """The firm of that number among those of the talk: 「先回第一户」."""
    found, firms = IN_ORDER.search(turn.utterance.folded), turn.state.firms
    together = turn.acts.asked == "total" and (OF_ALL.search(turn.utterance.folded) or turn.utterance.figures)
    if together or turn.acts.asked == "compare":
        return None
    if found is None:
        before = next((frame.firm for frame in turn.state.frames if frame.firm != turn.state.topic.firm), None)
        return before if BEFORE.search(turn.utterance.folded) else None
    place = NUMBERS[found[1]] if found[1] else 0
    return firms[place] if place < len(firms) else None


def _pointed_at(turn: Turn, frames: list[Topic]) -> str | None:
    """The firm of which the word before 那家 was said when its case began, and of no other: 「阀门那家多少来着」."""
    for found in POINTED_AT.finditer(turn.utterance.text):
        for begin in range(len(found[1]) - 1):
            word = found[1][begin:]
            firms = {frame.firm for frame in frames if word in frame.words}
            if len(firms) == 1 and word not in turn.state.topic.words:
                return firms.pop()
    return _named_in_a_row(turn, frames)


def _named_in_a_row(turn: Turn, frames: list[Topic]) -> str | None:
    """「鑫农的刚才多少来着」 after a row of that name, in which it was told of."""
    name = called_again(turn.utterance.folded)
    if not name or _is_of_the_trade(name, turn.utterance) or begins_with(name, turn.state.topic.words):
        return None
    firms = {frame.firm for frame in frames if begins_with(name, frame.words)}
    return firms.pop() if len(firms) == 1 else None


def _by_amount(turn: Turn, frames: list[Topic]) -> str | None:
    """「260万那家再念一遍」: the firm whose sum is said beside 那家, where no other's is, nor the present one's."""
    if not ONE_OF_THEM.search(turn.utterance.folded):
        return None
    said = {
        value for figure in turn.utterance.figures if isinstance(figure.value, Decimal) for value in _scales(figure)
    }
    told = {frame.firm for frame in frames if said & _sums(turn, frame)}
    return told.pop() if len(told) == 1 and not said & _sums(turn, turn.state.topic) else None


def _by_pronoun(turn: Turn, frames: list[Topic]) -> str | None:
    """「她家那笔其实批了」, back at the own firm: the other one that was spoken of last."""
    topic, text = turn.state.topic, turn.utterance.folded
    if not topic.firm and _is_ours(topic) and speaks_of_his(text):
        return next((frame.firm for frame in frames), None)
    near = not topic.firm and is_of_the_speaker(frames[0].firm) and OF_HIM.search(text)
    return frames[0].firm if near and not OURS.search(text) else None


def _scales(figure: Figure) -> tuple[Decimal, ...]:
    value = figure.value
    if not isinstance(value, Decimal) or figure.kind not in ("money", "number"):
        return ()
    return (value, value * WAN) if figure.unit_missing else (value,)


def _sums(turn: Turn, topic: Topic) -> set[Decimal]:
    """The sum the topic's measure goes by; those that are told where it goes by none."""
    if not topic.measure:
        return set()
    measure, inputs = turn.utterance.knowledge.measure(topic.measure, topic.policy), topic.standing.inputs
    keys = [measure.main] if measure.main else [one.key for one in measure.inputs if one.unit == "yuan"]
    values = [inputs[key].value for key in keys if key in inputs]
    return {value for value in values if isinstance(value, Decimal)}


def is_said(firm: str, utterance: Utterance) -> bool:
    """Whether a firm is called so in the message: by its word, or by 甲 or 乙 alone."""
    if firm in MARKS:
        return re.search(f"{firm}(?!方)", utterance.text) is not None
    if len(firm) == 1 and not firm.isascii():  # a surname, at the beginning of what is said
        return re.search(f"(?:^|[回说算看问，。；,; ]){firm}(?=[的家那这：:，,]|$)", utterance.folded) is not None
    if len(firm) == 1:
        return re.search(f"(?<![a-z]){firm.lower()}(?![a-z])", utterance.folded) is not None
    return bool(firm) and (firm in utterance.folded or is_called(firm, utterance.folded))


def firms_said(turn: Turn) -> set[str]:
    """The firms of the talk that the message calls; "" for the speaker's own."""
    state, text = turn.state, turn.utterance.folded
    said = {firm for firm in state.firms if firm and is_said(firm, turn.utterance)}
    own = "" in state.firms and (is_told_of_ours(text) or called_by_the_group(text, state.firms))
    others = [firm for firm in state.firms if firm]
    if len(others) == 1 and not said and speaks_of_his(OURS.sub("", text)):
        said = {others[0]}
    return said | {""} if own else said


def speaks_of_the_own(turn: Turn) -> bool:
    """Whether the own firm is spoken of again, where another's case is under way."""
    text, firm = turn.utterance.folded, turn.state.topic.firm
    if called_by_the_group(text, turn.state.firms) or turns_to_ours(text):
        return True
    if is_said(firm, turn.utterance) and not OURS.search(text):
        return False  # 「子公司的单算」
    if turn.acts.does("own_firm"):
        return True
    return is_told_of_ours(text) and (is_of_the_speaker(firm) or _began_with_ours(turn.state))


def _began_with_ours(state: State) -> bool:
    """Whether a case was told as the speaker's own, by one who does not ask for others."""
    own = (frame for frame in state.frames if not frame.firm and frame.measure)
    return any(_is_ours(one) and not FOR_OTHERS.search(one.words) for one in own)


def own_begun(turn: Turn) -> Topic | None:
    """The own firm's case, which begins with a sum of its own where the talk began with another's."""
    measure, topic, top = turn.current, turn.state.topic, next(iter(turn.choices), None)
    if measure is None or own_frame(turn.state) or not OURS.search(turn.utterance.folded):
        return None
    if top and top.by_name and top.measure.main in turn.alone(top.measure).filling.inputs:
        measure = top.measure  # 「至于我们厂那是两回事，鲁科担……」
    words = fold(topic.words)
    if called_by_the_group(turn.utterance.folded, turn.state.firms):
        return None  # 「那我们分厂贷200万呢」 after 总厂: each is called by its name
    if not (is_of_the_speaker(topic.firm) or owned_by_another(words) or relative_of(words)):
        return None  # 「铸造厂，首台套…」 is how the speaker says who he is
    if "" in turn.state.firms or measure.main not in turn.alone(measure).filling.inputs:
        return None
    standing = taken_over(turn, measure) if is_likened(turn) and measure == turn.current else Standing()
    return Topic(measure.policy, measure.clause, measure.id, standing, words=turn.utterance.text)


def own_frame(state: State) -> Topic | None:
    """The own firm's topic: that of no name, else the first of the talk, unless firms are called by letters."""
    own = [frame for frame in state.frames if not frame.firm and frame.measure]
    same = [frame for frame in own if frame.measure == state.topic.measure]
    first = [one for one in state.frames[-1:] if one.measure and len(one.firm) > 1 and not is_of_the_speaker(one.firm)]
    return next(iter([*same, *own, *first]), None)
