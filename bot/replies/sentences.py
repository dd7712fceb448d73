"""Why one figure was not taken, as a sentence for its field."""

from bot.replies.render import lines_of_macro
from bot.replies.views import Extra
from bot.slots.model import Problem


def sentence(problem: Problem) -> str:
    return lines_of_macro("problems", Extra(problems=(problem,)))[0].text
