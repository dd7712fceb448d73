"""「260万就是扣掉那60万之后的数」, 「老板那40万是另外的，130万全是股权」, 「那100万到了，还按900万」: a sum that
stands less a part of it is said to be the whole again."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.figures import Figure
from bot.slots.derive import without_stale
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.standing import Standing
from knowledge.records.model import Measure

# The whole is what is left already: 「260万就是扣掉那60万之后的数」, 「400万是已经减掉那50万的」
NET = re.compile(
    "(?:扣|减|刨|去|除|剔|抛)(?:掉|除|去|完|了|过|开|好)+[^，。；]{0,12}?(?:之后|以后|完|后|剩|的数|的|$)|净额|净的|净数|之后的"
)
# The part is none of it: 「是另外一笔」, 「不在里头」
BESIDE = re.compile(
    "另外|另算|另一[笔回码事]|单独|不在[^，。；]{0,6}[里内]|不(?:含|包)|没(?:算|含|包)|两码事|两回事|之外|以外"
)
# The part has come in since: 「昨天到了」
CAME_IN = re.compile(
    "(?:到(?:了|账|位|帐|齐)|补(?:上|齐|足)|打(?:过来|进来|来)|进来了|收到了|下来了|备案了|过户了|交(?:上|齐|了))"
)
NOT_IN = re.compile("[没未不][^，。；]{0,3}(?:到|补|打|进|收|下|交)")
# The whole is what is to be reckoned with: 「还按900万」, 「130万全是股权」
BY_IT = re.compile("(?:还是?|仍旧?|仍然|依旧|就|恢复|改回|回到)(?:[按照用以算]|原来的?)*[^，。；0-9]{0,2}$")
ALL_OF_IT = re.compile("(?:[元块]|块钱)?(?:整个|整)?(?:全部?|都|统统|全是|确实全)[是算为属都]*")
WITHOUT_IT = re.compile(
    "(?:[元块]|块钱)?(?:里头?|里面|本来|就|是|都)*(?:没有?|不|未)(?:含|包|算|带)"
)  # 「380万没含利息」
TAKEN_OFF = ("less", "recovered", "difference")


def whole_again(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> Standing:
    """What stands with the whole again; the same where the message does not say so."""
    left, text = old.inputs.get(measure.main), acts.utterance.text
    if left is None or "－" not in left.text or len(old.parts) > 1 or acts.utterance.is_put_as_question:
        return old
    rows = [row for row in measure.derivations if row.op in TAKEN_OFF and row.target == measure.main]
    keys = {row.sources[-1] for row in rows} | {"not_counted_yuan"}
    sums = [one for one in acts.utterance.figures if one.kind in ("money", "number") and not one.counted]
    for key in sorted(keys & old.others.keys()):
        off = old.others[key]
        if not isinstance(off.value, Decimal) or not isinstance(left.value, Decimal):
            continue
        whole = left.value + off.value
        said = [one for one in sums if one.value == whole]
        alone = len(said) == 1 and all(one.value in (whole, off.value) for one in sums)
        if alone and _is_said(text, said[0], [one for one in sums if one is not said[0]]):
            return _with(old, measure, key, Slot(whole, said[0].text))
    return old


def _is_said(text: str, whole: Figure, parts: list[Figure]) -> bool:
    """Whether the words say that the whole is all that counts, and what has become of the part."""
    behind = text[whole.end :]
    if ALL_OF_IT.match(behind) or BY_IT.search(text[: whole.start]):
        return True
    if not parts:
        return WITHOUT_IT.match(behind) is not None
    part = parts[0]
    if (
        whole.start < part.start
        and NET.search(behind)
        and re.match("[元块]?(?:就|已经?|本来|其实)*(?:是|都|早)", behind)
    ):
        return True
    told = re.match("[^，。；]*(?:[，,][^，。；0-9]*)?", text[part.end :])
    said = told[0] if told else ""
    return bool(BESIDE.search(said)) or (CAME_IN.search(said) is not None and NOT_IN.search(said) is None)


def _with(old: Standing, measure: Measure, key: str, whole: Slot) -> Standing:
    main = measure.main
    kept = {row.also for row in measure.derivations if row.op == "recovered" and row.target == main}
    inputs = {name: slot for name, slot in old.inputs.items() if name not in kept}
    inputs = {**without_stale(inputs, {main: whole}, measure), main: whole}
    others = {name: slot for name, slot in old.others.items() if name != key}
    return replace(old, inputs=inputs, others=others)
