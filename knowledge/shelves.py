"""Shelves: collections of passages, written once and then only read. The only owner of ChromaDB.

In a folder, a shelf is a collection in a directory of its own: a writer that is killed spoils
nothing but the shelf it was writing, and a shelf that is no longer needed goes with all its files.
On a server, it is one collection among others.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import chromadb
import httpx
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.api.types import Embeddable, EmbeddingFunction, Embeddings, Space
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from chromadb.utils.embedding_functions import register_embedding_function

from knowledge.embedding import Embedder, LexicalEmbedder, Vectors
from knowledge.errors import StoreMismatch, StoreUnavailable
from knowledge.models import Passage
from knowledge.places import Place, ShelfFolder
from knowledge.records import Record, unpack

if TYPE_CHECKING:
    from chromadb.api.client import AdminClient
    from chromadb.api.fastapi import FastAPI

_SCHEMA: Final = 1  # of a record; raised with anything that an older reader would misread
# Reports are full of near copies, among which Chroma's defaults lose one passage in fifty.
_INDEX: Final = CreateHNSWConfiguration(space="cosine", max_neighbors=32, ef_construction=200, ef_search=400)
_GREETING: Final = 5.0  # seconds that a server may take to say that it is there
_PATIENCE: Final = 60.0  # seconds that it may take to do anything else
_DOOR: Final = Lock()  # Chroma lets the clients of one directory share what is open, and has no lock for it


class Home(Protocol):
    """What a folder and a server have in common."""

    def make(self, name: str) -> Client: ...

    def client(self, name: str) -> Client: ...

    def release(self, client: Client) -> None: ...

    def seal(self, name: str) -> None: ...

    def discard(self, name: str) -> None: ...

    def standing(self) -> dict[str, float]: ...


class Folder(ShelfFolder):
    """Shelves as directories."""

    def make(self, name: str) -> Client:
        self.path(name).mkdir(parents=True)
        return self._client(name)

    def client(self, name: str) -> Client:
        if not (self.path(name) / "chroma.sqlite3").is_file():  # Chroma would make an empty one
            raise _mismatch(name, "不在数据目录里")
        return self._client(name)

    def _client(self, name: str) -> Client:
        with _DOOR:
            return cast("Client", chromadb.PersistentClient(self.path(name), settings=_settings()))

    def release(self, client: Client) -> None:
        with _DOOR:
            client.close()


class Server:
    """Shelves as collections behind one URL."""

    def __init__(self, url: str, token: str | None) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def make(self, name: str) -> Client:
        return self.client(name)

    def client(self, _name: str) -> Client:
        with _reached():
            beat = httpx.get(f"{self._url}/api/v2/heartbeat", headers=self._headers, timeout=_GREETING)
            beat.raise_for_status()  # asked first, since Chroma's own client begins by waiting for ever
            client = cast("Client", chromadb.HttpClient(self._url, headers=dict(self._headers), settings=_settings()))
        for session in _sessions(client):
            session.timeout = httpx.Timeout(_PATIENCE)
        return client

    def release(self, client: Client) -> None:
        client.close()
        for session in _sessions(client):
            session.close()

    def seal(self, name: str) -> None:
        """Does nothing: a server keeps what it acknowledged."""

    def discard(self, name: str) -> None:
        with self._visit() as client, suppress(NotFoundError):
            client.delete_collection(name)

    def standing(self) -> dict[str, float]:
        """Every collection there is, whoever made it, and when."""
        with self._visit() as client:
            return {c.name: float((c.metadata or {}).get("created", 0)) for c in client.list_collections()}

    @contextmanager
    def _visit(self) -> Iterator[Client]:
        client = self.client("")
        try:
            with _reached():
                yield client
        finally:
            self.release(client)


def home(place: Place) -> Home:
    return Server(place.url, place.token) if place.url else Folder(place.folder)


class Shelf:
    """An open shelf; threads may read from it at the same time."""

    def __init__(self, home: Home, client: Client, collection: chromadb.Collection) -> None:
        self._home = home
        self._client = client
        self._collection = collection

    def close(self) -> None:
        self._home.release(self._client)

    def add(self, records: Sequence[Record], vectors: Vectors) -> None:
        ids, documents, metadatas = (list(column) for column in zip(*records, strict=True))
        self._collection.add(ids=ids, embeddings=vectors, documents=documents, metadatas=metadatas)

    def count(self) -> int:
        with _readable(self._collection.name):
            return self._collection.count()

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids; raises StoreMismatch if one of them is missing."""
        with _readable(self._collection.name):
            found = self._collection.get(ids=list(ids), include=["documents", "metadatas"])
        if len(found["ids"]) < len(ids):
            raise _mismatch(self._collection.name, "缺少段落")
        rows = zip(found["ids"], found["documents"] or (), found["metadatas"] or (), strict=True)
        return {record: unpack(document, metadata) for record, document, metadata in rows}

    def nearest(self, vector: Vectors, n: int) -> list[tuple[str, float]]:
        """Ids of the n passages closest to the vector (one row), each with its closeness, the closest first."""
        with _readable(self._collection.name):
            found = self._collection.query(query_embeddings=vector, n_results=n, include=["distances"])
        distances = found["distances"] or [[]]
        return [(record, 1 - distance) for record, distance in zip(found["ids"][0], distances[0], strict=True)]


def make_shelf(home: Home, name: str, embedder: Embedder) -> Shelf:
    client = home.make(name)
    collection = client.create_collection(
        name,
        metadata={"embedder": embedder.id, "schema": _SCHEMA, "created": int(time.time())},
        configuration=CreateCollectionConfiguration(hnsw=_INDEX),
        embedding_function=LexicalEmbedding() if isinstance(embedder, LexicalEmbedder) else None,
    )
    return Shelf(home, client, collection)


def open_shelf(home: Home, name: str, embedder: str) -> Shelf:
    """Opens a shelf; raises StoreMismatch if it is lost, or was written by another embedder."""
    with _readable(name), ExitStack() as stack:
        client = home.client(name)
        stack.callback(home.release, client)
        collection = client.get_collection(name, embedding_function=None)
        written = collection.metadata or {}
        if (written.get("embedder"), written.get("schema")) != (embedder, _SCHEMA):
            raise _mismatch(name, f"由 {written.get('embedder')} 写成，与现用的 {embedder} 不符")
        stack.pop_all()
    return Shelf(home, client, collection)


@register_embedding_function
class LexicalEmbedding(EmbeddingFunction[Embeddable]):
    """Lets any program that opens a shelf embed as we did; we ourselves always pass vectors."""

    def __init__(self) -> None:
        self._embedder = LexicalEmbedder()

    def __call__(self, input: Embeddable) -> Embeddings:  # noqa: A002 -- Chroma names it so
        return list(self._embedder.embed([str(text) for text in input]))

    @staticmethod
    def name() -> str:
        return LexicalEmbedder().id

    def default_space(self) -> Space:
        return "cosine"

    @staticmethod
    def build_from_config(_config: dict[str, Any]) -> "LexicalEmbedding":
        return LexicalEmbedding()

    def get_config(self) -> dict[str, Any]:
        return {}


def _settings() -> Settings:
    """Nothing is reported, and no ``.env`` is read: that file is ours."""
    return Settings(_env_file=None, anonymized_telemetry=False)


def _sessions(client: Client) -> Iterator[httpx.Client]:
    """The connections of a client, to which Chroma sets no time limit, and which it never closes."""
    for door in (client, cast("AdminClient", client._admin_client)):  # noqa: SLF001 -- the only way to them
        yield cast("FastAPI", door._server)._session  # noqa: SLF001


def _mismatch(name: str, why: str) -> StoreMismatch:
    return StoreMismatch(f"书架 {name} {why}。请运行 wenshu reindex 重建。")


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turns what Chroma says of a damaged shelf, or of a server that is gone, into a line to act on."""
    with _reached():
        try:
            yield
        except (ChromaError, AttributeError) as error:  # AttributeError: Chroma, asked again after it failed to open
            raise _mismatch(name, f"打不开（{error}）") from error


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        why = str(error).partition("\n")[0]
        remedy = "请确认它已启动，并检查 WENSHU_CHROMA_URL 和 WENSHU_CHROMA_TOKEN。"
        raise StoreUnavailable(f"连不上 Chroma 服务器（{why}）。{remedy}") from error
