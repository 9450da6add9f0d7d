"""File names that come from outside: made harmless, and never laid over a file that is there."""

from itertools import count
from pathlib import Path, PurePath
from typing import Final

_LONGEST: Final = 80  # characters, so that no file system finds it too long in UTF-8


def safe_name(name: str, otherwise: str) -> str:
    """The name without its folders and without what cannot be printed: nobody outside says where we write."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if char.isprintable()).strip(". ")
    return kept[-_LONGEST:] or otherwise


def free_name(folder: Path, name: str, *beside: str) -> str:
    """The name, or else ``name (2)`` and so on, such that neither it nor what goes beside it (suffixes) is taken."""
    path = PurePath(name)
    names = (name if number == 1 else f"{path.stem} ({number}){path.suffix}" for number in count(1))
    return next(free for free in names if not any((folder / f"{free}{end}").exists() for end in ("", *beside)))
