"""What is told of another firm or loan and let be in the same breath: 「另一家也有一笔600万的，先别管。」"""

import re

ANOTHER = "另一[家户笔份张]|另外(?:那|有)?[一两几]?[家户笔份张]|别家|隔壁|还有[一两几]?(?:个|家|户|笔|份|张)"
LET_BE = (
    "[先暂][时且]?[不别]用?(?:管|说|提|谈|算|看)|先放(?:着|一边)|先搁(?:着|一边|下)|(?:回头|以后|改天)再(?:说|算|问|看)"
)
TOLD = re.compile(
    rf"(?:^|(?<=[。；！？\n]))[^。；！？\n]{{0,12}}?(?:{ANOTHER})[^。；！？\n]{{0,50}}?(?:{LET_BE})"
    r"[它他她吧了哈啊]*(?:[。；！？\n，,]|$)"
)


def without_let_be(text: str) -> tuple[str, str]:
    """The message without what it tells and lets be, and that; all of it where nothing else is said."""
    found = TOLD.search(text)
    if found is None:
        return text, ""
    rest = text[: found.start()] + text[found.end() :]
    return (rest, found[0]) if rest.strip("，。 \n") else (text, "")
