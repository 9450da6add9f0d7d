"""Five sample reports: real figures of five real reports, told in other words."""

from pathlib import Path


def paths() -> list[Path]:
    """The samples' files, in the order of their names."""
    return sorted(Path(__file__).parent.glob("*.txt"))
