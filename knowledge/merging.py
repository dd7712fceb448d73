"""Two changes of one text, made at the same time, put together line by line where they do not touch."""

from difflib import SequenceMatcher


def together(base: str, ours: str, theirs: str) -> str | None:
    """``base`` with both changes; None where both changed the same lines, or neighbouring ones, differently."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    lines = base.splitlines(keepends=True)
    whole: list[str] = []
    at = -1
    for start, end, put in sorted({*_edits(lines, ours), *_edits(lines, theirs)}):
        if start <= at:  # within one text changes never touch: these are of both
            return None
        whole += [*lines[max(at, 0) : start], *put]
        at = end
    return "".join(whole + lines[max(at, 0) :])


def _edits(lines: list[str], text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """(first line, line after the last, what stands there instead) for each change."""
    new = text.splitlines(keepends=True)
    found = SequenceMatcher(None, lines, new, autojunk=False).get_opcodes()
    return [(i, j, tuple(new[k:m])) for tag, i, j, k, m in found if tag != "equal"]
