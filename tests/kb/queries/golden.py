"""A small knowledge base whose every answer can be told by reading: two texts, and the links between them written out.

What the derived graph says of holders and ends follows from ``DENOTES`` alone; the answers to issues are given here by hand,
so that these tests do not lean on the modules that find answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from made import slug, statements
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from pyoxigraph import Store as Memory

from kb.graph import to_quads
from kb.model import AUTHOR, UNKNOWN, Claim, Relation, Statements
from kb.store import Hit, tables
from kb.store.bindings import bind
from kb.terms import DOX, ENTITY_CLASS, PREFIXES, SKOS, TYPE, Names, Term

NAMES = Names()

SURVEY = statements(
    "survey",
    "# The quarrel\n"
    "James Burnham argued that Russia is not capitalist. Bruno Rizzi held that Russia is a new class society.\n"
    "Burnham suggested that managers rule Russia. Tony Cliff argued that Russia is state capitalist.\n"
    "Rizzi denied that Russia is capitalist at all. Rizzi wrote that Russia has restored capitalism.\n"
    "Some asked whether Russia is a workers' state. Because Burnham saw no owners there, it was no capitalism.\n"
    "Burnham devised the theory of managerial society. Managerial society comes from bureaucratic collectivism.\n"
    "Rizzi coined bureaucratic collectivism. There is no evidence that Burnham owed anything to Rizzi.\n"
    "In 1941 Burnham wrote The Managerial Revolution. The Managerial Revolution sets out managerial society.\n"
    "Cliff upheld state capitalism. Rizzi rejected state capitalism. Cliff called Russia state capitalism.\n"
    "Bureaucratic collectivism owes nothing to Leon Trotsky. Raya Dunayevskaya perhaps held state capitalism.",
    [
        "theorist: James Burnham | Burnham = theorist/james-burnham",
        "theorist: Bruno Rizzi | Rizzi = theorist/bruno-rizzi",
        "theorist: Tony Cliff | Cliff = theorist/tony-cliff",
        "theorist: Leon Trotsky = theorist/leon-trotsky",
        "theorist: Raya Dunayevskaya = theorist/raya-dunayevskaya",
        "theory: managerial society | Managerial society = theory/managerial-society",
        "theory: bureaucratic collectivism | Bureaucratic collectivism = theory/bureaucratic-collectivism",
        "theory: state capitalism = theory/state-capitalism",
        "work: The Managerial Revolution = work/the-managerial-revolution",
        "case: Russia = case/russia",
    ],
    [
        ("James Burnham", "asserts", "Russia is not capitalist", ["Russia"]),
        ("Bruno Rizzi", "asserts", "Russia is a new class society", ["Russia"]),
        ("James Burnham", "asserts~", "managers rule Russia", ["Russia"]),
        ("Tony Cliff", "asserts", "Russia is state capitalist", ["Russia", "state capitalism"]),
        ("Bruno Rizzi", "denies", "Russia is capitalist at all", ["Russia"]),
        ("Bruno Rizzi", "asserts", "Russia has restored capitalism", ["Russia"]),
        (UNKNOWN, "questions", "Russia is a workers' state", ["Russia"]),
        ("James Burnham", "asserts", "Burnham saw no owners there", []),
    ],
    [
        (
            "James Burnham",
            "originated",
            "managerial society",
            "affirmed",
            AUTHOR,
            "Burnham devised the theory of managerial society.",
        ),
        (
            "managerial society",
            "derives_from",
            "bureaucratic collectivism",
            "affirmed",
            AUTHOR,
            "Managerial society comes from bureaucratic collectivism.",
        ),
        ("Bruno Rizzi", "originated", "bureaucratic collectivism", "affirmed", AUTHOR, "Rizzi coined bureaucratic collectivism."),
        (
            "James Burnham",
            "derives_from",
            "Bruno Rizzi",
            "uncertain",
            AUTHOR,
            "There is no evidence that Burnham owed anything to Rizzi.",
        ),
        (
            "James Burnham",
            "wrote",
            "The Managerial Revolution",
            "affirmed",
            AUTHOR,
            "In 1941 Burnham wrote The Managerial Revolution.",
        ),
        (
            "The Managerial Revolution",
            "expounds",
            "managerial society",
            "affirmed",
            AUTHOR,
            "The Managerial Revolution sets out managerial society.",
        ),
        ("Tony Cliff", "holds", "state capitalism", "affirmed", AUTHOR, "Cliff upheld state capitalism."),
        ("Bruno Rizzi", "rejects", "state capitalism", "affirmed", AUTHOR, "Rizzi rejected state capitalism."),
        ("Russia", "characterized_as", "state capitalism", "affirmed", "Tony Cliff", "Cliff called Russia state capitalism."),
        (
            "bureaucratic collectivism",
            "derives_from",
            "Leon Trotsky",
            "denied",
            AUTHOR,
            "Bureaucratic collectivism owes nothing to Leon Trotsky.",
        ),
        (
            "Raya Dunayevskaya",
            "holds",
            "state capitalism",
            "uncertain",
            AUTHOR,
            "Raya Dunayevskaya perhaps held state capitalism.",
        ),
    ],
    [(7, "supports", 0), (5, "attacks", 4)],
    title="A survey of the quarrel",
    author="Ann Editor",
    year=2020,
    genre="survey article",
)

POLEMIC = statements(
    "polemic",
    "Russia is state capitalist through and through.\n"
    "Burnham's managerial society owes nothing to bureaucratic collectivism.\n"
    "Dunayevskaya held state capitalism.",
    [
        "theorist: Burnham = theorist/james-burnham",
        "theorist: Dunayevskaya = theorist/raya-dunayevskaya",
        "theory: managerial society = theory/managerial-society",
        "theory: bureaucratic collectivism = theory/bureaucratic-collectivism",
        "theory: state capitalism = theory/state-capitalism",
        "case: Russia = case/russia",
    ],
    [(AUTHOR, "asserts", "Russia is state capitalist through and through", ["Russia", "state capitalism"])],
    [
        (
            "managerial society",
            "derives_from",
            "bureaucratic collectivism",
            "denied",
            AUTHOR,
            "Burnham's managerial society owes nothing to bureaucratic collectivism.",
        ),
        ("Dunayevskaya", "holds", "state capitalism", "affirmed", AUTHOR, "Dunayevskaya held state capitalism."),
    ],
    title="Against the managers",
    author="Tony Cliff",
    year=1948,
)

#: the year that "In 1941 Burnham wrote …" gives
SURVEY = replace(SURVEY, relations=tuple(replace(r, year=1941) if r.predicate == "wrote" else r for r in SURVEY.relations))
SOURCES = (SURVEY, POLEMIC)
AUTHORS = {"polemic": "theorist/tony-cliff"}  # the authors who are theorists of the graph
YEARS = {"theory/managerial-society": 1940, "work/the-managerial-revolution": 1940, "theory/bureaucratic-collectivism": 1939}
UNSPOKEN = {"work/state-capitalism": "State Capitalism", "theorist/albert-burnham": "Albert Burnham"}  # known to the pack alone

ISSUES = {
    "capitalist": ("Is Soviet-type society a form of capitalism?", ("yes", "no")),
    "new-class-society": ("Is it a new kind of class society?", ("yes", "no")),
    "workers-state": ("Is it a workers' state of any kind?", ("yes", "no")),
    "exploiting-class": ("Who is the exploiting or ruling class there?", ("bureaucracy", "managers")),
}
#: (source, words of the statement) -> issue, answer, whether only tentatively, and for a relation whose answer it is
ANSWERS = {
    ("survey", "Russia is not capitalist"): ("capitalist", "no", False, None),
    ("survey", "Russia is a new class society"): ("new-class-society", "yes", False, None),
    ("survey", "managers rule Russia"): ("exploiting-class", "managers", True, None),
    ("survey", "Russia is state capitalist"): ("capitalist", "yes", False, None),
    ("survey", "Russia is capitalist at all"): ("capitalist", "no", False, None),
    ("survey", "Russia has restored capitalism"): ("capitalist", "yes", False, None),
    ("survey", "Russia is a workers' state"): ("workers-state", "yes", True, None),
    ("survey", "Cliff upheld state capitalism."): ("capitalist", "yes", False, "theorist/tony-cliff"),
    ("survey", "Cliff called Russia state capitalism."): ("capitalist", "yes", False, "theorist/tony-cliff"),
    ("survey", "Raya Dunayevskaya perhaps held state capitalism."): ("capitalist", "yes", True, "theorist/raya-dunayevskaya"),
    ("polemic", "Russia is state capitalist through and through"): ("capitalist", "yes", False, None),
    ("polemic", "Dunayevskaya held state capitalism."): ("capitalist", "yes", False, "theorist/raya-dunayevskaya"),
}


class MemoryStore:
    """As much of ``kb.store.Store`` as queries need, in memory."""

    def __init__(self, quads: Iterator[Quad]) -> None:
        self.names = NAMES
        self.generation = "1"
        self._store = Memory()
        self._store.extend(quads)

    def select(self, query: str, /, **bindings: Term) -> list[dict[str, Term]]:
        found = self._store.query(bind(query, bindings), prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: t for n, t in zip(names, row, strict=True) if t is not None} for row in found]  # type: ignore[misc]

    def graph(self, iri: NamedNode) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, iri)

    def tables(self) -> tables.Tables | None:
        return None

    def search(self, words: str, kinds: object = None, limit: int = 20) -> list[Hit]:
        raise AssertionError("full-text search is tested on a real store")


def golden_quads() -> Iterator[Quad]:
    """The whole graph."""
    for made in SOURCES:
        yield from to_quads(made)
        yield from _derived(made)
    yield from _identity()


def word_of(source: str, role: str) -> NamedNode:
    """Who a role of a source is in the whole graph."""
    if role == AUTHOR and source in AUTHORS:
        return NAMES.entity(AUTHORS[source])
    if role in (AUTHOR, UNKNOWN):
        return NAMES.role(source, role)
    made = next(made for made in SOURCES if made.document.source.id == source)
    return NAMES.entity(next(e.key or e.id for e in made.entities if e.id == role))


def _identity() -> Iterator[Quad]:
    graph = NAMES.identity
    named: dict[str, str] = dict(UNSPOKEN)
    for made in SOURCES:
        id = made.document.source.id
        if id in AUTHORS:
            yield Quad(NAMES.author(id), DOX.denotes, NAMES.entity(AUTHORS[id]), graph)
        for entity in made.entities:
            assert entity.key
            yield Quad(NAMES.role(id, entity.id), DOX.denotes, NAMES.entity(entity.key), graph)
            named[entity.key] = max(named.get(entity.key, ""), entity.name, key=len)
    for key, label in named.items():
        node = NAMES.entity(key)
        yield Quad(node, TYPE, ENTITY_CLASS[key.split("/")[0]], graph)
        yield Quad(node, SKOS.prefLabel, Literal(label), graph)
        if key in YEARS:
            yield Quad(node, DOX.year, Literal(YEARS[key]), graph)
    for rank, (issue, (question, answers)) in enumerate(ISSUES.items(), 1):
        node = NAMES.issue(issue)
        yield Quad(node, TYPE, DOX.Issue, graph)
        yield Quad(node, SKOS.prefLabel, Literal(question), graph)
        yield Quad(node, SKOS.notation, Literal(issue), graph)
        yield Quad(node, DOX.rank, Literal(rank), graph)
        for answer in answers:
            mine = NAMES.answer(issue, answer)
            yield Quad(mine, TYPE, DOX.Answer, graph)
            yield Quad(mine, DOX.ofIssue, node, graph)
            yield Quad(mine, SKOS.notation, Literal(answer), graph)
            yield Quad(mine, SKOS.prefLabel, Literal(answer.title()), graph)


def _derived(made: Statements) -> Iterator[Quad]:
    graph, id = NAMES.derived, made.document.source.id
    contents = {q.subject: q.object for q in to_quads(made) if q.predicate == DOX.content}
    for claim in made.claims:
        node = NAMES.statement(id, "claim", claim.id)
        yield Quad(node, DOX.holderEntity, word_of(id, claim.holder), graph)
        for thing in claim.about:
            yield Quad(contents[node], DOX.aboutEntity, word_of(id, thing), graph)  # type: ignore[arg-type]
        yield from _answers(id, node, claim)
    for relation in made.relations:
        node = NAMES.statement(id, "relation", relation.id)
        yield Quad(node, DOX.subjectEntity, word_of(id, relation.subject), graph)
        yield Quad(node, DOX.objectEntity, word_of(id, relation.object), graph)
        yield Quad(node, DOX.assertedByEntity, word_of(id, relation.asserted_by), graph)
        yield from _answers(id, node, relation)
    for entity in made.entities:
        assert entity.key
        yield Quad(NAMES.entity(entity.key), DOX.claimCount, Literal(1), graph)


def _answers(source: str, node: NamedNode, statement: Claim | Relation) -> Iterator[Quad]:
    words = statement.quote if isinstance(statement, Claim) else statement.evidence.quote
    if (source, words) in ANSWERS:
        issue, answer, tentative, party = ANSWERS[source, words]
        term = DOX.answersTentatively if tentative else DOX.answers
        yield Quad(node, term, NAMES.answer(issue, answer), NAMES.derived)
        if party:
            yield Quad(node, DOX.answerParty, NAMES.entity(party), NAMES.derived)


def iri_of(source: Statements, words: str) -> str:
    """The IRI of the statement with these words."""
    id = source.document.source.id
    for claim in source.claims:
        if claim.quote == words:
            return NAMES.statement(id, "claim", claim.id).value
    found = next(relation for relation in source.relations if relation.evidence.quote == words)
    return NAMES.statement(id, "relation", found.id).value


__all__ = ["POLEMIC", "SURVEY", "MemoryStore", "golden_quads", "iri_of", "slug"]
