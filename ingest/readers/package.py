"""Zip archives from strangers: looked through before anything is unpacked, and unpacked no further than is sound."""

import io
import zipfile
import zlib
from itertools import pairwise
from pathlib import PurePosixPath

from knowledge.errors import BadFile

_MOST_MEMBERS = 2_000
_LARGEST = 200_000_000  # bytes of all members unpacked; a whole province's reports of a year are a tenth of it
_LARGEST_MEMBER = 60_000_000  # bytes; the longest report's document.xml is a thirtieth of it
_ENCRYPTED = 0x1
_UTF8 = 0x800
_HEADER = 30  # bytes of a member's own header at the least


class Package:
    """An archive whose directory has been found sound; raises BadFile otherwise."""

    def __init__(self, data: bytes, source: str) -> None:
        self._source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
            raise BadFile(source, "文件损坏或不完整（也许还没有传完），请重新取得一份再导入") from error
        self._members = {_name(info): info for info in self._zip.infolist() if not info.is_dir()}
        if why := _unsound(self._zip.infolist()):
            raise BadFile(source, why)

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def read(self, name: str) -> bytes:
        """A member's bytes; raises BadFile where they are not what the directory says."""
        info = self._members[name]
        if info.file_size > _LARGEST_MEMBER:
            raise BadFile(self._source, f"解压后单个文件超过 {_LARGEST_MEMBER // 1_000_000} MB，不像一份报告，请检查")
        try:
            with self._zip.open(info) as member:
                return member.read(info.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise BadFile(self._source, "文件损坏或不完整（也许还没有传完），请重新取得一份再导入") from error


def _name(info: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK without saying so, which Python takes for a code page of the eighties."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _unsound(infos: list[zipfile.ZipInfo]) -> str | None:
    """Why an archive is not to be unpacked, told by its directory."""
    if len(infos) > _MOST_MEMBERS:
        return f"压缩包里超过 {_MOST_MEMBERS} 个文件，请分成几个再导入"
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        return "压缩包有密码，请去掉密码后再导入"
    if any(_climbs(_name(info)) for info in infos):
        return "压缩包里有越出自身的路径，不是正常打包的，出于安全不予读取"
    if sum(info.file_size for info in infos) > _LARGEST or _overlap(infos):
        return f"压缩包解压后超过 {_LARGEST // 1_000_000} MB，或内容重叠，像是压缩炸弹，不予读取"
    return None


def _climbs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1])


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether two members share bytes, as no packer lets them."""
    placed = sorted((info.header_offset, info.compress_size + _HEADER) for info in infos)
    return any(start + size > after for (start, size), (after, _) in pairwise(placed))
