"""One of the choices just offered, taken by number or by name."""

import re
from dataclasses import replace

from bot.dialogue.calculate import start_measure
from bot.dialogue.extract import replace_text
from bot.dialogue.result import Turned
from bot.dialogue.state import State, Topic, on_topic
from bot.nlu.utterance import Heard
from bot.replies.build import clause_reply, hit_of
from knowledge.text.tokens import fold

NUMBERS = {"1": 0, "一": 0, "2": 1, "二": 1, "两": 1, "3": 2, "三": 2, "4": 3, "四": 3}
ORDINAL = re.compile(r"^(?:选|第|是|要)?\s*([1-4一二三四两])\s*(?:个|种|项|条|号)?(?:吧|的)?$")
LONGEST_PICK = 16


def picked(heard: Heard, state: State) -> Turned | None:
    """The chosen measure or clause, with the words of the question that led to the choice still counting."""
    named = {fold(label): target for label, target in state.choices}.get(heard.bare, "")
    if not state.choices or (len(heard.bare) > LONGEST_PICK and not named):
        return None
    target = named or _by_number(heard.bare, state) or _by_name(heard.bare, state)
    if not target:
        return None
    kind, _, name = target.partition(":")
    asked_before = replace_text(heard, state.last_text)
    if kind == "measure":
        return start_measure(asked_before, replace(state, choices=()), heard.knowledge.measure(name))
    policy, _, clause = name.partition("/")
    hit = hit_of(heard.knowledge, policy, clause)
    after = on_topic(state, Topic(policy, clause), choices=(), asked="")
    return Turned(clause_reply(heard.knowledge, (hit,)), after)


def _by_number(bare: str, state: State) -> str:
    found = ORDINAL.match(bare)
    index = NUMBERS[found[1]] if found else -1
    return state.choices[index][1] if 0 <= index < len(state.choices) else ""


def _by_name(bare: str, state: State) -> str:
    """The one choice whose name shares the most character pairs with what was said; none when two share as much."""
    if len(bare) < 2 or any(char.isdigit() for char in bare):
        return ""
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)}
    scored = sorted(((sum(pair in label for pair in pairs), target) for label, target in state.choices), reverse=True)
    if not scored[0][0] or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return ""
    return scored[0][1]
