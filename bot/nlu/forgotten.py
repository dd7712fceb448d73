"""「还有年底入股的一个，25万，忘了说」, 「不对，是分两回，后面又融了45万」: one more that was left out before; no sum
told is put right."""

import re

PIECE = "[个笔份张位轮户家次单]"
LEFT_OUT = re.compile("(?:[忘漏落少](?:了|掉|记)?(?:说|讲|报|算|提|写|加|数)|[忘漏落]了)")
ONE_ELSE = re.compile(f"还有|另外?有?一{PIECE}|(?<![那这第每上哪])一{PIECE}|[说讲报算提写加数漏忘落]了{PIECE}")
NOT_MORE = re.compile("不是|应该|其中|[里内中](?:头|面|边)|多[说算报]|零")

# It is their number that is put right: 「是两次，后来又……30万」
THERE_ARE_TWO = re.compile(
    f"(?:是|分|有)(?:了|成|作)?[两二三2-3](?:{PIECE}|[次回批])[^0-9一二三四五六七八九十]{{0,10}}?(?:又|还|另|再)[^，。；0-9一二三四五六七八九十]{{0,6}}[0-9一二三四五六七八九十]"
)


def one_forgotten(text: str) -> bool:
    """Whether one more is told of that was forgotten before."""
    if THERE_ARE_TWO.search(text):
        return True
    return LEFT_OUT.search(text) is not None and ONE_ELSE.search(text) is not None and NOT_MORE.search(text) is None
