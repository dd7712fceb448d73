"""Several firms of a list of which one alone is asked about: 「甲公司不良40万，乙公司不良52万，只看乙的，备案了」."""

import re

from bot.dialogue.firms import firm_called
from bot.dialogue.turn import Turn

NAME = "[一-鿿]{1,4}?|[A-Ha-h]"
FIRM = "(?:有限公司|公司|企业|厂子?)"
ONLY_ONE = re.compile(
    f"[，。；,;](?:[我俺咱]们?)?(?:这[次回]|今天|先)?[只光单](?:想)?(?:问|算|看|说|报|要|查)(?:一下)?({NAME})(?:{FIRM})?"
    "(?:[这那]一?[家户]|[家户]|的|这边)?(?=[，。；,;])"
)
TOLD = re.compile(
    f"(?:^|[，。；,;]|行|[：:、])(?:(?:表格?|名单|清单|台账)[里中上内])?({NAME}){FIRM}(?!担保|保险)[^，。；,;]*"
)


def one_asked_about(turn: Turn) -> list[tuple[str, str]]:
    """The firms by their names with what is told of each, the one that is asked about first, with what is told behind;
    none where it is not so."""
    text = turn.utterance.text
    asked = ONLY_ONE.search(text)
    if asked is None:
        return []
    rows = [(one[1], text[one.start(1) : one.end()]) for one in TOLD.finditer(text, 0, asked.start())]
    names = [name for name, _ in rows]
    if len(rows) < 2 or len({*names}) < len(rows) or asked[1] not in names:
        return []
    rest = text[asked.end() :].strip("，。；,; ")
    found = []
    for name, told in sorted(rows, key=lambda row: row[0] != asked[1]):
        said = turn.saying(f"{told}，{rest}" if name == asked[1] else told, turn.state).utterance
        called = firm_called(said)
        if called is None or not any(figure.kind == "money" for figure in said.figures):
            return []
        found.append((called.name, said.text))
    return found
