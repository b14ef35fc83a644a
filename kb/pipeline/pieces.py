"""Word vectors made piece by piece, so that a book needs no more memory for them than a chapter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Tokens whose vectors are made at once: 15 kB of working memory each.
PIECE = 10_000
#: Tokens seen beyond each end of a piece. The stock models' four layers look one token aside each, so 4 would do.
MARGIN = 16


def embed_by_pieces(nlp: Language) -> None:
    """Make the pipeline's ``tok2vec`` take long Docs apart; the vectors stay the same to the bit."""
    if "tok2vec" not in nlp.pipe_names:
        return
    embedder: Any = nlp.get_pipe("tok2vec")
    whole = embedder.predict

    def predict(docs: Iterable[Doc]) -> list[Any]:
        docs = list(docs)
        if all(len(doc) <= PIECE for doc in docs):
            return list(whole(docs))
        return [_long(doc) if len(doc) > PIECE else whole([doc])[0] for doc in docs]

    def _long(doc: Doc) -> Any:
        parts = []
        for start in range(0, len(doc), PIECE):
            left, right = max(0, start - MARGIN), min(len(doc), start + PIECE + MARGIN)
            vectors = whole([doc[left:right].as_doc()])[0]
            parts.append(vectors[start - left : min(start + PIECE, len(doc)) - left])
        return np.concatenate(parts)

    embedder.predict = predict
