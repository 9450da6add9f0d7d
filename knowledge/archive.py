"""One file with other files in it and a list of them: a zip whose manifest names every member, its size and its hash.

An archive that comes back may have been damaged, or made to harm: it is verified whole before anything is done
with it, and the names in it never become paths.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from knowledge.errors import BadFile
from knowledge.models import Frozen

FORMAT: Final = 1  # raised with anything that an older reader would misread

_ROW: Final = TypeAdapter(dict[str, Any])
_MANIFEST: Final = "manifest.json"
_LARGEST_MANIFEST: Final = 50_000_000  # bytes, for a few hundred thousand members
_CHUNK: Final = 1 << 20
_LONGEST: Final = 100_000_000  # bytes of a row; the text of the largest file is a fifth of it
_PACKED: Final = 200  # times that honest content shrinks at most; reports shrink by five
_SMALL: Final = 100_000_000  # bytes that do no harm however well they were packed
_BROKEN: Final = (  # what zipfile raises for damage, for a packing that it does not know, and for a password
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class Member(Frozen):
    size: int
    sha256: str


class Manifest(Frozen):
    """What is in an archive."""

    format: int
    created: str
    members: dict[str, Member]


class Packer:
    """Fills an archive, member by member."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._members: dict[str, Member] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> int:
        """Writes a member and returns in how many chunks it came."""
        digest, size, count = hashlib.sha256(), 0, 0
        with self._file.open(name, "w", force_zip64=True) as member:
            for count, chunk in enumerate(chunks, start=1):  # noqa: B007 -- returned
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._members[name] = Member(size=size, sha256=digest.hexdigest())
        return count

    def close(self, created: str) -> None:
        manifest = Manifest(format=FORMAT, created=created, members=self._members)
        self._file.writestr(_MANIFEST, manifest.model_dump_json(indent=1))


@contextmanager
def packing(path: Path, created: str) -> Iterator[Packer]:
    """A new archive, which appears under its name only when it is complete."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file:
            yield (packer := Packer(file))
            packer.close(created)
        unfinished.replace(path)
    except OSError as error:
        raise BadFile(path.name, f"写不了（{error.strerror}），请检查目录和磁盘空间") from error
    finally:
        unfinished.unlink(missing_ok=True)


class Archive:
    """An archive that was found whole."""

    def __init__(self, path: Path, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path = path
        self._file = file
        self.manifest = manifest

    def names(self, folder: str) -> list[str]:
        """The members in a folder of the archive, by what follows its name."""
        return [name.removeprefix(folder) for name in self.manifest.members if name.startswith(folder)]

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        with _readable(self.path), self._file.open(name) as member:
            while chunk := member.read(_CHUNK):
                yield chunk

    def rows(self, name: str) -> Generator[dict[str, Any]]:
        """The member's lines, each an object of JSON."""
        with _readable(self.path), self._file.open(name) as member:
            while line := member.readline(_LONGEST):
                yield _ROW.validate_json(line)

    def verify(self) -> None:
        """Reads everything once; raises BadFile where it is not what the manifest says."""
        for name, expected in self.manifest.members.items():
            digest = hashlib.sha256()
            for chunk in self.chunks(name):
                digest.update(chunk)
            if digest.hexdigest() != expected.sha256:
                raise damaged(self.path)


@contextmanager
def unpacking(path: Path) -> Iterator[Archive]:
    """The archive, verified; raises BadFile for what is none, is damaged, or was made to harm."""
    with ExitStack() as stack:
        with _readable(path):
            file = stack.enter_context(zipfile.ZipFile(path))
            archive = Archive(path, file, _manifest(path, file))
            archive.verify()
        yield archive


def _manifest(path: Path, file: zipfile.ZipFile) -> Manifest:
    sizes = {info.filename: info.file_size for info in file.infolist()}
    if not 0 < sizes.pop(_MANIFEST, 0) <= _LARGEST_MANIFEST:
        raise BadFile(path.name, "这不是 wenshu backup 写的备份，请检查文件")
    with file.open(_MANIFEST) as member:
        manifest = Manifest.model_validate_json(member.read(_LARGEST_MANIFEST))
    if manifest.format > FORMAT:
        raise BadFile(path.name, "这份备份是较新的版本写的，请先升级再恢复")
    if sizes != {name: member.size for name, member in manifest.members.items()}:
        raise damaged(path)
    if sum(sizes.values()) > max(_SMALL, _PACKED * path.stat().st_size):
        raise BadFile(path.name, "解开后大得不合情理，不会去解，请检查来源")
    return manifest


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turns whatever a file that is no sound zip makes Python say into one line."""
    try:
        yield
    except FileNotFoundError as error:
        raise BadFile(path.name, "没有这个文件，请检查路径") from error
    except OSError as error:
        raise BadFile(path.name, f"读不了（{error.strerror}），请检查路径和读取权限") from error
    except _BROKEN as error:
        raise damaged(path) from error


def damaged(path: Path) -> BadFile:
    return BadFile(path.name, "备份已损坏，或不是 wenshu backup 写的；没有恢复任何内容，请换一份")
