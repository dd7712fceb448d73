"""From whom a sum came is not whose it is: 「先跟一个老乡融了60万」, 「朋友入股40万」 are the firm's own raise."""

import re

KIN = "老乡|朋友|亲戚|同学|同行|邻居|表哥|表弟|老板个人|人家|别人|隔壁|集团|母公司|关联公司"
GOT = "(?:融|筹|募|投|拿|要|引进?|进|凑)"
SHARES = "(?:入股|入了股|投资|增资|认购|参股|投了?|投进来?|入了?)"
# Who is asked for it, and that it was got; who put it in for shares
SOURCE = re.compile(
    f"(?:[跟向找从问由管]|通过|靠)(?:[我俺咱老板]们?)?(?:[一几两]?[个位名些家])?的?(?:{KIN})(?=[^，。；0-9家厂公司]{{0,6}}?{GOT})"
    f"|(?:{KIN})(?=[^，。；0-9家厂公司]{{0,3}}?{SHARES})"
)


def without_source(told: str) -> str:
    """The words without those that say only from whom a sum came."""
    return SOURCE.sub("", told)
