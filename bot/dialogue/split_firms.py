"""「拆成两家公司各贷350万，各领10万，合规吧」: whether one firm's matter may be split among several is not written."""

import re

from bot.copies import replace
from bot.dialogue.fallbacks import open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import nearest_words
from bot.dialogue.turn import Turn
from bot.measures.inverse import cap_of
from bot.replies.views import Told, ToldView

# 「分成两个公司去贷」, 「用两家公司的名义报」
SPLIT = re.compile(
    "(?:拆|分)(?:成|为|开|作|给)?[^，。；0-9]{0,4}(?:[两二三四几多]|好几)[家个](?=公司|企业|厂|主体|户头|名义|法人|单位|[来去各分]*[贷报申领])"
    "|(?:用|以|拿|注册|再开|另开|新开|换)[^，。；0-9]{0,4}(?:[两二三四几多]|好几)(?:家|个)(?:公司|企业|厂|主体|名义)[^，。；]{0,4}(?:贷|报|申|领|分)"
)
ASKS = re.compile(
    "合规|违规|合法|犯法|行不行|[行成中好]吗|[行成中]不[行成中]?|可以(?:吗|不|吧)|能行|允许|算不算|吧[？?。]?$|[吗么?？]$"
)


def split_firms(turn: Turn) -> TurnResult | None:
    """Applies when it is asked whether what stands may be split among several firms: that is not written, nor is a sum
    worked out of it. What stands stays."""
    measure, text = turn.current, turn.utterance.folded
    if measure is None or SPLIT.search(text) is None or ASKS.search(text) is None:
        return None
    result, cap = nearest_words(turn), cap_of(measure)
    policy = turn.utterance.knowledge.policy(measure.policy)
    told = Told("other", "拆成几家分别申报行不行，文件没写", cap.quote if cap else "", measure)
    clause = policy.clause(measure.clause)
    view = ToldView(policy, clause, measure, (told,), reminder=open_question(turn), beside=True)
    return replace(result, reply=replace(result.reply, view=view, focus="other"))
