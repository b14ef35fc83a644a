"""What the finders of claims share: the claims found so far, who a verb's subject is, which stance its negation leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kb.model import Stance
from kb.pipeline.annotations import Attribution, Holder
from kb.pipeline.blocks import block_of
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.holders import before_relative, holders_of, subject_of, works_author
from kb.pipeline.claims.spans import Chars, is_negated
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES
from kb.pipeline.quotations import quotation_at

#: Plural nouns of persons who hold views.
PERSONS = frozenset({*load("mentions")["group"]["people"], *load("mentions")["group"]["circles"]})
#: How plural nouns of persons end.
PERSONAL = ("ists", "ians", "ers", "crats", "men", "ics")
#: Nouns whose "of" names whom they are aimed at: "one criticism of Jung is that P".
AIMED = frozenset(load("claims")["lists"]["found_aimed"])
#: Verbs of doubt whose negation leaves their clause standing: "never doubted that P".
DOUBTING = frozenset(load("claims")["lists"]["found_doubting"])


@dataclass(slots=True)
class Found:
    """The claims of a Doc so far, with the cue tokens already spent."""

    claims: list[Attribution] = field(default_factory=list)
    spent: set[int] = field(default_factory=set)
    quoted: dict[int, list[Holder]] = field(default_factory=dict)  # tokens of attributed quotations -> who is quoted

    def add(
        self,
        doc: Doc,
        holders: list[Holder],
        stance: Stance,
        content: list[Chars | None],
        cue: Token,
        rule: str,
        confidence: float,
        *,
        cue_span: tuple[int, int] | None = None,
        hedged: bool = False,
    ) -> None:
        """Add a claim for each holder; nothing where no content is left."""
        spans = [_with_quotation(doc, c) for c in content if c is not None]
        if not spans:
            return
        if holders[0] in {"author", "unknown"} and (cue.i in self.quoted or (rule == "for whom" and quotation_at(doc, cue.i))):
            return  # "I think" within a quotation is the speaker's, whose claim the sentence is already
        if holders == ["author"] and quotation_at(doc, cue.i) is not None:
            return
        if holders == ["unknown"]:
            holders = self._spoken_of(doc, cue) or holders
        self.spent.add(cue.i)
        left, right = cue_span or (cue.i, cue.i + 1)
        left, right = min(left, right - 1), max(left + 1, right)  # whatever side of the words its parts stand on
        cue_chars = [(doc[left].idx, doc[right - 1].idx + len(doc[right - 1]))]
        for holder in holders:
            if not isinstance(holder, str) and holder.type == "work":
                holder = works_author(doc, holder)
            self.claims.append(
                Attribution(
                    holder,
                    stance,
                    list(spans),
                    cue_chars,
                    hedged=hedged,
                    confidence=confidence if holder != "unknown" else confidence * 0.6,
                    rule=rule,
                    cue_token=cue.i,
                )
            )

    def _spoken_of(self, doc: Doc, cue: Token) -> list[Holder]:
        """Whom a "they" that coreference left alone means: who was reported last in the paragraph, joint holders too."""
        subject, block = subject_of(cue), block_of(doc, cue.i)
        if subject is None or subject.lower_ != "they" or block is None:
            return []
        floor, here = doc[block.start].idx, cue.sent.start_char
        before = [c for c in self.claims[-6:] if floor <= c.content[0][0] < here and not isinstance(c.holder, str)]
        last = [c.holder for c in before if c.content == before[-1].content]
        fit = [*dict.fromkeys(h for h in last if not isinstance(h, str) and h.type in {"theorist", "group"})]
        several = len(fit) > 1 or any(h.type == "group" for h in fit)
        return [*fit] if several and all(h in fit for h in last) else []


def _with_quotation(doc: Doc, content: Chars) -> Chars:
    """A content that ends within a quotation which it opens takes the quotation whole."""
    span = doc.char_span(*content, alignment_mode="expand")
    quotation = quotation_at(doc, span[-1].i) if span is not None and len(span) > 1 else None
    if span is None or quotation is None or quotation.kind != "inline" or not span.start < quotation.start:
        return content
    last = doc[quotation.inner_end - 1]
    if quotation.inner_end > span.sent.end or last.i <= span[-1].i:
        return content
    while last.is_punct and last.i > span[-1].i:
        last = last.nbor(-1)
    return content[0], last.idx + len(last)


def stance_of(verb: Token, base: Stance) -> tuple[Stance, bool]:
    """The stance a cue gives when its negation is counted in, and whether the text itself then speaks for the content."""
    lemma = verb.lemma_.lower()
    governor = verb.head if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB" else None
    if governor is not None and governor.lemma_ in lexicon.IMPLICATIVE and not is_negated(governor) and lemma in lexicon.FACTIVE:
        return "asserts", True
    if lemma == "forget" and not is_negated(verb):
        return "asserts", True
    negated = (
        is_negated(verb)
        or _denied_above(verb)
        or (governor is not None and governor.lemma_ in lexicon.NEGATING_VERBS and governor.lemma_ != "hesitate")
    )
    if not negated:
        return base, False
    if base == "asserts":
        return "denies", False
    return ("asserts", False) if base == "denies" or lemma in DOUBTING else ("questions", False)


def _denied_above(verb: Token) -> bool:
    """ "This does not mean that X believed P", "it is false that X held P": the clause above takes the report back."""
    above = verb.head
    if verb.dep_ != "ccomp":
        return False
    if above.lemma_.lower() in lexicon.NEGATED_ABOVE and is_negated(above):
        return True
    return any(c.dep_ in {"acomp", "attr"} and c.lower_ in lexicon.FALSE for c in above.children) and not is_negated(above)


def subject_holders(verb: Token) -> list[Holder] | None:
    """The holders a verb's subject names; None where the verb has no subject or its subject cannot hold a view.

    "He rejected the idea that P, arguing that Q": a participle that the parse hangs on a thing is of the main clause's subject.
    """
    subject = subject_of(verb)
    if verb.tag_ == "VBG" and subject is not None and subject.pos_ == "NOUN" and holders_of(subject) == ["unknown"]:
        main = next((c for c in verb.sent.root.children if c.dep_ == "nsubj" and c.i < subject.i), None)
        if main is not None and not is_personal(subject) and holders_of(main)[0] not in {"unknown", "author"}:
            subject = main
    if subject is None:
        return None
    holders = holders_of(subject)
    lettered = verb.lemma_.lower() in lexicon.NOT_CUES and subject.tag_ == "NNS" and subject.lower_ not in PERSONS
    lettered = lettered and not subject.lower_.endswith(PERSONAL)
    if holders == ["unknown"] and (lettered or not is_personal(subject)):  # "the two words do not mean the same"
        owned = any(c.dep_ == "poss" for c in subject.children)
        voiced = subject.lower_ in lexicon.WRITINGS or (owned and subject.lemma_.lower() in lexicon.NOUNS)
        return (owner_of(subject) or None) if voiced else None
    return holders if isinstance(holders[0], str) else [*holders, *_companions(verb, holders)]


def _companions(verb: Token, holders: list[Holder]) -> list[Holder]:
    """ "Along with other chemists such as Black, Lavoisier believed": who is said to think the same."""
    beside = (c for c in verb.children if c.lower_ in {"along", "together"} and c.dep_ in {"prep", "advmod"})
    named = (g for c in beside for w in c.children if w.lower_ == "with" for g in w.children if g.dep_ == "pobj")
    found = (h for g in named for h in holders_of(g) if not isinstance(h, str) and h.type in {"theorist", "group"})
    return [h for h in dict.fromkeys(found) if h not in holders]


def voiceless_subject(verb: Token) -> list[Holder] | None:
    """Who speaks through a subject that is no person: "Husserl's brand of the doctrine argued that", "the argument runs that".

    The owner of the thing; "unknown" for a noun of thought or of writing; None for facts and figures.
    """
    subject = subject_of(verb)
    if subject is not None and subject.lower_ in lexicon.WRITINGS and any(c.lower_ == "this" for c in subject.children):
        return ["author"]  # "this essay argues that P"
    if subject is None or verb.lemma_.lower() in lexicon.NOT_CUES or subject.pos_ not in {"NOUN", "PROPN"}:
        return None
    owner = owner_of(subject)
    if owner:
        return owner
    return ["unknown"] if subject.lemma_.lower() in lexicon.NOUNS or subject.lower_ in lexicon.WRITINGS else None


def owner_of(noun: Token) -> list[Holder]:
    """Whose a thing is: "Trotsky's view", "the view of Trotsky", "the Trotskyist dogma", "their claim"; empty where unknown."""
    for child in noun.children:
        if child.dep_ == "poss" and child.tag_ == "WP$":  # "Trotsky, whose insistence that P"
            clause = next((a for a in child.ancestors if a.dep_ == "relcl"), None)
            named = before_relative(child) or (clause.head if clause is not None else None)
            whose: list[Holder] = holders_of(named) if named is not None else []
            return whose if whose != ["unknown"] else []
        if child.dep_ == "poss":
            holders = holders_of(child)
            return holders if holders != ["unknown"] else []
    if noun.lower_ in PERSONS or noun.lemma_.lower() in ROLES:
        return []  # critics of X speak for themselves
    links = {"by", "among", "in"} if noun.lemma_.lower() in AIMED else {"of", "by", "among", "in"}
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in links:
            thing = next((g for g in child.children if g.dep_ == "pobj"), None)
            holders = holders_of(thing) if thing is not None else ["unknown"]
            if holders != ["unknown"] and not (
                isinstance(holders[0], str)
                or (holders[0].type in {"theory", "work"} and thing is not None and thing.tag_ == "PRP")
                or (holders[0].type in {"theory", "work"} and child.lower_ != "of")
            ):
                return holders
    for child in noun.children:
        if child.dep_ in {"amod", "compound"}:
            mention = child._.dox_mention
            if mention is not None and mention.entity is not None and mention.type in {"group", "theorist", "theory"}:
                return [mention.entity]
    return []


def is_personal(subject: Token) -> bool:
    """Whether an unresolved subject is at least a person or several."""
    if subject.lower_ == "what":
        return False
    if subject.lower_ == "those":
        return any(c.dep_ == "relcl" for c in subject.children)  # "those who hold that P"
    if subject.tag_ in {"PRP"}:
        return subject.lower_ in {"he", "she", "they"}
    return (
        subject.tag_ in {"NNS", "NNPS", "NNP", "WP"}
        and subject.lower_ not in {"facts", "events", "figures", "results", "conditions", "data", "studies", "things"}
    ) or subject.lower_ in {
        "one",
        "others",
        "some",
        "many",
        "most",
        "people",
        "who",
        "somebody",
        "someone",
        "everybody",
        "nobody",
        "reader",
        "commentator",
        "observer",
        "correspondent",
        "member",
        "delegate",
        "participant",
        "witness",
        "visitor",
        "spokesman",
        "eyewitness",
        "veteran",
        "contributor",
        "sceptic",
        "skeptic",
    } | ROLES


def object_of(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"dobj", "nsubj"} and c.i > verb.i), None) or next(
        (c for c in verb.children if c.dep_ == "dobj"), None
    )


def until_joined(doc: Doc, inside: Token, verb: Token, end: int) -> int:
    """Cut before a verb that is joined to the cue, or a clause that hangs on it."""
    for child in verb.children:
        if child.i > inside.i and child.dep_ in {"conj", "advcl"} and child.i < end:
            left = child.left_edge.i
            while left > inside.i + 1 and (doc[left - 1].dep_ == "cc" or doc[left - 1].is_punct):
                left -= 1
            if child.dep_ == "conj" or doc[child.left_edge.i].lower_ in {
                "because",
                "since",
                "when",
                "after",
                "before",
                "while",
                "although",
            }:
                return max(left, inside.i + 2)
    return end
