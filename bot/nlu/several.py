"""Several answers at once, to the conditions listed in the order in which they were: 是，办了，还清了; 1是2是3不是."""

import re
from collections.abc import Sequence

from bot.nlu.answers import words_of
from bot.nlu.belongs import untouched
from bot.nlu.facts import read_alone, read_answer
from bot.nlu.polarity import turns
from knowledge.records.model import Fact

DIGITS = {digit: place for place, pair in enumerate(("1一", "2二两", "3三", "4四", "5五", "6六"), 1) for digit in pair}
PARTS = re.compile(r"[，、。；;,!?！？\s]+|(?<=[是了有没的])(?=最后|后面|其他|其余|剩下)")
NUMBERED = re.compile(r"(?:第)?([1-6一二三四五六])\s*(?:个|条|项|点)?\s*[.、:：)）]?\s*([^0-9一二三四五六第]+)")
FIRST = re.compile(r"(?:前面?|头)([1-6一二两三四五六])?(?:个|条|项)(?:都)?")
LAST = re.compile(r"(?:最后|后面?|末)([1-6一二两三四五六])?(?:个|条|项)(?:都)?")
NTH = re.compile(r"第([1-6一二三四五六])(?:个|条|项)?")
REST = re.compile(r"(?:其他|其它|其余|剩下|另外)(?:的|[1-6一二两三四五六]?(?:个|条|项))?(?:都)?")
BUT = re.compile(r"除了?(.+?)(?:以外|之外|外)?(?:其他|其它|其余|别的)?(?=都|全)")

TAKEN_UP = re.compile("[?？].{2}")
GOES_ON = re.compile("还(?:没|未|在|得|要)|正在|就等|快")


def read_several(text: str, opened: Sequence[Fact]) -> dict[str, str]:
    """Condition → value for the ``opened`` ones, in the order in which they were listed; nothing when ``text`` is no
    list of answers to them."""
    if len(opened) < 2:
        return {}
    if said := words_of(opened[0].replies).of_all(text):
        return {fact.key: value for fact in opened if (value := _plain(said, fact))}
    return _numbered(text, opened) or _pointed(text, opened) or _in_order(text, opened)


def is_numbered(text: str) -> bool:
    """Whether it is nothing but a list by numbers: 1是2是3不是."""
    return len(NUMBERED.findall(text)) > 1 and not NUMBERED.sub("", text).strip(" ，,。.、")


def _plain(said: str, fact: Fact) -> str:
    return {"yes": fact.bare_yes, "no": fact.bare_no}.get(said, said)


def _numbered(text: str, opened: Sequence[Fact]) -> dict[str, str]:
    """1是2是3不是."""
    parts = NUMBERED.findall(text)
    places = [DIGITS[digit] for digit, _ in parts]
    if not is_numbered(text) or places != sorted(set(places)) or places[-1] > len(opened):
        return {}
    return _whole(
        [
            (opened[place - 1], read_answer(said, opened[place - 1]))
            for place, (_, said) in zip(places, parts, strict=True)
        ]
    )


def _pointed(text: str, opened: Sequence[Fact]) -> dict[str, str]:
    """前两个是，最后一个不清楚; 第二个没有，其他都有; 除了第三个都是."""
    if (but := BUT.match(text)) and (left := _points(but[1], opened, [])):
        said = words_of(opened[0].replies).plain(text[but.end() :])
        turned = {"yes": "no", "no": "yes"}.get(said, "")
        return {f.key: v for f in opened if (v := _plain(turned if f in left else said, f))} if turned else {}
    found: list[tuple[Fact, str]] = []
    for part in filter(None, PARTS.split(text)):
        match = next((m for p in (FIRST, LAST, NTH, REST) if (m := p.match(part))), None)
        if match is None or not (facts := _points(part, opened, [fact for fact, _ in found])):
            return {}
        found += [(fact, read_answer(part[match.end() :], fact)) for fact in facts]
    return _whole(found)


def _points(part: str, opened: Sequence[Fact], before: Sequence[Fact]) -> list[Fact]:
    """Which of the conditions are pointed at."""
    if match := NTH.match(part):
        return list(opened[DIGITS[match[1]] - 1 : DIGITS[match[1]]])
    if match := FIRST.match(part):
        return list(opened[: DIGITS.get(match[1] or "1", 1)])
    if match := LAST.match(part):
        return list(opened[-DIGITS.get(match[1] or "1", 1) :])
    return [fact for fact in opened if fact not in before] if REST.match(part) else []


def _in_order(text: str, opened: Sequence[Fact]) -> dict[str, str]:
    """是，办了，还清了: each part answers the next condition, or a later one that it names."""
    if TAKEN_UP.search(text):
        return {}  # 「规上？我们可不算」 takes up one of them and answers it
    parts = [part for part in PARTS.split(text) if part]
    words = words_of(opened[0].replies)
    plain = [words.plain(part) for part in parts]
    if len(parts) < 2 or len(parts) > len(opened) or (all(plain) and len(parts) != len(opened)):
        return {}
    if any(untouched(part) for part in parts) or any(map(turns, parts[1:])):
        return {}  # 「有厂房，没抵押」, 「说要房子，最后没办」 are one answer
    found: list[tuple[Fact, str]] = []
    at, was_named = 0, False
    for part, said in zip(parts, plain, strict=True):
        named = None if said else next((i for i, fact in enumerate(opened) if read_alone(part, fact)), None)
        if was_named and named is None and GOES_ON.match(part):
            return {}  # 「登记正在办，还没下来」 is told of the one matter
        if not said and named is None and any(_tells_of(part, fact) for fact, _ in found):
            return {}  # 「押的是软著，没押房子」 says both of one matter
        was_named = named is not None
        place = at if named is None else named
        if place >= len(opened):
            return {}
        found.append((opened[place], read_answer(part, opened[place])))
        at = place + 1
    return _whole(found)


def _tells_of(part: str, fact: Fact) -> bool:
    """Whether it has a word of the things that are told apart for the condition."""
    return any(word in part for words in fact.beside.values() for word in words if len(word) > 1)


def _whole(found: Sequence[tuple[Fact, str]]) -> dict[str, str]:
    """All of them, when each was understood."""
    return {fact.key: value for fact, value in found} if all(value for _, value in found) else {}
