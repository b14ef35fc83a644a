"""Claims by verbs of saying and thinking: "argued that P", "P, he maintained, Q", "saw X as Y", "called X Y", "stressed the role of P"."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Attribution, Holder
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.holders import holders_of, subject_of, works_author
from kb.pipeline.quotations import quotation_at
from kb.pipeline.claims.spans import CONNECTIVES, Chars, chars, end_of_report, is_hedged, is_negated

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "parataxis", "ROOT", "conj", "relcl", "acl", "dep", "nsubj", "dobj"})
NOT_CUES = frozenset({"mean", "see", "show", "find", "know", "go", "read", "put", "have", "continue", "determine", "decide", "learn", "prove", "tell", "demonstrate", "indicate", "reveal", "establish", "feel", "reflect"})
#: Verbs that name the one who is told before the clause.
TOLD = frozenset({"tell", "remind", "warn", "assure", "inform", "teach", "persuade", "convince", "show"})
TENSELESS = frozenset({"VB", "VBG", "VBN"})


@dataclass(slots=True)
class Found:
    """The claims of a Doc so far, with the cue tokens already spent."""

    claims: list[Attribution] = field(default_factory=list)
    spent: set[int] = field(default_factory=set)
    quoted: dict[int, list[Holder]] = field(default_factory=dict)  # tokens of attributed quotations -> who is quoted

    def add(
        self, doc: Doc, holders: list[Holder], stance: Stance, content: list[Chars | None], cue: Token, rule: str, confidence: float, *, cue_span: tuple[int, int] | None = None, hedged: bool = False
    ) -> None:
        """Add a claim for each holder; nothing where no content is left."""
        spans = [c for c in content if c is not None]
        if not spans:
            return
        if cue.i in self.quoted and holders[0] in {"author", "unknown"}:
            return  # "I think" within a quotation is the speaker's, whose claim the sentence is already
        if holders == ["author"] and quotation_at(doc, cue.i) is not None:
            return
        self.spent.add(cue.i)
        left, right = cue_span or (cue.i, cue.i + 1)
        cue_chars = [(doc[left].idx, doc[right - 1].idx + len(doc[right - 1]))]
        for holder in holders:
            if not isinstance(holder, str) and holder.type == "work":
                holder = works_author(doc, holder)
            self.claims.append(
                Attribution(holder, stance, list(spans), cue_chars, hedged=hedged, confidence=confidence if holder != "unknown" else confidence * 0.6, rule=rule, cue_token=cue.i)
            )


def find_by_verbs(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims that the verbs of a sentence report."""
    for verb in sent:
        if verb.pos_ not in {"VERB", "AUX"} or verb.i in found.spent or verb.lemma_.lower() not in lexicon.ANY_VERB:
            continue
        _ = (
            _that(doc, sent, verb, found)
            or _parenthetical(doc, sent, verb, found)
            or _bare_clause(doc, sent, verb, found)
            or _as(doc, verb, found)
            or _name(doc, verb, found)
            or _to(doc, verb, found)
            or _with(doc, verb, found)
            or _linked(doc, verb, found)
            or _into(doc, verb, found)
            or _noun(doc, verb, found)
        )
    for adjective in sent:
        if adjective.lower_ in lexicon.ADJECTIVES and adjective.dep_ in {"acomp", "oprd", "amod", "ROOT", "conj", "ccomp"}:
            _adjective(doc, adjective, found)


def stance_of(verb: Token, base: Stance) -> tuple[Stance, bool]:
    """The stance a cue gives when its negation is counted in, and whether the text itself then speaks for the content."""
    lemma = verb.lemma_.lower()
    governor = verb.head if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB" else None
    if governor is not None and governor.lemma_ in lexicon.IMPLICATIVE and not is_negated(governor) and lemma in lexicon.FACTIVE:
        return "asserts", True
    if lemma == "forget" and not is_negated(verb):
        return "asserts", True
    negated = is_negated(verb) or (governor is not None and governor.lemma_ in lexicon.NEGATING_VERBS and governor.lemma_ != "hesitate")
    if not negated:
        return base, False
    if base == "asserts":
        return "denies", False
    return ("asserts", False) if base == "denies" else ("questions", False)


def _frame(verb: Token, table: dict[str, Stance]) -> Stance | None:
    return table.get(verb.lemma_.lower())


def _subject_holders(verb: Token) -> list[Holder] | None:
    """The holders a verb's subject names; None where the verb has no subject or its subject cannot hold a view."""
    subject = subject_of(verb)
    if subject is None:
        return None
    holders = holders_of(subject)
    if holders == ["unknown"] and not _personal(subject):
        return None
    return holders


def _personal(subject: Token) -> bool:
    """Whether an unresolved subject is at least a person or several."""
    if subject.tag_ in {"PRP"}:
        return subject.lower_ in {"he", "she", "they"}
    return subject.tag_ in {"NNS", "NNPS", "NNP", "WP"} and subject.lower_ not in {"facts", "events", "figures", "results", "conditions", "data", "studies", "things"} or subject.lower_ in {"one", "others", "some", "many", "most", "people", "who"}


def _that(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """"X argued that P", also "X's argument … holds that P"."""
    base = _frame(verb, lexicon.THAT)
    if base is None:
        return False
    that = _that_after(doc, sent, verb)
    if that is None:
        return False
    complement = next((c for c in verb.children if c.dep_ in {"ccomp", "advcl", "relcl", "acl"} and c.i > that.i), None)
    holders = _subject_holders(verb)
    if holders is None and _impersonal(verb):
        holders = ["unknown"]
    if holders is None:
        return False
    stance, own_voice = stance_of(verb, base)
    if own_voice:
        holders = ["author"]
    start = that.i + 1
    end = end_of_report(doc, start, verb, complement)
    hedged = verb.lemma_ in lexicon.HEDGE_VERBS or any(c.lower_ in lexicon.HEDGE_WORDS for c in verb.children if c.dep_ in {"aux", "advmod"})
    pieces = listed(doc, start, end)
    for left, right in pieces:
        if stance == "denies":  # what follows a colon is the holder's reason, not what is denied
            right = next((i for i in range(left + 2, right) if doc[i].text == ":"), right)
        found.add(doc, holders, stance, [chars(doc, left, right)], verb, "that-clause", 0.9, cue_span=(verb.i, that.i + 1), hedged=hedged or is_hedged(doc[left : min(right, left + 12)]))
    return True


def _impersonal(verb: Token) -> bool:
    """"It is often said that P": somebody says it, the text does not say who."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubjpass", "expl", "nsubj"}), None)
    return verb.tag_ == "VBN" and subject is not None and subject.lower_ == "it" and any(c.dep_ == "auxpass" for c in verb.children)


def _that_after(doc: Doc, sent: Span, verb: Token) -> Token | None:
    """The "that" which opens the verb's clause: as the parse has it, or next but for adverbs and short asides."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "advcl"} and child.i > verb.i:
            mark = next((g for g in child.children if g.lower_ == "that" and g.dep_ in {"mark", "det", "nsubj", "dobj", "advmod"} and g.i > verb.i and g.i < child.i), None)
            if mark is not None and all(t.pos_ != "VERB" or t.dep_ in {"acl", "relcl", "amod", "xcomp", "pcomp"} or t.i == verb.i for t in doc[verb.i : mark.i]):
                return mark
    for token in doc[verb.i + 1 : min(verb.i + (14 if verb.lemma_ in TOLD else 9), sent.end)]:
        if token.lower_ == "that" and token.tag_ in {"IN", "WDT", "DT", "RB"}:
            after = doc[token.i + 1] if token.i + 1 < sent.end else None
            if token.dep_ in {"nsubj", "nsubjpass"} or (token.tag_ == "WDT" and token.nbor(-1).pos_ in {"NOUN", "PROPN"}):
                return None
            if after is None or (token.tag_ == "DT" and token.dep_ == "det" and token.head.i - token.i <= 2 and token.nbor(-1).text != ","):
                return None
            between = doc[verb.i + 1 : token.i]
            if any(t.dep_ in {"dobj", "nsubj", "attr"} and t.tag_ not in {"PRP"} for t in between) and verb.lemma_ not in TOLD:
                return None
            return token
        if token.pos_ in {"VERB"} or token.text in {";", ":", '"', "“"}:
            return None
    return None


def listed(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """"P; that Q; that R", "P, that Q and that R": each clause that "that" opens anew is a content of its own; "not P but that Q" is one."""
    cuts: list[tuple[int, int]] = []  # where a content ends, where the next begins
    for i in range(start + 2, end - 1):
        if doc[i].lower_ != "that" or doc[i].tag_ not in {"IN", "WDT", "DT"} or doc[i].dep_ in {"det", "dobj"}:
            continue
        before = i
        while before > start and (doc[before - 1].text in {",", ";"} or doc[before - 1].lower_ == "and"):
            before -= 1
        joined = doc[before:i].text.lower()
        if not joined or doc[i].dep_ in {"nsubj", "nsubjpass"} and ";" not in joined:
            continue
        if "and" in joined or ";" in joined or (joined == "," and cuts) or (joined == "," and _that_list_follows(doc, i, end)):
            cuts.append((before, i + 1))
    if not cuts:
        return [(start, end)]
    return list(zip([start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end], strict=True))


def _that_list_follows(doc: Doc, i: int, end: int) -> bool:
    """Whether after ", that" another "and that" shows a list."""
    return any(doc[k].lower_ == "that" and doc[k - 1].lower_ == "and" for k in range(i + 2, end))


def _parenthetical(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """"P, Hume maintained, Q"; "P, he argues."; "Furthermore, said Rizzi, P"."""
    base = _frame(verb, lexicon.THAT)
    if base is None:
        return False
    subject = next((c for c in verb.children if c.dep_ in {"nsubj"}), None)
    if verb.i + 1 < sent.end and (subject is None or subject.i > verb.i or doc[verb.i - 1].text in {",", "—", "”", '"'}):  # inverted: ", said Rizzi,"
        after = doc[verb.i + 1]
        if after._.dox_mention is not None and after._.dox_mention.type in {"theorist", "group"}:
            subject = after
    if subject is None:
        return False
    left = min(subject.left_edge.i, verb.i) if subject.i < verb.i else verb.i
    right = max(verb.i + 1, _mention_end(subject) if subject.i > verb.i else 0)
    while right < sent.end and (doc[right].pos_ == "ADV" or doc[right].dep_ in {"prt", "dobj", "dative"} and doc[right].tag_ in {"RP", "PRP"} or doc[right].tag_ == "RP") and doc[right].text != ",":
        right += 1
    while left > sent.start and doc[left - 1].dep_ in {"aux", "advmod", "mark"} and doc[left - 1].head == verb and doc[left - 1].lower_ in {"as", "has", "had", "then", "once"}:
        left -= 1
    opens = left == sent.start or doc[left - 1].text in {",", "—", "–", "(", "”", '"', "’"} or doc[left - 1].is_space
    closes = right >= sent.end or doc[right].text in {",", "—", "–", ")", ".", ";"}
    if not (opens and closes) or right - left > 9 or any(t.dep_ == "ccomp" and t.i > verb.i and t.i < right for t in verb.children):
        return False
    before = chars(doc, _skip_connectives(doc, sent.start, left), left)
    after_end = next((i for i in range(right, sent.end) if doc[i].text == ";" or doc[i].text == "," and doc[i + 1 : i + 3].text.lower() == "so that"), sent.end)
    after_chars = chars(doc, right, after_end) if right < sent.end and doc[right].text not in {";"} else None
    if before is None and after_chars is None:
        return False
    if left == sent.start and (right >= sent.end or doc[right].text != ","):
        return False
    if doc[right:right + 1].text == ")" and before is not None:
        return False
    holders = holders_of(subject)
    if holders == ["unknown"] and not _personal(subject):
        return False
    stance, _ = stance_of(verb, base)
    content = [before, after_chars]
    found.add(doc, holders, stance, content, verb, "parenthetical", 0.9, cue_span=(left, right), hedged=verb.lemma_ in lexicon.HEDGE_VERBS)
    return True


def _mention_end(token: Token) -> int:
    mention = token._.dox_mention
    return mention.end if mention is not None else token.i + 1


def _skip_connectives(doc: Doc, start: int, end: int) -> int:
    while start < end and (doc[start].lower_ in {"furthermore", "moreover", "however", "thus", "therefore", "hence", "consequently", "similarly", "likewise", "finally", "but", "and", "yet", "so", "nevertheless", "also", "indeed"} or doc[start].is_punct or doc[start].is_space):
        if doc[start].lower_ in CONNECTIVES and start + 1 < end and doc[start + 1].text != "," and doc[start].lower_ not in {"but", "and", "yet"}:
            break
        start += 1
    return start


def _bare_clause(doc: Doc, sent: Span, verb: Token, found: Found) -> bool:
    """"Smith believed government should assist business": a clause without "that"."""
    base = _frame(verb, lexicon.THAT)
    if base is None:
        return False
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None:
        return False
    opener = doc[clause.left_edge.i]
    subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"}), None)
    asks = opener.lower_ in {"whether", "if"} or (opener.tag_ in {"WP", "WRB", "WDT"} and opener.lower_ in {"why", "how", "what", "where", "who"})
    if subject is None or any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children):
        return False
    if asks and verb.lemma_ not in {"ask", "question", "wonder", "doubt", "inquire", "explain", "show", "query", "consider"}:
        return False
    if verb.lemma_ in NOT_CUES and not asks and clause.tag_ not in {"VBZ", "VBD", "VBP", "VB"}:
        return False
    if not any(c.dep_ in {"aux", "auxpass"} for c in clause.children) and clause.tag_ in TENSELESS and clause.pos_ == "VERB":
        return False
    holders = _subject_holders(verb)
    if holders is None:
        return False
    stance, own_voice = stance_of(verb, base)
    if asks and verb.lemma_ in {"ask", "question", "wonder", "query", "consider"}:
        stance = "questions"
    start = opener.i
    if start <= verb.i:
        start = verb.i + 1
    end = end_of_report(doc, start, verb, clause)
    found.add(doc, ["author"] if own_voice else holders, stance, [chars(doc, start, end)], verb, "bare clause", 0.75, cue_span=(verb.i, verb.i + 1), hedged=verb.lemma_ in lexicon.HEDGE_VERBS)
    return True


def _object_of(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"dobj", "nsubj"} and c.i > verb.i), None) or next((c for c in verb.children if c.dep_ == "dobj"), None)


def _as(doc: Doc, verb: Token, found: Found) -> bool:
    """"saw the state as the main actor"; "regarded Russia as a new class society"."""
    base = _frame(verb, lexicon.AS)
    if base is None:
        return False
    thing = _object_of(verb)
    as_ = next((c for c in verb.children if c.lower_ == "as" and c.dep_ in {"prep", "mark", "advmod"} and c.i > verb.i), None)
    if as_ is None and thing is not None:
        as_ = next((t for t in thing.subtree if t.lower_ == "as" and t.dep_ == "prep" and t.i > thing.i), None)
    if thing is None or as_ is None or thing.i > as_.i or doc[as_.i - 1].lower_ in {"such", "well", "far", "long", "soon", "just"}:
        return False
    holders = _subject_holders(verb)
    if holders is None or thing.tag_ == "PRP" and thing.lower_.endswith(("self", "selves")):
        return False
    stance, _ = stance_of(verb, base)
    start = thing.left_edge.i if thing.i > verb.i else thing.i
    end = end_of_report(doc, max(start, as_.i), verb, as_)
    end = min(end, _until_joined(doc, as_, verb, end))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "as-frame", 0.75)
    return True


def _until_joined(doc: Doc, inside: Token, verb: Token, end: int) -> int:
    """Cut before a verb that is joined to the cue, or a clause that hangs on it."""
    for child in verb.children:
        if child.i > inside.i and child.dep_ in {"conj", "advcl"} and child.i < end:
            left = child.left_edge.i
            while left > inside.i + 1 and (doc[left - 1].dep_ == "cc" or doc[left - 1].is_punct):
                left -= 1
            if child.dep_ == "conj" or doc[child.left_edge.i].lower_ in {"because", "since", "when", "after", "before", "while", "although"}:
                return max(left, inside.i + 2)
    return end


def _name(doc: Doc, verb: Token, found: Found) -> bool:
    """"called this new society 'managerial society'"; "considered such organisation necessary"."""
    base = _frame(verb, lexicon.NAME)
    if base is None:
        return False
    small = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and not any(g.dep_ in {"aux", "mark"} for g in c.children)), None)
    named = next((c for c in verb.children if c.dep_ in {"oprd", "npadvmod"} and c.i > verb.i and c.pos_ in {"NOUN", "PROPN", "ADJ"}), None)
    thing = _object_of(verb)
    if small is not None and small.pos_ in {"NOUN", "ADJ", "PROPN"}:
        inner = next((c for c in small.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if inner is None:
            return False
        thing, named = inner, small
    if named is not None and thing is None:
        thing = next((c for c in named.children if c.dep_ == "nsubj" and c.i > verb.i), None)
    if thing is None or named is None:
        thing, named = _side_by_side(verb)
    if thing is None or named is None or thing.i > named.i and thing.i > verb.i:
        return False
    holders = _subject_holders(verb)
    if holders is None:
        return False
    if verb.dep_ == "ccomp" and thing.tag_ in {"WP", "WDT"} or thing.lower_ in {"what", "which", "that"}:
        return False
    stance, _ = stance_of(verb, base)
    start = thing.left_edge.i if thing.i > verb.i else thing.i
    if start < verb.i:
        return False
    if start > verb.i + 1 and all(t.pos_ in {"DET", "ADJ", "NOUN", "PROPN"} for t in doc[verb.i + 1 : start]):
        start = verb.i + 1
    end = _until_joined(doc, named, verb, end_of_report(doc, named.i, verb, named))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "naming", 0.65)
    return True


def _side_by_side(verb: Token) -> tuple[Token | None, Token | None]:
    """"called the new order bureaucratic collectivism", "thought it progressive" where the parse makes one phrase of the two."""
    start = verb.i + 1
    doc, end = verb.doc, verb.sent.end
    if start < end and doc[start].tag_ == "PRP" and start + 1 < end and (doc[start + 1].pos_ in {"ADJ", "DET", "NOUN"} or doc[start + 1].dep_ == "amod"):
        head = doc[start + 1] if doc[start + 1].pos_ == "ADJ" else doc[start + 1].head
        return doc[start], head if head.i > start else doc[start + 1]
    for i in range(start, min(start + 7, end - 1)):
        mention, after = doc[i]._.dox_mention, doc[i + 1]._.dox_mention
        if after is not None and after is not mention and after.type == "theory" and after.start == i + 1 and doc[i].pos_ in {"NOUN", "PROPN", "PRON"}:
            return doc[i], doc[after.end - 1]
        if doc[i].text in {",", ";", ":"} or doc[i].pos_ in {"VERB", "ADP"}:
            break
    return None, None


def _to(doc: Doc, verb: Token, found: Found) -> bool:
    """"expected the revolution to lead to P"; "encouraged states to make P"."""
    base = _frame(verb, lexicon.TO)
    if base is None:
        return False
    clause = next((c for c in verb.children if c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i and any(g.lower_ == "to" and g.dep_ == "aux" for g in c.children)), None)
    if clause is None:
        return False
    thing = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.i > verb.i), None) or next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < clause.i), None)
    if thing is None or thing.tag_ in {"WDT", "WP"}:
        return False
    holders = _subject_holders(verb)
    if holders is None:
        return False
    stance, _ = stance_of(verb, base)
    start = thing.left_edge.i
    end = _until_joined(doc, clause, verb, end_of_report(doc, start, verb, clause))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "to-frame", 0.65)
    return True


def _with(doc: Doc, verb: Token, found: Found) -> bool:
    """"identified capitalism with private capitalism"."""
    base = _frame(verb, lexicon.WITH)
    thing = _object_of(verb)
    with_ = next((c for c in verb.children if c.lower_ == "with" and c.dep_ == "prep" and c.i > verb.i), None)
    if base is None or thing is None or with_ is None or thing.i < verb.i or verb.lemma_ in {"credit", "charge"}:
        return False
    holders = _subject_holders(verb)
    if holders is None:
        return False
    stance, _ = stance_of(verb, base)
    found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, with_.right_edge.i + 1)], verb, "with-frame", 0.6)
    return True


def _linked(doc: Doc, verb: Token, found: Found) -> bool:
    """"blamed the slump on the Federal Reserve", "explained the likeness by land bridges", "saw in that war a condition of progress"."""
    links = lexicon.LINKS.get(verb.lemma_.lower())
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if links is None or thing is None or thing.tag_ in {"WP", "WDT"}:
        return False
    link = next((t for t in (*verb.children, *thing.children) if t.dep_ == "prep" and t.lower_ in links and t.i > verb.i and (t.i > thing.i) != (verb.lemma_ in {"see", "find"})), None)
    if link is None or not any(c.dep_ in {"pobj", "pcomp"} for c in link.children):
        return False
    holders = _subject_holders(verb)
    if holders is None or holders[0] in {"unknown", "author"}:
        return False
    stance, _ = stance_of(verb, "asserts")
    start = min(thing.left_edge.i, link.i)
    end = _until_joined(doc, max(thing, link, key=lambda t: t.i), verb, end_of_report(doc, max(thing.i, link.i), verb, thing))
    found.add(doc, holders, stance, [chars(doc, start, end)], verb, "linked", 0.55)
    return True


ABSTRACT = frozenset({"existence", "possibility", "impossibility", "reality", "necessity", "need", "importance", "significance", "primacy", "priority", "role", "legitimacy", "validity", "relevance", "diffusion", "influence",
    "inevitability", "superiority", "inferiority", "autonomy", "unity", "value", "right", "power", "dependence", "independence", "failure", "danger", "dangers", "virtue", "virtues", "supremacy", "centrality", "continuity",
    "difference", "similarity", "degree", "extent", "way", "ways", "fact", "risk", "limits", "collapse", "end", "decline", "rise", "abolition", "emergence", "coming", "advent", "victory", "interaction", "interdependence", "uniqueness", "breadth", "use", "usefulness", "truth", "accuracy", "adequacy", "claim", "claims", "potential", "ability", "capacity", "sufficiency"})  # fmt: skip
EMPHATIC = frozenset({"stress", "emphasise", "emphasize", "highlight", "underline", "underscore", "predict", "foresee", "envisage", "envision", "postulate", "posit", "recommend"})


def _noun(doc: Doc, verb: Token, found: Found) -> bool:
    """"rejected the existence of P", "accepted the need to P", "highlighted the diffusion of P"."""
    base = _frame(verb, lexicon.NOUN)
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if base is None or thing is None or thing.pos_ not in {"NOUN", "PROPN"} or thing.lemma_.lower() in lexicon.NOUNS:
        return False
    complement = any(c.dep_ in {"prep", "acl", "relcl"} and c.i > thing.i for c in thing.children)
    abstract = thing.lower_ in ABSTRACT and complement
    if not abstract and not (verb.lemma_ in EMPHATIC and (complement or any(c.dep_ == "conj" for c in thing.children))):
        return False
    mention = thing._.dox_mention
    if mention is not None and mention.form == "name" and not abstract:
        return False
    holders = _subject_holders(verb)
    if holders is None or holders == ["unknown"]:
        return False
    stance, _ = stance_of(verb, base)
    end = _until_joined(doc, thing, verb, end_of_report(doc, thing.i, verb, thing))
    found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, end)], verb, "noun object", 0.6)
    return True


def _into(doc: Doc, verb: Token, found: Found) -> bool:
    """"insisted on the need for P", "argued for P", "pointed to P"."""
    if verb.lemma_ not in lexicon.INTO:
        return False
    wanted = {"point": {"to"}, "insist": {"on", "upon"}, "call": {"for"}, "argue": {"for", "against"}, "warn": {"of", "against"}, "speak": {"of"}, "write": {"of"}, "talk": {"of"}, "plead": {"for"}}.get(verb.lemma_, set())
    link = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in wanted and c.i > verb.i), None)
    thing = next((c for c in link.children if c.dep_ in {"pobj", "pcomp"}), None) if link is not None else None
    if link is None or thing is None:
        return False
    mention = thing._.dox_mention
    complement = any(c.dep_ in {"prep", "acl", "relcl"} and c.i > thing.i for c in thing.children)
    term = verb.lemma_ == "speak" and mention is not None and mention.type == "theory"
    if not term and (not complement or (mention is not None and mention.end > thing.i + 1)):
        return False
    holders = _subject_holders(verb)
    if holders is None or holders == ["unknown"]:
        return False
    stance: Stance = "denies" if link.lower_ == "against" and verb.lemma_ == "argue" else stance_of(verb, "asserts")[0]
    end = _until_joined(doc, thing, verb, end_of_report(doc, thing.i, verb, thing))
    found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, end)], verb, "preposition object", 0.5)
    return True


def _adjective(doc: Doc, adjective: Token, found: Found) -> None:
    """"was convinced that P", "were sceptical of P"."""
    verb = adjective.head if adjective.dep_ in {"acomp", "oprd"} else adjective
    if adjective.i in found.spent or verb.pos_ not in {"AUX", "VERB", "ADJ"}:
        return
    subject = subject_of(verb)
    if subject is None:
        return
    holders = holders_of(subject)
    if holders == ["unknown"]:
        return
    base = lexicon.ADJECTIVES[adjective.lower_]
    negated = is_negated(verb)
    stance: Stance = base if not negated else ("questions" if base == "asserts" else "asserts")
    clause = next((c for c in (*adjective.children, *verb.children) if c.dep_ in {"ccomp", "advcl"} and c.i > adjective.i and any(g.lower_ == "that" for g in c.children)), None)
    if clause is not None:
        that = next(g for g in clause.children if g.lower_ == "that")
        found.add(doc, holders, stance, [chars(doc, that.i + 1, end_of_report(doc, that.i + 1, verb, clause))], adjective, "adjective that", 0.75)
        return
    of = next((c for c in adjective.children if c.dep_ == "prep" and c.lower_ in {"of", "about"} and c.i > adjective.i), None)
    thing = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if thing is not None and base != "asserts" and thing._.dox_mention is None:
        found.add(doc, holders, stance, [chars(doc, thing.left_edge.i, end_of_report(doc, thing.i, verb, thing))], adjective, "adjective of", 0.6)
