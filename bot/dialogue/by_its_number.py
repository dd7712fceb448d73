"""「第二户当时做了抵押」, where the talk is of the second firm and it told of no several loans: the number only says
whose case it is, and what is told holds for all of it."""

from bot.dialogue.firms import IN_ORDER, NUMBERS
from bot.dialogue.turn import Turn

TOGETHER = ("total", "compare")  # questions that are asked of several firms


def without_its_number(turn: Turn) -> Turn:
    """The message without the number by which it calls the firm under way; as it is where it calls none so, or more."""
    firms, topic = turn.state.firms, turn.state.topic
    if len(firms) < 2 or not topic.measure or topic.standing.parts[1:]:
        return turn
    called = list(IN_ORDER.finditer(turn.utterance.folded))
    place = NUMBERS.get(called[0][1], 0) if len(called) == 1 and called[0][1] else -1
    if not 0 <= place < len(firms) or firms[place] != topic.firm or turn.acts.asked in TOGETHER:
        return turn
    text = turn.utterance.folded
    told = f"{text[: called[0].start()]}{text[called[0].end() :]}".strip(" 的，,：:")
    return turn.saying(told, turn.state, moved=turn.moved) if told else turn
