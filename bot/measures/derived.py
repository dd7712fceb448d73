"""The steps before the formula: how each figure that was not said follows from those that were."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.measures.assess import Standing
from calculators.core import Step
from calculators.wording import measured
from knowledge.records.model import Measure

SIGN = re.compile(" [×÷＋－] |[（）]")


def derived(measure: Measure, standing: Standing, working: Sequence[Step] = ()) -> tuple[Step, ...]:
    """One step for each input that follows from others (费率 ＝ 1.5万元 ÷ 500万元 ÷ 1年 ＝ 0.3%), in the inputs' order.

    ``working``: of the formula; what it shows itself is not shown twice.
    """
    return tuple(_derived(measure, standing, " ".join(step.words for step in working)))


def _derived(measure: Measure, standing: Standing, shown: str) -> Iterator[Step]:
    for record in measure.inputs:
        slot = standing.inputs.get(record.key)
        if slot is None or not slot.step or not isinstance(slot.value, Decimal):
            continue
        if not all(part in shown for part in SIGN.split(slot.step) if part):
            unit = "yuan" if record.unit == "months" else record.measured_in
            result = measured(slot.value, unit)
            yield Step(f"{record.spoken} ＝ {slot.step} ＝ {result}")
