"""One of several cases put side by side, called again as it was brought up: 「一号方案缩成12个月」 after 「一号：…」,
「回到瑞恒」 after 「先说瑞恒：…」."""

import re

from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn

NUMBERS = {**dict(zip("一二三四五", "12345", strict=True)), **dict(zip("甲乙丙丁", "1234", strict=True))}
NUMBERS |= dict(zip("abcd", "1234", strict=True))
SIGN = "[一二三四五1-5甲乙丙丁a-d]"
# 「一号方案」, 「方案B」, 「甲方案」, 「第一个方案」; without the word for it only where it is a heading
VARIANT = re.compile(
    f"(?:方案|选项|情形)({SIGN})(?![0-9万.])|(?<![0-9])({SIGN})号?(?:方案|选项)|第([一二三四五])[个种](?:方案)?"
)
HEADING = re.compile(f"(?:^|[，。；：:\\s])({SIGN})号(?=[：:，,\\s是])")
# 「先说瑞恒：」, 「再看蓝宇，」, 「第二家蓝点，」
BROUGHT_UP = re.compile(
    "(?:(?:先|再|接着|然后)(?:[说看来算讲报聊问])(?:一下|下)?|(?:第[一二三四五六七八九十]|头一|首|下一|另外?一|末)[家户](?:是|叫)?)"
    "([一-鿿]{2,4})(?=[：:，,\\s])"
)
NO_NAME = re.compile("^(?:一[家户]|第|这|那|我|他|她|它|家|户|企业|公司|客户|条件|贷款|情况|金额|也是)|的$|[家户]$")


def of_the_variant(turn: Turn) -> Topic | None:
    """The earlier topic that the message calls by the sign or the name with which it was brought up."""
    frames = [frame for frame in turn.state.frames if frame.measure]
    if not frames or turn.acts.does("ask:compare", "ask:total"):
        return None
    said, now = turn.utterance.folded, turn.state.topic.words
    signs = {_sign(one) for one in VARIANT.finditer(said)}
    names = {name for frame in frames for name in _names(frame.words) if name in said}
    if len(signs) > 1 or len(names) > 1 or BROUGHT_UP.search(said):
        return None
    if signs and not signs & _signs(now):
        return next((frame for frame in frames if signs <= _signs(frame.words)), None)
    if names and not names & _names(now):
        return next((frame for frame in frames if names <= _names(frame.words)), None)
    return None


def _sign(found: re.Match[str]) -> str:
    sign: str = next(filter(None, found.groups()))
    return NUMBERS.get(sign, sign)


def _signs(words: str) -> set[str]:
    """The one sign by which a case was brought up; none where its words hold several."""
    words = words.lower()
    found = {_sign(one) for pattern in (VARIANT, HEADING) for one in pattern.finditer(words)}
    return found if len(found) == 1 else set()


def _names(words: str) -> set[str]:
    return {name for name in BROUGHT_UP.findall(words) if not NO_NAME.search(name)}
