"""Hand-made statements for the tests: a notation for short texts, three texts whose names meet, a generator of any others."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from kb.model import (
    AUTHOR,
    ENTITY_TYPES,
    POLARITIES,
    PREDICATES,
    STANCES,
    UNKNOWN,
    Argument,
    Block,
    Claim,
    Document,
    Entity,
    Evidence,
    Relation,
    Source,
    Statements,
    statement_id,
)
from kb.sources import slug as source_slug


def slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.casefold()).strip("-")


def statements(
    id: str,
    text: str,
    names: Sequence[str],
    claims: Sequence[tuple[str, str, str, Sequence[str]]] = (),
    relations: Sequence[tuple[str, str, str, str, str, str]] = (),
    arguments: Sequence[tuple[int, str, int]] = (),
    **particulars: object,
) -> Statements:
    """Statements in short.

    A line of the text is a paragraph, with ``#`` a heading. ``names``: ``type: Name | alias | alias = pack key``. Claims:
    holder, stance (``asserts~`` is hedged), quote, about. Relations: subject, predicate, object, polarity, asserter, quote.
    Arguments: index of the premise, kind, index of the conclusion.
    """
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.startswith("#"):
            blocks.append(Block("heading", at + 2, at + len(line), level=1))
        elif line:
            blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    source = Source(id, particulars.pop("title", id.title()), **particulars)  # type: ignore[arg-type]
    document = Document(source, text, tuple(blocks))
    entities: dict[str, Entity] = {}
    for line in names:
        kind, rest = line.split(": ", 1)
        rest, _, key = rest.partition(" = ")
        name, *aliases = rest.split(" | ")
        mentions = sorted({m.span() for form in (name, *aliases) for m in re.finditer(re.escape(form), text)})
        entities[name] = Entity(f"{kind}/{slug(name)}", kind, name, tuple(aliases), key or None, tuple(mentions), 0.9)  # type: ignore[arg-type]

    def role(name: str) -> str:
        return name if name in (AUTHOR, UNKNOWN) else entities[name].id

    def words(quote: str) -> Evidence:
        start = text.index(quote)
        return document.evidence(start, start + len(quote))

    def sentence(quote: str) -> Evidence:
        start = text.index(quote)
        start, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        return document.evidence(start, end if end > 0 else len(text))

    made_claims = tuple(
        Claim(
            statement_id(id, "claim", quote, 0, role(holder), stance),
            role(holder),
            stance.rstrip("~"),  # type: ignore[arg-type]
            (words(quote),),
            sentence(quote),
            about=tuple(sorted(map(role, about))),
            hedged=stance.endswith("~"),
            confidence=0.8,
        )
        for holder, stance, quote, about in claims
    )
    made_relations = tuple(
        Relation(
            statement_id(id, "relation", quote, 0, role(subject), predicate, role(object), polarity, role(asserter)),
            role(subject),
            predicate,
            role(object),
            polarity,  # type: ignore[arg-type]
            role(asserter),
            words(quote),
            confidence=0.7,
        )
        for subject, predicate, object, polarity, asserter, quote in relations
    )
    made_arguments = tuple(
        Argument(
            statement_id(id, "argument", made_claims[premise].quote, 0, kind, made_claims[conclusion].id),
            (made_claims[premise].id,),
            made_claims[conclusion].id,
            kind,  # type: ignore[arg-type]
            made_claims[conclusion].evidence,
        )
        for premise, kind, conclusion in arguments
    )
    return Statements(document, tuple(entities.values()), made_claims, made_relations, made_arguments, pipeline="made")


A = statements(
    "a",
    "# The managers\nJames Burnham held that the managers are the new ruling class.\n"
    "Burnham argued that the Soviet Union is neither capitalist nor socialist.\n"
    "Leon Trotsky denied that the bureaucracy is a class.\n"
    "Burnham took his theory from Rizzi.\nThe managerial society is a new order.",
    [
        "theorist: James Burnham | Burnham = theorist/james-burnham",
        "theorist: Leon Trotsky = theorist/leon-trotsky",
        "theorist: Rizzi",
        "theory: managerial society",
        "case: Soviet Union = case/soviet-union",
    ],
    [
        ("James Burnham", "asserts", "the managers are the new ruling class", []),
        ("James Burnham", "asserts", "the Soviet Union is neither capitalist nor socialist", ["Soviet Union"]),
        ("Leon Trotsky", "denies", "the bureaucracy is a class", ["Soviet Union"]),
        (AUTHOR, "asserts", "The managerial society is a new order", ["managerial society"]),
    ],
    [
        ("James Burnham", "derives_from", "Rizzi", "affirmed", AUTHOR, "Burnham took his theory from Rizzi."),
        ("James Burnham", "holds", "managerial society", "affirmed", AUTHOR, "The managerial society is a new order."),
    ],
    [(0, "supports", 1)],
    author="Doxograph editors",
    year=2001,
)

B = statements(
    "b",
    "Bruno Rizzi wrote The Bureaucratization of the World.\n"
    "Nothing shows that Burnham had seen the book of Rizzi.\n"
    "Trotsky is said to have questioned whether state capitalism exists.\n"
    "Rizzi and Burnham held that a new class rules.\nShachtman broke with Trotsky.",
    [
        "theorist: Bruno Rizzi | Rizzi",
        "theorist: Burnham = theorist/james-burnham",
        "theorist: Trotsky = theorist/leon-trotsky",
        "theorist: Shachtman",
        "work: The Bureaucratization of the World",
        "theory: state capitalism = theory/state-capitalism",
    ],
    [
        ("Trotsky", "questions", "state capitalism exists", ["state capitalism"]),
        ("Bruno Rizzi", "asserts", "a new class rules", []),
        ("Burnham", "asserts", "a new class rules", []),
    ],
    [
        (
            "Bruno Rizzi",
            "wrote",
            "The Bureaucratization of the World",
            "affirmed",
            AUTHOR,
            "Bruno Rizzi wrote The Bureaucratization of the World",
        ),
        (
            "Burnham",
            "derives_from",
            "Bruno Rizzi",
            "uncertain",
            AUTHOR,
            "Nothing shows that Burnham had seen the book of Rizzi",
        ),
        ("Shachtman", "broke_with", "Trotsky", "affirmed", AUTHOR, "Shachtman broke with Trotsky"),
    ],
    author="Max Shachtman",
    year=1999,
)

C = statements(
    "c",
    "Max Shachtman said that bureaucratic collectivism is a new society.\n"
    "Schachtman rejected state capitalism.\nThe Theory of the Managerial Society is old.",
    [
        "theorist: Max Shachtman | Shachtman",
        "theory: bureaucratic collectivism",
        "theory: state capitalism = theory/state-capitalism",
        "theory: the Managerial Society",
    ],
    [("Max Shachtman", "asserts~", "bureaucratic collectivism is a new society", ["bureaucratic collectivism"])],
    [("Max Shachtman", "rejects", "state capitalism", "affirmed", UNKNOWN, "Schachtman rejected state capitalism")],
    constructed=True,
)


@st.composite
def any_statements(draw: st.DrawFn) -> Statements:
    """Statements that nobody would write, but anybody might read."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=3, max_size=80))
    label = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
    maybe = st.none() | label
    source = Source(
        draw(label.filter(lambda s: s not in (".", ".."))),
        draw(label),
        author=draw(maybe),
        year=draw(st.none() | st.integers(-3000, 3000)),
        genre=draw(maybe),
        language="en",
        licence=draw(maybe),
        url=draw(maybe),
        constructed=draw(st.booleans()),
    )
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    blocks = tuple(
        Block(draw(st.sampled_from(("heading", "paragraph", "quote"))), start, end, draw(st.integers(0, 3)), draw(maybe))
        for start, end in itertools.pairwise(cuts)
    )
    document = Document(source, text, blocks)

    def places(least: int, most: int) -> tuple[tuple[int, int], ...]:
        span = st.integers(0, len(text) - 1).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, len(text))))
        return tuple(sorted(draw(st.sets(span, min_size=least, max_size=most))))

    def spans(least: int, most: int) -> tuple[Evidence, ...]:
        return tuple(document.evidence(*place) for place in places(least, most))

    slugs = draw(st.lists(label, min_size=1, max_size=4, unique=True))
    entities = tuple(
        Entity(f"{kind}/{name}", kind, draw(label), tuple(sorted(draw(st.sets(label, max_size=2)))), mentions=places(0, 2),
               key=draw(st.none() | label.map(lambda s, k=kind: f"{k}/{s}")), confidence=draw(st.integers(0, 100)) / 100)
        for name in slugs for kind in [draw(st.sampled_from(ENTITY_TYPES))]
    )  # fmt: skip
    ids = st.sampled_from([e.id for e in entities])
    roles = st.sampled_from([AUTHOR, UNKNOWN]) | ids
    hashes = draw(st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), min_size=7, max_size=7, unique=True))
    claims = tuple(
        Claim(
            hash,
            draw(roles),
            draw(st.sampled_from(STANCES)),
            spans(1, 3),
            spans(1, 1)[0],
            spans(0, 2),
            tuple(sorted(draw(st.sets(ids, max_size=2)))),
            tuple(draw(st.lists(roles, max_size=3, unique=True))),
            draw(st.booleans()),
            draw(st.integers(0, 10_000)) / 10_000,
        )
        for hash in hashes[:3]
    )
    relations = tuple(
        Relation(
            hash,
            draw(ids),
            draw(st.sampled_from(PREDICATES)),
            draw(ids),
            draw(st.sampled_from(POLARITIES)),
            draw(roles),
            spans(1, 1)[0],
            draw(st.none() | st.integers(0, 2100)),
            1.0,
        )
        for hash in hashes[3:5]
    )
    arguments = tuple(
        Argument(hash, tuple(sorted(draw(st.sets(st.sampled_from(hashes[:3]), min_size=1)))), draw(st.sampled_from(hashes[:3])),
                 draw(st.sampled_from(("supports", "attacks"))), spans(1, 1)[0])
        for hash in hashes[5:]
    )  # fmt: skip
    return Statements(document, entities, claims, relations, arguments, pipeline="made")


def over(made: Statements, document: Document) -> Statements:
    """The same statements with the evidence of another document of the same text."""

    def moved(part: Evidence) -> Evidence:
        return document.evidence(part.start, part.end)

    return replace(
        made,
        document=document,
        claims=tuple(
            replace(c, content=tuple(map(moved, c.content)), evidence=moved(c.evidence), cue=tuple(map(moved, c.cue)))
            for c in made.claims
        ),
        relations=tuple(replace(r, evidence=moved(r.evidence)) for r in made.relations),
        arguments=tuple(replace(a, evidence=moved(a.evidence)) for a in made.arguments),
    )


def rehomed(made: Statements) -> Statements:
    """The same statements where their source has an id that can name a file."""
    source = made.document.source
    return over(made, replace(made.document, source=replace(source, id=source_slug(source.id))))


def extract(document: Document) -> Statements:
    """Stands in for the pipeline: what the three texts say, by the source's id; of any other text, nothing."""
    for made in (A, B, C):
        if made.document.source.id == document.source.id and made.document.text == document.text:
            return over(made, document)
    return Statements(document, pipeline="made")


def write_corpus(folder: Path, *all_made: Statements) -> Path:
    """The texts as a corpus folder."""
    folder.mkdir(parents=True, exist_ok=True)
    listing = []
    for made in all_made:
        source = made.document.source
        (folder / f"{source.id}.txt").write_bytes(made.document.text.encode())
        listing.append(f'[{source.id}]\nfile = "{source.id}.txt"\ntitle = "{source.title}"')
        listing += [f'author = "{source.author}"'] if source.author else []
        listing += [f"year = {source.year}"] if source.year else []
        listing += ["constructed = true"] if source.constructed else []
    (folder / "sources.toml").write_text("\n".join(listing) + "\n", "utf-8")
    return folder
