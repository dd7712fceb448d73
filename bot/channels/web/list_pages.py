"""A list of firms on the site: the template, the file, how far it is, what came of it. Works without scripts."""

from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.channels.web.chat import UNREADABLE, ours
from bot.channels.web.guard import said
from bot.channels.web.list_jobs import Job, Jobs
from bot.channels.web.receipt_pages import private
from bot.channels.web.site import VISIT, page, site_of
from bot.kit.list_result import template_workbook, terms_of

JOBS: web.AppKey[Jobs] = web.AppKey("list jobs")
LARGEST = 2_000_000  # bytes of a file
TOO_MUCH = 20_000_000  # bytes that are read, so that the browser hears the reason
SHOWN = 50  # firms on the page; the file has them all
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LARGE = "这个文件超过 2 MB，太大了。请只留要查的那一张表，或者分成几张，一次最多 2000 家。"
NO_FILE = "没有收到文件。请选一个填好的 .xlsx 名单再传。"

routes = web.RouteTableDef()


@routes.get("/checkup/list")
async def begin(request: web.Request) -> web.Response:
    """What it is for, the template, and the field for the file."""
    return page(request, "list", policy=site_of(request).knowledge.main, most=LARGEST // 1_000_000)


@routes.get("/checkup/list/template.xlsx")
async def template(request: web.Request) -> web.Response:
    return _file(template_workbook(site_of(request).knowledge), "企业名单模板.xlsx")


@routes.post("/checkup/list")
async def take(request: web.Request) -> web.Response:
    """Takes the file, and leads to how far it is."""
    ours(request)
    site = site_of(request)
    await site.admit(request, "list:", anonymous=request[VISIT].address)
    data = await _sent(request)
    if not data:
        raise said(NO_FILE)
    name = request.app[JOBS].begin(site.knowledge, data, site.day())
    raise web.HTTPSeeOther(f"/checkup/list/{name}")


@routes.get("/checkup/list/{name}")
async def result(request: web.Request) -> web.Response:
    """How far it is, then what came of it."""
    job = _job(request)
    shown = job.checked[:SHOWN] if job.done else []
    terms = terms_of(site_of(request).knowledge)
    return private(page(request, "list_result", job=job, shown=shown, terms=terms, key=request.match_info["name"]))


@routes.get("/checkup/list/{name}/result.xlsx")
async def download(request: web.Request) -> web.Response:
    job = _job(request)
    if not job.result:
        raise web.HTTPSeeOther(f"/checkup/list/{request.match_info['name']}")
    return private(_file(job.result, "企业体检结果.xlsx"))


@routes.post("/checkup/list/{name}/forget")
async def forget(request: web.Request) -> web.Response:
    """The list and its result are gone at once."""
    ours(request)
    request.app[JOBS].forget(request.match_info["name"])
    raise web.HTTPSeeOther("/checkup/list")


async def stopped(app: web.Application) -> None:
    """Nothing runs on when the site is closed."""
    await app[JOBS].close()


def _job(request: web.Request) -> Job:
    found = request.app[JOBS].find(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return found


async def _sent(request: web.Request) -> bytes:
    """The file of the form. A 413 in words where it is too large, a 400 where it cannot be read as a form."""
    whole = bytearray()
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name != "list":
                continue
            size = 0
            while chunk := await part.read_chunk(65_536):
                size += len(chunk)
                whole += chunk if size <= LARGEST else b""
                if size > TOO_MUCH:
                    break
            if size > LARGEST:
                raise said(TOO_LARGE)
    except UNREADABLE:
        raise said(NO_FILE) from None
    return bytes(whole)


def _file(data: bytes, name: str) -> web.Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return web.Response(body=data, content_type=EXCEL, headers=headers)
