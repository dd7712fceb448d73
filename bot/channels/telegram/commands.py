"""Commands and deep links: /start /help /policies /calculate /checkup /cancel /privacy /delete."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import BotCommand, Message

from bot.channels.messenger.deep_links import read_link, target_of
from bot.channels.telegram.exchange import Talk
from bot.channels.telegram.keyboard import Erase, button, clauses_of, measures_of

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
CHECKUP = "体检"


def bot_commands() -> list[BotCommand]:
    """What Telegram shows in its menu."""
    return [BotCommand(command=name, description=words) for name, words in COMMANDS]


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
