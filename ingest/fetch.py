"""A file from the web. The address is ours to check before anything is sent to it.

::

    URL --host--> addresses --all public?--> connection to the address that was checked --redirect?--> URL …

This machine sees more of the office's network than whoever gives it a URL. So only public addresses are
asked, and the hosts that the settings name; a redirect is checked like the URL that it stands for.
"""

import asyncio
import ipaddress
import re
import socket
import zlib
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from email.message import Message
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote

import httpx

from ingest.load import LARGEST, is_document
from ingest.names import safe_name
from knowledge.errors import BadFile

_HOPS: Final = 5  # redirects
_PATIENCE: Final = 60.0  # seconds for all of it, however slowly a server drips
_SILENCE: Final = 20.0  # seconds without a byte
_NUMERIC: Final = re.compile(r"(?:\d+|0[xX][\da-fA-F]*)\.?$")  # as the last label: an address, in whatever notation
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_HEADERS: Final = {"User-Agent": "wenshu", "Accept-Encoding": "identity"}
_PACKED: Final = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_url(source: str) -> bool:
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", source) is not None


async def fetch(url: str, folder: Path, allowed: Collection[str] = ()) -> Path:
    """The file at the URL, put into the folder under its own name; raises BadFile with nothing written.

    ``allowed`` are hosts that may be asked although their addresses are not public.
    """
    try:
        async with asyncio.timeout(_PATIENCE), httpx.AsyncClient(timeout=_SILENCE, trust_env=False) as client:
            return await _follow(client, url, folder, allowed)
    except TimeoutError as error:
        raise BadFile(url, f"{_PATIENCE:.0f} 秒内没有下载完，请稍后再试，或下载后导入文件") from error
    except httpx.TimeoutException as error:
        raise BadFile(url, "对方很久没有回应，请稍后再试，或下载后导入文件") from error
    except httpx.InvalidURL as error:
        raise BadFile(url, "网址写得不对，请检查") from error
    except (httpx.HTTPError, ValueError, zlib.error) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise BadFile(url, f"下载不了（{why}），请检查网址，或下载后导入文件") from error


async def _follow(client: httpx.AsyncClient, url: str, folder: Path, allowed: Collection[str]) -> Path:
    target = httpx.URL(url)
    for _ in range(_HOPS + 1):
        async with _asked(client, target, url, allowed) as response:
            if response.has_redirect_location:
                target = target.join(response.headers["Location"])
                continue
            if response.status_code != httpx.codes.OK:
                raise BadFile(url, f"对方没有给出文件（HTTP {response.status_code}），请检查网址")
            content = await _body(response, url)
            path = folder / _name(response, target)
        path.write_bytes(content)
        return path
    raise BadFile(url, f"转了 {_HOPS} 次还没有到，请用最后的网址")


@asynccontextmanager
async def _asked(
    client: httpx.AsyncClient, target: httpx.URL, url: str, allowed: Collection[str]
) -> AsyncIterator[httpx.Response]:
    """The response of the first of the host's addresses that can be reached."""
    *others, last = await _checked(target, url, allowed)
    response: httpx.Response | None = None
    for address in others:
        with suppress(httpx.ConnectError):
            response = response or await _sent(client, target, address)
    response = response or await _sent(client, target, last)
    try:
        yield response
    finally:
        await response.aclose()


async def _sent(client: httpx.AsyncClient, target: httpx.URL, address: str) -> httpx.Response:
    """Asks the very address that was checked; the host's name is only said to it, and looked for in its certificate."""
    request = client.build_request(
        "GET",
        target.copy_with(host=address, fragment=None),
        headers={**_HEADERS, "Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.raw_host.decode("ascii")},
    )
    return await client.send(request, stream=True)


async def _checked(target: httpx.URL, url: str, allowed: Collection[str]) -> list[str]:
    """Every address of the host, if all of them may be asked."""
    if target.scheme not in ("http", "https") or not target.host:
        raise BadFile(url, "只能读 http:// 或 https:// 开头的网址")
    if target.userinfo:
        raise BadFile(url, "网址里不能带用户名和密码，请去掉")
    addresses = await _addresses(target, url)
    named = target.host.lower().rstrip(".") in {host.lower() for host in allowed}
    if not named and not all(_is_public(ipaddress.ip_address(address)) for address in addresses):
        raise BadFile(url, f"{target.host} 不是公网地址；确要读取，请把它写进 WENSHU_FETCH_HOSTS")
    return addresses


async def _addresses(target: httpx.URL, url: str) -> list[str]:
    """Where the host is; an address is taken as it stands, and only in its plain notation."""
    host = target.host
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        if _NUMERIC.search(host):  # 2130706433, 0177.0.0.1: names for 127.0.0.1 that filters overlook
            raise BadFile(url, f"{host} 不是规范的地址写法，请检查网址") from None
    try:
        return await resolve(host, target.port or 0)
    except OSError as error:
        raise BadFile(url, f"找不到主机 {host}，请检查网址和网络") from error


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _is_public(address: _Address) -> bool:
    """Whether the address, and any older one that it carries inside, belongs to the internet at large."""
    if inner := _inner(address):
        return _is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner(address: _Address) -> _Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])


async def _body(response: httpx.Response, url: str) -> bytes:
    """The content, unpacked where it came packed; neither form may be larger than a file may be."""
    received, content = 0, bytearray()
    unpack = _unpacker(response, url)
    async for chunk in response.aiter_raw():
        received += len(chunk)
        content += unpack.decompress(chunk, LARGEST + 1 - len(content)) if unpack else chunk
        if max(received, len(content)) > LARGEST:
            raise BadFile(url, f"文件超过 {LARGEST // 1_000_000} MB，不像一份报告，请检查网址")
    if unpack and not unpack.eof:
        raise BadFile(url, "收到的内容不完整，请稍后再试，或下载后导入文件")
    return bytes(content)


def _unpacker(response: httpx.Response, url: str) -> "zlib._Decompress | None":
    """For a server that packs although it was asked not to; httpx would unpack without a limit."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing == "identity":
        return None
    if packing not in _PACKED:
        raise BadFile(url, f"对方用了读不了的压缩方式（{packing}），请下载后导入文件")
    return zlib.decompressobj(_PACKED[packing])


def _name(response: httpx.Response, target: httpx.URL) -> str:
    """What the server calls the file, else the end of the path; with the suffix of its type where it has none."""
    said = Message()
    said["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    name = safe_name(unquote(said.get_filename() or "") or unquote(PurePath(target.path).name), target.host)
    return name if is_document(name) else name + _SUFFIXES.get(kind, "")
