"""Who says which piece of a message, where several dictate one: 「（爸）贷了两笔（妈）一笔200万」, 「会计：… 老板：…」.
What they say is one message."""

import re

KIN = (
    "[老小大二三]?(?:公|婆|爸|妈|爹|娘|爷|奶|哥|姐|弟|妹|儿|女|叔|伯|姑|姨|舅|侄|侄子|侄女|外甥|媳妇|儿子|女儿|老公|老婆|爸爸|妈妈|爷爷|奶奶|丈夫|孩子|儿媳|女婿|亲家)"
    "|老板娘?|会计|财务|出纳|经理|厂长|主任|助理|秘书|文员|同事|老师|客户|业务员|司机|老大|老二|老三"
)
NAME = "[老小][一-鿿]|[一-鿿]{1,2}(?:总|经理|会计|主任|工|姐|哥|叔|姨|科|局|老师)"
IN_BRACKETS = re.compile(f"[（(【\\[](?:{KIN}|{NAME}|[A-Da-d甲乙丙丁])(?:说|问|插嘴|补充|旁边|在旁边)*[）)】\\]][：:]?")
WITH_A_COLON = re.compile(f"(?:(?<=[\\s。！？；，、,;])|^)(?:{KIN}|{NAME}|[甲乙丙丁AB]说)(?:说|问|插嘴|补充)*[：:]")
FEWEST = 2


def without_speakers(text: str) -> str:
    """The text with a pause in the place of each who speaks, where there are several of them in one line."""
    for tags in (IN_BRACKETS, WITH_A_COLON):
        found = [one[0].strip("，, ") for one in tags.finditer(text)]
        several = len(set(found)) >= FEWEST
        if several and (tags is IN_BRACKETS or ("\n" not in text and _are_speakers(found))):
            text = re.sub("^[，,]+|(?<=[，,。；！？?：])[，,]+", "", tags.sub("，", text)).strip()
    return text


def _are_speakers(tags: list[str]) -> bool:
    """Whether one of them speaks again, or all go by what they are to each other: several firms are named otherwise."""
    kin = re.compile(f"(?:{KIN})(?:说|问|插嘴|补充)*[：:]|[甲乙丙丁AB]说[：:]")
    return len(set(tags)) < len(tags) or all(kin.fullmatch(one) for one in tags)
