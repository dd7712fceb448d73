"""`fudaoyuan serve` with one page more, which breaks: GET /broken/…"""

import sys

from aiohttp import web

import bot.bootstrap
from bot.bootstrap import House
from bot.cli import main
from bot.settings import Settings
from knowledge.classifier.model import Tell, silent

build = bot.bootstrap.bootstrap


async def broken(request: web.Request) -> web.Response:
    raise ValueError(f"cannot read {request.match_info['what']}")


def with_broken_page(settings: Settings, tell: Tell = silent) -> House:
    house = build(settings, tell=tell)
    house.mounts.append(lambda app: app.router.add_get("/broken/{what}", broken))
    return house


if __name__ == "__main__":
    bot.bootstrap.bootstrap = with_broken_page
    main(["serve", *sys.argv[1:]])
