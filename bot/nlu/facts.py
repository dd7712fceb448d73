"""What a user states about himself: fact key → value name. Asking, supposing and hearsay are not stating."""

import re
from collections.abc import Collection, Mapping, Sequence

from bot.copies import replace
from bot.memo import Once, PerObject
from bot.nlu import polarity
from bot.nlu.answers import words_of
from bot.nlu.belongs import THINGS, is_bought, is_of_others, untouched
from bot.nlu.clauses import LEFT_OUT, OF_ANOTHER, OF_ANOTHER_ONE, Clause, clauses, only_wished
from bot.nlu.counts_as import asks_if_it_is, asks_of_the_rule, asks_what_counts
from bot.nlu.decided import decided, waits_still
from bot.nlu.fact_words import CLAUSE_END, NAMED, NEGATION, Hit, catalogue_of
from bot.nlu.not_told import is_cut_short, is_not_told, is_of_a_sum, unechoed
from bot.nlu.phrases import ASKED_AFTER, ASKED_BEFORE, find, in_a_question
from bot.nlu.settled import UNCLEAR, Meant, settled
from bot.nlu.what_counts import is_asked_for
from knowledge.records.model import Fact
from knowledge.text.pinyin import sound

PARTS = re.compile("[，。；！？,;!?\n]")
# 是不是, 有没有, 办没办, 算不算: whether something is so; 能不能 and 要不要 ask what may or must be done
WHETHER = re.compile(r"是否|(\w{1,4})没\1|(?![能要可会该用需行给补贴报])(\w{1,4})不\2")
A_NOT_A = re.compile(r"(?<![没不])(\w)[没不]\1")
# 「提前还算按期不算」: the verb of what is named is asked about behind it
VERB_OR_NOT = re.compile(r"(?:了|过)?[没不](\w)(?:数|得上|得|了)?(?=$|[，。；！？,;!?\s啊呀呢])")
ALL_OR_NOT = re.compile(r"([^\W\d]{2,5})[没不]是?\1")  # 「规上不规上」
OR_NOT = re.compile("[了过好]没有?$|[了过好]没有?(?=不|说|搞|拿|没|得|我)")
ABOUT = 6  # characters before 办没办 in which its matter is named
NO_DOUBT = re.compile("怎么|咋|如何|哪|啥|什么|多少|多久|几|补贴|补助|政策|奖|能")  # asks for the way or the money
OPPOSITE = {"yes": "no", "no": "yes"}
FEW = 4
NEAR_BEHIND = 5  # characters between a word of a fact and one that makes another matter of it
BRIEF = 14  # characters of an answer that holds nothing else
PLANNED_IN_A_GAP = re.compile("想|准备|打算|明年|下个?月|等|能|争取|(?<![没不未又还再得非在])要(?![了过到是求加添再])")
AS_YOU_SAY = re.compile("(?:您|你们?)(?:所?(?:讲|说|写|提))(?:到|过)?的(?:那[个种类])?$")  # 「您讲的科技型中小微」
DENIED_NEXT = re.compile("[没未不]有?(?:再|用|去)?")  # 「厂房不押了」: the deed denied is done with the thing
LIKENED = re.compile("[跟和与像同]$")
LIKE_IT = re.compile("[^，。；,;]{0,4}?(?:一样|一个(?:样|待遇|标准|意思|道理)|同样|同等|似的|差不多|一回事)")
ASKS = re.compile("哪|什么|多少|为[啥何]|怎么|咋|[吗嘛么?？]$")
AMOUNT = re.compile(r"[0-9一二两三四五六七八九十百千]+[万亿]|[0-9]{4,}元")
COUNTED = re.compile(r"\d{2}|[一二两三四五六七八九十百几]+[万千]")
OPEN = ("pending", "ahead")  # what the words behind say of what is not yet so
# 「先按到账的算」 says how to reckon
RECKONS = re.compile("(?:[按照]|(?:只|光|仅)(?=算|报|按|看))[^，。；]{0,8}[算报看按](?!是吧)")
SUPPOSING = re.compile("^(?:那)?(?:要是|如果|假如|假设|假使|若是|若|倘若)|(?:的话|呢)$")
TAKEN_BACK = re.compile(
    "(?:[上前]一?[句条个]|[刚前](?:才|面)|假设|那[句条]|这[句条])[^,，。；;]{0,5}?(?:作废|撤销|撤回|不算数?|收回|当没说|划掉|取消)"
)
RELATED = re.compile(
    "(?:母公司|控股公司|集团(?!公司的)|股东|担保方|出借方)(?:的|那边)?$"
    "|(?:母公司|控股公司|兄弟公司|关联公司|大股东)(?:那边)?(?:才|也|都)?(?:是|属于|算)(?:个|家|一家)?$"
)
PAID_OFF = re.compile("[还付结清缴]$")  # what follows belongs to it: 还掉, 付掉
OF_THE_TOPIC = re.compile("[我俺咱他她它]们?家?[^，。]{0,3}[没未]")  # 「按期还清我们可没做到」
EITHER = re.compile("[一-鿿]还是[一-鿿]")  # 「押的是专利还是商标我记混了」
# What is told after a condition and makes it doubtful: 「规上这个，今年可能要退」
DOUBTED = re.compile(
    "(?:可能|好像|估计|说不定|怕是|恐怕|没准)[^，。]{0,5}(?:退|掉|撤|摘|过期|失效|作废|没|不|未)|不一定|还没定|说不准|拿不准|存疑"
    "|得再?[查看核问]|要?再[核查]"
)
STAYS_GIVEN = re.compile("[撤退取换解拿][^，。；]{0,2}[不没]")  # 「车撤不了」
GUESSED = re.compile(f"^{polarity.THING}{{0,3}}(?:{polarity.GUESS.pattern})")  # 「高企证好像过期了」
# 「能按专利质押那个贴息吗」: the measure is called by it, which gives way to what is told (「拿厂房抵押贷的」)
THAT_MEASURE = re.compile(
    "(?:权)?(?:[抵质]押)?(?:贷款)?(?:的)?(?:[那这][个种条项块]|贴息|政策|补贴|补助|优惠|奖励|给贴|贴利息)"
)
THAT_KIND = re.compile("的?(?:[那这]种|贴息|政策|补贴)")  # 「听说有专利那种贴息」 tells of the rule
NO_WORD = re.compile("[打计预合划核测清结盘换折推掐]算")  # 「我们打算后年进」 says of nothing that it counts as that
COUNTS_AS = re.compile("(?<![不没打计核测推掐结清])算$")
UNSURE = (
    "不清楚",
    "不知道",
    "不确定",
    "说不准",
    "不好说",
    "不太清楚",
    "没问过",
    "搞不清",
    "不懂",
    "拿不准",
    "没查",
    "闹不清",
    "不敢确定",
    "不敢肯定",
    "不敢说",
    "不敢保证",
    "记混",
    "没把握",
    "说不好",
    "吃不准",
    "不一定",
    "还没定",
    "存疑",
    "得查",
    "得核",
    "得再",
    "再核",
    "再看看",
    "得问",
    "不晓得",
    "弄不清",
)

_not_known = re.compile(f"(?:这|那|个|块|条|的|我|俺|还|也)*(?:{'|'.join(map(re.escape, UNSURE))})")
_unsure = re.compile("|".join(map(re.escape, UNSURE)) + "|忘记?了?$|(?<!登)记不清")


class Reading:
    """What one text (folded) says of all facts, in whichever way it is asked for."""

    def __init__(
        self, text: str, facts: Mapping[str, Fact], asked: str = "", in_talk: bool = False, of_them: bool = False
    ) -> None:
        self._text, self._facts, self._asked, self._in_talk, self._of_them = text, facts, asked, in_talk, of_them

    @Once
    def hits(self) -> list[Hit]:
        return catalogue_of(self._facts).hits(self._text, self._asked, self._in_talk)

    @Once
    def stated(self) -> dict[str, str]:
        """Key → value, UNCLEAR for what is said of one part among several."""
        counted = self._counted()
        return _implied({**counted, **self._settled(supposed=False)}, self._facts)

    def _counted(self) -> dict[str, str]:
        """What numbers decide; not where it is asked whether so many are still that: 「八百多人算不算中小微」."""
        text, facts = self._text, self._facts
        counted = catalogue_of(facts).counted(text)
        return {key: value for key, value in counted.items() if not asks_if_it_is(text, _called(facts[key]))}

    @Once
    def supposed(self) -> dict[str, str]:
        """The same of what is only supposed."""
        return _implied(self._settled(supposed=True), self._facts)

    @Once
    def _cut(self) -> Sequence[Clause]:
        cut = clauses(self._text)
        return [replace(clause, theirs=False) for clause in cut] if self._of_them else cut

    @Once
    def asked_what_counts(self) -> frozenset[str]:
        """Keys of the facts of which it is asked what counts as one."""
        return frozenset(
            hit.key
            for hit in self.hits
            for one in self._cut
            if one.start <= hit.start < hit.end <= one.end and _asks_what_counts(self._text, hit, one)
        )

    @Once
    def of_parts(self) -> dict[str, str]:
        """What is stated or supposed in the clauses that speak of one part among several."""
        if not any(clause.part or clause.apart for clause in self._cut):
            return {}
        cut = [replace(one, part=False, apart=False, theirs=not (one.part or one.apart)) for one in self._cut]
        return {**self._settled(supposed=True, cut=cut), **self._settled(supposed=False, cut=cut)}

    def _settled(self, *, supposed: bool, cut: Sequence[Clause] = ()) -> dict[str, str]:
        cut = cut or self._cut
        if not self.hits or (supposed and not any(clause.supposed for clause in cut)):
            return {}
        meant: dict[str, list[Meant]] = {}
        for one in _meanings(self._text, self.hits, self._facts, supposed, cut):
            meant.setdefault(one.hit.key, []).append(one)
        facts, found = self._facts, dict[str, str]()
        for key in facts:
            if key in meant and (value := settled(self._text, meant, facts[key])):
                found[key] = UNCLEAR if value == "no" and self._is_wondered(key) else value
        return found

    def _is_wondered(self, key: str) -> bool:
        """Whether it is asked besides if what is denied in one word is so in another (「没高企证，算科技型的不」)."""
        own = [hit for hit in self.hits if hit.key == key and not THAT_MEASURE.match(self._text, hit.end)]
        begins = any(hit.entry.value == "unknown" for hit in own)  # 「展期以后还的，算按时吗」
        return any(
            (COUNTS_AS.search(self._text[: hit.start]) or (begins and hit.phrase.startswith("算")))
            and _asked(hit, self._text)
            for hit in own
        )


def read_facts(text: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Every fact stated in ``text`` (folded): {"tech_sme": "yes", "counter_guarantee": "none"}.

    Where two values of one fact are said the one said last counts: people correct themselves forwards.
    """
    return clear(Reading(text, facts))


def clear(reading: Reading) -> dict[str, str]:
    """What is stated of the whole."""
    return {key: value for key, value in reading.stated.items() if value != UNCLEAR}


def of_a_part(reading: Reading) -> frozenset[str]:
    """Keys of what is said of one part among several."""
    return frozenset(key for key, value in reading.stated.items() if value == UNCLEAR)


def read_unclear(text: str, facts: Mapping[str, Fact]) -> frozenset[str]:
    """Keys of the facts said of one part among several, which do not hold for the whole: 「50万那笔没备案」."""
    return of_a_part(Reading(text, facts))


def read_supposed(text: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """What is only supposed, to be reckoned with: 「要是没备案呢」."""
    return supposed(text, Reading(text, facts))


def supposed(text: str, reading: Reading) -> dict[str, str]:
    """The same of a text read before."""
    return {} if only_wished(text) else reading.supposed


def read_in_talk(text: str, fact: Fact, *, supposed: bool = False) -> str:
    """The value stated, or ``supposed``, of a fact the talk is about: 「那块地解押了，换成专利」; "" for none."""
    if supposed and only_wished(text):
        return ""
    reading = Reading(text, _alone(fact), in_talk=True)
    value = (reading.supposed if supposed else reading.stated).get(fact.key, "")
    return "" if value == UNCLEAR else value


def read_withdrawn(text: str, facts: Mapping[str, Fact], keys: Collection[str]) -> dict[str, str]:
    """Of the facts of these ``keys`` the values said, or supposed, to be another's, or not so after all: 「摘牌的是集团
    另一家」, 「是停牌不是摘牌」, 「厂房撤了」."""
    back: dict[str, str] = {}
    hits = [hit for hit in catalogue_of(facts).hits(text, in_talk=True) if hit.key in keys]
    for supposed in (False, True):
        _meanings(text, hits, facts, supposed, clauses(text), back)
    return back


def read_said_of_it(text: str, fact: Fact) -> str:
    """What a message that names nothing says of the fact spoken of before: 「后来补上了」, 「要是办下来了呢」;
    "" when nothing."""
    said = [text[one.start : one.end] for one in clauses(text)]
    verdicts = [verdict for one in said[:3] if (verdict := polarity.carried(SUPPOSING.sub("", one)))]
    waits = "pending" if "pending" in fact.values else ""
    found = {"yes": fact.bare_yes, "no": fact.bare_no, **dict.fromkeys(OPEN, waits)}
    return found.get(verdicts[-1], "") if verdicts else ""


def takes_back_what_was_said(text: str) -> bool:
    """「上一句作废」, 「假设撤销」."""
    return TAKEN_BACK.search(text) is not None


def mentioned(text: str, facts: Mapping[str, Fact]) -> frozenset[str]:
    """Keys of the facts one of whose words is said, whatever is said of it."""
    return catalogue_of(facts).mentioned(text)


def read_doubts(text: str, facts: Mapping[str, Fact]) -> frozenset[str]:
    """Keys of the facts of which somebody says he does not know whether they are so: 「不清楚质押登记办没办」.

    Only what is named beside 是不是 or 办没办 is meant: 「我们是科技型中小微企业，不知道能不能补」 doubts nothing.
    """
    found: set[str] = set()
    for part in PARTS.split(text) if _unsure.search(text) else ():
        if (doubt := _unsure.search(part)) is None:
            continue
        said, behind = part[: doubt.start()], part[doubt.end() :]
        said = behind if WHETHER.search(behind) else said
        if (whether := WHETHER.search(said) or EITHER.search(said)) and not NO_DOUBT.search(said):
            said = said[max(0, whether.start() - ABOUT) :]
            found |= mentioned(said, facts) | {key for key, fact in facts.items() if fact.label in said}
    return frozenset(found)


def _meanings(
    text: str,
    hits: Sequence[Hit],
    facts: Mapping[str, Fact],
    supposed: bool,
    cut: Sequence[Clause],
    back: dict[str, str] | None = None,
) -> list[Meant]:
    """What each hit says; those that are asked about, supposed or said of others are left out. ``back``: takes what is
    said to be another's or not so."""
    found = []
    for place, hit in enumerate(hits):
        at = next((i for i, one in enumerate(cut) if hit.end <= one.end), len(cut) - 1)
        clause, fact = cut[at], facts[hit.key]
        first = next((one for one in cut if hit.start < one.end), clause)
        if clause.supposed != supposed or _is_unsaid(text, hit, fact, cut, at):
            continue
        begin = max([first.start, *(one.end for one in hits[:place] if one.end <= hit.start)])
        if any(_denies_it(one, hit, fact) for one in hits[:place]):
            continue
        if _is_anothers(hit, text[hit.end : clause.end], fact):
            if back is not None:
                back[hit.key] = hit.entry.value
            continue
        behind, rest = _behind(text, hits, place, clause.end, fact.is_boolean)
        behind, rest = _of_the_list(text, hits, place, clause.end, behind, rest)
        rest = "" if supposed and polarity.THEN_NOTHING.match(rest) else rest
        alone = len(cut) > 1 and not is_cut_short(text, clause)
        value = _value(
            hit, text[min(begin, hit.start) : hit.start], rest, text[hit.start : hit.end], fact, alone, supposed
        )
        weak = value == hit.entry.value and (
            clause.asks or (value == "yes" and THAT_MEASURE.match(text, hit.end) is not None)
        )
        given_back = value == hit.entry.value and not fact.is_boolean and _is_given_back(text, cut[at + 1 :])
        not_so = value is None and _is_not_so(text[min(begin, hit.start) : hit.start], rest, fact)
        if back is not None and (given_back or not_so):
            back[hit.key] = hit.entry.value
        if value and _is_said_of_others(text, hit.start, hit.end, fact, value, cut, denied=hit.entry.value != value):
            continue
        value = _settled_in(text, hit, fact, cut[at:], behind, value)
        if value is not None and behind >= clause.end:
            value = _carried(value, text, cut[at + 1 :], behind, fact, weak)
        if value == "no" and hit.entry.value == "yes" and _names_what_follows(text[hit.start : hit.end], fact, facts):
            continue  # 「还在基础层，创新层明年才评」: a step not taken leaves open where it began
        if value and value not in fact.fine:
            value = "" if clause.apart else UNCLEAR if clause.part else value
        if value:
            found.append(Meant(hit, value, weak))
    return found


def _is_unsaid(text: str, hit: Hit, fact: Fact, cut: Sequence[Clause], at: int) -> bool:
    """Whether the words of the clause ``at`` that place among all tell nothing of the fact: they ask about it, compare,
    speak of others or of another matter, or leave it out."""
    clause = cut[at]
    said, behind = text[clause.start : clause.end], text[hit.end : clause.end]
    last = hit.end - len(hit.phrase.rpartition("…")[2])
    return bool(
        clause.theirs
        or _not_known.match(behind)
        or _is_open(said)
        or (_asked(hit, text) and not (clause.supposed and polarity.THEN_NOTHING.match(behind)))
        or (fact.is_boolean and RELATED.search(text[clause.start : hit.start]))
        or is_of_a_sum(text[clause.start : hit.end])
        or _is_another_matter(behind, fact)
        or (hit.entry.beside and not NEGATION.match(hit.phrase) and THAT_KIND.match(text, hit.end))
        or (hit.entry.value in THINGS and is_bought(text[clause.start : last], behind))
        or _is_compared(text[clause.start : last], behind)
        or LEFT_OUT.search(said)
        or _asks_what_counts(text, hit, clause)
        or asks_of_the_rule(text, cut, at)
        or is_not_told(text, hit.start, hit.end, clause)
    )


def _settled_in(text: str, hit: Hit, fact: Fact, cut: Sequence[Clause], behind: int, value: str | None) -> str | None:
    """The value, of what an office decides as its words say from there on (``cut``): granted, refused or waited for."""
    if value == "" and fact.decides and hit.entry.value == NAMED:
        return decided(text, hit.end, cut, behind)
    if value == "no" and fact.decides and waits_still(text[hit.end : cut[0].end]):
        return "pending"
    return value


def _denies_it(before: Hit, hit: Hit, fact: Fact) -> bool:
    """「没让我们押厂房」: the words that say there is none are right before a thing that there might be."""
    of_none = before.key == hit.key and not fact.is_boolean and before.entry.value == fact.bare_no
    return of_none and before.end == hit.start and NEGATION.search(before.phrase) is not None


def _is_given_back(text: str, rest: Sequence[Clause]) -> bool:
    """「那块地后来退给我们了」: what is said of the thing in the next clause takes it back."""
    then = text[rest[0].start : rest[0].end] if rest else ""
    return polarity.takes_back(then) and not STAYS_GIVEN.search(then)


def _is_not_so(before: str, behind: str, fact: Fact) -> bool:
    """Whether something is denied, or a thing said to be given no longer."""
    gone = not fact.is_boolean and (polarity.verdict(behind) == "no" or polarity.unwanted(behind))
    return (gone and not STAYS_GIVEN.search(behind)) or polarity.denied(before) != ""


def _asks_what_counts(text: str, hit: Hit, clause: Clause) -> bool:
    begin = max(clause.start, hit.start)
    return asks_what_counts(text[clause.start : clause.end], begin - clause.start, hit.end - clause.start)


def _is_compared(before: str, behind: str) -> bool:
    """「跟专利一样」: something else is likened to it."""
    return LIKENED.search(before) is not None and LIKE_IT.match(behind) is not None


def _names_what_follows(said: str, fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether the words of a fact hold those of what is so when it is."""
    followed = (one.partition("=") for one in fact.implies)
    return any(word in said for other, _, which in followed if which for word in facts[other].values[which])


def _is_another_matter(behind: str, fact: Fact) -> bool:
    """「办公楼是押给银行的」: what it is said to be for stands in the few words behind."""
    return any(0 <= behind.find(word) <= NEAR_BEHIND for word in fact.behind)


def _is_open(clause: str) -> bool:
    """「不知道备案了没有」, 「不清楚登记办没办」: whether it is so is not known, whichever way round it is put."""
    if _unsure.search(clause) is None:
        return False
    return (WHETHER.search(clause) or OR_NOT.search(clause) or EITHER.search(clause)) is not None


def _is_anothers(hit: Hit, behind: str, fact: Fact) -> bool:
    """大型企业是它的股东; where something only named is said to be another's it needs 的 (「反担保是股东签字」)."""
    named = hit.entry.value == NAMED and not fact.is_boolean
    return (OF_ANOTHER_ONE if named or not fact.is_boolean else OF_ANOTHER).match(behind) is not None


def _behind(text: str, hits: Sequence[Hit], place: int, end: int, apart: bool = True) -> tuple[int, str]:
    """Where the next hit begins, and the words from a hit to it or to the end of the clause. ``apart``: a denial right
    behind that says something of another fact says nothing of this one; of a thing (「厂房没押成」) it does."""
    hit = hits[place]
    later = [one for one in hits[place + 1 :] if one.start >= hit.end]
    later = [one for one in later if text[one.start - 1] != "嫌"]  # 「登记嫌跑路没去办」
    if not apart:
        later = [one for one in later if one.start > hit.end or not NEGATION.match(one.phrase)]
        later = [one for one in later if not DENIED_NEXT.fullmatch(text[hit.end : one.start])]
    behind = min([one.start for one in later], default=len(text))
    rest = text[hit.end : min(behind, end)]
    if behind < end and (tied := polarity.BEFORE.search(rest)):
        rest = rest[: tied.start()]
    return behind, rest


def _next(hits: Sequence[Hit], place: int, begin: int) -> Hit:
    """The hit that begins there."""
    return next(one for one in hits[place + 1 :] if one.start == begin)


def _of_the_list(text: str, hits: Sequence[Hit], place: int, end: int, behind: int, rest: str) -> tuple[int, str]:
    """What is said of all members of a list holds for each: 登记、科小证都有."""
    listed = False
    while behind < end and (
        polarity.LIST.match(rest) or (not rest and _next(hits, place, behind).key == hits[place].key)
    ):
        place = next(i for i, one in enumerate(hits) if i > place and one.start == behind)
        behind, rest = _behind(text, hits, place, end)
        listed = True
    if members := (polarity.LISTED.match(rest) or (polarity.TOGETHER.match(rest) if listed else None)):
        rest = rest[members.end() :]
    return behind, rest


def _asked(hit: Hit, text: str) -> bool:
    if is_asked_for(text, hit.start):
        return True
    before, after = text[max(0, hit.start - 8) : hit.start], text[hit.end : hit.end + 8]
    if (
        AS_YOU_SAY.search(before)
        or ASKED_BEFORE.search(before)
        or ASKED_AFTER.match(after)
        or polarity.BEFORE_ASKED.search(before)
    ):
        return True
    if A_NOT_A.match(text, hit.end - 1) or A_NOT_A.match(text, max(0, hit.start - 2)):
        return True  # 登记办没办, 算不算按期: its verb is in a question
    if (again := VERB_OR_NOT.match(after)) and again[1] in text[max(0, hit.start - 1) : hit.end]:
        return True
    last = hit.end - len(hit.phrase.rpartition("…")[2])
    if last > hit.start and in_a_question(text, last):
        return True  # 「省里那边补没补」
    if any(one.start() <= hit.start and hit.end <= one.end() for one in ALL_OR_NOT.finditer(text)):
        return True
    return polarity.BEHIND_ASKED.match(after) is not None or in_a_question(text, hit.start)


def _value(hit: Hit, before: str, behind: str, said: str, fact: Fact, alone: bool, supposed: bool) -> str | None:
    """What one hit says within its clause: a value, "" for nothing, None for what is only wished or planned.
    ``alone``: it is one clause of several; ``supposed``: then what is planned is supposed to be done."""
    wished = polarity.WISHED.search(before) is not None and not (fact.ahead and fact.wins == "no")
    if wished or ("…" in hit.phrase and PLANNED_IN_A_GAP.search(said)):
        return None
    if (
        polarity.GUESS.search(before)
        or GUESSED.match(behind)
        or (polarity.TOLD.search(before) and hit.entry.value != "no")
    ):
        return "unknown"  # who sells is believed only in what speaks against him: 「客户经理说当时押了一台磨床」
    side = hit.entry.value
    planned = not fact.ahead and not supposed and polarity.PLANNED.search(before) is not None
    denied, verdict = polarity.denied(before, behind), _verdict(behind, said, fact)
    if not verdict and not (fact.ahead or supposed) and polarity.UNDER_WAY.search(before):
        verdict = "pending"
    if side == NAMED:
        if (no := _name_denied(behind, denied, verdict, fact)) is not None:
            return no
        return _name_affirmed(before, behind, verdict, planned, fact, alone)
    if not fact.is_boolean:
        if fact.bare_no and polarity.not_even(before, behind):
            return fact.bare_no
        if polarity.stays(before, behind):
            return side
        if denied or planned or verdict in ("no", *OPEN) or polarity.unwanted(behind):
            return None
        return side
    undone = verdict == "no" and NEGATION.search(hit.phrase) is None
    if side == "yes":
        if denied or undone:
            return "no"
        return _not_yet(fact, "ahead" if planned else verdict) if planned or verdict in OPEN else "yes"
    if side != "no":
        return side
    return None if planned else _of_a_no(hit, before, denied, undone, fact)


def _verdict(behind: str, said: str, fact: Fact) -> str:
    """How what is named came out: 「备案没批」 is "no", 「备案还没下来」 "pending", which says nothing of what is ahead
    anyway; 「备案当时没来得及备」 is "no", further behind."""
    paid = PAID_OFF.search(said) is not None and not OF_THE_TOPIC.match(behind)
    verdict = polarity.verdict(said[-1:] + behind if paid else behind)
    if not verdict:
        names = (name for name in fact.names if name in said and name[-2] != "过")
        return "no" if any(polarity.left_undone(name[-2], behind) for name in names) else ""
    return "" if verdict in OPEN and fact.ahead else verdict


def _name_denied(behind: str, denied: str, verdict: str, fact: Fact) -> str | None:
    """What a bare name says where it is denied: 「没备案」 is no, 「不是备案的事」 says nothing (""); None where it is
    not denied."""
    if denied.startswith(("不", "非", "并非")) or polarity.IS_NOT.match(behind):
        return ""
    return fact.bare_no if denied or verdict == "no" or polarity.unwanted(behind) else None


def _name_affirmed(before: str, behind: str, verdict: str, planned: bool, fact: Fact, alone: bool) -> str:
    """What it says where it is not: 「研发信用贷（备案）」, 「都齐了：备案」 and 「备案批了」 are yes, a name by itself
    says nothing."""
    if before.endswith(("(", "（")) and behind.startswith((")", "）")):
        return fact.bare_yes
    if not behind and (polarity.ALL_DONE.search(before) or (fact.alone and not before and alone)):
        return fact.bare_yes
    if planned or verdict in OPEN:
        return _not_yet(fact, "ahead" if planned else verdict)
    return fact.bare_yes if verdict or polarity.DONE_BEFORE.search(before) else ""


def _of_a_no(hit: Hit, before: str, denied: str, undone: bool, fact: Fact) -> str | None:
    """What a phrase for "no" says: the contrary where it is denied itself, and only one of the two can be."""
    if denied and not polarity.forgotten(before):
        return "yes" if fact.either or NEGATION.search(hit.phrase) else None
    if undone:
        return "yes" if fact.either else None
    return "no"


def _not_yet(fact: Fact, verdict: str) -> str:
    """What is not yet so is not so, but where others have yet to decide, or the fact knows of waiting, or of what
    cannot be known before its day."""
    known = next((value for value in ("pending", "unknown") if value in fact.values), "")
    return known or ("unknown" if verdict == "pending" and fact.is_boolean else fact.bare_no)


def _carried(value: str, text: str, rest: Sequence[Clause], behind: int, fact: Fact, weak: bool) -> str:
    """What the clauses behind say of it that name nothing themselves: 还没批; 后来补上了."""
    for clause in rest[:2]:
        if clause.end > behind or clause.supposed:
            break
        said = text[clause.start : clause.end]
        if polarity.SHORT.match(said) and AMOUNT.search(text[rest[0].start : clause.start]):
            break  # 「齐鲁挂的牌，融了98万，差一点」: what falls short behind a sum is the sum
        if value == "yes" and DOUBTED.search(said):
            return "unknown"
        verdict = polarity.carried(unechoed(said) if weak else said)
        if clause.asks and (verdict == "yes" or polarity.SHORT.match(said)):
            continue  # 「没办登记，贴息能有吗」, 「按时还本付息了，还差条件不」
        if not value and polarity.unwanted(said):
            verdict = "no"
        if not verdict:
            continue
        if verdict in OPEN and (not value or weak):
            value = _not_yet(fact, verdict)
        if value == "unknown" and not polarity.turns(said):
            continue  # 「还没到期，还差十天」
        if verdict == "no" and (not value or weak or polarity.turns(said) or polarity.takes_back(said)):
            value = fact.bare_no if fact.is_boolean or not value else value
        if verdict == "yes" and fact.names and value in ("", "no"):
            value = fact.bare_yes
    return value


def _implied(stated: dict[str, str], facts: Mapping[str, Fact]) -> dict[str, str]:
    """A 科技型中小企业 is a 科技型企业 too; a large one may still be. Who came up from below is above now."""
    implied: dict[str, str] = {}
    for key, value in stated.items():
        for other, _, which in (one.partition("=") for one in facts[key].implies if value == "yes"):
            implied[other] = which or "yes"
    return {**implied, **stated}


def _called(fact: Fact) -> tuple[str, ...]:
    """Words that name what the fact is, whichever way."""
    return tuple(word for said in (*fact.values.values(), fact.answers.get("yes", ()), fact.names) for word in said)


_alone: PerObject[Fact, Mapping[str, Fact]] = PerObject(lambda fact: {fact.key: replace(fact, implies=())})


def read_alone(text: str, fact: Fact) -> str:
    """The value that ``text`` states of one fact without a question; "" for none."""
    value = Reading(text, _alone(fact)).stated.get(fact.key, "")
    return "" if value == UNCLEAR else value


def read_answer(text: str, fact: Fact, names_another: bool = False) -> str:
    """The value a reply to the question about ``fact`` gives, "" when it gives none, "unknown" for 不清楚.

    Of a long one only what it begins with, and what its clauses say of the matter, counts; these say nothing of it
    when the reply ``names_another`` fact (「没办质押登记」 does not answer what kind of firm it is).
    """
    words, bare = words_of(fact.replies), text.strip(" ,.!?，。！？~的了啊呀吧呢哈")
    if plain := words.plain(text):
        return {"yes": fact.bare_yes, "no": fact.bare_no}.get(plain, plain)
    parts = [text[one.start : one.end] for one in clauses(text)]
    if not parts:
        return ""
    brief = len(bare) <= BRIEF
    if words.is_unsure(bare if brief else parts[0]):
        return "unknown"
    own = Reading(text, _alone(fact), fact.key if brief else "").stated.get(fact.key, "")
    if own and own != UNCLEAR:
        return own
    said = _loose(text if brief else parts[0], fact) or _sounds_like(bare, fact)
    if not said and (plain := words.plain(parts[0])) and plain != "unknown":
        said = {"yes": fact.bare_yes, "no": fact.bare_no}[plain]
    if said:
        undone = said == fact.bare_yes and any(polarity.takes_back(part) for part in parts[1:3])
        return fact.bare_no if undone else said
    if names_another:
        return ""
    unsaid = [
        part for part in parts[:3] if not (COUNTED.search(part) or ASKS.search(part) or RECKONS.search(part))
    ]  # 「与你差52.61」 is about a sum, not about it
    verdicts = [polarity.carried(part) for part in unsaid] if fact.is_boolean else []
    last = next((verdict for verdict in reversed(verdicts) if verdict), polarity.opens(parts[0]))
    return {"yes": fact.bare_yes, "no": fact.bare_no, **{one: _not_yet(fact, one) for one in OPEN}}.get(last, "")


def read_loosely(text: str, fact: Fact) -> str:
    """What the clauses that only suppose something say of a fact, in the words of an answer: 「要是六号就还上了」."""
    said = [text[one.start : one.end] for one in clauses(text) if one.supposed and not one.asks]
    return next((value for one in said if (value := _loose(one, fact))), "")


def read_in_its_own_words(text: str, fact: Fact) -> str:
    """The value that a text gives a fact in words that state it, or would answer it; "" for none."""
    return read_alone(text, fact) or _loose(text, fact)


def _loose(text: str, fact: Fact) -> str:
    """An answer in words that say it only when just asked."""
    for value, phrases in fact.answers.items():
        hits = [hit for hit in find(text, phrases) if not hit.asked and not NO_WORD.match(text, max(0, hit.start - 1))]
        unlike = find(text, fact.unless) if hits else ()
        hits = [one for one in hits if not any(it.start <= one.start and one.end <= it.end for it in unlike)]
        reckons = [it.span() for it in RECKONS.finditer(text)] if hits else ()
        hits = [one for one in hits if not any(begin <= one.start and one.end <= end for begin, end in reckons)]
        hits = [one for one in hits if not _is_said_of_others(text, one.start, one.end, fact, value, clauses(text))]
        if hits and not (value == "no" and polarity.PLANNED.search(text[: hits[-1].start])):
            behind = CLAUSE_END.split(text[hits[-1].end :])[0]
            said = "" if polarity.THEN_NOTHING.search(behind) else polarity.verdict(behind)  # 「大型企业就没戏了吧」
            before = CLAUSE_END.split(text[: hits[-1].start])[-1]
            negated = hits[-1].negated or polarity.denied(before) != ""
            negated = negated or (said in ("no", *OPEN) and not NEGATION.search(hits[-1].phrase))
            if negated and not fact.is_boolean:
                continue
            return OPPOSITE.get(value, "") if negated else value
    return ""


def _is_said_of_others(
    text: str, start: int, end: int, fact: Fact, value: str, cut: Sequence[Clause], denied: bool = False
) -> bool:
    """Whether the words from ``start`` to ``end`` say it of something else than what the talk is about."""
    at = next((i for i, one in enumerate(cut) if end <= one.end), len(cut) - 1)
    behind = [text[one.start : one.end] for one in cut[at + 1 : at + 2]]
    if not fact.is_boolean and any(map(untouched, behind)):
        return True
    before, said, rest = text[cut[at].start : start], text[start:end], text[end : cut[at].end]
    return is_of_others(before, said, rest, fact, value, denied, "".join(behind))


def _sounds_like(bare: str, fact: Fact) -> str:
    """「专力」 for 「专利」: a few characters that sound like one of the answers from end to end."""
    heard = sound(bare) if 2 <= len(bare) <= FEW else ()
    return next((v for v, phrases in fact.answers.items() for p in phrases if heard and sound(p) == heard), "")
