"""Who is who is a function of the set of sources, packs and decisions; a name is joined only where it fits one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import A, B, C

from kb.facts import Facts, LocalEntity, facts_of, read_facts
from kb.graph import sorted_nquads, to_quads
from kb.identity import identity_quads, resolve
from kb.matching import fuller, is_slip, normal
from kb.store import open_store
from kb.terms import Names
from kb.vocabulary import Answer, Issue, Pack, PackEntity, load_pack

PACK = Pack(
    "test",
    (
        PackEntity("theorist/james-burnham", "theorist", "James Burnham", ("Jim Burnham", "Burnam"), misspellings=("Burnam",)),
        PackEntity("theorist/leon-trotsky", "theorist", "Leon Trotsky"),
        PackEntity("theorist/max-shachtman", "theorist", "Max Shachtman"),
        PackEntity("theory/state-capitalism", "theory", "state capitalism", year=1918),
    ),
    (Issue("workers-state", "Is it a workers' state?", (Answer("yes", "yes"), Answer("no", "no")), rank=3),),
)


def source(id, *entities, author=None):
    """Entities in short: ``type: name | alias = key``."""
    made = []
    for number, line in enumerate(entities):
        kind, rest = line.split(": ", 1)
        rest, _, key = rest.partition(" = ")
        name, *aliases = rest.split(" | ")
        made.append(LocalEntity(f"{kind}/{number}", kind, name, tuple(aliases), key or None))
    return Facts(id, author, None, tuple(made))


def groups(*sources, packs=(), merges=()):
    """Each group's names as ``source:name``."""
    sources = [source(str(number), *one) if isinstance(one, tuple) else one for number, one in enumerate(sources)]
    identity = resolve(sources, packs, merges)
    names = {(facts.source, e.id): e.name for facts in sources for e in facts.entities}
    found = {}
    for local, key in identity.denotes.items():
        found.setdefault(key, set()).add(names[local])
    return {key: sorted(members) for key, members in found.items()}


@pytest.mark.parametrize(
    "same",
    [
        ["theorist: C. L. R. James", "theorist: C.L.R. James", "theorist: CLR James", "theorist: Professor C. L. R. James"],
        ["theorist: Đilas", "theorist: Djilas", "theorist: ĐILAS"][::2],
        ["theory: state capitalism", "theory: State-capitalism", "theory: the theory of state capitalism"],
        ["group: the Socialist Workers' Party", "group: Socialist Workers’ Party", "group: Socialist Workers Party"],
        ["work: The Managerial Revolution", "work: Managerial Revolution"],
        ["work: The Managerial Revolution", "work: The Managerial Revolution: What Is Happening in the World"],
        ["theorist: James Burnham", "theorist: Burnham", "theorist: J. Burnham"],
        ["theorist: James P. Cannon", "theorist: James Cannon", "theorist: Cannon", "theorist: J. P. Cannon"],
        ["theorist: Cornelius Castoriadis | Paul Cardan", "theorist: Paul Cardan"],
        ["group: Socialist Party of Great Britain | SPGB", "group: SPGB"],
    ],
)
def test_forms_of_one_name_are_joined(same):
    assert len(groups(*[(one,) for one in same])) == 1


@pytest.mark.parametrize(
    "apart",
    [
        [("theorist: James Burnham",), ("theory: James Burnham",)],
        [("theorist: C. L. R. James",), ("theorist: William James",), ("theorist: James",)],
        [("theorist: James Burnham",), ("theorist: Jack Burnham",)],
        [("theory: nationalism",), ("theory: rationalism",)],
        [("theory: guild socialism",), ("theory: state socialism",)],
        [("theory: pre-capitalist order",), ("theory: pro-capitalist order",)],
        [("theorist: Johnson",), ("theorist: Ann Johnston",), ("theorist: Ann Johnston",)],
        # a source that keeps two names apart is believed
        [("theorist: Cornelius Castoriadis | Paul Cardan",), ("theorist: Paul Cardan", "theorist: Cornelius Castoriadis")],
        # a slip is what one source alone writes, of a name that others write
        [("theorist: Max Shachtman",), ("theorist: Max Schachtman",)],
        [("work: Capital: Volume One",), ("work: Capital: Volume Two",), ("work: Capital",)],
    ],
)
def test_names_that_differ_stay_apart(apart):
    assert len(groups(*apart)) == sum(1 for _ in {line.split(" | ")[0] for one in apart for line in one})


def test_a_surname_joins_the_one_who_has_it_till_a_second_comes():
    one = [("theorist: James Burnham",), ("theorist: Burnham",)]
    assert groups(*one) == {"theorist/james-burnham": ["Burnham", "James Burnham"]}
    assert len(groups(*one, ("theorist: Daniel Burnham",))) == 3


def test_a_slip_of_one_source_joins_what_others_write():
    sure = [("theorist: Max Shachtman",), ("theorist: Max Shachtman",)]
    assert len(groups(*sure, ("theorist: Max Schachtman",))) == 1
    assert len(groups(*sure, ("theorist: Schachtman",))) == 1
    assert len(groups(*sure, ("theorist: Max Schachtman", "theorist: Max Shachtman"))) == 2
    found = groups(*[("theory: bureaucratic collectivism",)] * 2, ("theory: bureaucratic colectivism",))
    assert found == {"theory/bureaucratic-collectivism": ["bureaucratic colectivism", "bureaucratic collectivism"]}


def test_the_packs_key_goes_before_all_names():
    found = groups(("theorist: Jim = theorist/james-burnham",), ("theorist: Jim Burnham",), ("theorist: Burnam",), packs=[PACK])
    assert found == {"theorist/james-burnham": ["Burnam", "Jim", "Jim Burnham"]}
    found = groups(("theorist: Max Schachtman",), ("theorist: Shachtman = theorist/max-shachtman",), packs=[PACK])
    assert found == {"theorist/max-shachtman": ["Max Schachtman", "Shachtman"]}


def test_a_subtitle_cut_short_does_not_part_a_work_from_the_packs():
    pack = Pack(
        "works", (PackEntity("work/mr", "work", "The Managerial Revolution", ("The Managerial Revolution: What Is Happening",)),)
    )
    found = groups(("work: The Managerial Revolution: What",), ("work: The Managerial Revolution",), packs=[pack])
    assert found.keys() == {"work/mr"}


FIELD = (
    "theorist: Trotsky = theorist/leon-trotsky",
    "theorist: Max = theorist/max-shachtman",
    "theory: S = theory/state-capitalism",
)


def test_in_the_packs_field_a_surname_is_the_packs():
    burnham = "theorist: Burnham"
    assert "theorist/james-burnham" in groups((burnham, *FIELD), packs=[PACK])
    assert "theorist/burnham" in groups((burnham, *FIELD[1:]), packs=[PACK])
    # elsewhere it is whoever else has it
    assert "theorist/burnham" in groups((burnham, *FIELD), (burnham,), packs=[PACK])
    found = groups((burnham, *FIELD), ("theorist: Daniel Burnham",), packs=[PACK])
    assert found["theorist/daniel-burnham"] == ["Burnham", "Daniel Burnham"]
    assert "theorist/max-shachtman" not in groups(("theorist: Max Shachtmann",), packs=[PACK])
    assert groups((*FIELD[::2], "theorist: B = theorist/james-burnham", "theorist: Max Shachtmann"), packs=[PACK])[
        "theorist/max-shachtman"
    ]


def test_two_keys_are_never_joined_by_a_name():
    found = groups(
        ("theorist: James Burnham | Old Jim = theorist/james-burnham",),
        ("theorist: Leon Trotsky | Old Jim = theorist/leon-trotsky",),
        ("theorist: Old Jim",),
        packs=[PACK],
    )
    assert found["theorist/old-jim"] == ["Old Jim"] and len(found) == 3


def test_labels_names_and_years():
    entities = resolve([source("a", "theorist: Burnham = theorist/james-burnham", "theory: State Capitalism")], [PACK]).entities
    burnham, capitalism = entities["theorist/james-burnham"], entities["theory/state-capitalism"]
    assert (burnham.label, burnham.aliases, burnham.pack, burnham.year) == (
        "James Burnham",
        ("Burnham", "Jim Burnham"),
        "test",
        None,
    )
    assert (capitalism.label, capitalism.aliases, capitalism.year) == ("state capitalism", ("State Capitalism",), 1918)
    assert len(entities) == 2  # what no source names is left in the pack


def test_a_slug_is_made_of_the_fullest_name_and_is_nobody_elses():
    sources = [("theorist: Anton Pannekoek",), ("theorist: Pannekoek | the astronomer",), ("theorist: Ürün Ŝtrange-Łast",)]
    assert groups(*sources).keys() == {"theorist/anton-pannekoek", "theorist/urun-strange-last"}
    taken = Pack(
        "p", (PackEntity("theorist/jim", "theorist", "James X"), PackEntity("theorist/y", "theorist", "James X", ("Jim",)))
    )
    assert groups(("theorist: JIM",), packs=[taken]).keys() == {"theorist/y"}
    assert groups(("theorist: james x",), packs=[taken]).keys() == {"theorist/james-x"}
    assert groups(("theorist: 李大钊",)).keys() == {"theorist/李大钊"}


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ("James Burnham", "theorist/james-burnham"),
        ("J. Burnham", "theorist/james-burnham"),
        ("Max Shachtman", "theorist/max-shachtman"),  # whom the pack knows, though no source names him
        ("Burnham", None),
        ("Doxograph editors", None),
        (None, None),
    ],
)
def test_an_author_who_is_a_theorist(author, key):
    identity = resolve([source("a", "theorist: Burnham = theorist/james-burnham", author=author)], [PACK])
    assert identity.key("a", "author") == key
    assert key is None or key in identity.entities


def test_mergers_are_a_persons():
    sources = [("theory: managerial society",), ("theory: managerialism",), ("theory: rule of managers",)]
    society, managerialism, rule = "theory/managerial-society", "theory/managerialism", "theory/rule-of-managers"
    assert groups(*sources, merges=[(society, managerialism)]).keys() == {managerialism, rule}
    assert groups(*sources, merges=[(society, managerialism), (managerialism, rule)]).keys() == {rule}
    assert groups(*sources, merges=[(society, managerialism), (managerialism, society)]).keys() == {society, rule}
    assert groups(*sources, merges=[("theory/none", rule), (rule, "theory/gone")]).keys() == {society, managerialism, rule}
    (merged,) = [
        e for e in resolve([source("a", *[s[0] for s in sources])], [], [(society, rule)]).entities.values() if e.key == rule
    ]
    assert merged.label == "rule of managers" and merged.aliases == ("managerial society",)


def test_a_ring_of_mergers_ends():
    sources = [("theory: one thing",), ("theory: two thing",), ("theory: three thing",)]
    ring = [
        ("theory/one-thing", "theory/two-thing"),
        ("theory/two-thing", "theory/three-thing"),
        ("theory/three-thing", "theory/one-thing"),
    ]
    assert groups(*sources, merges=ring) == {"theory/one-thing": ["one thing", "three thing", "two thing"]}


WORDS = st.sampled_from(
    [
        "James",
        "Jim",
        "J.",
        "Burnham",
        "Burnam",
        "Cannon",
        "P.",
        "Shachtman",
        "Schachtman",
        "Max",
        "the",
        "Dr",
        "Castoriadis",
        "Cardan",
    ]
)
NAME = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
KEY = st.none() | st.sampled_from([e.key for e in PACK.entities if e.type == "theorist"])
ENTITY = st.builds(
    lambda n, name, a, k: LocalEntity(f"theorist/{n}", "theorist", name, tuple(sorted(a)), k),
    st.integers(0, 9),
    NAME,
    st.sets(NAME, max_size=2),
    KEY,
)
SOURCES = st.lists(st.tuples(st.lists(ENTITY, max_size=4, unique_by=lambda e: e.id), st.none() | NAME), max_size=6)


@given(SOURCES, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_order_never_matters(sources, random):
    facts = [
        Facts(str(n), author, None, tuple(sorted(entities, key=lambda e: e.id))) for n, (entities, author) in enumerate(sources)
    ]
    first = resolve(facts, [PACK])
    shuffled = [Facts(f.source, f.author, None, tuple(random.sample(f.entities, len(f.entities)))) for f in facts]
    random.shuffle(shuffled)
    again = resolve(shuffled, [PACK])
    names = Names()
    assert sorted_nquads(identity_quads(first, [PACK], names)) == sorted_nquads(identity_quads(again, [PACK], names))
    # each local entity denotes one global entity of its type, and the pack's key is kept
    for f in facts:
        for entity in f.entities:
            key = first.denotes[f.source, entity.id]
            assert first.entities[key].key == key and (entity.key is None or key == entity.key)


def test_the_graph_says_it_all():
    quads = sorted_nquads(identity_quads(resolve([facts_of(A), facts_of(B)], [PACK]), [PACK], Names())).decode()
    for line in (
        "<source/b/entity/theorist/rizzi> <ns#denotes> <theorist/bruno-rizzi>",
        "<source/a/entity/theorist/rizzi> <ns#denotes> <theorist/bruno-rizzi>",
        "<source/b/author> <ns#denotes> <theorist/max-shachtman>",
        '<theorist/james-burnham> <ns#fromPack> "test"',
        '<theory/state-capitalism> <ns#year> "1918"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "<theory/state-capitalism> <ns#yearFrom> <ns#vocabulary>",
        '<issue/workers-state> <ns#rank> "3"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "<issue/workers-state/yes> <ns#ofIssue> <issue/workers-state>",
    ):
        full = line.replace("<http", "\0").replace("<", "<https://w3id.org/doxograph/").replace("\0", "<http")
        assert (full in quads) == (line != "<source/b/entity/theorist/rizzi> <ns#denotes> <theorist/bruno-rizzi>"), line


def test_facts_are_the_same_from_statements_and_from_the_store(tmp_path):
    names = Names()
    with open_store(tmp_path) as store:
        for made in (A, B, C):
            store.replace({names.source_graph(made.document.source.id): to_quads(made, pack="test")}, texts=[made.document.text])
        assert read_facts(store) == {made.document.source.id: facts_of(made, "test") for made in (A, B, C)}


def test_the_real_pack_keeps_its_names_apart():
    """No two entities of the pack have a name in common, and none is a slip of another."""
    pack = load_pack()
    seen = {}
    for entity in pack.entities:
        for name in (entity.label, *entity.aliases):
            assert seen.setdefault((entity.type, normal(name, entity.type)), entity.key) == entity.key, name
    labels = [(e.type, e.key, normal(e.label, e.type)) for e in pack.entities]
    slips = [
        (a, b) for kind, a, one in labels for other, b, two in labels if kind == other and a != b and is_slip(one, two, kind)
    ]
    assert slips == []


def test_shorter_forms():
    full = normal("Cyril Lionel Robert James", "theorist")
    assert all(
        fuller(full, normal(short, "theorist"), "theorist") for short in ("James", "C. L. R. James", "Cyril James", "L. James")
    )
    assert not any(fuller(full, normal(short, "theorist"), "theorist") for short in ("R. C. James", "William James", "Jame"))
