"""Namings of one thing joined: full name and surname, possessive, misspelling, pseudonym; a doctrine and its adjective."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable

from rapidfuzz.distance import OSA
from spacy.language import Language
from spacy.tokens import Doc

from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.cues import load
from kb.pipeline.forms import name_with_adjectives, name_with_numbers
from kb.pipeline.phrases import words_of

TITLES = frozenset(load("mentions")["person"]["titles"])
_OF = re.compile(
    r"(?:theory|hypothesis|doctrine|thesis|dogma|notion|concept|idea|principle|policy|ideology|practice|system|rule|label|slogan)"
    r" of (?:the )?(\S.*)"
)
THEORY_HEADS = frozenset({*load("mentions")["theory"]["naming"], *load("mentions")["lists"]["entities_theory_heads"]})

KIN = frozenset(load("mentions")["lists"]["entities_kin"])
ADJECTIVE = 0.48  #: how sure it is that a doctrine is meant which is met as an adjective alone; no rule gives just this
#: Names this long may differ by one slip (two from LONG_NAME on) and still be one name.
SLIP_LENGTH, LONG_NAME = 5, 9


@Language.factory("doxograph_entities")
def make_entities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that writes ``doc._.dox_entities`` (list of Cluster) and each mention's ``entity``."""
    return join_mentions


def join_mentions(doc: Doc) -> Doc:
    """Join the mentions of each type by the rule of that type."""
    by_type: dict[str, list[Mention]] = defaultdict(list)
    for mention in doc._.dox_mentions or []:
        by_type[mention.type].append(mention)
    clusters = _join_persons(by_type["theorist"], _kin(doc, by_type["theorist"]))
    for kind in ("group", "theory", "work", "case"):
        clusters.extend(_join_by_words(by_type[kind]))
    for cluster in clusters:
        _settle_name(cluster)
        if cluster.type == "theory" and all(m.key and _narrows(doc, m) for m in cluster.mentions):
            cluster.confidence = ADJECTIVE
        if cluster.type == "group":
            name_with_numbers(doc, cluster)
        elif cluster.type == "theory":
            name_with_adjectives(doc, cluster)
        for mention in cluster.mentions:
            mention.entity = cluster
    clusters.sort(key=lambda c: c.mentions[0].start)
    doc._.dox_entities = clusters
    return doc


def _narrows(doc: Doc, mention: Mention) -> bool:
    """Whether a doctrine's adjective only narrows a noun: "capitalist competition"."""
    last = doc[mention.end - 1]
    return last.dep_ in {"amod", "compound"} and last.lower_.endswith(("ist", "ian", "ic", "al"))


def _kin(doc: Doc, mentions: list[Mention]) -> frozenset[tuple[str, ...]]:
    """The full names whose bearer is said to be kin of another of the surname: "Freud's daughter, Anna Freud"."""
    found, by_end = set(), {m.end: m for m in mentions}
    for mention in mentions:
        at = mention.start - 1
        at -= at > 0 and doc[at].text == ","
        owner = by_end.get(at - 1) if at > 1 and doc[at].lower_ in KIN and doc[at - 1].tag_ == "POS" else None
        if owner is not None and _name_words(owner)[-1:] == _name_words(mention)[-1:] and len(_name_words(mention)) > 1:
            found.add(_name_words(mention))
    return frozenset(found)


def _join_persons(mentions: list[Mention], kin: frozenset[tuple[str, ...]] = frozenset()) -> list[Cluster]:
    """Persons by vocabulary key, then by full name, then surnames to the one full name that bears them."""
    clusters: list[Cluster] = []
    by_name: dict[tuple[str, ...], Cluster] = {}
    by_key: dict[str, Cluster] = {}
    by_surname: dict[str, list[Cluster]] = defaultdict(list)
    known = {s for m in mentions for s in _name_words(m)[-1:]}
    for mention in sorted(mentions, key=lambda m: (-len(_name_words(m)), m.start)):
        words = _name_words(mention)
        if not words:
            continue
        cluster = by_key.get(_own_key(mention)) if _own_key(mention) else None
        cluster = cluster or by_name.get(words) or _by_surname(words, mention, by_surname, known)
        if cluster is None:
            cluster = Cluster("theorist", mention.text, key=mention.key)
            clusters.append(cluster)
        if cluster not in by_surname[words[-1]] and words not in kin:
            by_surname[words[-1]].append(cluster)
        by_name.setdefault(words, cluster)
        if _own_key(mention):
            by_key.setdefault(_own_key(mention), cluster)
        cluster.key = cluster.key or mention.key
        cluster.mentions.append(mention)
    return clusters


def _own_key(mention: Mention) -> str:
    """The vocabulary's key: under it a pseudonym is one with the name behind it."""
    return mention.key or ""


def _name_words(mention: Mention) -> tuple[str, ...]:
    words = tuple(w for w in words_of(mention.text.replace("-", " ")) if w not in TITLES)
    return words or words_of(mention.text)


def _by_surname(
    words: tuple[str, ...], mention: Mention, by_surname: dict[str, list[Cluster]], known: set[str]
) -> Cluster | None:
    """The cluster that a shorter or misspelt form of its name belongs to."""
    surname = words[-1]
    options = by_surname.get(surname, [])
    if not options:
        near = [c for other, found in by_surname.items() if is_slip(surname, other) for c in found]
        options = near
    fitting = [c for c in options if _given_names_agree(words, c)]
    if len(fitting) == 1:
        return fitting[0]
    if len(words) == 1 and fitting:
        return min(fitting, key=lambda c: abs(c.mentions[0].start - mention.start))
    return None


def _given_names_agree(words: tuple[str, ...], cluster: Cluster) -> bool:
    """Whether two names differ in nothing but what is left out or shortened to an initial."""
    for mention in cluster.mentions:
        other = _name_words(mention)
        a, b = words[:-1], other[:-1]
        if (
            not a
            or not b
            or a[0] == b[0]
            or (a[0][0] == b[0][0] and min(len(a[0]), len(b[0])) <= 2)
            or a[0] in other
            or b[0] in words
        ):
            return True
    return False


def is_slip(name: str, other: str) -> bool:
    """Whether two surnames are one name misspelt: same first letter, one slip apart, two where both are long."""
    if name == other:
        return True
    shorter = min(len(name), len(other))
    if shorter < SLIP_LENGTH or name[0] != other[0]:
        return False
    allowed = 2 if shorter >= LONG_NAME - 1 else 1
    return OSA.distance(name, other, score_cutoff=allowed) <= allowed


def _join_by_words(mentions: list[Mention]) -> list[Cluster]:
    """Other types by the words of their names, a doctrine's adjective and head noun reduced to the doctrine.

    The words are compared run together: "state-capitalist theory" is of state capitalism.
    """
    clusters: dict[str, Cluster] = {}
    by_key: dict[str, Cluster] = {}
    for mention in mentions:
        words = "".join(canonical(mention.text) if mention.type == "theory" else _plain(mention))
        cluster = clusters.get(words) or (by_key.get(mention.key) if mention.key else None)
        if cluster is None:
            cluster = Cluster(mention.type, mention.text, key=mention.key)
        clusters.setdefault(words, cluster)
        if mention.key:
            by_key.setdefault(mention.key, cluster)
            cluster.key = cluster.key or mention.key
        cluster.mentions.append(mention)
    found = list({id(c): c for c in clusters.values()}.values())
    return _join_short_forms(found) if mentions and mentions[0].type == "group" else found


def _join_short_forms(groups: list[Cluster]) -> list[Cluster]:
    """A group named by its noun alone behind the one longer name that ends with it: "legal realists", then "the realists"."""
    longer: dict[str, list[Cluster]] = defaultdict(list)
    for group in groups:
        words = words_of(group.name)
        if len(words) > 1 and not group.key and group.mentions[0].rule != "circle":
            longer[words[-1]].append(group)
    kept = []
    for group in groups:
        words = words_of(group.name)
        whole = longer.get(words[0], []) if len(words) == 1 and not group.key else []
        if len(whole) == 1 and min(m.start for m in whole[0].mentions) < min(m.start for m in group.mentions):
            whole[0].mentions.extend(group.mentions)
        else:
            kept.append(group)
    return kept


def _plain(mention: Mention) -> tuple[str, ...]:
    words = words_of(mention.text)
    if mention.type == "group" and len(words) > 1 and words[-1] in {"movement", "party"} and words[0].endswith(("ist", "ik")):
        return words[:1]
    return words


def canonical(name: str) -> tuple[str, ...]:
    """A doctrine's words without heads ("theory of"), adjectives turned to the "-ism": state capitalist → state capitalism."""
    words = list(words_of(name))
    if len(words) > 2 and words[0] in THEORY_HEADS and words[1] == "of":
        words = words[2:]
    if len(words) > 1 and words[-1] in THEORY_HEADS and (words[-2].endswith(("ist", "ism")) or len(words) > 2):
        words = words[:-1]
        if len(words) > 1 and words[-2:] == ["mode", "of"]:
            words = words[:-2]
    if words and words[-1].endswith("ist") and len(words[-1]) > 5:
        words[-1] = words[-1][:-3] + "ism"
    return tuple(words)


def _settle_name(cluster: Cluster) -> None:
    """The fullest form in the text is the name, all others are aliases, most frequent first."""
    cluster.mentions.sort(key=lambda m: m.start)
    forms = Counter(m.text for m in cluster.mentions if m.form == "name")
    first = {m.text: m.start for m in reversed(cluster.mentions)}
    if cluster.type == "theory":

        def rank(text: str) -> tuple[float, ...]:
            return (canonical(text) != tuple(words_of(text)), -forms[text], first[text])
    elif cluster.type == "case":

        def rank(text: str) -> tuple[float, ...]:
            return (-forms[text], first[text])
    elif cluster.type == "theorist":  # written out before initials: "John Stuart Mill" before "J. S. Mill"

        def rank(text: str) -> tuple[float, ...]:
            written_out = sum(1 for w in words_of(text) if len(w) > 1 and w not in TITLES)
            return (-written_out, -len(words_of(text)), -forms[text], first[text])
    else:

        def rank(text: str) -> tuple[float, ...]:
            return (-len(words_of(text)), -forms[text], first[text])

    ordered = sorted(forms, key=rank)
    cluster.name = ordered[0]
    cluster.aliases = sorted(ordered[1:], key=lambda t: (-forms[t], first[t]))
    if cluster.type == "theorist":  # "Mr. Carey" by his surname alone
        bare = [name for text in ordered if (name := _untitled(text)) and name not in ordered]
        cluster.aliases += dict.fromkeys(bare)
    if cluster.type == "work":  # a title by its first part alone
        heads = [head.strip() for text in ordered for head, colon, _ in [text.partition(":")] if colon]
        cluster.aliases += [head for head in dict.fromkeys(heads) if head and head not in ordered]
    if cluster.type == "theory":
        cluster.aliases += [short for text in ordered if (short := _content(text)) and short not in ordered]
    cluster.confidence = max(m.confidence for m in cluster.mentions)


def _untitled(name: str) -> str:
    """A name without "Mr.", "Sir" or "Dr." before it; empty where it has none, or nothing else."""
    first, _, rest = name.partition(" ")
    return rest if (first.lower().strip(".") in TITLES or first in {"M.", "MM."}) and rest[:1].isupper() else ""


def _content(name: str) -> str:
    """What a doctrine is of, a name for it as well: "the hypothesis of sea-floor spreading"; empty where it is of nothing."""
    found = _OF.match(name)
    return found[1] if found else ""
