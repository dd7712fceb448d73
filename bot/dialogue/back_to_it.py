"""What stands is pointed at again, after something else was spoken of: 「还按5月8日那笔260万」, 「先说现在这笔」."""

import re

from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.slots.called import NOUN
from bot.slots.model import Slot

BACK = re.compile("(?:还是?|就|只|先|仍旧?|回到?|说回)(?:按|照|算|说|看|是|用|报|回)*(?!不|没)")
WHICH = f"(?:现在|目前|今年|原来|原先|前面|前头|刚才|手上|手里|眼前|眼下|当前|上面)的?(?:[这那]?一?{NOUN})?"
ONLY_THIS = re.compile(
    f"(?:那么?|好|行|嗯|，)*(?:以后的?|将来的?|那个|别的)?(?:先?[不别](?:说|管|提|看|算)了?|，)*{BACK.pattern}{WHICH}的?(?:吧|呗|，|再|报|说|算|一遍|数)*"
)
YEAR = len("2025")


def points_back(turn: Turn) -> bool:
    """Whether the message says nothing that does not stand, and that it is to be gone by."""
    utterance, standing = turn.utterance, turn.state.topic.standing
    if not standing.inputs or utterance.is_put_as_question:
        return False
    if not utterance.figures:
        return ONLY_THIS.fullmatch(utterance.bare) is not None
    if len(standing.parts) > 1 or BACK.search(utterance.text[: utterance.figures[0].start]) is None:
        return False
    return all(any(_is(figure, slot) for slot in standing.inputs.values()) for figure in utterance.figures)


def _is(figure: Figure, slot: Slot) -> bool:
    """Whether the figure is that value, or the month of that day."""
    said = str(figure.value)
    of_it = figure.kind == "date" and len(said) > YEAR and str(slot.value).startswith(said)
    return slot.value == figure.value or of_it
