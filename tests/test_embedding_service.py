"""An office's own embedding service, played by a small server on loopback."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from knowledge.embedding_service import ServiceEmbedder
from knowledge.errors import StoreMismatch, StoreUnavailable
from knowledge.places import Service
from knowledge.store import Store, StoreSettings
from tests import build

KEY = "secret"
MEANINGS = ("复议", "民告官")  # to the service, these are one


def meaning(text: str) -> list[float]:
    return [3.0, 4.0, 0.0] if any(word in text for word in MEANINGS) else [0.0, 0.0, 2.0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [
            {"index": n, "embedding": meaning(text), "object": "embedding"} for n, text in enumerate(asked["input"])
        ]
        allowed = self.headers["Authorization"] == f"Bearer {KEY}" and self.path == "/v1/embeddings"
        known = asked["model"] == "m1"
        self._reply(200 if allowed else 401, {"data": rows[::-1]} if known else {"error": "no such model"})

    def _reply(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keeps quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        serving.join()


def test_vectors_come_in_order_and_of_length_one(url: str) -> None:
    texts = ["复议" if n % 3 else "普法" for n in range(150)]  # more than one request
    vectors = ServiceEmbedder(Service(url=url, model="m1", key=KEY)).embed(texts)
    assert np.allclose(vectors, [[0.6, 0.8, 0] if n % 3 else [0, 0, 1] for n in range(150)])


@pytest.mark.parametrize(
    "wrong", [{"key": "other"}, {"key": None}, {"model": "m2"}, {"url": "http://127.0.0.1:1/v1"}], ids=str
)
def test_a_service_that_fails_says_what_to_check(url: str, wrong: dict[str, str | None]) -> None:
    service = Service(url=url, model="m1", key=KEY).model_copy(update=wrong)
    with pytest.raises(StoreUnavailable, match="WENSHU_EMBEDDING_URL"):
        ServiceEmbedder(service).embed(["复议"])


def test_a_library_is_found_by_meaning_through_the_service_and_only_through_it(url: str, tmp_path: Path) -> None:
    settings = StoreSettings(data=tmp_path, embedding=Service(url=url, model="m1", key=KEY))
    with Store(settings) as store:
        store.put([build.book(text="办理复议51件。\n组织普法活动12场。")], actor="甲")  # written by a worker
        assert store.find("民告官", 1)[0][1].text == "办理复议51件。"
    with Store(settings.model_copy(update={"embedding": None})) as store, pytest.raises(StoreMismatch, match="reindex"):
        store.find("民告官", 1)
