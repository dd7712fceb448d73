"""Short answers: yes, no and 不知道 as people type them, and several answers at once to the conditions just listed."""

import re
from collections.abc import Sequence

from bot.memo import PerObject
from knowledge.records.model import Replies

MARKS = re.compile("[^\\w√✓✔×✗x/+]+")


class Words:
    """The patterns of one set of words: repeated, with particles before and behind, in any number."""

    def __init__(self, replies: Replies) -> None:
        before, behind = _any(replies.before), _any(replies.behind)
        self._yes = re.compile(f"(?:{before}*{_any(replies.yes)}{behind}*)+")
        self._no = re.compile(f"(?:{before}*{_any(replies.no)}{behind}*)+")
        self._unsure = re.compile(_any(replies.unsure))
        self._noted = re.compile(f"{_any(replies.noted)}+{_any(replies.accepts)}*{behind}*")
        self._leaves = re.compile(_any(replies.leaves))
        self._all_yes = re.compile(f"{before}*{_any(replies.all_yes)}{behind}*")
        self._all_no = re.compile(f"{before}*{_any(replies.all_no)}{behind}*")

    def plain(self, text: str) -> str:
        """ "yes", "no", "unknown" for a text that is nothing but that; "" for any other."""
        bare = MARKS.sub("", text)
        if self._noted.fullmatch(bare) or self._leaves.search(bare):
            return ""  # 「哦，中」 takes note of what was said, 「那算了」 gives it up
        if self._no.fullmatch(bare):
            return "no"
        if self._yes.fullmatch(bare):
            return "yes"
        return "unknown" if len(bare) <= 8 and self.is_unsure(bare) else ""

    def of_all(self, text: str) -> str:
        """ "yes" or "no" when it is said of all at once: 三个都是, 一个都没有."""
        bare = MARKS.sub("", text)
        if self._all_no.fullmatch(bare):
            return "no"
        return "yes" if self._all_yes.fullmatch(bare) else ""

    def is_unsure(self, text: str) -> bool:
        return self._unsure.search(text) is not None


def _any(words: Sequence[str]) -> str:
    """One of the words, longest first; what never matches when there are none."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})" if words else "(?!)"


words_of: PerObject[Replies, Words] = PerObject(Words)
