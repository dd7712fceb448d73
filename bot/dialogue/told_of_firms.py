"""「A有高企证。B按500万，两家合计呢」: each of several firms of the talk is told of, and their total is asked."""

import re

from bot.dialogue.firms import is_said
from bot.dialogue.frames import relocated
from bot.dialogue.result import TurnResult
from bot.dialogue.running import running
from bot.dialogue.state import State
from bot.dialogue.total import total
from bot.dialogue.turn import Turn

SEVERAL = 2  # firms of the talk from which it must be clear of which something is told
CUT = re.compile("[，。；;！!\n]")
TOTAL = re.compile("总数|合计|总共|一共|加起来|加一起|合起来|共[能得]")


def total_of_told(turn: Turn) -> TurnResult | None:
    """Applies when a total is asked for behind what is told of firms that are called by their names: each gets what is
    told of it before they are added up."""
    if turn.current is None or not turn.acts.does("ask:total") or len(turn.state.firms) < SEVERAL:
        return None
    told, asked = _pieces(turn)
    if not asked or not any(turn.saying(text, turn.state).utterance.figures for _, text in told):
        return None
    if all(firm == turn.state.topic.firm for firm, _ in told):
        return None
    state: State = turn.state
    for _, text in told:
        found = running(relocated(turn.saying(text, state)))
        if found is None:
            return None
        state = found.state
    return total(turn.saying(asked, state))


def _pieces(turn: Turn) -> tuple[list[tuple[str, str]], str]:
    """What is told of each firm that is called, in order, and what asks for the total; nothing told where something is
    said before the first is called."""
    told: list[tuple[str, str]] = []
    pieces = [one.strip() for one in CUT.split(turn.utterance.text) if one.strip()]
    for place, piece in enumerate(pieces):
        if TOTAL.search(piece):
            return told, "，".join(pieces[place:])
        said = turn.saying(piece, turn.state).utterance
        called = [firm for firm in turn.state.firms if firm and is_said(firm, said)]
        if len(called) > 1 or not (called or told):
            return [], ""
        if called:
            told.append((called[0], piece))
        else:
            told[-1] = (told[-1][0], f"{told[-1][1]}，{piece}")
    return [], ""
