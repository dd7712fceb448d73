"""What came back after a sum had been lost, told with the loan in one message: 「损失120万，后来追回20万」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.slots.model import Slot

SINCE = re.compile("后来|之后|以后|事后|随后|过后|后又|如今|现在|目前|前[几些阵]|上个?[月周]|最近|近期|今年|截至")


def told_at_once(
    text: str, loans: Sequence[str], others: Mapping[str, Slot], lost: tuple[Slot, Decimal] | None, back: Slot | None
) -> list[str]:
    """The loans that the message tells together with what came back of them, so that what was lost is what is left."""
    told = [key for key in loans if others[key].text in text]
    return [key for key in told if lost is None or back is None or not _since(text, others[key], lost[0], back)]


def _since(text: str, lent: Slot, lost: Slot, back: Slot) -> bool:
    """Whether it tells first what was lost and then what has come back of it, where what was lost is not simply the
    loan less what was repaid."""
    if not isinstance(lost.value, Decimal) or not isinstance(back.value, Decimal):
        return False
    told, returned = text.find(lost.text), text.rfind(back.text)
    if min(told, returned) < 0 or told > returned or lent.value == lost.value + back.value:
        return False
    return SINCE.search(text[told + len(lost.text) : returned]) is not None
