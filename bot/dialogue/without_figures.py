"""What a message that gives no figure of its own does to what stands: the whole again, one that counts again, one
turned round, a recovery that is undone."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.dialogue.put_right_of_several import one_again, raised_after_all
from bot.dialogue.whole_again import whole_again
from bot.nlu.changes import counted_already
from bot.nlu.clauses import clauses
from bot.slots.all_again import all_again
from bot.slots.apart import LOANS, NOT_COUNTED, is_raised, lent
from bot.slots.called import AGAIN_LIKE, which_part
from bot.slots.derive import without_stale
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.parts import add, change, part_keys, parts_of, remove, restored, turned_round
from bot.slots.standing import Standing
from calculators.wording import money
from knowledge.records.model import Measure

TURNED = re.compile("不是加|(?:该|是|要|得)再?减|加反了|减不是加|减而不是加")
RETURNED = re.compile(
    "[剔删退撤减扣去漏][^，。]{0,2}错|还是(?:要|算|留|加|按(?!(?:[0-9]+|[一二两三四五六七八九十半]+)(?:年|个?月|天|%|％)))|又?恢复|还原|(?:加|算|补|放|添)回|(?:重新|还)算上|又(?:要|做|办|投)了"
)
EITHER = re.compile("[按算要是][^，。；]{1,8}还是[按算要]")  # 「按一家算还是按一台算」
UNDONE = re.compile("别的|别家|(?<!是)不是|[弄看记搞]错|退回|冲回|撤回|作废|没这回事|不作数")


def without_figures(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> Standing:
    """What stands after 「不是加，是减」, 「剔错了」, 「再投一张一模一样的」, 「收回那笔是别家的」, 「2万就含在6万里」;
    the same when none is said."""
    text, parts, main = acts.utterance.text, parts_of(old, measure), measure.main
    said = filling.inputs.get(main)
    if (whole := whole_again(acts, old, filling, measure)) is not old:
        return whole
    if (one := one_again(text, acts.utterance.figures, old, main)) is not old:
        return one
    again = said is not None or any(is_raised(text, figure) for figure in acts.utterance.figures)
    asks = acts.utterance.is_put_as_question and not any(one.supposed for one in clauses(acts.utterance.folded))
    if again and not asks and (counted := _counted_again(acts, old, measure)) is not old:
        return counted
    if not asks and (came := raised_after_all(text, acts.utterance.figures, old, measure)) is not None:
        return change(old, came[0], {main: came[1]}, measure)
    if TURNED.search(text) and (said is None or (len(parts) > 1 and said.value == parts[-1][main].value)):
        return turned_round(old, measure)
    if counted_already(text) and len(parts) > 1:
        index = which_part(text, acts.utterance.figures, old, measure)
        return remove(old, -1 if index is None else index, measure)
    if said is not None:
        return old
    if old.away and RETURNED.search(text) and not EITHER.search(text):
        return restored(old, measure)
    if (alike := all_again(text, old, measure)) is not old:
        return alike
    if parts and AGAIN_LIKE.search(text) and acts.does("add") and not filling.problems:
        own = {key: slot for key, slot in filling.inputs.items() if key in part_keys(measure)}
        return add(old, {**without_stale(parts[-1], own, measure), **own}, measure)
    if (anew := _taken_off_anew(old, filling, measure)) is not old:
        return anew
    return _recovery_undone(acts, old, filling, measure)


def _taken_off_anew(old: Standing, filling: Filling, measure: Measure) -> Standing:
    """「银行那块是180万」 after 100万 of it were taken off: the whole again, without as much as is said now."""
    left = old.inputs.get(measure.main)
    for key in (NOT_COUNTED, *sorted(LOANS)):
        was, now = old.others.get(key), filling.others.get(key)
        if left is None or was is None or now is None or len(old.parts) > 1 or not left.text.endswith(f"－{was.text}"):
            continue
        values = [one.value for one in (left, was, now) if isinstance(one.value, Decimal)]
        if len(values) == 3 and values[1] != values[2] and values[0] + values[1] >= values[2]:
            whole, said = values[0] + values[1], left.text.removesuffix(f"－{was.text}")
            step = f"{money(whole)} － {money(values[2])}"
            slot = Slot(whole - values[2], f"{said}－{now.text}", step=step)
            inputs = {**without_stale(old.inputs, {measure.main: slot}, measure), measure.main: slot}
            return replace(old, inputs=inputs, others={**old.others, key: now})
    return old


def _counted_again(acts: Acts, old: Standing, measure: Measure) -> Standing:
    """「那5万也是人家投的」 after it had been taken off, or called a loan: it counts again, and is no sum by itself."""
    main, figures = measure.main, acts.utterance.figures
    whole = old.inputs.get(main)
    less = {key for row in measure.derivations if row.op == "less" and row.target == main for key in row.sources}
    sums = [figure.value for figure in figures if figure.kind in ("money", "number")]
    gone = next(
        (key for key in (NOT_COUNTED, *sorted(less)) if key in old.others and sums == [old.others[key].value]), ""
    )
    if (
        not gone
        or whole is None
        or len(old.parts) > 1
        or acts.does("remove")
        or lent(acts.utterance.text, figures, measure)
    ):
        return old
    off = old.others[gone]
    if not isinstance(whole.value, Decimal) or not isinstance(off.value, Decimal):
        return old
    step = f"{money(whole.value)} ＋ {money(off.value)}"
    slot = Slot(whole.value + off.value, f"{whole.text}＋{off.text}", step=step)
    others = {key: one for key, one in old.others.items() if key != gone}
    return replace(old, inputs={**without_stale(old.inputs, {main: slot}, measure), main: slot}, others=others)


def _recovery_undone(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> Standing:
    """What had come back has not: what was bad before stands again."""
    text, announces = acts.utterance.text, {d.key: d.announces for d in acts.utterance.knowledge.distractors}
    for row in measure.derivations:
        key = row.sources[0]
        if row.op != "recovered" or row.also not in old.inputs:
            continue
        if key in filling.others and filling.others[key] != old.others.get(key):
            continue
        denied = UNDONE.search(text) and any(word in text for word in announces.get(key, ()))
        if denied or _was_another_matter(old.others.get(key), key, filling):
            rest = {k: slot for k, slot in old.inputs.items() if k not in (row.also, row.target)}
            others = {k: slot for k, slot in old.others.items() if k != key}
            return replace(old, inputs={**rest, row.target: old.inputs[row.also]}, others=others)
    return old


def _was_another_matter(said: Slot | None, key: str, filling: Filling) -> bool:
    """「那90万收的是利息」: what was taken for ``key`` is another matter by the words for that."""
    rather = (slot for other, slot in filling.others.items() if other not in (key, NOT_COUNTED))
    return said is not None and any(slot.value == said.value and slot is not said for slot in rather)
