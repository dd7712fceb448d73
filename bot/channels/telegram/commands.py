"""Commands and deep links: /start /help /policies /calculate /checkup /cancel /privacy /delete."""

import re
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import BotCommand, Message

from bot.channels.telegram.exchange import Talk
from bot.channels.telegram.keyboard import Erase, button, clauses_of, measures_of
from knowledge.records.model import Knowledge

COMMANDS = (
    ("start", "开始"),
    ("calculate", "选一项来算"),
    ("policies", "看文件和各条原文"),
    ("checkup", "问您几句，看能拿哪几项"),
    ("cancel", "刚才的不算了"),
    ("help", "怎么用"),
    ("privacy", "记了什么、记多久"),
    ("delete", "删除我说过的话"),
)
# Telegram allows A–Z a–z 0–9 _ - and 64 characters after ?start=, so clause 1.1 is c1_1; an event code follows a "-".
LINK = re.compile(
    r"(?:c(?P<clause>\d+_\d+|art\d+)|m_(?P<measure>[a-z0-9_]+))?(?:(?:^|-)(?P<event>[A-Za-z0-9_-]{1,64}))?"
)
OF = "__of_"  # of several documents with a measure of one name: m_patent__of_linyi_2026
CHECKUP = "体检"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a deep link leads: a clause "1.1", a measure, and the event it was handed out at; "" when not said."""

    clause: str = ""
    measure: str = ""
    event: str = ""


def bot_commands() -> list[BotCommand]:
    """What Telegram shows in its menu."""
    return [BotCommand(command=name, description=words) for name, words in COMMANDS]


def read_link(payload: str) -> Link:
    """The link of a /start; what cannot be read is an event code as far as its letters go."""
    found = LINK.fullmatch(payload)
    if found is None:
        return Link()
    return Link((found["clause"] or "").replace("_", "."), found["measure"] or "", found["event"] or "")


def make_router() -> Router:
    """The commands; in groups those addressed to another bot are not ours."""
    router = Router(name="commands")
    router.message.filter(F.is_automatic_forward.is_not(True))
    router.message.register(started, Command("start"))
    router.message.register(asked_for_help, Command("help"))
    router.message.register(listed_policies, Command("policies"))
    router.message.register(chose_to_calculate, Command("calculate"))
    router.message.register(asked_for_checkup, Command("checkup"))
    router.message.register(cancelled, Command("cancel"))
    router.message.register(asked_about_privacy, Command("privacy"))
    router.message.register(asked_to_delete, Command("delete"))
    return router


async def started(message: Message, command: CommandObject, talk: Talk) -> None:
    """A welcome, or straight to what the link is about."""
    payload = (command.args or "").strip()[:64]
    said, link = f"/start {payload}".strip(), read_link(payload)
    if target := target_of(link, talk.context.knowledge):
        await talk.begin(*target, shown=said)
    else:
        await talk.say("welcome", shown=said)


def target_of(link: Link, knowledge: Knowledge) -> tuple[str, str] | None:
    """Label and target of what a link is about; None when there is no such thing (any more)."""
    main = knowledge.site.main  # where several documents have one of that name, its own is meant
    name, _, policy = link.measure.partition(OF)
    measures = [m for m in knowledge.measures if m.id == name and policy in ("", plain(m.policy))]
    for measure in sorted(measures, key=lambda one: one.policy != main):
        return measure.name, f"measure:{measure.key}"
    clauses = [clause for policy in knowledge.policies for clause in policy.clauses if clause.id == link.clause]
    for clause in sorted(clauses, key=lambda one: one.policy != main):
        return clause.title, f"clause:{clause.key}"
    return None


def plain(policy: str) -> str:
    """The id of a document in the characters a measure's name has."""
    return re.sub("[^a-z0-9]", "_", policy.lower())


async def asked_for_help(message: Message, talk: Talk) -> None:
    await talk.say("help", shown="/help")


async def listed_policies(message: Message, talk: Talk) -> None:
    policies = talk.context.knowledge.policies
    several = len(policies) > 1
    buttons = [row for policy in policies for row in clauses_of(policy, policy.place if several else "")]
    await talk.say("policies", buttons, shown="/policies", policies=policies)


async def chose_to_calculate(message: Message, talk: Talk) -> None:
    await talk.say("calculate", measures_of(talk.context.knowledge), shown="/calculate")


async def asked_for_checkup(message: Message, command: CommandObject, talk: Talk) -> None:
    said = (command.args or "").strip(" 。，")
    await talk.ask(
        f"{CHECKUP}：{said}" if said else CHECKUP, message=message.message_id, shown=f"/checkup {said}".strip()
    )


async def cancelled(message: Message, talk: Talk) -> None:
    await talk.ask("取消", shown="/cancel")


async def asked_about_privacy(message: Message, talk: Talk) -> None:
    await talk.say("privacy", shown="/privacy", days=talk.context.days)


async def asked_to_delete(message: Message, talk: Talk) -> None:
    """Asks first: a command is touched by accident sooner than a button. Who speaks as a chat cannot press one."""
    if talk.place.unnamed:
        await talk.forget()
        return
    await talk.say("delete", [button("确认删除", Erase(user=talk.place.user))])
