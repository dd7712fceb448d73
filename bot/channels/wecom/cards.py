"""Template cards: what may be pressed under an answer, and how a card looks once something was."""

from collections.abc import Sequence
from typing import Any

from bot.channels.messenger.chips import Chip

Card = dict[str, Any]
BUTTONS, OPTIONS = 6, 20  # of one card, as the platform says
LONGEST_LABEL, LONGEST_TITLE, LONGEST_KEY = 20, 36, 1024  # characters; bytes of a key
TITLES = {"n": "您指的是哪一个", "f": "选一个就行", "w": "单位是哪个", "u": "还可以接着问", "k": "体检"}
SEVERAL = "点一个；几个一起的，回序号"
CHOICE = "choice"
DONE = "done"
STALE = "这张卡片过时了，直接说就行"


def key_of(chip: Chip, mark: str) -> str:
    """What comes back when it is pressed."""
    return "|".join((mark, chip.kind, chip.key, chip.value))


def read_key(key: str) -> tuple[str, str, str, str] | None:
    """Mark, kind, key and value; None for what no card of ours has."""
    parts = key.split("|")
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def card_of(chips: Sequence[Chip], mark: str, task: str) -> Card | None:
    """Buttons, or a list to choose from where there are more than six; None for nothing to press. ``task``: the card's
    own name, by which it can be changed."""
    fitting = [chip for chip in chips if len(key_of(chip, mark).encode()) <= LONGEST_KEY][:OPTIONS]
    if not fitting:
        return None
    several = fitting[0].kind == "n" and fitting[-1].kind == "k"
    title = SEVERAL if several else TITLES[fitting[0].kind]
    shared = {"main_title": {"title": title}, "task_id": task}
    if len(fitting) <= BUTTONS:
        buttons = [
            {"text": short(chip.label), "style": 1 if chip.kind == "f" else 4, "key": key_of(chip, mark)}
            for chip in fitting
        ]
        return {"card_type": "button_interaction", **shared, "button_list": buttons}
    options = [{"id": key_of(chip, mark), "text": short(chip.label), "is_checked": False} for chip in fitting]
    return {
        "card_type": "vote_interaction",
        **shared,
        "checkbox": {"question_key": CHOICE, "option_list": options, "mode": 0},
        "submit_button": {"text": "就选这个", "key": CHOICE},
    }


def chosen(task: str, label: str) -> Card:
    """The same card once something was pressed: it says what, and nothing on it does anything any more."""
    return {
        "card_type": "button_interaction",
        "main_title": {"title": short(f"已选：{label}" if label else STALE, LONGEST_TITLE)},
        "button_list": [{"text": "✓ 收到" if label else "已失效", "style": 2, "key": DONE}],
        "task_id": task,
    }


def pressed(event: Any) -> tuple[str, str]:
    """What was pressed and on which card: its key and the card's name; "" for what is neither."""
    card = event.get("template_card_event") if isinstance(event, dict) else None
    if not isinstance(card, dict):
        return "", ""
    key, task = card.get("event_key"), card.get("task_id")
    if key == CHOICE:
        key = _selected(card)
    return (key if isinstance(key, str) else "", task if isinstance(task, str) else "")


def _selected(card: Any) -> str:
    try:
        [item] = card["selected_items"]["selected_item"]
        [key] = item["option_ids"]["option_id"]
    except (KeyError, TypeError, ValueError):
        return ""
    return key if isinstance(key, str) else ""


def short(text: str, longest: int = LONGEST_LABEL) -> str:
    """As much of a label as a button shows."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
