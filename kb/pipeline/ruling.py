"""The stock attribute ruler with a memory: its patterns are asked once about each word with its tag and dependency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: What a pattern may ask of a token for its answer to hang on the word, its tag and its dependency alone.
KNOWN = frozenset({"ORTH", "TEXT", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX", "LENGTH", "TAG", "DEP"})
#: Words with tag and dependency that are remembered, at most.
MOST = 100_000

Match = tuple[int, int, int, int]  # the rule's number, its name in the vocabulary, first token, token behind


def remember_attributes(nlp: Language) -> None:
    """Make the pipeline's ``attribute_ruler`` remember, to the same effect; one whose patterns ask for more is left alone."""
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

    ruler: Any = nlp.get_pipe("attribute_ruler") if "attribute_ruler" in nlp.pipe_names else None
    if not isinstance(ruler, AttributeRuler) or not all(_is_known(t) for ps in _rules(ruler) for p in ps for t in p):
        return
    of_one, of_several = Matcher(nlp.vocab), Matcher(nlp.vocab)
    for number, patterns in enumerate(_rules(ruler)):
        for pattern in patterns:
            (of_one if len(pattern) == 1 else of_several).add(str(number), [pattern])
    strings = nlp.vocab.strings
    seen: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

    def asked(word: int, tag: int, dep: int) -> list[tuple[int, int]]:
        alone = Doc(nlp.vocab, words=[strings[word]], tags=[strings[tag]], deps=[strings[dep]], heads=[0])
        return [(int(strings[name]), name) for name, _, _ in of_one(alone, allow_missing=True)]

    def match(doc: Doc) -> list[Match]:
        found: list[Match] = [(int(strings[name]), name, start, end) for name, start, end in of_several(doc, allow_missing=True)]
        for i, (word, tag, dep) in enumerate(doc.to_array(["ORTH", "TAG", "DEP"]).tolist()):
            rules = seen.get((word, tag, dep))
            if rules is None:
                if len(seen) >= MOST:
                    seen.clear()
                rules = seen[word, tag, dep] = asked(word, tag, dep)
            found.extend((number, name, i, i + 1) for number, name in rules)
        return sorted(found)  # later rules overrule earlier ones

    vars(ruler)["match"] = match


def _rules(ruler: Any) -> list[list[list[dict[str, Any]]]]:
    """The patterns of each rule, in the order in which they overrule each other."""
    return [rule["patterns"] for rule in ruler.patterns]


def _is_known(token: dict[str, Any]) -> bool:
    return all(name in KNOWN or name.startswith(("IS_", "LIKE_")) for name in token)
