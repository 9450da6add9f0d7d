"""What a reader sees of a message in Telegram's HTML."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    """Text, and what of it is bold; fails on a tag that Telegram does not know or that is closed out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.bold: list[str] = []
        self.open: list[str] = []

    @classmethod
    def read(cls, html: str) -> "Reader":
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader

    def handle_starttag(self, tag: str, _: object) -> None:
        assert tag in ("b", "pre", "blockquote")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data
        if "b" in self.open:
            self.bold.append(data)
