"""An office's own embedding service, spoken to in the way that most of them understand (OpenAI's).

It brings passages that mean what was asked though they say it in other words. Which figure answers
is decided as ever, by matching.
"""

from collections.abc import Sequence
from typing import Final

import httpx
import numpy as np
from pydantic import BaseModel, ValidationError

from knowledge.embedding import Embedder, LexicalEmbedder, Vectors
from knowledge.errors import StoreUnavailable
from knowledge.places import Service

_BATCH: Final = 64  # texts a request, which every service accepts
_PATIENCE: Final = 60.0  # seconds for one request


class _Row(BaseModel):
    index: int
    embedding: list[float]


class _Reply(BaseModel):
    data: list[_Row]


class ServiceEmbedder:
    """Vectors of the service's model, brought to length one."""

    def __init__(self, service: Service) -> None:
        self._service = service

    @property
    def id(self) -> str:
        return self._service.model

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text; raises StoreUnavailable if the service does not answer as it should."""
        with httpx.Client(timeout=_PATIENCE) as client:
            batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
            vectors = np.array([vector for batch in batches for vector in self._ask(client, batch)], np.float32)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths

    def _ask(self, client: httpx.Client, texts: Sequence[str]) -> list[list[float]]:
        url, key = f"{self._service.url.rstrip('/')}/embeddings", self._service.key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            response = client.post(url, json={"model": self._service.model, "input": texts}, headers=headers)
            reply = _Reply.model_validate_json(response.raise_for_status().content)
        except (httpx.HTTPError, ValidationError) as error:
            why = str(error).partition("\n")[0]
            remedy = "请确认它已启动，并检查 WENSHU_EMBEDDING_URL、WENSHU_EMBEDDING_MODEL 和 WENSHU_EMBEDDING_KEY。"
            raise StoreUnavailable(f"向量服务没有答复（{why}）。{remedy}") from error
        return [row.embedding for row in sorted(reply.data, key=lambda row: row.index)]


def embedder(service: Service | None) -> Embedder:
    """The service's embedder, or without one the embedder that needs nothing but this machine."""
    return ServiceEmbedder(service) if service else LexicalEmbedder()
