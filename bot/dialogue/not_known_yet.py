"""「500万成不良了，不良本金还没核出来」: what the measure goes by is said not to be known yet; no other sum stands for
it."""

import re

from bot.copies import replace
from bot.nlu.clauses import clauses
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling
from bot.slots.reconcile import Aside
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

NOT_YET = re.compile("(?:(?:还|都|也|暂时?|目前)(?:没|未|在)|没|未)(?:有|能|来得及)?(?:核|算|认定|统计|清点|评估|查)")
WORD = 2  # characters of a word for it


def without_what_is_not_known(utterance: Utterance, measure: Measure, filling: Filling) -> Filling:
    """The filling without the sum that the measure goes by, where a clause without a figure says of it that it is not
    worked out yet."""
    main, record = measure.main, measure.input(measure.main)
    slot = filling.inputs.get(main)
    if slot is None or record is None or not NOT_YET.search(utterance.text):
        return filling
    label = fold(record.label)
    words = {label[at : at + WORD] for at in range(len(label) - 1)} | {fold(one) for one in record.announces}
    words = {one for one in words if len(one) >= WORD and "_" not in one}
    text = utterance.folded
    for one in clauses(text):
        said = text[one.start : one.end]
        figures = any(one.start <= figure.start < one.end for figure in utterance.figures)
        yet = NOT_YET.search(said)
        if yet and not figures and any(word in said[: yet.start()] for word in words):
            held = tuple(Aside(figure, "other") for figure in utterance.figures if figure.text == slot.text)
            inputs = {key: value for key, value in filling.inputs.items() if key != main}
            return replace(filling, inputs=inputs, aside=(*filling.aside, *held))
    return filling
