"""Calculator pages: a form made from the measure record, prefilled links, and two variants side by side."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiDict

from bot.channels.web.cards import Sums, clause_url, said_apart, sums
from bot.channels.web.forms import reply_to_form
from bot.channels.web.site import fragment, page, site_of
from bot.messages import Reply
from calculators.wording import money
from knowledge.model import Clause, Measure, Policy

OTHER = "b."

routes = web.RouteTableDef()


@routes.get("/measures")
async def measures(request: web.Request) -> web.Response:
    """All that can be computed."""
    knowledge = site_of(request).knowledge
    rows = [(one, knowledge.policy(one.policy).clause(one.clause)) for one in knowledge.measures]
    return page(request, "measures", rows=rows, policy=knowledge.policies[0])


@routes.get("/measures/{measure}")
async def measure(request: web.Request) -> web.Response:
    """One calculator, filled from the query; ``?part=1`` gives the result alone."""
    one = measure_of(request)
    context = worked(request, one, request.query)
    if "part" in request.query:
        return web.Response(text=fragment(request, "result", **context), content_type="text/html")
    return page(request, "measure", **context)


@routes.get("/measures/{measure}/compare")
async def compare(request: web.Request) -> web.Response:
    """Two variants: plain names are the first, names with ``b.`` the second, which begins as a copy."""
    one = measure_of(request)
    first, second = split(request.query)
    context = {"a": worked(request, one, first), "b": worked(request, one, second), "measure": one}
    context["difference"] = difference(context["a"]["reply"], context["b"]["reply"])  # type: ignore[index]
    if "part" in request.query:
        return web.Response(text=fragment(request, "comparison", **context), content_type="text/html")
    return page(request, "compare", **context, **home(request, one))


def measure_of(request: web.Request) -> Measure:
    for one in site_of(request).knowledge.measures:
        if one.id == request.match_info["measure"]:
            return one
    raise web.HTTPNotFound


def home(request: web.Request, measure: Measure) -> dict[str, Policy | Clause]:
    policy = site_of(request).knowledge.policy(measure.policy)
    return {"policy": policy, "clause": policy.clause(measure.clause)}


def worked(request: web.Request, measure: Measure, params: "MultiDict[str]") -> dict[str, object]:
    """Everything a template needs to show a measure worked out for these inputs."""
    site = site_of(request)
    reply, standing = reply_to_form(site.knowledge, measure, params, site.day())
    made: Sums | None = sums(reply, site.knowledge, site.phrasebook(), site.day())
    begun = bool(standing.inputs or standing.facts or reply.view["extra"].problems)
    return {**reply.view, "reply": reply, "sums": made, "begun": begun, "clause_url": clause_url, **said_apart(reply)}


def split(query: "MultiDict[str]") -> tuple["MultiDict[str]", "MultiDict[str]"]:
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


def compare_url(measure: Measure, first: Sequence[tuple[str, str]], second: Sequence[tuple[str, str]]) -> str:
    pairs = [*first, *((OTHER + key, value) for key, value in second)]
    return f"/measures/{measure.id}/compare?{urlencode(pairs)}"
