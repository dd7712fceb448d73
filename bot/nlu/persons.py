"""Whose firm is spoken of, by how a person is related to who speaks: 「俺表哥那厂」, 「我这边」."""

import re

KIN = (
    "(?<=[俺我咱])[儿妹弟姐哥](?![们夫弟妹姐哥])|哥们|姐们|叔叔|舅舅|伯伯|姑姑|姑父|姨妈|姨父|舅妈|表哥|表弟|表姐|表妹|堂哥|堂弟|大舅哥|小舅子|小姨子|兄弟(?!公司|企业|单位)|姐姐|妹妹|哥哥|弟弟|闺女|女儿|儿子|妹夫|姐夫|连襟|亲家"
    "|媳妇|爱人|老伴|老婆|老公|对象|老?丈人|丈母娘?|岳[父母]|公公|婆婆|侄[儿子女]?|外甥|发小|战友|老乡|同学|朋友|邻居|对门|隔壁|[大二三四]?[哥弟姐妹叔伯舅姨姑](?!妹公司|妹企业)"
)
OF_THE_KIN = re.compile(
    f"({KIN})[^，。；！？0-9]{{0,3}}?(?:[那家的]|开的|他们?)(?:的|个|家|间|边)*(?:公司|企业|厂|店|作坊)"
)
OWN = re.compile(
    "(?:俺|我|咱)们?(?:自己|自家|自个|这边|这里|这儿|这头|那边|厂|公司|家(?!老)|[这那](?:个|份|笔|张|单|户)|那?[0-9一二三四五六七八九十百千]+万)"
)


def relative_of(text: str) -> str:
    """The one whose firm is spoken of (表哥), "" when nobody's is."""
    found = OF_THE_KIN.search(text)
    return found[1] if found else ""


def speaks_of_own(text: str) -> bool:
    """Whether what is the speaker's own is told from what is others'."""
    return OWN.search(text) is not None
