"""「回来，仍按0.15%」, 「实际就是1万2，按1万2补多少」: after something else was supposed, what is so of one value."""

import re

from bot.dialogue.turn import Turn
from bot.nlu.changes import puts_back

# 「实际就是1万2」, right before the figure
IS_REALLY = re.compile("(?:实际|真实|其实|本来|事实)上?[^，。；,;0-9没未不]{0,6}$")
FIRST = re.compile("[。；;！!]")


def in_two(text: str) -> tuple[str, str]:
    """The first sentence of a message and the rest of it; no rest where it is one."""
    head, mark, rest = text, "", ""
    if found := FIRST.search(text):
        head, mark, rest = text[: found.start()], found[0], text[found.end() :]
    return (head, rest.strip()) if mark and rest.strip() else (text, "")


def says_what_is_so(turn: Turn) -> bool:
    """「回来，仍按0.15%」, 「实际就是1万2，按1万2补多少」 after something else was supposed: the only figure is the one
    that is so."""
    actual, now, figures = turn.state.topic.actual, turn.state.topic.standing, turn.utterance.figures
    if actual is None or not figures or any(one.value != figures[0].value for one in figures):
        return False
    really = IS_REALLY.search(turn.utterance.text[: figures[0].start]) is not None
    if not (really or puts_back(turn.utterance.text) or turn.acts.does("return")):
        return False
    said = figures[0].value
    known = [(actual.inputs, now.inputs), (actual.others, now.others)]
    return any(slot.value == said != now.get(key, slot).value for was, now in known for key, slot in was.items())


def says_so_of_the_last(turn: Turn) -> bool:
    """「那还按0.3%」 after 「再加100万呢」 and 「费率0.6%呢」: only what was supposed last is not so."""
    topic = turn.state.topic
    if topic.before is None or topic.actual is None or not says_what_is_so(turn):
        return False
    said, was, now = turn.utterance.figures[0], topic.before.inputs, topic.standing.inputs
    if IS_REALLY.search(turn.utterance.text[: said.start]):
        return False
    changed = {key for key in {*was, *now} if key not in was or key not in now or was[key].value != now[key].value}
    told = {key for key in changed if key in was and was[key].value == said.value}
    return bool(told) and was.keys() == now.keys() and topic.before.facts == topic.standing.facts
