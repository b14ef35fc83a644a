"""Taking a long text apart for its word vectors changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from kb.pipeline import MODEL, pieces

SENTENCES = "Hume held that custom, not reason, is the guide of life. Reid replied: 'Common sense will not have it!' "


@pytest.mark.parametrize("piece", [40, 41, 97])
def test_vectors_are_the_same_to_the_bit(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.load(MODEL, exclude=["ner", "parser", "tagger", "attribute_ruler", "lemmatizer"])
    doc = nlp.make_doc(SENTENCES * 12)
    whole = nlp.get_pipe("tok2vec").predict([doc])[0]
    seen: list[int] = []
    embedder = nlp.get_pipe("tok2vec")
    stock = embedder.predict
    embedder.predict = lambda docs: (seen.extend(len(d) for d in docs), stock(docs))[1]
    monkeypatch.setattr(pieces, "PIECE", piece)
    pieces.embed_by_pieces(nlp)
    assert np.array_equal(embedder.predict([doc])[0], whole)
    assert max(seen) <= piece + 2 * pieces.MARGIN
    assert len(nlp(SENTENCES * 12).tensor) == len(doc)


def test_a_pipeline_without_vectors_is_left_alone() -> None:
    pieces.embed_by_pieces(spacy.blank("en"))
