"""An attribute ruler that remembers words says what the stock one says."""

from __future__ import annotations

import spacy
from spacy.language import Language

from kb.pipeline import MODEL, ruling

TEXT = (
    "Let's see: there's nothing that Hume, who'd been told so, didn't doubt.\n\nHe had had enough, hadn't he? I'm gonna say it "
    "ain't so; y'all gotta come. "
    "It is this that they are after, and these were theirs. To be, or not to be: well, once there was a will. "
    "It helped him because it was so; but, save for one, nobody got what he had done. "
)


def attributes(nlp: Language, text: str) -> list[tuple[str, str, str, str, str]]:
    return [(t.text, t.pos_, t.tag_, str(t.morph), t.lemma_) for t in nlp(text)]


def test_attributes_are_those_of_the_stock_ruler() -> None:
    stock, ours = (spacy.load(MODEL, exclude=["ner"]) for _ in range(2))
    ruling.remember_attributes(ours)
    matched = ours.get_pipe("attribute_ruler").match  # type: ignore[attr-defined]
    assert matched.__module__ == ruling.__name__
    for text in (TEXT, TEXT.upper(), TEXT, " ".join(reversed(TEXT.split()))):
        assert attributes(ours, text) == attributes(stock, text)


def test_memory_is_bounded(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    stock, ours = (spacy.load(MODEL, exclude=["ner"]) for _ in range(2))
    monkeypatch.setattr(ruling, "MOST", 3)
    ruling.remember_attributes(ours)
    assert attributes(ours, TEXT) == attributes(stock, TEXT)


def test_a_ruler_that_asks_for_more_than_words_and_their_tags_is_left_alone() -> None:
    nlp = spacy.blank("en")
    ruling.remember_attributes(nlp)
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"MORPH": "Number=Sing"}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    ruling.remember_attributes(nlp)
    assert "match" not in vars(ruler)
