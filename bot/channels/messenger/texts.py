"""Texts within so many bytes: cut at a good place, in pieces, or begun with a link to the rest."""

BREAKS = ("\n", "。", "；", "，")
MORE = "……\n后面还有，全文和算式点这里看（一小时内有效）：{link}"


def size(text: str) -> int:
    """Length as the platforms count it, in bytes."""
    return len(text.encode("utf-8", "replace"))


def begun(text: str, link: str, longest: int) -> str:
    """The first lines, as many as fit, and where the rest is."""
    rest = MORE.format(link=link)
    room = longest - size(rest)
    return text[: cut(text, room)].rstrip("\n") + rest


def pieces(text: str, longest: int) -> list[str]:
    """Pieces that fit, cut at a line, else a sentence."""
    found = []
    while text:
        at = cut(text, longest)
        found.append(text[:at].strip("\n"))
        text = text[at:]
    return [piece for piece in found if piece]


def cut(text: str, room: int) -> int:
    """How many characters fit into so many bytes, up to a good place to stop."""
    if size(text) <= room:
        return len(text)
    fits = len(text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore"))
    for mark in BREAKS:
        found = text.rfind(mark, fits // 4, fits)
        if found >= 0:
            return found + len(mark)
    return fits
