"""Words as data: loads the tables that stand beside this file.

A list of plain words is a ``.txt`` (one entry a line, ``#`` starts a comment); anything with fields
is a ``.toml`` of ``[[row]]`` tables, each validated by the row model of the room that uses it.
"""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import BadLexicon


class Row(BaseModel):
    """Base of every row model: a field that the model does not know is a mistake in the data."""

    model_config = ConfigDict(frozen=True, extra="forbid")


R = TypeVar("R", bound="Row")


def _file(name: str) -> Traversable:
    return files(__name__) / name


@cache
def words(name: str) -> tuple[str, ...]:
    """Entries of a ``.txt`` word list, in file order, comments off."""
    lines = (line.split("#")[0].strip() for line in _file(name).read_text("utf-8").splitlines())
    return tuple(line for line in lines if line)


def rows_of_folder(name: str, model: type[R]) -> tuple[R, ...]:
    """Rows of every table in a folder, by the names of the files."""
    tables = sorted(file.name for file in _file(name).iterdir() if file.name.endswith(".toml"))
    return tuple(row for table in tables for row in rows(f"{name}/{table}", model))


def rows(name: str, model: type[R]) -> tuple[R, ...]:
    """Rows of a ``.toml`` table, validated; raises BadLexicon with the file and the row's number."""
    table = tomllib.loads(_file(name).read_text("utf-8")).get("row", [])
    found = []
    for number, fields in enumerate(table, start=1):
        try:
            found.append(model.model_validate(fields))
        except ValidationError as error:
            raise BadLexicon(name, number, str(error)) from error
    return tuple(found)
