"""A knowledge base of any size, the same each time: made-up texts with statements of the shape that real ones have."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.assembly import open_writer
from kb.graph import sorted_nquads, to_quads
from kb.manifest import FILE, Manifest, Record
from kb.model import (
    AUTHOR,
    UNKNOWN,
    Argument,
    Block,
    Claim,
    Document,
    Entity,
    EntityType,
    Relation,
    Source,
    Statements,
    statement_id,
)
from kb.store.folder import Folder
from kb.vocabulary import DEFAULT_PACK, Pack, load_pack

CLAIMS = 100_000
A_SOURCE = 200  #: claims in a text, on the average: five hundred texts
#: how many there are of each type; those of the vocabulary come first, and are spoken of most
MANY: dict[EntityType, int] = {"theorist": 2_000, "theory": 1_000, "work": 1_500, "group": 300, "case": 150}
#: relations for each claim, by predicate with the types of its ends
LINKS: tuple[tuple[str, EntityType, EntityType, int], ...] = (
    ("holds", "theorist", "theory", 6),
    ("rejects", "theorist", "theory", 3),
    ("originated", "theorist", "theory", 1),
    ("wrote", "theorist", "work", 3),
    ("expounds", "work", "theory", 2),
    ("derives_from", "theory", "theory", 3),
    ("derives_from", "theorist", "theorist", 2),
    ("similar_to", "theory", "theory", 1),
    ("broke_with", "theorist", "theorist", 1),
    ("member_of", "theorist", "group", 1),
    ("characterized_as", "case", "theory", 1),
)
SAYINGS = ("argued that", "held that", "wrote that", "insisted that", "suggested that", "denied that", "asked whether")
STANCES = {"denied that": "denies", "asked whether": "questions"}
#: what answers questions of the vocabulary, with what answers none
CONTENTS = (
    "{case} is state capitalist and lives by accumulation",
    "{case} is not capitalist, whatever its {noun} may say",
    "{case} is a workers' state with a {noun} at its head",
    "the bureaucracy is a class that owns the state",
    "the bureaucracy is not a class but a {noun}",
    "the managers are the ruling class of {case}",
    "{theory} explains the {noun} of {case} better than any {noun}",
    "{theory} rests on a {adjective} {noun} of the {noun}",
    "the {noun} of {case} was {adjective} from the first {noun}",
    "no {noun} can be {adjective} where the {noun} commands the {noun}",
    "planning without a {adjective} {noun} ends in {noun}",
    "a {adjective} {noun} took the place of the old {noun}",
)


def _words(together: str) -> list[str]:
    return together.split()


NOUNS = _words(
    "party market plan commune council factory surplus wage labour ministry bonus quota archive congress faction "
    "opposition strike "
    "harvest famine budget currency army committee decree union press journal academy university province frontier treaty debt "
    "credit railway mine furnace laboratory patent machine engineer foreman clerk peasant worker director expert deputy delegate"
)
ADJECTIVES = _words(
    "rational hidden formal durable hollow brittle collective private national planned voluntary sudden gradual modern ancient "
    "open secret official rival absolute relative partial stable fatal curious tacit"
)
FIRST = _words(
    "Ada Boris Clara Dmitri Elsa Fritz Greta Hugo Irene Jakob Klara Lev Marta Nikolai Olga Paul Rosa Stefan Tamara Viktor"
)
STEMS = _words(
    "Abel Bern Cord Dahl Eris Feld Gross Halv Isak Jur Kess Lind Morg Nord Orl Petr Quist Rav Sand Tor Ulm Vard Wend Yarr Zell"
)
ENDS = _words("man sky berg ova stein ton wick ini escu dal heim ford ansen ides anko")
DOCTRINES = _words(
    "collectivism statism technocracy managerialism councilism planism corporatism étatism syndicalism functionalism"
)


@dataclass
class World:
    """Who and what the texts speak of, the most famous first."""

    names: dict[EntityType, list[tuple[str, str | None]]]  # name, and the vocabulary's key
    weights: dict[EntityType, list[float]] = field(default_factory=dict)

    def one(self, rng: random.Random, kind: EntityType) -> tuple[str, str | None]:
        """Something of a type, by Zipf's law."""
        if kind not in self.weights:
            self.weights[kind] = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.names[kind]))))
        return rng.choices(self.names[kind], cum_weights=self.weights[kind])[0]


def world(pack: Pack) -> World:
    """The vocabulary's names and made-up ones after them."""
    people = (f"{first} {stem}{end}" for stem, end, first in itertools.product(STEMS, ENDS, FIRST))
    made: dict[EntityType, Iterator[str]] = {
        "theorist": people,
        "theory": (f"{a} {b} {c}" for c, a, b in itertools.product(DOCTRINES, ADJECTIVES, NOUNS)),
        "work": (
            f"The {a.title()} {b.title()} and the {c.title()}" for a, b, c in itertools.product(ADJECTIVES, NOUNS, NOUNS[::3])
        ),
        "group": (f"{a.title()} {b.title()} League" for a, b in itertools.product(ADJECTIVES, NOUNS)),
        "case": (f"{stem}{end}ia" for stem, end in itertools.product(STEMS, ENDS)),
    }
    names: dict[EntityType, list[tuple[str, str | None]]] = {}
    for kind, count in MANY.items():
        known: list[tuple[str, str | None]] = [(e.label, e.key) for e in pack.entities if e.type == kind]
        taken = {name for name, _ in known}
        known += [(name, None) for name in itertools.islice((n for n in made[kind] if n not in taken), count)]
        names[kind] = known[:count]
    return World(names)


class _Text:
    """A text in the making, with where things are named in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.named: dict[str, tuple[EntityType, str, str | None, list[tuple[int, int]]]] = {}
        self.blocks: list[Block] = []

    def say(self, words: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length

    def name(self, kind: EntityType, thing: tuple[str, str | None], spans: Sequence[tuple[int, int]]) -> str:
        name, key = thing
        id = f"{kind}/{'-'.join(name.casefold().split())}"
        self.named.setdefault(id, (kind, name, key, []))[3].extend(spans)
        return id


def text(number: int, claims: int, known: World) -> Statements:
    """One made-up text of so many claims; the same number gives the same text."""
    rng = random.Random(number)
    author = (
        known.one(rng, "theorist")[0] if rng.random() < 0.3 else f"{FIRST[number % 20]} {STEMS[number % 25]}{ENDS[number % 14]}"
    )
    id = f"text-{number:04}"
    title = f"On the {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}, {number}"
    source = Source(id, title, author, 1920 + number % 100, "essay", licence="CC0")
    made = _Text()
    drafts: list[tuple[str, object]] = []
    made.blocks.append(Block("heading", *made.say(title), level=1))
    made.say("\n")
    begin = made.length
    links = sorted(rng.sample(range(claims), claims // 2))
    for at in range(claims):
        if at % 5 == 0 and at:
            made.blocks.append(Block("paragraph", begin, made.length - 1, page=str(at // 25 + 1)))
            made.say("\n")
            begin = made.length
        drafts.append(("claim", _claim_draft(made, rng, known)))
        if links and links[0] == at:
            links.pop(0)
            drafts.append(("relation", _relation_draft(made, rng, known)))
    made.blocks.append(Block("paragraph", begin, made.length))
    document = Document(source, "".join(made.parts), tuple(made.blocks))
    entities = tuple(
        Entity(id, kind, name, (), key, tuple(sorted(set(spans))), 0.9) for id, (kind, name, key, spans) in made.named.items()
    )
    found = tuple(_claim(document, n, *draft) for n, (k, draft) in enumerate(drafts) if k == "claim")  # type: ignore[misc]
    related = tuple(_relation(document, n, *draft) for n, (k, draft) in enumerate(drafts) if k == "relation")  # type: ignore[misc]
    argued = tuple(
        Argument(
            statement_id(id, "argument", c.quote, n, b.id),
            (b.id,),
            c.id,
            "supports" if n % 3 else "attacks",
            c.evidence,
            0.7,
        )
        for n, (b, c) in enumerate(itertools.pairwise(found))
        if n % 8 == 0
    )
    return Statements(document, entities, found, related, argued, pipeline="made")


def _claim_draft(made: _Text, rng: random.Random, known: World) -> tuple[object, ...]:
    start = made.length
    chance = rng.random()
    about: list[str] = []
    stance, cue = "asserts", None
    holder = AUTHOR if chance < 0.15 else UNKNOWN
    if chance < 0.9 and holder != AUTHOR:
        kind: EntityType = "theorist" if rng.random() < 0.9 else "group"
        who = known.one(rng, kind)
        holder = made.name(kind, who, [made.say(who[0])])
    elif holder == UNKNOWN:
        made.say("Some")
    if holder != AUTHOR:
        made.say(" ")
        words = rng.choice(SAYINGS)
        cue = made.say(words)
        stance = STANCES.get(words, "asserts")
        made.say(" ")
    content_start = made.length
    pattern = rng.choice(CONTENTS)
    for piece in pattern.replace("{", "|{").replace("}", "}|").split("|"):
        if piece in ("{case}", "{theory}"):
            about_kind: EntityType = "case" if piece == "{case}" else "theory"
            thing = known.one(rng, about_kind)
            about.append(made.name(about_kind, thing, [made.say(thing[0])]))
        elif piece:
            made.say(rng.choice(NOUNS) if piece == "{noun}" else rng.choice(ADJECTIVES) if piece == "{adjective}" else piece)
    content = (content_start, made.length)
    made.say(".")
    sentence = (start, made.length)
    made.say(" ")
    return holder, stance, content, sentence, cue, tuple(sorted(set(about))), rng.random() < 0.1, round(rng.uniform(0.3, 1), 2)


def _relation_draft(made: _Text, rng: random.Random, known: World) -> tuple[object, ...]:
    ((predicate, one, other, _),) = rng.choices(LINKS, weights=[link[3] for link in LINKS])
    a, b = known.one(rng, one), known.one(rng, other)
    while a == b:
        b = known.one(rng, other)
    polarity = rng.choice(["affirmed"] * 8 + ["denied", "uncertain"])
    year = rng.randint(1900, 1990) if rng.random() < 0.2 else None
    start = made.length
    subject = made.name(one, a, [made.say(a[0])])
    made.say({"affirmed": " ", "denied": " never ", "uncertain": " perhaps "}[polarity] + predicate.replace("_", " ") + " ")
    target = made.name(other, b, [made.say(b[0])])
    made.say(f" in {year}." if year else ".")
    sentence = (start, made.length)
    made.say(" ")
    return subject, predicate, target, polarity, sentence, year, round(rng.uniform(0.3, 1), 2)


def _claim(document: Document, n: int, *draft: object) -> Claim:
    holder, stance, content, sentence, cue, about, hedged, confidence = draft
    words = document.evidence(*content)  # type: ignore[misc]
    return Claim(
        statement_id(document.source.id, "claim", words.quote, n, holder, stance),
        holder,  # type: ignore[arg-type]
        stance,  # type: ignore[arg-type]
        (words,),
        document.evidence(*sentence),  # type: ignore[misc]
        (document.evidence(*cue),) if cue else (),  # type: ignore[misc]
        about,  # type: ignore[arg-type]
        hedged=bool(hedged),
        confidence=confidence,  # type: ignore[arg-type]
    )


def _relation(document: Document, n: int, *draft: object) -> Relation:
    subject, predicate, target, polarity, sentence, year, confidence = draft
    words = document.evidence(*sentence)  # type: ignore[misc]
    return Relation(
        statement_id(document.source.id, "relation", words.quote, n, subject, predicate, target, polarity, AUTHOR),
        subject,  # type: ignore[arg-type]
        predicate,  # type: ignore[arg-type]
        target,  # type: ignore[arg-type]
        polarity,  # type: ignore[arg-type]
        AUTHOR,
        words,
        year,  # type: ignore[arg-type]
        confidence,  # type: ignore[arg-type]
    )


def sizes(claims: int) -> Iterator[int]:
    """How many claims each text has: short ones and long ones, the same each time, as many as asked for together."""
    rng = random.Random(claims)
    while claims > 0:
        size = min(claims, max(20, int(rng.lognormvariate(0, 0.6) * A_SOURCE * 0.84)))
        yield size
        claims -= size


def make(data: Path, claims: int = CLAIMS) -> Path:
    """A data folder of so many claims; one that was made before is taken as it is."""
    done = data / f"made-{claims}"
    if done.exists():
        return data
    folder = Folder(data)
    folder.create(None)
    known, names = world(load_pack()), folder.names()
    records = {}
    for number, size in enumerate(sizes(claims)):
        statements = text(number, size, known)
        id = statements.document.source.id
        (data / folder.statements_file(id)).write_bytes(sorted_nquads(to_quads(statements, pack=DEFAULT_PACK, names=names)))
        folder.keep_text(statements.document.text)
        records[id] = Record("made", "made", DEFAULT_PACK, id, None)
    (data / FILE).write_bytes(Manifest(sources=records).to_bytes())
    open_writer(data).close()  # the indexes are made as they are made anew for any folder
    done.touch()
    return data
