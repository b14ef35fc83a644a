"""Claims by verbs of naming and taking: "saw X as Y", "called X Y", "expected X to Y", "identified X with Y"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import Found, object_of, stance_of, subject_holders, until_joined
from kb.pipeline.claims.holders import holders_of
from kb.pipeline.claims.spans import chars, end_of_report
from kb.pipeline.phrases import named_last

#: Words that make an "as" no "as" of taking one thing for another: "such as", "as well as".
NOT_AS = frozenset({"such", "well", "far", "long", "soon", "just", "same"})


def as_frame(doc: Doc, verb: Token, found: Found) -> bool:
    """ "saw the state as the main actor"; "regarded Russia as a new class society"."""
    base = lexicon.AS.get(verb.lemma_.lower())
    if base is None:
        return False
    thing = object_of(verb)
    of = next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ in lexicon.AS_THING.get(verb.lemma_, ()) and c.i > verb.i),
        None,
    )
    if of is not None:  # "thinks of the child as a scientist"
        thing = next((c for c in of.children if c.dep_ == "pobj"), thing)
    as_ = next((c for c in verb.children if c.lower_ == "as" and c.dep_ in {"prep", "mark", "advmod"} and c.i > verb.i), None)
    if as_ is None and thing is not None:
        deep = (t for t in thing.subtree if t.lower_ == "as" and t.dep_ == "prep" and t.i > thing.i)
        as_ = next((t for t in deep if doc[t.i - 1].lower_ not in NOT_AS), None)
    if as_ is not None and thing is not None and any(t.dep_ == "relcl" and thing.is_ancestor(t) for t in as_.ancestors):
        as_ = None  # "presented a theory that stresses both as sources of Q"
    if as_ is None:  # "view character as shaped by custom"
        clauses = (c for c in verb.children if c.dep_ == "advcl" and c.tag_ in {"VBN", "VBG"} and c.i > verb.i)
        as_ = next((g for c in clauses for g in c.children if g.dep_ == "mark" and g.lower_ == "as" and g.i > verb.i), None)
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    if thing is None and agent is not None and as_ is not None and verb.tag_ == "VBN":  # "was described by Hart as P"
        holders = subject_holders(verb)
        right = as_.right_edge.i + 1
        if holders is not None and right > as_.i + 1:
            found.add(doc, holders, stance_of(verb, base)[0], [chars(doc, as_.i + 1, right)], verb, "as-frame", 0.65)
            return True
    if (
        thing is None
        or as_ is None
        or thing.i > as_.i
        or doc[as_.i - 1].lower_ in NOT_AS
        or thing.tag_ in {"WP", "WDT"}
        or any(t.tag_ in {"VBD", "VBZ", "VBP"} and t.i > verb.i and not thing.is_ancestor(t) for t in doc[thing.i : as_.i])
    ):
        return False
    holders = subject_holders(verb)
    if holders is None or (thing.tag_ == "PRP" and thing.lower_.endswith(("self", "selves"))):
        return False
    of = next((c for c in thing.children if c.dep_ == "prep" and c.lower_ == "of" and c.i < as_.i), None)
    if thing.lemma_.lower() in lexicon.NOUNS and of is not None and lexicon.HELD.get(verb.lemma_) == "denies":
        content = [chars(doc, of.i + 1, end_of_report(doc, as_.i, verb, as_))]  # "rejected the view of X as Y"
        found.add(doc, holders, stance_of(verb, "denies")[0], content, verb, "as-frame", 0.7, cue_span=(verb.i, of.i + 1))
        return True
    stance, _ = stance_of(verb, base)
    start = thing.left_edge.i if thing.i > verb.i else thing.i
    end = end_of_report(doc, max(start, as_.i), verb, as_)
    end = min(end, until_joined(doc, as_, verb, end))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "as-frame", 0.75)
    return True


def naming(doc: Doc, verb: Token, found: Found) -> bool:
    """ "called this new society 'managerial society'"; "considered such organisation necessary"."""
    base = lexicon.NAME.get(verb.lemma_.lower())
    if base is None:
        return False
    small = next(
        (
            c
            for c in verb.children
            if c.dep_ == "ccomp" and c.i > verb.i and not any(g.dep_ in {"aux", "mark"} for g in c.children)
        ),
        None,
    )
    named = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"oprd", "npadvmod"} and c.i > verb.i and c.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}
        ),
        None,
    )
    thing = object_of(verb)
    if small is not None and small.pos_ in {"NOUN", "ADJ", "PROPN"}:
        inner = next((c for c in small.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if inner is None:
            return False
        thing, named = inner, small
    if named is None and thing is not None and thing.i > verb.i:  # "called the atom one of the idols of the age"
        named = next((c for c in verb.children if c.dep_ == "dobj" and c.i > thing.i), None)
    if named is None and thing is not None and thing.i > verb.i:  # "held society responsible for P"
        named = next((c for c in thing.children if c.dep_ == "amod" and c.i > thing.i and any(c.children)), None)
    if named is not None and thing is None:
        thing = next((c for c in named.children if c.dep_ == "nsubj" and c.i > verb.i), None)
    last = named_last(verb) if named is None and thing is not None and thing.i > verb.i else None
    if last is not None and last != thing:
        named = last
    if thing is None or named is None:
        thing, named = _side_by_side(verb)
    if thing is None or named is None or (thing.i > named.i and thing.i > verb.i):
        return False
    holders = subject_holders(verb)
    if holders is None:
        return False
    if (verb.dep_ == "ccomp" and thing.tag_ in {"WP", "WDT"}) or thing.lower_ in {"what", "which", "that"}:
        return False
    stance, _ = stance_of(verb, base)
    start = thing.left_edge.i if thing.i > verb.i else thing.i
    if start < verb.i:
        return False
    if start > verb.i + 1 and all(t.pos_ in {"DET", "ADJ", "NOUN", "PROPN"} for t in doc[verb.i + 1 : start]):
        start = verb.i + 1
    end = until_joined(doc, named, verb, end_of_report(doc, named.i, verb, named))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "naming", 0.65)
    return True


def _side_by_side(verb: Token) -> tuple[Token | None, Token | None]:
    """ "called the new order bureaucratic collectivism", "thought it progressive" where the parse makes one phrase of the two."""
    start = verb.i + 1
    doc, end = verb.doc, verb.sent.end
    if (
        start < end
        and doc[start].tag_ == "PRP"
        and start + 1 < end
        and (doc[start + 1].pos_ in {"ADJ", "DET", "NOUN"} or doc[start + 1].dep_ == "amod")
    ):
        head = doc[start + 1] if doc[start + 1].pos_ == "ADJ" else doc[start + 1].head
        return doc[start], head if head.i > start else doc[start + 1]
    if start + 1 < end and doc[start].lower_ in {"this", "that"} and doc[start].dep_ == "det" and doc[start].head.i == start + 1:
        named = doc[start + 1]._.dox_mention
        if named is not None and named.type == "theory" and named.form == "name":
            return doc[start], doc[start + 1]  # "called this behaviourism"
    for i in range(start, min(start + 7, end - 1)):
        if (
            i > start
            and doc[i].lower_ in {"a", "an", "the", "no", "nothing", "one"}
            and doc[i - 1].pos_ in {"NOUN", "PROPN", "PRON"}
            and doc[i].tag_ in {"DT", "NN"}
            and doc[i].head.i > i
        ):
            return doc[i - 1], doc[i].head  # "called the strike a blow to reason"
        mention, after = doc[i]._.dox_mention, doc[i + 1]._.dox_mention
        if (
            after is not None
            and after is not mention
            and after.type == "theory"
            and after.start == i + 1
            and doc[i].pos_ in {"NOUN", "PROPN", "PRON"}
        ):
            return doc[i], doc[after.end - 1]
        if doc[i].text in {",", ";", ":"} or doc[i].pos_ in {"VERB", "ADP"}:
            break
    return None, None


def to_frame(doc: Doc, verb: Token, found: Found) -> bool:
    """ "expected the revolution to lead to P"; "encouraged states to make P"."""
    base = lexicon.TO.get(verb.lemma_.lower())
    if base is None:
        return False
    clause = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i and any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)
        ),
        None,
    )
    told = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if (
        clause is None and told is not None and told.tag_ in {"NNS", "NNPS", "NNP", "PRP"} and told.lemma_ != "attempt"
    ):  # "urged scholars to study P", the infinitive hung on the noun by the parse
        clause = next(
            (c for c in told.children if c.dep_ == "acl" and any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)), None
        )
    if clause is None:
        return False
    thing = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.i > verb.i), None) or (
        told if told is not None and told.i < clause.i else None
    )
    if thing is None or thing.tag_ in {"WDT", "WP"}:
        return False
    holders = subject_holders(verb)
    if holders is None:
        return False
    stance, _ = stance_of(verb, base)
    start = thing.left_edge.i
    end = until_joined(doc, clause, verb, end_of_report(doc, start, verb, clause))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "to-frame", 0.65)
    return True


def with_frame(doc: Doc, verb: Token, found: Found) -> bool:
    """ "identified capitalism with private capitalism"."""
    base = lexicon.WITH.get(verb.lemma_.lower())
    thing = object_of(verb)
    with_ = next((c for c in verb.children if c.lower_ == "with" and c.dep_ == "prep" and c.i > verb.i), None)
    if with_ is None and thing is not None:
        with_ = next((c for c in thing.children if c.lower_ == "with" and c.dep_ == "prep"), None)
    if base is None or thing is None or with_ is None or thing.i < verb.i or verb.lemma_ in {"credit", "charge"}:
        return False
    holders = subject_holders(verb)
    if holders is None:
        return False
    stance, _ = stance_of(verb, base)
    found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, with_.right_edge.i + 1)], verb, "with-frame", 0.6)
    return True


def meaning(doc: Doc, verb: Token, found: Found) -> bool:
    """ "By rent Ricardo meant a share of the harvest": what somebody says that a word of theirs stands for."""
    if verb.lemma_ != "mean":
        return False
    by = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "by" and c.i < verb.i), None)
    word = next((c for c in by.children if c.dep_ in {"pobj", "pcomp"}), None) if by is not None else None
    if by is None or word is None or verb.i + 1 >= verb.sent.end:
        return False
    holders = subject_holders(verb)
    if holders is None or holders[0] in {"unknown", "author"}:
        return False
    end = end_of_report(doc, verb.i + 1, verb, None)
    content = [chars(doc, word.left_edge.i, word.right_edge.i + 1), chars(doc, verb.i + 1, end)]
    found.add(doc, holders, "asserts", content, verb, "naming", 0.6)
    return True


def taken_for_participle(doc: Doc, verb: Token, found: Found) -> bool:
    """ "Lévi-Strauss considered culture to be a system", where the parse makes "considered" a word about culture."""
    if verb.tag_ != "VBN" or verb.dep_ != "amod" or verb.i == verb.sent.start or verb.head.i < verb.i:
        return False
    who = verb.nbor(-1)._.dox_mention
    base = lexicon.TO.get(verb.lemma_.lower()) or lexicon.AS.get(verb.lemma_.lower())
    if base is None or who is None or who.end != verb.i or who.type not in {"theorist", "group"} or who.form != "name":
        return False
    link = next((t for t in doc[verb.head.i + 1 : min(verb.head.i + 3, verb.sent.end)] if t.lower_ in {"to", "as"}), None)
    frame = lexicon.TO if link is not None and link.lower_ == "to" else lexicon.AS
    if link is None or verb.lemma_.lower() not in frame:
        return False
    end = end_of_report(doc, verb.i + 1, verb, None)
    found.add(doc, holders_of(verb.nbor(-1)), base, [chars(doc, verb.i + 1, end)], verb, "to-frame", 0.6)
    return True
