"""Whether a message adds to what stands (1), takes off it (-1) or neither (0)."""

import re

from bot.dialogue.acts import Acts
from bot.memo import WhileItLives
from bot.nlu.changes import comes_to, differs, is_only_raised, lowers

NOUGHT = re.compile("[多少][^，。；0-9]{0,3}个零")  # 「多说了个零」 takes nothing off

AT_LEAST = re.compile("(?:至|最)少[^，。；0-9]{0,4}$")  # 「至少贷300万」 takes nothing off


def _sign(acts: Acts) -> int:
    if by := differs(acts.utterance.text, acts.utterance.figures):
        return by
    if NOUGHT.search(acts.utterance.text) or comes_to(acts.utterance.text, acts.utterance.figures):
        return 0
    if any(AT_LEAST.search(acts.utterance.text[: one.start]) for one in acts.utterance.figures):
        return 0
    if lowers(acts.utterance.text, acts.utterance.figures):
        return -1
    raised = is_only_raised(acts.utterance.text, acts.utterance.figures)  # 「老股东又掏了200万」
    if acts.does("remove") and not (acts.does("add") and (raised or acts.score("add") > acts.score("remove"))):
        return -1  # but 「剔掉60万以后，又进了70万」
    return 1 if acts.does("add") and (raised or acts.surely_adds or not acts.does("correct")) else 0


sign_of: WhileItLives[Acts, int] = WhileItLives(_sign)
