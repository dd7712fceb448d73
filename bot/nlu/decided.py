"""What those who decide are said to have decided: 「省里刚回话，说我们这份不给补了」, 「把我们的申请驳了」."""

import re
from collections.abc import Sequence

from bot.nlu.clauses import Clause
from bot.nlu.polarity import A_NOT_A, YET, turns

NEAR_BEHIND = 3  # clauses from the one in which they are named on
WHOM = "(?:[我俺咱你他她它]们?|人家|企业|公司|客户|[这那][家个份笔张单]?|保单|贷款|单子)"
GIVES = "(?:给|批|贴|补|拨|发|准|认(?!为|识)|同意|支持|通过|核准|受理|兑现|掏钱|出钱)"
NEWS = "(?:个|出)?(?:准信|准话|通知|消息|答复|回[话音复]|说法|结果|批?文|话|信儿?|动静|名单|时间|日子)"
REFUSED = re.compile(
    f"(?:(?<![得没])(?<!没有)不|没有?|未)(?:再|能|肯|愿意?|会|打算|准备|想|可能|同意|予以?|让|得到|获得?|被|{WHOM})*{GIVES}(?!力|{NEWS}|别的|其[他它]|另外|[那这]么多|[全够满])"
    "|不(?:符合|够格|够条件|够资格|达标|合格|满足)|没(?:入围|入选|评上|选上|轮[上到])|驳|否(?:决|掉)?了|(?:给|被|让人家?)(?:否|毙|拒|退|刷|砍|撤)|毙(?:掉)?了|拒(?:绝)?(?:了|掉)|退[回件]|打回|砍(?:掉)?了|撤(?:销|掉|回)?了|取消了?|作废"
    "|收回(?:去)?了?|收(?:了)?回去|[刷卡]掉|刷下来|泡汤|落选|没戏|没门|没份|没(?:了|有了)$"
    "|(?:一分|一毛|一个子儿?|分文|半分)钱?[也都]?(?:没|不|未)"
)
# 「省里还没回音」: nobody has decided yet
NO_NEWS = re.compile(
    f"(?:没有?|未|无)(?:给|有|见|等来|等到|收到|得到|接到|{WHOM})*(?:个|任何|什么|啥|一点儿?|半点)*的?{NEWS}"
)
ANSWER = re.compile(f"(?:个|任何|什么|啥|一点儿?|半点|[我俺咱]们?)*的?{NEWS}")
# 「省里的钱没拨」: it has not come, and nobody refused it
NOT_OUT = re.compile(f"[^，。；不]*?(?:没有?|未)(?:能|再|给|得到|{WHOM})*(?:拨|发(?!现)|兑现)")
OF_A_SUM = re.compile("(?<!那)(?<![0-9.一二两三四五六七八九十百千])[0-9两二三四五六七八九十百千][0-9.]*[万千百元块]")
ANOTHER_GIVES = re.compile("^(?:但|可|而|不过|那)?(?:市|县|区|银行|保险|担保|隔壁|别[人家的]|他们厂|同行)")
GAVE = re.compile("(?:给|批|贴|补|拨|发)(?:了|过|下来|下)|到[账帐手]")
# 「刚来电话，说俺不符合」: word has come from those who decide, who are not named
NEWS_CAME = re.compile(
    f"来(?:了)?(?:个|通)?电话|打电话|来[信文函话]|(?:有|出|下|接到|收到)了?{NEWS}|{NEWS}(?:来|下来|到|出来)了?|回[话复信]"
    "|(?:说|讲|告诉)[我俺咱]们?|(?:一分|一毛|分文|半分)钱?[也都]?(?:没|不|未)"
)
UNDECIDED = re.compile("还(?:没|未|不)(?:定|准|好说|一定)|说不准|不一定|没(?:最后)?定")


def decided(text: str, named: int, rest: Sequence[Clause], end: int) -> str:
    """What those named before the place ``named`` are said to have decided, in their own clause or the two behind it
    (``rest``), till another who gives is named, what they gave was told, or the next word of a fact begins (``end``):
    "no", "pending", or "" for nothing."""
    given = waits = False
    for place, clause in enumerate(rest[:NEAR_BEHIND]):
        said = text[max(clause.start, named) : clause.end]
        asks = clause.asks and not clause.supposed
        if clause.start >= end or clause.supposed != rest[0].supposed or asks:
            break
        if place and (ANOTHER_GIVES.match(said) or (given and not turns(said))):
            break
        if found := _refused(said):
            return found
        waits = waits or NO_NEWS.search(said) is not None
        given = given or (GAVE.search(said) is not None and not REFUSED.search(said))
    return "pending" if waits else ""


def refused_by_word(text: str, cut: Sequence[Clause]) -> bool:
    """Whether word has come that it is refused, by those of whom a decision was awaited, whom it need not name."""
    if any(one.asks or one.supposed or one.theirs or one.apart for one in cut) or NEWS_CAME.search(text) is None:
        return False
    said = [text[one.start : one.end] for one in cut]
    return not any(map(ANOTHER_GIVES.match, said)) and "no" in map(_refused, said)


def _refused(clause: str) -> str:
    found = REFUSED.search(clause)
    if found is None or OF_A_SUM.search(clause) or _is_asked(clause, found):
        return ""
    open_yet = YET.search(clause[: found.end()]) or UNDECIDED.search(clause) or is_not_out(clause)
    return "pending" if open_yet else "no"


def waits_still(behind: str) -> bool:
    """Whether the words behind a refusal say that only the money, or an answer, has not come: 「省里没给|个说法」."""
    return is_not_out(behind) or ANSWER.match(behind) is not None


def is_not_out(said: str) -> bool:
    """Whether it is only said that the money has not come."""
    return NOT_OUT.match(said) is not None


def _is_asked(clause: str, found: re.Match[str]) -> bool:
    """Whether it stands in a 给不给."""
    return any(one.start() < found.end() and found.start() <= one.end() for one in A_NOT_A.finditer(clause))
