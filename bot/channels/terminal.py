"""The terminal: one question, or a talk until Ctrl-D."""

import secrets
from concurrent.futures import wait
from datetime import date

import click

from bot.advisor import Advisor, Answer
from bot.clock import today
from bot.messages import Message

LONGEST = 1.0  # seconds an answer waits until it is stored
WELCOME = "您好，我是金融辅导员。直接说您的情况，例如“{example}”。按 Ctrl-D 结束。"


def answer_once(advisor: Advisor, text: str, day: date) -> Answer:
    """One question outside any conversation; returns when it is stored, or after ``LONGEST`` when it cannot be."""
    answer = advisor.reply(Message(_new_talk(), text, day, "terminal"))
    _wait(answer)
    return answer


def converse(advisor: Advisor, first: str = "") -> None:
    """Question and answer in turn; every line is one message of the same conversation. ``first``: said for the user,
    in place of a welcome."""
    conversation = _new_talk()
    if first:
        click.echo(advisor.reply(Message(conversation, first, today(), "terminal")).text + "\n")
    else:
        click.secho(WELCOME.format(example=advisor.live.knowledge.site.examples[0]), fg="cyan")
    while True:
        try:
            text = input("> ")
        except (EOFError, KeyboardInterrupt):
            click.echo("\n再见。")
            return
        answer = advisor.reply(Message(conversation, text, today(), "terminal"))
        _wait(answer)
        click.echo(answer.text + "\n")


def _new_talk() -> str:
    return f"terminal:{secrets.token_hex(8)}"


def _wait(answer: Answer) -> None:
    """Waits a second until the turn is stored; a store that is slow or fails must not cost the reply."""
    if answer.stored:
        wait([answer.stored], LONGEST)
