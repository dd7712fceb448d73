"""A real nginx as a child of the test: its own folder, a port of its own, ended with the block."""

import asyncio
import re
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[4]
SHIPPED = ROOT / "deploy/nginx/fudaoyuan.conf"
NGINX = "/usr/sbin/nginx"
PLAIN = "server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{app}; }} }}"
MAIN = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
worker_rlimit_nofile 20000; events {{ worker_connections {connections}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {site}
}}"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def shipped(folder: Path, port: int, app: int) -> str:
    """The file we ship, with another port, another certificate and the application of the test."""
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=fdy.example.cn"
    subprocess.run([*make.split(), "-keyout", folder / "key", "-out", folder / "crt"], check=True, capture_output=True)
    text = re.sub(r"listen \[::\]:\d+[^;]*;", "", SHIPPED.read_text("utf-8"))
    text = text.replace("/var/log/nginx/fudaoyuan/access.log", f"{folder}/access.log")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;")
    text = re.sub(r"(ssl_certificate +)\S+;", rf"\1{folder}/crt;", text)
    text = re.sub(r"(ssl_certificate_key +)\S+;", rf"\1{folder}/key;", text)
    return text.replace("http://127.0.0.1:8080", f"http://127.0.0.1:{app}")


def plain(folder: Path, port: int, app: int) -> str:
    """The one line that everybody writes first."""
    return PLAIN.format(port=port, app=app)


@asynccontextmanager
async def running(folder: Path, port: int, site: str, connections: int = 512) -> AsyncIterator[None]:
    """nginx with this server block."""
    file = folder / "nginx.conf"
    file.write_text(MAIN.format(folder=folder, site=site, connections=connections), "utf-8")
    process = await asyncio.create_subprocess_exec(
        NGINX, "-p", str(folder), "-c", str(file), "-e", f"{folder}/error.log"
    )
    try:
        await _listening(process, port, folder)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listening(process: asyncio.subprocess.Process, port: int, folder: Path) -> None:
    for _ in range(200):
        assert process.returncode is None, (folder / "error.log").read_text("utf-8")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        await writer.wait_closed()
        return
    raise AssertionError("nginx does not listen")
