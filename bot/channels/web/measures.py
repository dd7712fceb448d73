"""Calculator pages: a form made from the measure record, prefilled links, and two variants side by side."""

from contextlib import suppress
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from aiohttp import web
from multidict import MultiDict

from bot.channels.web.cards import Card, Place, Shown, card_of
from bot.channels.web.links import own
from bot.channels.web.site import page, part, site_of
from bot.measures.inputs import Params
from bot.messages import Reply
from bot.replies.form import reply_to_form
from bot.replies.views import extra_of
from calculators.wording import money
from knowledge.records.model import Measure

OTHER = "b."

routes = web.RouteTableDef()


@routes.get("/measures")
async def measures(request: web.Request) -> web.Response:
    """All that can be computed."""
    knowledge = site_of(request).knowledge
    homes = [(one, knowledge.policy(one.policy)) for one in knowledge.measures]
    rows = [(one, policy, policy.clause(one.clause)) for one, policy in homes]
    return page(request, "measures", rows=rows, policies=knowledge.policies, policy=knowledge.main)


@routes.get("/measures/{measure}/compare")
@routes.get("/measures/{policy}/{measure}/compare")
async def compare(request: web.Request) -> web.Response:
    """Two variants: plain names are the first, names with ``b.`` the second, which begins as a copy."""
    one = measure_of(request)
    if "from" in request.query:
        raise web.HTTPSeeOther(beside(one, request.query))
    first, second = split(request.query)
    a, b = (worked(request, one, params, Place.PAIR) for params in (first, second))
    gap = difference(a.reply, b.reply)
    if "part" in request.query:
        return part(request, "comparison", a=a, b=b, difference=gap)
    policy = site_of(request).knowledge.policy(one.policy)
    return page(request, "compare", a=a, b=b, difference=gap, measure=one, policy=policy)


@routes.get("/measures/{measure}")
@routes.get("/measures/{policy}/{measure}")
async def measure(request: web.Request) -> web.Response:
    """One calculator, filled from the query; ``?part=1`` gives the result alone, ``?part=top`` as a card begins."""
    one = measure_of(request)
    in_a_card = request.query.get("part") == "top"
    card = worked(request, one, request.query, Place.CHAT if in_a_card else Place.PAGE)
    if "part" in request.query:
        return part(request, "top" if in_a_card else "result", card=card)
    site = site_of(request)
    return page(request, "measure", card=card, day=site.day(), policy=site.knowledge.policy(one.policy))


def measure_of(request: web.Request) -> Measure:
    """The one of that policy; where none is named the only one of that id, or that of the main policy."""
    knowledge, info = site_of(request).knowledge, request.match_info
    for policy in [info["policy"]] if "policy" in info else ("", knowledge.site.main):
        with suppress(KeyError):
            return knowledge.measure(info["measure"], policy)
    raise web.HTTPNotFound


def worked(request: web.Request, measure: Measure, params: Params, place: Place = Place.PAGE) -> Card:
    """The card of a measure worked out for these inputs."""
    site = site_of(request)
    reply, standing = reply_to_form(site.knowledge, measure, params, site.day())
    begun = bool(standing.inputs or standing.facts or extra_of(reply.view).problems) or not measure.inputs
    return card_of(reply, site.knowledge, site.phrasebook(), site.day(), shown=Shown(place), begun=begun)


def split(query: Params) -> tuple[Params, Params]:
    """The parameters of both variants."""
    first = MultiDict((k, v) for k, v in query.items() if not k.startswith(OTHER))
    second = MultiDict((k.removeprefix(OTHER), v) for k, v in query.items() if k.startswith(OTHER))
    return first, second or first


def difference(a: Reply, b: Reply) -> str:
    """How far the second sum is from the first, in words; "" while one of them is not known."""
    if a.amount is None or b.amount is None:
        return ""
    gap: Decimal = b.amount - a.amount
    if not gap:
        return "两种情况算出来一样多。"
    return f"方案二比方案一{'多' if gap > 0 else '少'} {money(abs(gap))}。"


def beside(measure: Measure, query: Params) -> str:
    """From a form that was changed: what it began with (``from``) as the first variant, what it holds as the second."""
    changed = [(OTHER + key, value) for key, value in own(query) if key != "from" and value]
    return f"/measures/{measure.link}/compare?{urlencode([*parse_qsl(query['from']), *changed])}"
