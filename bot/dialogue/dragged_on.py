"""A repayment that is put off beyond the day on which it is due: 「要是我拖到四月呢」 of a loan due in March."""

import re
from collections.abc import Mapping
from datetime import date

from bot.dialogue.not_due import due_day
from bot.figures import Figure
from bot.nlu.utterance import Utterance
from bot.slots.model import Slot
from knowledge.records.model import Measure

PUT_OFF = re.compile("(?:拖|延|晚|推迟|延迟|延期|拖延|逾期)(?:到|至|去)[^，。；0-9一二两三四五六七八九十]{0,3}$")
# What else may be put off: 「放款拖到四月」, 「拖到四月再申报」
OTHER = re.compile("放款?|下款|发放|贷下|批下|到账|申[报请]|再?报|登记|挂牌|投保|上市")


def with_what_drags_on(
    facts: Mapping[str, str], utterance: Utterance, inputs: Mapping[str, Slot], measure: Measure
) -> dict[str, str]:
    """``facts`` with what is to be done on the due day as not met, where it is put off to a later day or month."""
    text, found = utterance.text, dict(facts)
    days = [one for one in utterance.figures if one.kind == "date" and PUT_OFF.search(text[: one.start])]
    if len(days) != 1 or OTHER.search(text) or not (due := due_day(inputs, measure)):
        return found
    known = utterance.knowledge.facts
    undue = [one.key for one in measure.conditions if one.key in known and known[one.key].undue]
    return {**found, **dict.fromkeys(undue, "no")} if _is_later(days[0], due) else found


def _is_later(figure: Figure, due: date) -> bool:
    """Whether the day, or all of the month, is later than the due day; of one without a year the nearest to it."""
    said = str(figure.value)
    if len(said) < len("2026-04"):
        return False
    years = range(due.year - 1, due.year + 2) if figure.assumed else (int(said[:4]),)
    try:
        nearest = min((date.fromisoformat(f"{year}{said[4:]}-01"[:10]) for year in years), key=lambda d: abs(d - due))
    except ValueError:
        return False
    return due < nearest
