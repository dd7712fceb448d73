"""「等登记办下来再联系你」: leave is taken till something is so, which is not so now."""

import re

PUTS_OFF = re.compile(
    "(?:那么?|行|好|嗯|哦|唉|得|成|吧|了|就|先|只能|这样|[我俺咱]们?|[，, ])*等[^，。；,;0-9？?]{1,16}?"
    "[我俺咱]?们?再(?:回?来|过来|去)?(?:找|问|联系|请教|麻烦|咨询|说|聊|打电话|来)(?:一?下)?"
    "(?:你|您|恁)?(?:们|家|这边)?(?:吧|了|啊|哈|呗|就是)*[。！!~～]*"
)


def puts_off(text: str) -> bool:
    """Whether all that is said is that one comes back once something is so."""
    return PUTS_OFF.fullmatch(text.strip()) is not None
