"""Who a cue's subject is: the entities named by a noun phrase, a pronoun, a coordination, an apposition."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Cluster, Holder, entities_at
from kb.pipeline.blocks import block_of
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES
from kb.pipeline.phrases import agent_of

WRITERS = frozenset(load("claims")["lists"]["holders_writers"])
HOLDING = frozenset({"theorist", "group", "theory", "work"})
FIRST_PERSON = frozenset({"i", "we", "us", "me", "ourselves", "myself", "our", "my"})
ADHERENTS = frozenset({"adherents", "members", "followers", "supporters", "defenders", "advocates", "proponents", "exponents"})
LEADING = frozenset({*load("claims")["governors"]["leading"], *load("claims")["lists"]["holders_causing"]})
MAJORITY = frozenset(load("claims")["lists"]["holders_majority"])
NAMED_BEFORE = 40  #: words before a verb among which its subject is looked for where the parse gives none


def holders_of(token: Token) -> list[Holder]:
    """The holders a subject token names, joint ones apart: "unknown" where it names none, "author" for "I" and "we"."""
    if token.lower_ in FIRST_PERSON or _is_writer(token):
        return ["author"]
    found = _named(token)
    for joined in token.conjuncts:
        if joined.i > token.i and joined.dep_ == "conj":
            found.extend(c for c in _named(joined) if c not in found)
    return list(found) or ["unknown"]


def _is_writer(token: Token) -> bool:
    """ "The present writer", "this reviewer", and "the reviewer" of nothing: the text's own voice."""
    own = {"this", "present", "the"} if token.lower_ == "reviewer" and not any(token.rights) else {"this", "present"}
    return token.lower_ in WRITERS and any(c.lower_ in own for c in token.children)


def _named(token: Token) -> list[Cluster]:
    """The entities of one conjunct: at the token, its apposition or role, or within "the majority of X"."""
    held = _holding(entities_at(token))
    role = token.lower_ in ROLES or token.lower_.removesuffix("s") in ROLES
    if held and held[0].type == "theory":  # "according to Merton's theory"
        owned = [c for g in token.children if g.dep_ == "poss" for c in _holding(entities_at(g)) if c.type == "theorist"]
        if owned:
            return owned
    if held and not (role and held[0].type == "group"):
        like = token.tag_ in {"NNS", "NNPS"} and held[0].type == "group"  # "Leninists like Tony Cliff": both
        return [*held, *(c for c in _instances(token) if c not in held)] if like else held
    if token.dep_ == "appos" and (
        role or (not held and token.tag_ in {"NN", "NNP"} and any(c.dep_ == "det" for c in token.lefts))
    ):
        head = _holding(entities_at(token.head))  # "Makhaiski, the revolutionary who taught that …"
        if head and head[0].type in {"theorist", "group"}:
            return head
    one = role and token.tag_ != "NNS"
    if one and token.left_edge.i >= token.sent.start + 2 and token.doc[token.left_edge.i - 1].text == ",":
        head = _holding(entities_at(token.doc[token.left_edge.i - 2]))  # the same where the parse does not see it
        if head and head[0].type in {"theorist", "group"}:
            return head
    for child in token.children:
        if child.dep_ in {"appos", "compound", "flat"} or (child.dep_ == "conj" and role):
            inner = _holding(entities_at(child))
            if inner and inner[0].type in {"theorist", "group"}:
                extra = [c for g in child.conjuncts if g.dep_ == "conj" for c in _holding(entities_at(g))]
                return [*inner, *(c for c in extra if c not in inner and child.dep_ == "appos")]
    if role or token.tag_ in {"NNS", "NNPS"} or token.lower_ in {"others", "some"}:
        instanced = _instances(token)
        if instanced:
            return instanced
    if held:
        return held
    if token.tag_ == "NNP":  # "Plato's Republic", a title that is not known for one
        owned = [c for g in token.children if g.dep_ == "poss" for c in _holding(entities_at(g)) if c.type == "theorist"]
        if owned:
            return owned
    if token.lower_ in ADHERENTS:
        whose = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in {"its", "their"}), None)
        school = [c for c in entities_at(whose) if c.type in {"group", "theory"}] if whose is not None else []
        if school:
            return school[:1]
    if token.lower_ in MAJORITY:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "among"}:
                found = [c for g in child.children if g.dep_ == "pobj" for c in _all(g)]
                return [c for c in found if c.type != "theorist"] if token.lower_ in {"followers", "members"} else found
    before = token.doc[token.i - 1] if token.i else None
    if before is not None and not token.is_sent_start and before.dep_ in {"compound", "amod"}:
        inner = [c for c in entities_at(before) if c.type in {"theorist", "group"}]
        if inner and token.lower_ in {
            "people",
            "supporters",
            "theorists",
            "writers",
            "economists",
            "advocates",
            "followers",
            "leaders",
            "thinkers",
            "members",
            "party",
            "movement",
            "school",
            "side",
            "position",
            "argument",
            "theory",
            "thesis",
        }:
            return inner
    if token.lower_ in {
        "ideas",
        "views",
        "theory",
        "theories",
        "thesis",
        "argument",
        "doctrine",
        "view",
        "position",
        "book",
        "work",
        "works",
        "essay",
        "analysis",
        "approach",
        "account",
        "system",
        "philosophy",
        "model",
        "writings",
        "article",
        "pamphlet",
        "critique",
        "conception",
    }:
        return [c for g in token.children if g.dep_ == "poss" for c in _all(g) if c.type in {"theorist", "group"}] or [
            c for g in token.children if g.dep_ == "prep" and g.lower_ == "of" for p in g.children for c in _all(p)
        ]
    return []


def _instances(token: Token) -> list[Cluster]:
    """Who stands for many: "anthropologists such as Franz Boas", "his students (including Hicks and Kaldor)"."""
    for near in token.doc[token.i + 1 : min(token.i + 6, token.sent.end)]:
        inner = _holding(entities_at(near))
        if inner and inner[0].type == "theorist" and near.i > token.i + 1:
            mention = near._.dox_mention
            last = token.doc[mention.end - 1] if mention is not None else near
            joint = [c for g in last.conjuncts if g.dep_ == "conj" and g.i > near.i for c in _holding(entities_at(g))]
            return [*inner, *(c for c in joint if c not in inner and c.type == "theorist")]
        if near.tag_ != "NNP" and near.lower_ not in {"such", "as", "like", ",", "(", "including", "notably", "especially"}:
            break
    return []


def _all(token: Token) -> list[Cluster]:
    found = _named(token)
    for joined in token.conjuncts:
        if joined.i > token.i:
            found.extend(c for c in _named(joined) if c not in found)
    return found


def _holding(clusters: list[Cluster]) -> list[Cluster]:
    return [c for c in clusters if c.type in HOLDING]


def subject_of(verb: Token) -> Token | None:
    """A verb's subject: its own, that of the verb it is joined to, or the one that controls it ("tried to show")."""
    seen = 0
    token = verb
    while seen < 6:
        subjects = [c for c in token.children if c.dep_ in {"nsubj", "csubj"}]
        own = next((c for c in reversed(subjects) if c.i < token.i), subjects[0] if subjects else None)  # of several the nearest
        if own is None:  # "is committed to": the subject hangs on the auxiliary where the participle is taken for an adjective
            own = next((g for c in token.children if c.dep_ == "auxpass" for g in c.children if g.dep_ == "nsubj"), None)
        if own is not None:
            return _antecedent(own, token)
        if token.dep_ == "relcl" and token.tag_ == "VB" and token.head.dep_ == "attr":  # "was the first to suggest"
            return _copular_subject(token.head) or token.head
        if token.dep_ == "amod" and token.head.i < token.i:  # "Marsh, never tired of repeating"
            return token.head
        agent = agent_of(token)
        if agent is not None:
            return agent
        passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
        if passive is not None:
            return _antecedent(passive, token) if token != verb else None
        if token.dep_ == "pcomp" and token.head.lower_ == "as":  # "quotes Ure as saying"
            reported = next((c for c in token.head.head.children if c.dep_ in {"dobj", "nsubjpass"}), None)
            if reported is not None:
                return reported
        if token.dep_ == "acl" and token.tag_ in {"VBG"}:
            return token.head
        led = _led_to(token)
        if led is not None:
            return led
        if token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "acl", "acomp"} and token.head != token:
            joined = token.dep_ == "conj" and token.head.dep_ == "ccomp" and token.head.head.tag_ == token.tag_ != token.head.tag_
            token = token.head.head if joined else token.head  # "agreed that P was Q-ing and doubted …": joined to the cue
            if token.pos_ == "ADP":
                token = token.head
            if token.pos_ == "ADV" and token.head.pos_ in {"VERB", "AUX"}:
                token = token.head  # "came close to saying"
            if token.pos_ in {"NOUN", "PROPN"}:
                owner = next((c for c in token.children if c.dep_ == "poss"), None)
                if owner is None and _manner(token):  # "was at pains to show", "was in the habit of saying"
                    token = token.head.head
                    seen += 1
                    continue
                if owner is None and token.dep_ in {"dobj", "attr"} and token.head.pos_ in {"VERB", "AUX"}:
                    token = token.head  # "had no hesitation in declaring"
                    seen += 1
                    continue
                return owner or token
        else:
            break
        seen += 1
    return _governing_subject(verb) or _named_before(verb)


def _led_to(verb: Token) -> Token | None:
    """ "This question led Durkheim to posit that P": whom the verb above moves to what the infinitive says."""
    above = verb.head
    if verb.dep_ not in {"xcomp", "ccomp", "advcl"} or verb.tag_ != "VB" or above.lemma_ not in LEADING:
        return None
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    if to is None:
        return None
    if to.i and _holding(entities_at(to.nbor(-1))):
        return to.nbor(-1)
    return next((c for c in above.children if c.dep_ in {"dobj", "nsubjpass"} and c.i < verb.i), None)


def _named_before(verb: Token) -> Token | None:
    """ "In her book T, Marsh, a student of X, argued": who is named before a finite verb that the parse gives no subject.

    The name follows a comma, or opens the sentence, and after it stands the verb itself or what is set off by commas or brackets.
    """
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.dep_ not in {"ROOT", "conj", "ccomp"}:
        return None
    doc, first = verb.doc, verb.sent.start
    if doc[verb.i - 1].tag_ in {"TO", "MD", "WP", "WDT"} or doc[verb.i - 1].lower_ in {"and", "or", "but"}:
        return None
    for i in range(verb.i - 1, max(first, verb.i - NAMED_BEFORE) - 1, -1):
        token = doc[i]
        if token.text == ";" or token.tag_ in {"VBD", "VBZ", "VBP", "MD", "PRP"}:
            return None
        mention = token._.dox_mention
        if mention is None or mention.type not in {"theorist", "group"} or mention.end != i + 1:
            continue
        opens = mention.start == first or doc[mention.start - 1].text in {",", "”", ")"}
        closed = i + 1 == verb.i or (doc[i + 1].text in {",", "("} and doc[verb.i - 1].text in {",", ")"})
        if opens and closed:
            return token
    return None


def _manner(noun: Token) -> bool:
    """Whether a noun only says how its governor's subject says something: "at pains to show", "close to saying"."""
    return (
        noun.dep_ == "pobj"
        and noun.tag_ in {"NN", "NNS"}
        and noun._.dox_mention is None
        and noun.lower_ != "order"
        and noun.head.lower_ in {"at", "in", "on", "under", "to", "with"}
        and noun.head.head.pos_ in {"VERB", "AUX"}
        and noun.i - noun.head.i <= 2
    )


def _governing_subject(verb: Token) -> Token | None:
    """ "have gone so far as to say": the subject of the verb above, reached over particles and infinitives only."""
    if verb.tag_ != "VB" or not any(c.lower_ == "to" for c in verb.children):
        return None
    for above in verb.ancestors:
        subject = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if subject is not None:
            return _antecedent(subject, above)
        if above.pos_ not in {"ADP", "ADV", "SCONJ", "VERB", "AUX", "PART"}:
            return None
    return None


def _copular_subject(noun: Token) -> Token | None:
    """ "Marsh was the first who said": whom a noun that names nobody is said of; None for "it was Marsh who said"."""
    if noun.dep_ != "attr" or noun.head.lemma_ != "be" or _holding(entities_at(noun)):
        return None
    subjects = [c for c in noun.head.children if c.dep_ == "nsubj" and c.tag_ != "EX"]
    return next((c for c in subjects if c.pos_ in {"PROPN", "PRON"} or _holding(entities_at(c))), None)


def before_relative(pronoun: Token) -> Token | None:
    """The person or group named right before "whose", "for whom": "Trotsky, whose insistence", "diffusionists, in whose eyes"."""
    i = pronoun.i - 1
    while i > pronoun.sent.start and (pronoun.doc[i].text == "," or pronoun.doc[i].pos_ == "ADP"):
        i -= 1
    named = pronoun.doc[i]
    if i < pronoun.sent.start or not any(c.type in {"theorist", "group"} for c in entities_at(named)):
        return None
    while named.dep_ == "conj" and entities_at(named.head):  # "Albert and Hahnel, for whom P"
        named = named.head
    return named


def _antecedent(subject: Token, verb: Token) -> Token:
    """For "who", "which", "that": the noun that the relative clause hangs on; for "who" a person right before it."""
    if subject.lower_ == "who" and subject.i and any(c.type in {"theorist", "group"} for c in entities_at(subject.nbor(-1))):
        return subject.nbor(-1)
    if subject.tag_ in {"WP", "WDT"} and verb.dep_ in {"relcl", "acl"}:
        return _copular_subject(verb.head) or verb.head
    if subject.tag_ in {"WP", "WDT"} and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        return verb.head.head
    return subject


def works_author(doc: Doc, cluster: Cluster) -> Cluster:
    """The author of a work, where the text names one before the title, after "by" or in the next sentence."""
    if cluster.type != "work":
        return cluster
    for mention in cluster.mentions:
        for back in (1, 2, 3):
            if mention.start - back >= 0:
                token = doc[mention.start - back]
                if token.text in {"’s", "'s", "’", "'"} and back == 1:
                    owner = [c for c in entities_at(doc[mention.start - 2]) if c.type == "theorist"]
                    if owner:
                        return owner[0]
        after = doc[mention.end : min(mention.end + 6, len(doc))]
        for i, token in enumerate(after):
            if token.lower_ == "by" and i <= 4 and token.i + 1 < len(doc):
                owner = [c for c in entities_at(doc[token.i + 1]) if c.type == "theorist"]
                if owner:
                    return owner[0]
        nearest = _possessor(doc, mention.start) or _owner_in_sentence(doc, mention.start) or _said_author(doc, mention.start)
        if nearest is not None:
            return nearest
    return _just_spoken_of(doc, cluster.mentions[0].start) or cluster if cluster.mentions else cluster


def _just_spoken_of(doc: Doc, start: int) -> Cluster | None:
    """ "Dawkins put it best. The Selfish Gene says …": the one person of the sentence before a title that opens the next."""
    sent, block = doc[start].sent, block_of(doc, start)
    if block is None or sent.start <= block.start or start > sent.start + 3:
        return None
    before = doc[sent.start - 1].sent
    people = list(dict.fromkeys(c for t in before for c in entities_at(t) if c.type == "theorist"))
    return people[0] if len(people) == 1 and before.start >= block.start else None


def _possessor(doc: Doc, start: int) -> Cluster | None:
    """ "Polanyi's great book The Great Transformation", "her second novel, T": whose the work is, up to six words before."""
    for i in range(start - 1, max(doc[start].sent.start, start - 7) - 1, -1):
        token = doc[i]
        if token.pos_ in {"VERB", "AUX"} or token.text in {";", ":", "."}:
            return None
        owner = doc[i - 1] if token.tag_ == "POS" and i else token if token.tag_ == "PRP$" else None
        if owner is not None:
            return next((c for c in entities_at(owner) if c.type == "theorist"), None)
    return None


def _said_author(doc: Doc, start: int) -> Cluster | None:
    """ "… a book entitled T. Its author was Rizzi.": the one person of a sentence on the author, here or next."""
    end = doc[start].sent.end
    for sent in [doc[start].sent, *([doc[end].sent] if end < len(doc) else [])]:
        people = list(dict.fromkeys(c for t in sent for c in entities_at(t) if c.type == "theorist"))
        if len(people) == 1 and any(t.lower_ == "author" and t.dep_ in {"nsubj", "attr", "appos"} for t in sent):
            return people[0]
    return None


def _owner_in_sentence(doc: Doc, start: int) -> Cluster | None:
    """ "In his book T, Rizzi …": a possessive or the verb "wrote" with one person in the sentence."""
    sent = doc[start].sent
    shown = any(t.lemma_ in {"write", "publish", "author"} or t.lower_ in {"author", "wrote"} for t in sent) or any(
        t.tag_ == "PRP$" and t.i < start for t in doc[max(sent.start, start - 4) : start]
    )
    people = list(dict.fromkeys(c for t in sent for c in entities_at(t) if c.type == "theorist"))
    return people[0] if shown and len(people) == 1 else None
