"""Figures that stand in the place of another: of one that the message takes back, or of a value of the talk."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.repeats import is_of_the_size_of_the_sum, of_policy, repeated
from bot.slots.apart import LOANS, NOT_COUNTED
from bot.slots.items import is_one_of_several
from bot.slots.parts import keys_of
from bot.slots.reading import Reading
from bot.slots.retold import said_otherwise
from bot.slots.roles import IDLE, NEAR, POLICY_KEY, Placed
from bot.slots.voided import instead

YEARLY = re.compile("(?:全年|整年|一年|年度)[^，。；0-9]{0,6}$")
CHANGED_TO = re.compile(
    "(?:改成|改为|改到|调成|调整为|变成|换成|变为|核定为|减为|降为|(?:减|降|压|谈|涨|升|提|调)(?:到|成))[^，。；0-9]{0,2}$"
)
SETTLED = re.compile("(?:就|还是|仍旧?|仍然)(?:[按用以取算走]|原来的?)*$")  # 「不换了，还是2.8%」
BY_THIS = re.compile("[，,]?(?:那|就)?[按照用](?:这个|它)")  # 「那边报价3.4%，按这个呢」
BY_IT, RECKON = re.compile("[按照以]$"), re.compile("(?:来|算|走|办|为准)(?!的|利息|息|费)")  # 「按9个月算」
NO_MORE = re.compile("只(?:肯|给|让|准|能|同意|答应|愿意?|敢)[^，。；0-9]{0,4}$")  # 「银行只肯做五年」
# 「银行最后只肯给350万」, 「他说干脆贷500万」: what a bank makes of the sum, or its boss
GRANTED = re.compile(
    "(?:只|就|才|最多|顶多|干脆|索性|直接)(?:肯|给|让|准|能|同意|答应|愿意?|敢|想|要)*(?:给|批|放|贷|借|担|保|做|出|投|掏|认|募|融)(?:给|到|了|下来)?$"
)
# 「最多给220万」, said by whoever decides it: 「券商说」, 「银行讲了」
AT_MOST = re.compile(
    "(?:最多|顶多|撑死|充其量|至多|最高|也就|只能?|才|就|能有)(?:也|就|只|能|可以?|给|有|到|是|个)*[^，。；0-9一二两三四五六七八九十]{0,4}$"
)
OF_THE_GRANT = re.compile("[元块]?(?:钱)?的?(?:贴息|补贴|补助|补偿|奖)")
WHO_DECIDES = re.compile(
    "(?:行|社|商|司|方|部|家|投资人|股东|老板|经理|客户|主任|人家|信贷员?|审批|上头|他们?|评审|授信)[^，。；0-9]{0,6}"
    "(?:[说讲回道批定审核]|答复|通知|[，,:： ])|(?:额度|授信)[^，。；0-9]{0,6}$"
)
BY_NOW = re.compile(
    "(?:现在|后来|这[回次下]|今天|昨天|刚才?|结果|果然|最后|真|终于|到底)[^，。；0-9]{0,6}"
    "(?:出|有|坏|融|补|批|给|到|产生|发生|成|变|拿|收)[^，。；0-9]{0,3}$"
)
# 「融不了2000万，也就1500万」, 「650万批不下来，还是380万」: the sum that stands cannot be had
CANNOT = re.compile("(?:不(?:了|到|够|下来?|足|成|出)|没法|不能|不让|不给|不肯)[^，。；0-9]{0,6}$")
CANNOT_BEHIND = re.compile(
    "[元块]?[^，。；0-9]{0,4}(?:不(?:了|到|够|下来|成|行|出|给|肯|让)|没(?:批|谈|融|贷|担|放|过|成|到))"
)

# 「已还的35万，对账后应为53万」, 「还的其实是60万」: what a sum was taken off for is said anew
SHOULD_BE = re.compile(
    "[^0-9，。；]{0,4}[说报写记打填算看抄][多少高低大小错]了?[，,、 ]*[^0-9，。；]{0,4}"
    "(?:应该?|实际上?|其实|真正|只|才)?(?:是|有|为)[^0-9，。；]{0,2}"
    "|[^0-9，。；]{0,4}[，,]?[^0-9，。；]{0,8}(?:应该?[是为]|[改更]正?[成为]|实际上?[是为]|其实[是为])[^0-9，。；]{0,2}$"
)
BACK_IS = re.compile(
    "(?:还|收|追|回)(?:了|过|掉|上|来|回来?)*的(?:本金|钱|款|部分|那?笔?钱?)?[，,]?[^0-9，。；]{0,6}?"
    "(?:应该?[是为]?|[改更]正?[成为]|实际上?[是为]?|其实[是为]?|不止|只有)[^0-9，。；]{0,3}$"
)

# 「收回的少记了一笔，总共收回40万」
TOLD_WRONG = re.compile("(?:[说报写记打填算看抄][多少高低大小错漏]|[多少漏错][说报写记打填算看抄])了?[，,、 ]")
CAME_BACK = re.compile("(?:还|收|追|回)(?:了|过|掉|上|来|回来?)*$")

# 「银行那块是180万」: what does not count of the whole is said anew
OFF_IS = re.compile(
    "(?:(?:行|贷款?|借款?|借的|垫的)(?:的|来的|出的)?(?:那|这)?一?(?:块|部分|笔|头|边)?|(?:不算|扣掉?|刨掉?|剔掉?|去掉|混)[^，。；0-9]{0,4}的?)"
    "(?:其实|实际上?|应该|原来|得|到底)?(?:是|有|为|不止|只有)$"
)
# 「那30万没算在120万里」: what was taken off the whole is none of it
OUTSIDE, INSIDE = (
    re.compile("(?:不|没有?|未)(?:算|含|包[括含]|[记计])?(?:在|进|到|入)[^，。；0-9]{0,3}$"),
    re.compile("整?(?:[里内]|之内|当中)"),
)

WANTING = re.compile(
    "(?:期|的|也|是|还|有点|未免|确实|实在)*(?:太|不够|嫌|不合适|划不来|不划算|没意思|没啥|来不及|偏)[^。；]*$"
)
PAID_OUT_AT = re.compile(
    "(?:放款|放贷|发放|下款|提款|起息)[^，。；0-9到还]{0,4}(?:推迟|延后|延迟|提前|改|挪|拖|定|顺延)[到在至为成]{0,2}$"
)
FOR_ALL = re.compile("[^，。；0-9]{0,3}(?:一共|总共|合计|共|加起来|总计|拢共|统共)[^，。；0-9]{0,6}")
ALTOGETHER = re.compile("(?:一共|总共|合计|共|加起来|总计|拢共|统共)[^，。；0-9一二两三四五六七八九十]{0,6}$")
LIKE_IT = Decimal(5)  # times a sum that one put for it is at most
EXACTLY = re.compile(
    "^(?:哦|噢|嗯|啊|对|是|那|就|应该|后来|谈到|现在|改|成|到|按)*(?:正好|刚好|恰好|整整|就|是)*|(?:整|吧|呢|啊|了|哈|的|。|！)+$"
)
Known = dict[int, Placed]  # begin of a figure → its role; each step below puts its own in
Repeats = Sequence[tuple[Figure, str]]  # the sums that are of the value of one that stands, and of which


def in_place(reading: Reading, spoken: Sequence[Placed], back: Mapping[int, int]) -> list[Placed]:
    """A figure in the place of one that was taken back (``back``: begin of the old → begin of the new) is what that one
    was, unless words say otherwise: 「贷款五百万，不对，三百五十万」."""
    own = {one.figure.start: one for one in [*reading.by_words, *spoken] if one.is_input}
    announced = {one.figure.start for one in reading.by_words if one.announced and one.is_input}
    found = {one.figure.start: one for one in spoken}
    for figure in reading.figures if back else ():
        old = next((before for before, after in back.items() if after == figure.start), None)
        if old in own and own[old].figure.value == figure.value:
            continue  # 「60万是保费…不对，60万是保额的零头」: not the number is taken back, but what it was
        if old in own and figure.start not in announced:
            told = own[old].announced or is_one_of_several(reading.text, own[old].figure)
            found[figure.start] = replace(own[old], figure=figure, announced=told)
            row = reading.series.figures if figure.start in reading.series.starts else ()
            found |= {one.start: replace(own[old], figure=one, announced=True) for one in row}
    return [found[start] for start in sorted(found)]


def standing_for(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the figures that stand in the place of a value of the talk: one given instead of a denied value
    (「是7万不是3.2万」), and the only rate of a correction where but one rate is known."""
    known = {one.figure.start: one for one in spoken}
    sums = [one for one in reading.figures if one.kind == "money" or (one.kind == "number" and one.unit_missing)]
    repeats = [(one, keys[0]) for one in sums if len(keys := repeated(one, reading.setting)) == 1]
    _instead_of_denied(reading, known)
    _called_otherwise(reading, known, sums, repeats)
    _for_all_the_years(reading, known, sums)
    _comes_to(reading, known, sums)
    _fee_anew(reading, known, sums)
    _instead_of_nothing(reading, known, sums)
    _lent_instead(reading, known, sums)
    _granted(reading, known, sums)
    _paid_out_later(reading, known)
    _changed_sums(reading, known, sums, _for_a_year(reading, known, sums, repeats))
    _operand_anew(reading, known, sums)
    _whole_again(reading, known, sums)
    _changed_rate_or_term(reading, known)
    _wanted(reading, known, sums)
    _the_only_rate(reading, known)
    _not_what_is_complained_of(reading, known)
    return [known[start] for start in sorted(known)]


def of_the_part(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the figures that are given in the place of one of the part that is called: 「第二笔不是90，是190」."""
    part = reading.part
    if not part:
        return list(spoken)
    by_start, found = {one.start: one for one in reading.figures}, {one.figure.start: one for one in spoken}
    for old, new in instead(reading.text, reading.figures).items():
        keys = keys_of(by_start[old], part, reading.measure)
        if len(keys) == 1 and not _is_announced(found, new):
            _put(found, by_start[new], keys[0])
    return [found[start] for start in sorted(found)]


def _put(known: Known, figure: Figure, key: str, is_input: bool = True) -> None:
    known[figure.start] = Placed(figure, key, is_input, 1.0, True)


def _is_announced(known: Known, start: int) -> bool:
    return start in known and known[start].announced


def _is_named_from_afar(one: Placed) -> bool:
    """Whether a word for another matter stands only somewhere before it: 「查了流水，领的是8万2」."""
    return not one.is_input and one.score < NEAR


def _instead_of_denied(reading: Reading, known: Known) -> None:
    """「是7万不是3.2万」, where 3.2万 stands: 7万 is what that was, an input or what one was worked out of."""
    by_start, worked_of = {one.start: one for one in reading.figures}, _worked_of(reading)
    named = {one.figure.start for one in reading.by_words if one.announced}  # others are only heard to be what they are
    for old, new in instead(reading.text, reading.figures).items():
        if new in named and _is_announced(known, new) and not _is_named_from_afar(known[new]):
            continue
        keys = repeated(by_start[old], reading.setting)
        if len(keys) == 1:
            _put(known, by_start[new], keys[0])
        elif not keys and (key := worked_of.get(by_start[old].value)):
            _put(known, by_start[new], key, is_input=False)


def _worked_of(reading: Reading) -> dict[object, str]:
    """The figures that are no inputs, but of which one was worked out, by their values."""
    rows = [row for row in reading.measure.derivations if row.op in ("product", "difference", "recovered")]
    keys = dict.fromkeys(key for row in rows for key in row.sources if key in reading.before)
    keys |= {key: None for key in (NOT_COUNTED, *sorted(LOANS)) if key in reading.before}
    return {reading.before[key].value: key for key in keys}


def _called_otherwise(reading: Reading, known: Known, sums: Sequence[Figure], repeats: Repeats) -> None:
    """「20万是我们付的利息，300万才是」, where 20万 stands as the principal: the one is the interest, and the other
    sum takes its place."""
    if not repeats:
        return
    otherwise = said_otherwise(reading)
    for one, _ in repeats:
        rather = otherwise.get(one.start)
        if rather is None or rather.figure is not one:
            continue
        known[one.start] = rather
        rest = [other for other in sums if other is not one]
        taken = known.get(rest[0].start) if len(rest) == 1 else None
        if len(rest) == 1 and (taken is None or not taken.announced or taken.key == rather.key):
            _put(known, rest[0], repeats[0][1])


def _for_a_year(reading: Reading, known: Known, sums: Sequence[Figure], repeats: Repeats) -> Figure | None:
    """The sum of a year beside that of a shorter time which stands: 「6000是一个季度的，全年2.4万」. How long that one
    was for is no term."""
    if len(repeats) != 1 or len(sums) != 2:
        return None
    stands, key = repeats[0]
    one = sums[1] if sums[0] is stands else sums[0]
    if not YEARLY.search(reading.text[: one.start]):
        return None
    if not _is_announced(known, one.start) and not repeated(one, reading.setting):
        _put(known, one, key)
    for other in reading.figures:
        if other.kind == "duration" and reading.text[stands.end : other.start] == "是":
            known.pop(other.start, None)
    return one


def _changed_sums(reading: Reading, known: Known, sums: Sequence[Figure], of_a_year: Figure | None) -> None:
    """「后来改成350万」: the sum that the measure goes by is changed, where it stands and no word says another."""
    if not reading.setting.corrects or reading.main not in reading.setting.stands:
        return
    for one in sums:
        changed = one is not of_a_year and CHANGED_TO.search(reading.text[: one.start])
        if changed and not _is_announced(known, one.start):
            _put(known, one, reading.main)


def _granted(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """「银行只批了150万」, 「券商说融不了2000万，也就1500万」: the only new sum takes the place of the one the measure
    goes by, where no word says another input."""
    setting = reading.setting
    if setting.asks or reading.items or reading.main not in setting.stands:
        return
    stands = {one.start: keys for one in sums if (keys := repeated(one, setting))}
    new = [one for one in sums if one.start not in stands]
    old = [one for one in sums if one.start in stands]
    if len(new) != 1 or len(old) > 1 or any(len(keys) > 1 for keys in stands.values()):
        return
    one, text, main = new[0], reading.text, stands[old[0].start][0] if old else _named_here(reading, new[0])
    taken = known.get(one.start)
    if taken is not None and taken.announced and taken.is_input and taken.key != main:
        return
    if old and old[0].start < one.start:
        denied = CANNOT.search(text[: old[0].start]) or CANNOT_BEHIND.match(text[old[0].end : one.start])
        if denied:
            known.pop(old[0].start, None)
            _put(known, one, main)
    elif not old and _is_told_at_most(reading, one, taken):
        _put(known, one, main)


def _for_all_the_years(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """「三年一共是240万」, where what was paid for three years stands: the only sum is what was paid for them."""
    rows = [row for row in reading.measure.derivations if row.op in ("per_years", "yearly_rate")]
    for row in rows:
        paid, years = (row.target, row.sources[0]) if row.op == "per_years" else (row.sources[0], row.sources[-1])
        stands = reading.setting.stands
        if len(sums) != 1 or reading.items or not {paid, years} <= stands.keys() or reading.setting.asks:
            continue
        spans = [one for one in reading.figures if one.kind == "duration" and one.value == stands[years]]
        told = [one for one in spans if FOR_ALL.fullmatch(reading.text[one.end : sums[0].start])]
        if told and not _is_announced(known, sums[0].start):
            _put(known, sums[0], paid)
            _put(known, told[0], years)


def _comes_to(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """「四万五只是前两年的，第三年还得交两万二千五，三年总共六万七千五」: a sum that stands, what comes to it, and the
    whole of both, which takes its place."""
    if reading.setting.asks or reading.items or len(sums) not in (2, 3):
        return
    whole, rest = sums[-1], sums[:-1]
    if not ALTOGETHER.search(reading.text[: whole.start]) or not isinstance(whole.value, Decimal):
        return
    for key, value in reading.setting.stands.items():
        if key == reading.main or not _is_a_sum(reading, key) or not isinstance(value, Decimal):
            continue
        said = [one for one in rest if one.value == value]
        more = [one.value for one in rest if one not in said and isinstance(one.value, Decimal)]
        if len(said) + len(more) == len(rest) and len(more) == 1 and value + more[0] == whole.value:
            for one in rest:
                known.pop(one.start, None)
            _put(known, whole, key)
            return


def _named_here(reading: Reading, figure: Figure) -> str:
    """The sum that stands and is called by its name in the clause before the figure; else the one gone by."""
    clause = re.split("[，。；！？,;\n]", reading.text[: figure.start])[-1]
    stands = [one for one in reading.measure.inputs if one.key in reading.setting.stands and one.unit == "yuan"]
    names = {one.key: (one.label, *(word for word in one.announces if "_" not in word)) for one in stands}
    hits = {
        key: max((len(word) for word in words if word and word in clause), default=0) for key, words in names.items()
    }
    best = max(hits, key=lambda key: hits[key], default="")
    alone = best and hits[best] > 1 and sum(many == hits[best] for many in hits.values()) == 1
    return best if alone else reading.main


def _fee_anew(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """「谈到两年8万成不成」: the only sum, like the fee that stands and far from the other sums, is the fee."""
    setting, rows = reading.setting, reading.measure.derivations
    fees = [row.sources[0] for row in rows if row.op == "yearly_rate" and row.sources[0] in reading.stands]
    if len(sums) != 1 or not fees or not setting.changes or _is_announced(known, sums[0].start):
        return
    if _times(sums[0].value, setting.stands[fees[0]]) > LIKE_IT:
        return
    others = [key for key, value in setting.stands.items() if key != fees[0] and _is_a_sum(reading, key)]
    if all(_times(sums[0].value, setting.stands[key]) > LIKE_IT for key in others):
        _put(known, sums[0], fees[0])


def _is_a_sum(reading: Reading, key: str) -> bool:
    record = reading.measure.input(key)
    return record is not None and record.unit == "yuan"


def _times(one: object, other: object) -> Decimal:
    """How many times as large the larger of two sums is; far beyond any bound where one is none."""
    if not isinstance(one, Decimal) or not isinstance(other, Decimal) or min(one, other) <= 0:
        return LIKE_IT * LIKE_IT
    return max(one, other) / min(one, other)


def _instead_of_nothing(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """「现在真出了50万」 where 0 stands: there is some now."""
    stands = reading.stands.get(reading.main)
    if stands is None or stands.value != 0 or len(sums) != 1 or reading.setting.asks or reading.items:
        return
    one, taken = sums[0], known.get(sums[0].start)
    if (taken is None or not taken.announced) and BY_NOW.search(reading.text[: one.start]):
        _put(known, one, reading.main)


def _lent_instead(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """「当初要是贷700万呢」: what was lent, where the sum that stands is all of what was lent."""
    setting, main = reading.setting, reading.main
    if len(sums) != 1 or not setting.changes or main not in setting.stands or sums[0].start not in known:
        return
    if sums[0].value == setting.stands[main]:
        return  # 「900万是授信额度，不是贷款」
    rows = reading.measure.derivations
    all_of_it = {key for row in rows if row.op == "whole" and row.target == main for key in row.sources}
    less = {key for row in rows if row.op == "difference" and row.target == main for key in row.sources}
    if known[sums[0].start].key in all_of_it - less:
        _put(known, sums[0], main)


def _is_told_at_most(reading: Reading, figure: Figure, taken: Placed | None) -> bool:
    """Whether it is told as what is granted, or as the most that whoever decides it lets one have."""
    before = reading.text[: figure.start]
    if of_policy(figure, reading.measure) or OF_THE_GRANT.match(reading.text[figure.end :]):
        return False  # 「银行说一年最多给10万贴息」
    if GRANTED.search(before) and (taken is None or not taken.announced or taken.key == POLICY_KEY):
        return True
    if not AT_MOST.search(before) or not WHO_DECIDES.search(before):
        return False
    return not is_of_the_size_of_the_sum(figure, reading.setting)


def _operand_anew(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """What was lent or came back, of which the sum that stands was worked out, said anew."""
    if reading.setting.asks:
        return
    told = _worked_of(reading)
    for one, two in pairwise(sums):
        key = told.get(one.value, "")
        if key and SHOULD_BE.fullmatch(reading.text[one.end : two.start]):
            _put(known, two, key, is_input=False)
    rows = [row for row in reading.measure.derivations if row.op in ("difference", "recovered")]
    keys = {key for row in rows for key in row.sources if key in reading.before}
    back = [row.sources[-1] for row in rows if row.sources[-1] in keys]
    before = reading.text[: sums[0].start] if len(sums) == 1 else ""
    if back and (BACK_IS.search(before) or (TOLD_WRONG.search(before) and CAME_BACK.search(before))):
        _put(known, sums[0], back[0], is_input=False)
    off = [key for key in (NOT_COUNTED, *sorted(LOANS)) if key in reading.before]
    if len(sums) == 1 and len(off) == 1 and OFF_IS.search(reading.text[: sums[0].start]):
        _put(known, sums[0], off[0], is_input=False)


def _whole_again(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """The whole of which a part was taken off, where that is said to be none of it."""
    stands = reading.stands.get(reading.main)
    if stands is None or "－" not in stands.text:
        return
    for one in sums:
        if OUTSIDE.search(reading.text[: one.start]) and INSIDE.match(reading.text[one.end :]):
            for other in sums:
                known.pop(other.start, None)
            _put(known, one, reading.main)


def _paid_out_later(reading: Reading, known: Known) -> None:
    """「银行说放款推迟到2月15日」: the only day is that on which it is paid out."""
    key = reading.measure.key_of("start")
    days = [one for one in reading.figures if one.kind == "date"]
    if key and len(days) == 1 and isinstance(days[0].value, str) and PAID_OUT_AT.search(reading.text[: days[0].start]):
        _put(known, days[0], key)


def _changed_rate_or_term(reading: Reading, known: Known) -> None:
    """The only rate or term of a message that says to what one was changed, where but one stands (「降到百分之零点五」,
    「银行只肯做五年」)."""
    setting = reading.setting
    if setting.asks and not setting.changes:
        return
    for kind, unit in (("percent", "ratio"), ("duration", "months")):
        alike = [one for one in reading.figures if one.kind == kind]
        if len({one.value for one in alike}) != 1 or alike[0].bound or _is_announced(known, alike[0].start):
            continue
        keys = [key for key in setting.stands if (record := reading.measure.input(key)) and record.unit == unit]
        if len(keys) == 1 and any(_is_told_as_new(reading.text, one) for one in alike):
            for one in alike:
                _put(known, one, keys[0])


def _is_told_as_new(text: str, figure: Figure) -> bool:
    """Whether the words around it say that a value is this from now on."""
    before = text[: figure.start]
    told = any(said.search(before) for said in (CHANGED_TO, NO_MORE, SETTLED))
    by_it = BY_IT.search(before) and RECKON.match(text[figure.end :])
    return told or bool(by_it) or BY_THIS.match(text[figure.end :]) is not None


def _wanted(reading: Reading, known: Known, sums: Sequence[Figure]) -> None:
    """The only sum of which nothing is known, where a rate of a whole is said that is not (「放了900万，担保七成」)."""
    free = [one for one in sums if one.start not in known or known[one.start].key in IDLE]
    if len(free) != 1:
        return
    measure, said = reading.measure, {one.key for one in known.values()}
    for row in measure.derivations:
        if row.op != "product" or row.target in said or (row.when and not re.search(row.when, reading.text)):
            continue
        whole, ratio = row.sources
        if ratio in said and whole not in said and measure.input(ratio) and not measure.input(whole):
            _put(known, free[0], whole, is_input=False)
            return


def _not_what_is_complained_of(reading: Reading, known: Known) -> None:
    """「四个月太短，要是一年半呢」: of two values of one input the one that is found wanting is only quoted."""
    if not reading.setting.changes:
        return
    placed = [one for one in known.values() if one.is_input and one.figure.kind in ("duration", "percent", "money")]
    for one in placed:
        others = [other for other in placed if other.key == one.key and other.figure.start > one.figure.start]
        if len(others) == 1 and WANTING.match(reading.text[one.figure.end : others[0].figure.start]):
            known.pop(one.figure.start, None)


def _the_only_rate(reading: Reading, known: Known) -> None:
    """「应该是30%」: the only rate of a correction is the only one that is known. A question about a rate of the
    document corrects nothing."""
    rates = [one for one in reading.figures if one.kind == "percent"]
    if len(rates) != 1 or (rates[0].start in known and known[rates[0].start].is_input):
        return
    setting, own = reading.setting, {one.value for one in reading.measure.figures}
    alone = EXACTLY.sub("", reading.text) == rates[0].text  # 「正好0.5%」, 「5‰」
    if not setting.corrects and not alone and (setting.asks or rates[0].value in own):
        return
    keys = _known_rates(reading) or (_rates_that_stand(reading) if alone else [])
    if len(keys) == 1:
        _put(known, rates[0], keys[0], reading.measure.input(keys[0]) is not None)


def _rates_that_stand(reading: Reading) -> list[str]:
    """The rates of the user's own that stand."""
    records = [reading.measure.input(key) for key in reading.stands]
    return [one.key for one in records if one and one.unit == "ratio" and not one.series]


def _known_rates(reading: Reading) -> list[str]:
    """The parts of a whole that stand; where a value is said to be again what it was, the other rates too."""
    measure, setting = reading.measure, reading.setting
    rates = {key for row in measure.derivations if row.op in ("product", "part") for key in row.sources}
    if setting.restores:
        rates |= {record.key for record in measure.inputs if record.unit == "ratio" and not record.series}
    stands = {key: value for key, value in setting.stands.items() if isinstance(value, Decimal)}
    stands |= {key: slot.value for key, slot in reading.before.items() if isinstance(slot.value, Decimal)}
    return [key for key, value in stands.items() if key in rates and 0 < value <= 1]
