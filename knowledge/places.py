"""Where shelves stand, said without loading what stands there."""

from pathlib import Path

from knowledge.models import Frozen


class Place(Frozen):
    """Where shelves stand: in a folder of this machine, or on a Chroma server."""

    folder: Path
    url: str | None = None
    token: str | None = None
