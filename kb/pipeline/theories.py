"""Names of doctrines: "-ism", "X theory", "the principle of X", "an approach called X", quoted terms, what thinkers oppose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Mention, Quotation
from kb.pipeline.attitudes import what_is_at_issue
from kb.pipeline.cues import load
from kb.pipeline.kinds_of_society import kind_named
from kb.pipeline.phrases import agent_of, noun_phrase_end, noun_phrase_start, surface, words_of
from kb.pipeline.terms import HEADS, LOOSE, NAMERS, TERMS, Add, called, came_to_be_called, given_a_name, is_ism, termed

_CUES = load("mentions")["theory"]
NAMING = frozenset(_CUES["naming"])
NAMING_CREEDS = frozenset(_CUES["naming_creeds"])
CREEDS = frozenset(_CUES["creeds"])
FIELDS = frozenset(_CUES["fields"])
EPONYMS = frozenset(_CUES["eponyms"])
OWNED_EPONYMS = frozenset(_CUES["owned_eponyms"])
OF_HEADS = frozenset(_CUES["of_heads"])
KINDS = frozenset(load("mentions")["lists"]["theories_kinds"])
FOUNDING_VERBS = frozenset(load("mentions")["lists"]["theories_founding_verbs"])
DEVISING = FOUNDING_VERBS | {"propose", "coin", "advance", "put", "offer", "create", "suggest"}
OWNED_NOT = frozenset(
    {
        *load("mentions")["lists"]["persons_ideas"],
        *HEADS,
        *load("mentions")["work"]["kinds"],
        *load("mentions")["person"]["roles"],
    }
)
DEFINING = frozenset(load("mentions")["lists"]["theories_defining"])
MAINTAINING = frozenset(load("mentions")["lists"]["theories_maintaining"])
MAINTAINING_NOT = frozenset(load("mentions")["lists"]["theories_maintaining_not"])
#: "a doctrine of" is said of one, "a theory of" only behind a verb
STATED = frozenset(load("mentions")["lists"]["theories_stated"])
STATING = FOUNDING_VERBS | frozenset(load("mentions")["lists"]["theories_stating"])
OWNED_WITH = frozenset({"analysis", "account", "explanation", "conception", "interpretation"})  #: these with what they are of
OWNED_HEADS = frozenset({"theory", "doctrine", "hypothesis", "thesis", "philosophy", "system", "theorem"})
#: What stands before a quoted term that is named as one, and what before that.
QUOTED_BEFORE = frozenset(_CUES["quoted_before"])
QUOTED_TWO_BEFORE = frozenset(_CUES["quoted_two_before"])
WATCHWORD_BEFORE = frozenset(_CUES["watchword_before"])
POSSESSED = frozenset(load("mentions")["lists"]["theories_possessed"])


def find_theories(doc: Doc, type_at: Callable[[int], str | None]) -> list[Mention]:
    """Doctrines the text names; a word that a mention of another type covers stays with it."""
    found: list[Mention] = []

    def add(start: int, end: int, rule: str, confidence: float) -> None:
        while start < end and (doc[start].is_punct or doc[start].lower_ in {"the", "a", "an"}):
            start += 1
        while end > start and (doc[end - 1].is_punct or doc[end - 1].text in {"’s", "'s", "’"} or doc[end - 1].is_space):
            end -= 1
        other = next((i for i in range(start, end) if type_at(i) not in {None, "theory"}), end)
        if other > start + 1 and doc[other - 1].lower_ == "of":
            end = other - 1  # "the social contract theory of Locke"
            if end == start + 1 and doc[start].lower_ in OF_HEADS:
                return  # "the theory of Shaw and McKay"
        if start < end and end - start <= 9 and not any(type_at(i) not in {None, "theory"} for i in range(start, end)):
            found.append(Mention(start, end, "theory", surface(doc, start, end), rule=rule, confidence=confidence))

    again = Counter(doc[a:b].text.lower() for a, b in _phrases(doc))
    for token in doc:
        if type_at(token.i) not in {None, "theory"}:
            continue
        if is_ism(token):
            add(noun_phrase_start(token, LOOSE), token.i + 1, "-ism", 0.8)
        elif token.lower_ in NAMING and token.tag_ in {"NN", "NNS", "NNP"}:
            _named_by_head(token, add)
        elif token.lower_ in NAMING_CREEDS and token.i and _is_creed(token.doc[token.i - 1]):
            add(noun_phrase_start(token, LOOSE), token.i + 1, "named by its creed", 0.5)
        if token.lower_ in OF_HEADS:
            _of_head(token, add)
        if token.lemma_.lower() in NAMERS and token.tag_ in {"VBN", "VBD", "VBZ", "VBP"}:
            called(token, add)
        if token.lower_ in DEFINING and token.dep_ == "attr":
            _defined(token, type_at, add)
        if token.lemma_ in MAINTAINING and token.tag_ in {"VBZ", "VBD"}:
            _maintaining(token, type_at, add)
        for thing in what_is_at_issue(token, type_at):
            add(*thing, "opposed or defended", 0.45)
        kind = kind_named(token, type_at)
        if kind is not None:
            add(*kind, "kind of society", 0.45)
        if token.lemma_ in FOUNDING_VERBS and token.tag_ == "VBN":
            _founded(token, type_at, add)
        if token.lower_ in TERMS and token.tag_ == "NN":
            termed(token, type_at, add)
        _owned(token, type_at, again, add)
        if token.tag_ in {"NN", "NNS"} and token.dep_ == "attr":
            _said_to_be_devised(token, type_at, add)
        if token.lower_ == "name" and token.tag_ == "NN":
            given_a_name(token, add)
        if (
            token.tag_ in {"NN", "NNP"}
            and token.i + 2 < len(doc)
            and doc[token.i + 1].text == ","
            and doc[token.i + 2].lower_ == "as"
        ):
            came_to_be_called(token, type_at, add)
        if token.lower_ in KINDS:
            _kind_of(token, type_at, add)
        if token.lower_ in POSSESSED and any(c.dep_ == "poss" and type_at(c.i) == "theorist" for c in token.children):
            end = noun_phrase_end(token)
            if end > token.i + 1:
                add(token.i, end, "possessed idea", 0.6)
        if token.lower_ in OWNED_HEADS or token.lower_ in OWNED_WITH:
            found.extend(_theirs(token, type_at))
    _quoted_terms(doc, type_at, add)
    return found


def _theirs(token: Token, type_at: Callable[[int], str | None]) -> Iterator[Mention]:
    """ "Hayek's theory", "Newton's doctrine of colours": doctrines by their owner; the mention is what stands behind the name."""
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is None or token.tag_ != "NN" or type_at(owner.i) != "theorist" or type_at(token.i) or not owner.text[0].isupper():
        return
    last = next((c for c in token.children if c.dep_ == "conj" and c.i == token.i + 2 and c.tag_ == "NN"), token)
    end = noun_phrase_end(last, 6)  # "Marx's analysis and critique of capitalism"
    if last is not token and end == last.i + 1:
        end = noun_phrase_end(token, 6)
    start = noun_phrase_start(token, frozenset())
    if start < token.i or any(type_at(i) not in {None, "theory"} for i in range(start, end)):
        return
    if token.lower_ in OWNED_WITH and end == token.i + 1:
        return
    covered = next((i for i in range(token.i, end) if type_at(i)), end)
    upto = end if covered == end else token.i + 1
    yield Mention(token.i, upto, "theory", surface(token.doc, owner.left_edge.i, end), rule="theirs", confidence=0.5)


def _phrases(doc: Doc) -> Iterator[tuple[int, int]]:
    """Nouns with the modifiers of their names."""
    for token in doc:
        if token.tag_ in {"NN", "NNS"} and token.dep_ != "compound":
            yield noun_phrase_start(token, LOOSE), token.i + 1


def find_eponyms(doc: Doc) -> list[Mention]:
    """Laws and effects that bear a person's name, in capitals: "Say's Law", "the Ricardo Effect"; they are no persons."""
    found = []
    for token in doc:
        if token.lower_ not in EPONYMS or token.i < 1 or token.is_sent_start:
            continue
        if not token.is_title:
            start = _two_names(doc, token.i)
            if start:
                found.append(
                    Mention(start, token.i + 1, "theory", surface(doc, start, token.i + 1), rule="eponym", confidence=0.7)
                )
            continue
        if token.i + 1 < len(doc) and token.nbor().tag_ == "NNP":
            continue  # "Harvard Law School"
        start = token.i - 1
        if doc[start].text in {"'s", "’s", "'", "’"} and start > 0:
            start -= 1
        adjective = start == token.i - 1 and (doc[start].lower_ in LOOSE or doc[start].lower_.endswith(("ic", "al")))
        if doc[start].tag_ == "NNP" and doc[start].is_title and not doc[start + 1].is_sent_start and not adjective:
            found.append(Mention(start, token.i + 1, "theory", surface(doc, start, token.i + 1), rule="eponym", confidence=0.7))
    return found


def _two_names(doc: Doc, head: int) -> int:
    """Where "James–Lange theory", "Sapir-Whorf hypothesis" begins, or "Koch's postulates"; 0 where no such name stands there."""
    start = head - 3
    tied = start >= 0 and doc[start + 1].text in {"-", "–"} and not doc[start].whitespace_ and not doc[start + 1].whitespace_
    if tied and all(doc[i].tag_ == "NNP" and doc[i].is_title for i in (start, start + 2)):
        return start
    owned = head > 1 and doc[head - 1].text in {"'s", "’s"} and doc[head - 2].tag_ == "NNP" and doc[head].lower_ in OWNED_EPONYMS
    return head - 2 if owned else 0


def _is_creed(word: Token) -> bool:
    """Whether a word before a noun is a creed's adjective or a name: "functionalist", "Keynesian", "Copenhagen"."""
    if word.text == "New" and word.nbor().is_title and word.nbor().lower_ in FIELDS:
        return True  # "the New Archaeology"
    if word.dep_ not in {"amod", "compound", "nmod"} or word.lower_ in LOOSE:
        return False
    creed = (word.lower_.endswith(("ist", "istic", "lytic", "ian", "ean")) and len(word) > 5) or (
        word.lower_ in CREEDS and word.nbor().lower_ in FIELDS
    )
    return creed or (word.tag_ == "NNP" and word.text[0].isupper())


def _named_by_head(token: Token, add: Add) -> None:
    """ "labour theory", "mercantilist theory", "categorical imperative", "free-access model"."""
    start = noun_phrase_start(token, LOOSE)
    modifiers = [t for t in token.doc[start : token.i] if t.is_alpha]
    if not modifiers or all(t.lower_ in LOOSE or t.tag_ in {"CD"} for t in modifiers):
        return
    if (
        any(
            t.tag_ == "JJ" and t.lower_ in {"social", "political", "economic", "scientific", "legal", "class", "moral"}
            for t in modifiers
        )
        and len(modifiers) == 1
    ):
        return  # "economic theory" names a field
    end = noun_phrase_end(token, 4) if token.lower_ in {"theory", "law"} else token.i + 1
    add(start, end, "named by its head", 0.7)


def _of_head(token: Token, add: Add) -> None:
    """ "theory of value", "principle of uniformitarianism", "law of mutual aid"."""
    of = next((c for c in token.rights if c.lower_ == "of" and c.dep_ == "prep" and c.i == token.i + 1), None)
    content = next((c for c in of.children if c.dep_ in {"pobj", "pcomp"}), None) if of is not None else None
    if content is None or content.pos_ == "PRON" or (token.lower_ in {"idea", "notion", "concept"} and content.dep_ == "pcomp"):
        return
    if content.lower_ in {"field", "theory", "book", "subject", "discipline", "argument", "day", "text", "person"}:
        return
    if content.lower_ in {"man", "state", "things", "men", "kind", "sort", "others"} and token.lower_ in {"idea", "notion"}:
        return
    if any(c.dep_ == "poss" and c.tag_ in {"PRP$", "NNP"} for c in content.children):
        return
    if any(c.dep_ == "det" and c.lower_ in {"any", "no", "some", "every"} for c in token.children):
        return
    if any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in token.children) and not _is_stated(token):
        return  # "a theory of motives" is one of many
    start = noun_phrase_start(token, LOOSE)
    if token.lower_ in {"idea", "notion", "concept", "model"} and not any(c.dep_ == "poss" for c in token.children):
        verb = token.head if token.dep_ == "dobj" else None  # "Rotter proposed the concept of locus of control"
        maker = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
        made = verb is not None and verb.lemma_ in DEVISING and maker is not None and maker.pos_ in {"PROPN", "PRON"}
        if made and content.tag_ in {"NN", "NNP"} and not any(c.dep_ in {"det", "poss"} for c in content.children):
            add(noun_phrase_start(content, LOOSE), noun_phrase_end(content, 4), "concept devised", 0.55)
        return  # "the idea of progress" is a phrase; "Cuvier's idea of extinction" is a doctrine
    add(start, noun_phrase_end(token, 6), "head of", 0.6)


def _is_stated(token: Token) -> bool:
    """Whether "a doctrine of" is one that somebody has: "preached a doctrine of total revolution", "a law of nature"."""
    if token.lower_ in STATED:
        return True
    return token.dep_ == "dobj" and token.head.lemma_ in STATING


def _owned(token: Token, type_at: Callable[[int], str | None], again: Counter[str], add: Add) -> None:
    """ "Kelsen's basic norm": what a thinker is said to own, where the text comes back to it."""
    if token.tag_ not in {"NN", "NNS"} or token.lemma_.lower() in OWNED_NOT or type_at(token.i):
        return
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is None or type_at(owner.i) != "theorist":
        return
    start = noun_phrase_start(token, LOOSE)
    if start < token.i and again[token.doc[start : token.i + 1].text.lower()] > 1:
        add(start, token.i + 1, "owned idea", 0.55)


def _defined(noun: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "Historicity is the philosophical view that P": what is said to be a view is one."""
    be = noun.head
    subject = next((c for c in be.children if c.dep_ == "nsubj" and c.i < be.i), None)
    says = any(c.i > noun.i and (c.dep_ in {"acl", "relcl", "ccomp"} or c.lower_ == "of") for c in noun.children)
    if be.lemma_ == "be" and says and subject is not None and _stands_bare(subject, type_at):
        add(noun_phrase_start(subject, LOOSE), subject.i + 1, "said to be a view", 0.6)


def _maintaining(verb: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "Historicity asserts that P": what maintains something, and is nobody."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    that = clause is not None and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
    if that and subject is not None and subject.lower_ not in MAINTAINING_NOT and _stands_bare(subject, type_at):
        add(noun_phrase_start(subject, LOOSE), subject.i + 1, "maintains something", 0.45)


def _stands_bare(noun: Token, type_at: Callable[[int], str | None]) -> bool:
    """Whether a noun in the singular stands without an article and belongs to nobody, as names of doctrines do."""
    bare = noun.tag_ in {"NN", "NNP"} and not type_at(noun.i) and noun.pos_ != "PRON" and noun.lower_ not in LOOSE
    return bare and not any(c.dep_ in {"det", "poss", "nummod", "cc", "appos"} for c in noun.children)


def _founded(token: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "Phenomenology was developed by Edmund Husserl"."""
    subject = next((c for c in token.children if c.dep_ == "nsubjpass" and c.tag_ in {"NN", "NNP"}), None)
    agent = agent_of(token)
    if subject is None or agent is None or type_at(subject.i):
        return
    if any(type_at(t.i) == "theorist" for t in agent.subtree) and not any(c.dep_ in {"det", "poss"} for c in subject.children):
        add(noun_phrase_start(subject, LOOSE), subject.i + 1, "founded by", 0.6)


def _said_to_be_devised(name: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "Another concept proposed by Jung was the persona": what an idea is that somebody is said to have come up with."""
    idea = next((c for c in name.head.children if c.dep_ == "nsubj" and c.lower_ in OF_HEADS), None)
    if idea is None or name.head.lemma_ != "be" or type_at(name.i) or name.lower_ in HEADS | OF_HEADS:
        return
    devised = [c for c in idea.children if c.dep_ in {"acl", "relcl"} and c.lemma_ in DEVISING]
    makers = [agent_of(c) or next((g for g in c.children if g.dep_ == "nsubj"), None) for c in devised]
    if not any(maker is not None and type_at(maker.i) == "theorist" for maker in makers):
        return
    if not any(c.dep_ == "det" and c.lower_ in {"a", "an", "no"} for c in name.children):
        add(noun_phrase_start(name, LOOSE), noun_phrase_end(name, 5), "said to be devised", 0.55)


def _kind_of(token: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "Heidegger's brand of phenomenology", "an advocate of free trade"."""
    of = next((c for c in token.rights if c.lower_ == "of" and c.i == token.i + 1), None)
    thing = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if (
        thing is None
        or thing.tag_ not in {"NN", "NNP"}
        or type_at(thing.i)
        or any(c.dep_ in {"det", "poss", "nummod"} for c in thing.children)
    ):
        return
    owned = any(c.dep_ == "poss" for c in token.children)
    if token.lower_ == "school" and any(c.dep_ == "acl" and c.lemma_ in NAMERS for c in (*token.children, *thing.children)):
        return  # "a school of psychology called individual psychology"
    if thing.lower_.endswith(("logy", "nomy", "sophy", "ics")) and (
        owned or token.lower_ in {"brand", "version", "founder", "father", "school"}
    ):
        add(noun_phrase_start(thing, LOOSE), thing.i + 1, "kind of", 0.55)


def _quoted_terms(doc: Doc, type_at: Callable[[int], str | None], add: Add) -> None:
    """Terms in quotation marks that are named as terms, or that come again and again."""
    terms = [q for q in doc._.dox_quotations or [] if q.kind in {"term", "title"} and 0 < q.inner_end - q.inner_start <= 6]
    again = Counter(words_of(doc[q.inner_start : q.inner_end].text) for q in terms)
    for q in terms:
        inner = doc[q.inner_start : q.inner_end]
        if (
            any(type_at(t.i) for t in inner)
            or not any(t.pos_ in {"NOUN", "PROPN"} for t in inner)
            or inner[-1].pos_ not in {"NOUN", "PROPN", "PUNCT", "ADJ"}
        ):
            continue
        before = doc[q.start - 1].lower_ if q.start else ""
        two_before = doc[q.start - 2].lower_ if q.start > 1 else ""
        named = before in QUOTED_BEFORE and two_before in QUOTED_TWO_BEFORE
        if before in {"called", "term", "termed", "dubbed"} or (named and len(inner) >= 1) or again[words_of(inner.text)] >= 3:
            add(q.inner_start, q.inner_end, "quoted term", 0.5)
        elif q.start and len(inner) > 1 and _owned_or_called_for(doc, q, type_at):
            add(q.inner_start, q.inner_end, "quoted term", 0.55)


def _owned_or_called_for(doc: Doc, q: Quotation, type_at: Callable[[int], str | None]) -> bool:
    """Whether quoted words are a thinker's own, or a watchword: Smith's "propensity to barter", a call for "Class Unity"."""
    before = doc[q.start - 1]
    if before.tag_ == "POS" and q.start > 1 and type_at(q.start - 2) == "theorist":
        return doc[q.inner_start].is_lower
    capitals = all(
        t.text[0].isupper() or t.lower_ in {"and", "of", "or", "-"} for t in doc[q.inner_start : q.inner_end] if t.is_alpha
    )
    return capitals and (before.lower_ in WATCHWORD_BEFORE or before.is_quote)
