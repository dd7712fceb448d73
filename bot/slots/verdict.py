"""Which role a figure has, by the words around it and by what is heard: a list of rules, the first that speaks wins."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.hearing import Scores, Setting, Value
from bot.nlu.repeats import TEN_THOUSAND, is_left_beside, is_of_the_size_of_the_sum, is_shown, repeated
from bot.records import record
from bot.slots.roles import DATED, IDLE, NEAR, POLICY_KEY, TOUCHING, Placed
from bot.slots.sureness import (
    ADDED,
    ALMOST,
    BY_WORD,
    CLEAR,
    HEARSAY,
    LIKELY,
    MENDED,
    NEARLY,
    NOUGHTS,
    OPENING,
    OUTVOTED,
    PLAIN,
    RATHER,
    SURE,
    SURER,
    UNHEARD,
    YEARS,
)
from knowledge.records.model import Measure


@record(frozen=True, slots=True)
class Case:
    """One figure to be judged among the ``figures`` of its message. ``words``: what words say that it is; ``scores``:
    what is heard of the roles that it can have; ``best``: the one heard most surely, "" where nothing is heard."""

    figure: Figure
    figures: Sequence[Figure]
    words: Placed | None
    scores: Scores
    best: str
    setting: Setting

    @property
    def announced(self) -> bool:
        """Whether a word says what it is, and not only its unit."""
        return self.words is not None and self.words.announced

    @property
    def input_said(self) -> Placed | None:
        """What words say that it is, where that is an input."""
        return self.words if self.words is not None and self.words.is_input else None

    @property
    def nearness(self) -> float:
        """How near the word that announces it is; 0 where none does."""
        return self.words.score if self.words is not None and self.words.announced else 0.0

    @property
    def is_idle(self) -> bool:
        """Whether it sounds most like something that fills nothing."""
        return self.best in IDLE

    @property
    def idly(self) -> float:
        """How surely the likeliest role is heard that fills nothing."""
        return max((score for role, score in self.scores.items() if role in IDLE), default=0.0)

    @property
    def begins(self) -> bool:
        """Whether the talk begins with the message: nothing stands and nothing was asked."""
        return not self.setting.stands and not self.setting.asked

    @property
    def is_alone(self) -> bool:
        """Whether the figure is the only one of its kind."""
        return all(one is self.figure or one.kind != self.figure.kind for one in self.figures)

    @property
    def is_the_only_sum(self) -> bool:
        """Whether no other figure is a sum, with its unit or without (「两万以外又补五千」); a count is none."""
        others = [one for one in self.figures if one is not self.figure]
        return not any(one.kind == "money" or (one.kind == "number" and one.unit_missing) for one in others)

    @property
    def is_corrected(self) -> bool:
        """Whether the message corrects something, and only this figure can be it; 今年 in 「3万是今年领的」 is not."""
        if not self.setting.corrects or not self.is_alone:
            return False
        return not (self.figure.kind == "date" and len(str(self.figure.value)) == len("2025") and len(self.figures) > 1)

    def heard_as(self, key: str) -> Placed:
        """The figure as that input, because it was heard to be it."""
        return Placed(self.figure, key, True, NEAR, True)


Verdict = Placed | str | None  # a role; why it is set aside, "" where it says nothing by itself; None: not decided


def judged(case: Case) -> Placed | str:
    """The figure with its role, or why it is set aside; "" where it says nothing by itself (a day passing by)."""
    for rule in RULES:
        verdict = rule(case)
        if verdict is not None:
            return verdict
    return case.words or "unclear"


def _nothing_heard(case: Case) -> Verdict:
    """Where nobody listens the words decide."""
    return None if case.scores else case.words or ""


def _only_the_year(case: Case) -> Verdict:
    """「今年贷了两笔，2月放的200万，7月放的500万」: the year in which the other days lie is none of its own."""
    year = str(case.figure.value)
    if case.figure.kind != "date" or len(year) != len("2025"):
        return None
    within = (str(one.value) for one in case.figures if one.kind == "date" and one is not case.figure)
    return "" if any(day.startswith(year) and len(day) > len(year) for day in within) else None


def _added(case: Case) -> Verdict:
    """「再加100万」 beside 100万 repeats nothing."""
    said = case.input_said
    adds = said and case.setting.adds and case.is_alone and case.is_the_only_sum
    if not (adds and said):
        return None
    own = case.scores.get(said.key, 0.0)
    if not case.announced and case.best in case.setting.stands and case.scores[case.best] - own >= ADDED:
        return case.heard_as(case.best)  # 「再加一笔100万」, where the share that a patent secures was told last
    return said if case.scores.get("other", 0.0) - own < ADDED else None


def _the_sum_shown(case: Case) -> Verdict:
    """「6.7万是怎么来的」 after 67,000: the result, not a value, unless it is put in the place of one."""
    if case.announced and case.input_said and not case.is_idle and not _is_rather_shown(case, case.input_said):
        return None
    if not is_shown(case.figure, case.setting.shown):
        return None
    return case.words if case.words and _is_put_for(case, case.words) else "result"


def _some_times_the_sum(case: Case) -> Verdict:
    """「不该按年补吗，3万2」 after 16,000 over two years: what it would come to, which no word calls an input."""
    if case.announced or case.setting.changes or not case.setting.shown or case.figure.kind != "money":
        return None
    times = {case.setting.shown * years for years in range(2, YEARS + 1)}
    said = case.input_said
    stands = case.setting.stands.get(said.key) if said else None
    value = case.figure.value
    far = isinstance(stands, Decimal) and isinstance(value, Decimal) and stands > value * NOUGHTS
    return "guess" if value in times and far else None


def _worked_out_from_it(case: Case) -> Verdict:
    """「那我们是不是就剩195万要还」 of 300万 after 105万: what somebody works out from the result, unless it is put in
    the place of a value."""
    said, measure = case.input_said, case.setting.measure
    beside = said is not None and measure is not None and said.key != measure.main
    told = any(is_shown(one, case.setting.shown) for one in case.figures)  # 「200万加70万，270万都算我头上」
    plain = said is not None and case.scores.get(said.key, 0.0) >= PLAIN and not told
    if (beside or plain) and said and case.announced and case.best == said.key and not case.setting.asks:
        return None  # 「担保费总共8万」 of 9万 after 1万: a word says what it is, and it sounds so
    return "guess" if not case.setting.changes and is_left_beside(case.figure, case.setting) else None


def _slip(case: Case) -> Verdict:
    """「少说了个零」 「三千万」: the only sum of a message, with a nought more or less than what it would replace."""
    said = case.input_said
    if said is None or case.best == "guess" or case.setting.asks:
        return None
    stands = case.setting.stands.get(said.key)
    slips = stands is not None and case.is_alone and _is_a_nought_off(case.figure, stands)
    return said if slips else None


def _as_it_stood(case: Case) -> Verdict:
    """The value before the last change is said again: 「还是维持千分之五」, not 「这两年生意不好做」."""
    keys = repeated(case.figure, replace(case.setting, stands=case.setting.stood)) if case.setting.stood else []
    if len(keys) != 1 or case.setting.asks or repeated(case.figure, case.setting):
        return None
    others = [one for one in case.figures if one is not case.figure and one.kind == case.figure.kind]
    if not all(keys[0] in repeated(one, case.setting) for one in others):
        return None  # 「还是按三成吧，五成是瞎说的」 says again what stood and what stands
    rather = max(case.idly, case.scores[case.best] if case.scores else 0.0)  # 「就是9月10号放的」 is no day it was due
    return case.heard_as(keys[0]) if rather - case.scores.get(keys[0], 0.0) < RATHER else None


def _answer(case: Case) -> Verdict:
    """What answers the question is what was asked for, unless a word says that it is something else."""
    asked = case.setting.asked
    if not case.setting.answers or asked not in case.scores or case.best == "guess":
        return None
    otherwise = case.announced and case.words and case.words.key != asked
    nearly = case.scores[case.best] - case.scores[asked] < NEARLY
    return case.heard_as(asked) if nearly and not otherwise else None


def _the_documents_own(case: Case) -> Verdict:
    """「确定是35不是30？」: a bare number is one of the document's percentages."""
    if case.nearness >= NEAR or case.setting.asked in case.scores:
        return None
    return "policy" if _is_percent_of_the_document(case.figure, case.setting.measure) else None


def _said_again(case: Case) -> Verdict:
    """A figure that stands already is spoken of, whatever else it could be, unless a word says that it is another
    input as well."""
    stands = repeated(case.figure, case.setting)
    by_word = case.input_said if case.nearness >= BY_WORD else None
    if not stands or (by_word and by_word.key not in stands):
        return None
    if case.setting.corrects and not case.is_alone and case.scores.get("old", 0.0) + NEARLY >= case.scores[case.best]:
        return "old"  # beside what is put in its place
    setting = case.setting
    beside = any(is_shown(one, setting.shown) for one in case.figures if one is not case.figure)
    if beside and setting.asks and not setting.changes:
        return "other"  # 「200万加70万，270万都算我头上？」 after 70万
    return case.best if case.is_idle else case.heard_as(max(stands, key=lambda key: case.scores.get(key, 0.0)))


def _asked_about(case: Case) -> Verdict:
    """A question about what stands does not change it: 「贷款500万的话呢」 may, 「贷款能不能到500万」 does not."""
    said = case.input_said
    if not said or not case.announced or not case.setting.asks or case.setting.changes:
        return None
    if said.key not in case.setting.stands:
        return None
    return case.best if case.is_idle else "other"


def _is_no_number_of_the_document(case: Case) -> bool:
    """「经办说能给9万」: called as the document's numbers are, of which it is none."""
    said, measure = case.words, case.setting.measure
    own = {one.value for one in measure.figures} if measure else set()
    return said is not None and said.key == POLICY_KEY and case.figure.kind == "money" and case.figure.value not in own


def _by_its_word(case: Case) -> Verdict:
    """A figure with a word of its own is that, unless the listener is much surer of another role; what never stood is
    no old value: 「记错了，3万是今年领的」."""
    words = case.words
    if words is None or not words.announced:
        return None
    if case.best == "old" and case.is_alone:
        return words
    if case.best and case.best == case.setting.asked and _is_no_number_of_the_document(case):
        return case.heard_as(case.best)
    return _against_words(case, words, _margin(case, words))


def _the_only_span(case: Case) -> Verdict:
    """「贷款240万 2024-12-03到2025-07-20」: at the beginning, the only days of a loan are the first and the last."""
    days, measure = case.figure.value, case.setting.measure
    if case.words or case.figure.kind != "date" or not isinstance(days, tuple) or measure is None:
        return None
    start, whole = measure.key_of("start"), all(len(str(day)) == len("2025-07-20") for day in days)
    return case.heard_as(start) if start and whole and case.begins and case.is_alone else None


def _the_span_of_the_loan(case: Case) -> Verdict:
    """「看了合同，2024年7月5日到2025年9月20日」 where a loan stands: the only days, both whole, are its first and
    last, unless a word says what else they are."""
    days, measure = case.figure.value, case.setting.measure
    if case.figure.kind != "date" or not isinstance(days, tuple) or measure is None or case.setting.asks:
        return None
    start, end = measure.key_of("start"), measure.key_of("end")
    whole = all(len(str(day)) == len("2025-07-20") for day in days) and not case.figure.span
    if not (start and end and whole and case.is_alone) or measure.main not in case.setting.stands:
        return None
    if case.words is not None and case.words.key not in (start, end):
        return None
    if case.scores.get("other", 0.0) >= PLAIN:
        return None
    return case.heard_as(start) if case.scores.get(start, 0.0) >= LIKELY else None


def _each_before_its_sum(case: Case) -> Verdict:
    """「1月8号500万，6月10号400万」: days that stand right before the sums of a list are those on which each began."""
    measure, figure = case.setting.measure, case.figure
    if case.announced or figure.kind != "date" or measure is None or not case.begins:
        return None
    days = [one for one in case.figures if one.kind == "date" and len(str(one.value)) == len("2025-01-08")]
    sums = {one.start for one in case.figures if one.kind == "money"}
    start = measure.key_of("start")
    row = start and len(days) > 1 and figure in days and all(one.end in sums for one in days)
    return case.heard_as(start) if row else None


def _like_the_sum(case: Case) -> Verdict:
    """「不是应该8万吗」 after a result of 6.7万, and nothing near it stands: what somebody thinks it comes to."""
    if case.setting.asked in case.scores or not is_of_the_size_of_the_sum(case.figure, case.setting):
        return None
    return case.best if case.is_idle else "guess"


def _another_sum_asked_about(case: Case) -> Verdict:
    """「800万不行吗」 after a result: a sum without a word for it takes no other's place by being asked about."""
    setting = case.setting
    replaces = case.figure.kind == "money" and setting.shown is not None and case.best in setting.stands
    return "guess" if replaces and setting.asks and not setting.changes else None


def _the_only_one_corrected(case: Case) -> Verdict:
    """A correction that sounds like nothing, without a word, is of the one sum of its size: 「不对，是350万」."""
    if case.words or case.scores[case.best] >= SURE or not case.is_corrected:
        return None
    only = _only_sum_like(case.figure, case.setting)
    return case.heard_as(only) if only else None


def _the_last_corrected(case: Case) -> Verdict:
    """What is corrected without a word for it is what was said last; 「跟你差9000」 corrects nothing."""
    said = case.input_said
    if said is None or not case.is_corrected or (case.is_idle and case.scores[case.best] >= PLAIN + ALMOST):
        return None
    if case.is_idle and case.scores[case.best] - case.scores.get(said.key, 0.0) >= RATHER:
        return None  # 「代偿那300万后来没批」 puts nothing for 900万
    return said if _could_be(case.figure, said, case.setting) else None


def _hardly_another_matter(case: Case) -> Verdict:
    """Where the message changes something, an input that is heard almost as surely as another matter goes before it."""
    if case.best not in ("other", "policy") or not case.setting.changes or not case.setting.stands:
        return None
    scores = case.scores
    told = max((role for role in scores if role not in IDLE), key=lambda role: scores[role], default="")
    least = SURE if case.is_alone and case.setting.corrects and told in case.setting.parted else PLAIN - ALMOST
    plain = told and scores[told] >= least and scores[case.best] - scores[told] <= ALMOST
    return case.heard_as(told) if plain else None


def _idle(case: Case) -> Verdict:
    """It fills nothing; in an opening message, where it can be something, that must be heard surely."""
    if not case.is_idle:
        return None
    return "unclear" if case.begins and case.words and case.scores[case.best] < SURE + OPENING else case.best


def _would_overwrite(case: Case) -> Verdict:
    """Nothing overwrites what stands because it came last: the message must change something, or the role be plain."""
    setting, score = case.setting, case.scores[case.best]
    if case.best not in setting.stands or case.best == setting.asked or setting.changes:
        return None
    if score >= PLAIN and score - case.idly >= RATHER:
        return None
    moves = setting.moves >= SURE and not setting.asks and score - case.scores.get("other", 0.0) >= LIKELY
    return None if moves or _is_a_nought_off(case.figure, setting.stands[case.best]) else "unclear"


def _heard_as_said(case: Case) -> Verdict:
    """Words and the listener agree; in a question what is nearly a guess is no value, least of all in place of the
    answer: 「凭什么不能按35万给一半」."""
    if not case.words or case.words.key != case.best:
        return None
    setting = case.setting
    margin = SURER if case.best == setting.asked else ALMOST
    doubtful = setting.asks and not case.begins and case.scores[case.best] - case.idly < margin
    return "unclear" if doubtful else case.words


def _surely_heard(case: Case) -> Verdict:
    """Without a word, what is heard surely enough; a sum that people name is hardly said so to begin with."""
    score = case.scores[case.best]
    enough = OPENING if case.begins and needs_a_word(case.best, case.setting.measure) else SURE
    return Placed(case.figure, case.best, True, NEAR, score >= PLAIN) if score >= enough else None


def _unheard_in_its_place(case: Case) -> Verdict:
    """What only its unit makes an input that stands does not replace it."""
    setting, words = case.setting, case.words
    if words is None or setting.changes:
        return None
    return "unclear" if words.key in setting.stands and words.key != setting.asked else None


RULES: tuple[Callable[[Case], Verdict], ...] = (
    _only_the_year,
    _nothing_heard,
    _added,
    _the_sum_shown,
    _some_times_the_sum,
    _worked_out_from_it,
    _slip,
    _as_it_stood,
    _answer,
    _the_documents_own,
    _said_again,
    _asked_about,
    _the_span_of_the_loan,
    _by_its_word,  # behind it no word announces the figure
    _the_only_span,
    _each_before_its_sum,
    _like_the_sum,
    _another_sum_asked_about,
    _the_only_one_corrected,
    _the_last_corrected,
    _hardly_another_matter,
    _idle,  # behind it the figure sounds most like an input
    _would_overwrite,
    _heard_as_said,
    _surely_heard,
    _unheard_in_its_place,
)


def needs_a_word(role: str, measure: Measure | None) -> bool:
    """Whether it is a sum that a figure is only by a word for it (a subsidy received, not the loan)."""
    record = measure.input(role) if measure else None
    return record is not None and record.unit == "yuan" and not record.default


def _margin(case: Case, words: Placed) -> float:
    """By how much another role must be surer than the one announced."""
    if case.figure.kind != "date":
        return OPENING if case.begins else OUTVOTED
    other = case.best == "other"
    margin = OPENING if case.begins else MENDED if other and _mends_a_day(case, words) else OUTVOTED
    beside = words.is_input and words.score >= NEAR and _is_whole(case.figure)
    return max(margin, UNHEARD) if beside and other else margin


def _mends_a_day(case: Case, words: Placed) -> bool:
    """Whether it is put for a day that stands; 「昨天拿到证了」 is no day of it."""
    dated = DATED.search(case.figure.text) is not None
    return dated and not case.setting.asks and words.key in case.setting.stands and case.is_alone


def _against_words(case: Case, words: Placed, margin: float) -> Placed | str:
    """An announced role stands unless the listener is much surer of another."""
    scores, best = case.scores, case.best
    if not words.is_input and best in ("other", "part"):
        return words  # no input either way, and the word says what it is
    if case.is_idle and words.is_input and words.key not in scores and _is_hearsay(words, scores[best]):
        return best
    margin = _against(case, words, margin)
    if best == words.key or scores[best] - scores.get(words.key, 0.0) < margin:
        return words
    return best if case.is_idle else replace(words, key=best, is_input=True)


def _is_hearsay(words: Placed, score: float) -> bool:
    """Whether the listener is believed of an input that nobody taught it: the word does not touch the figure."""
    return score >= HEARSAY and words.score < TOUCHING


def _against(case: Case, words: Placed, margin: float) -> float:
    """The margin where the word is right beside the figure, or nobody taught the listener what it says."""
    beside = words.score >= NEAR
    if beside and words.key not in case.scores and words.key not in IDLE:
        return max(margin, UNHEARD)
    measure = case.setting.measure
    if beside and measure is not None and words.key == measure.key_of("part"):
        if case.best == measure.main and case.scores[case.best] >= OPENING:
            return max(margin, MENDED - ALMOST)  # 「再拿专利押个两百万」
        return max(margin, CLEAR)  # hardly anybody says which part of a loan it is, but in these words
    if words.is_input and case.best == "other" and margin == OPENING and words.score > NEAR + 1:
        return CLEAR
    if beside and not words.is_input and not case.is_idle:
        return max(margin, UNHEARD)
    if beside and words.is_input and case.best == "other" and not case.begins and case.figure.kind == "money":
        return max(margin, ALMOST)  # 「下半年又领了2万」
    return margin


def _is_put_for(case: Case, words: Placed) -> bool:
    """「那要是260万呢」 after a result of 259万: another value for what was said, only nearly the sum shown."""
    figure, setting = case.figure, case.setting
    exactly = isinstance(figure.value, Decimal) and setting.shown in (figure.value, figure.value * TEN_THOUSAND)
    fills = words.is_input and setting.corrects and not exactly
    return fills and case.is_alone and _could_be(figure, words, setting)


def _is_rather_shown(case: Case, said: Placed) -> bool:
    """「贷款那笔还是三万一吧」 after 31,000 for 250万: exactly the sum shown, of quite another size than what stands,
    and no word right beside it says that it is that."""
    stands, value, setting = case.setting.stands.get(said.key), case.figure.value, case.setting
    if (
        said.score >= NEAR
        or value != setting.shown
        or not isinstance(stands, Decimal)
        or not isinstance(value, Decimal)
    ):
        return False
    return value > 0 and stands > 0 and max(stands, value) / min(stands, value) > NOUGHTS


def _is_a_nought_off(figure: Figure, stands: Value) -> bool:
    """Whether it is what stands with a nought more or less: a slip that is mended, whatever words do it."""
    if figure.kind != "money" or not isinstance(figure.value, Decimal) or not isinstance(stands, Decimal):
        return False
    return not figure.unit_missing and figure.value in (stands * 10, stands / 10)


def _is_percent_of_the_document(figure: Figure, measure: Measure | None) -> bool:
    if measure is None or figure.kind != "number" or not isinstance(figure.value, Decimal):
        return False
    return any(figure.value == one.value * 100 for one in measure.figures if one.unit == "ratio")


def _is_whole(figure: Figure) -> bool:
    """Whether a date is said with its year, month and day."""
    return isinstance(figure.value, str) and len(figure.value) == len("2025-01-01") and not figure.assumed


def _only_sum_like(figure: Figure, setting: Setting) -> str:
    """The one sum that stands, where the figure, which sounds like nothing, is of its size; "" for none."""
    if figure.kind != "money" or figure.unit_missing:
        return ""
    records = {one.key: one for one in setting.measure.inputs} if setting.measure else {}
    sums = [key for key in setting.stands if key in records and records[key].unit == "yuan"]
    return sums[0] if len(sums) == 1 and _is_like(figure.value, setting.stands[sums[0]]) else ""


def _is_like(said: object, stands: Value) -> bool:
    """Whether one is not many times the other, as a slip of a nought would make it."""
    if not isinstance(said, Decimal) or not isinstance(stands, Decimal) or not said or stands <= 0:
        return False
    return max(stands, said) / min(stands, said) <= NOUGHTS


def _could_be(figure: Figure, words: Placed, setting: Setting) -> bool:
    """Whether a sum may have been meant where another stands: a nought too many, but not 4万 for 500万 where the
    measure has other sums."""
    before, said = setting.stands.get(words.key), figure.value
    if setting.measure and sum(record.unit == "yuan" for record in setting.measure.inputs) == 1:
        return True
    if not isinstance(before, Decimal) or not isinstance(said, Decimal):
        return True
    if figure.kind != "money" or figure.unit_missing or not (before and said):
        return True
    return max(before, said) / min(before, said) <= NOUGHTS
