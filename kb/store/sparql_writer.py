"""A SPARQL 1.1 server as the store, written from the one data folder that keeps the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import StoreError
from kb.store import Complete, journal
from kb.store.address import Address
from kb.store.changing import changed_files, replacing
from kb.store.lines import by_graph, lines_of, read_lines, split, touched
from kb.store.memory import Memory
from kb.store.server_texts import ServerTexts
from kb.store.sparql import SparqlStore
from kb.store.state import (
    State,
    marking,
    read_state,
    read_words,
    state_graph,
    union_graph,
    version_triple,
    word_after,
)
from kb.store.upload import Part, Upload, part, parts_of

_REWRITE = "Run `doxograph build`: it writes the store anew from the statements."


class SparqlWriter(SparqlStore):
    """A ``kb.store.Store`` on a server, open for writing.

    The data folder holds statements, texts and decisions, and the journal of a change that is under way; the server holds what
    the embedded store's index would. A folder remembers what it wrote last to which server, and so notices what others wrote.
    """

    def __init__(self, data: Path, address: Address, *, complete: Complete | None, base: str | None) -> None:
        self._open(data, address)
        self._read_only = False
        self._folder.create(base or address.base)
        self._folder.lock()
        try:
            self.names = self._folder.names()
            self._memory = Memory(self._folder, address.query, self._key())
            self._upload = Upload(self._endpoint, self.names)
            self._texts_there = ServerTexts(self._endpoint, self.names, self._folder, wanted=address.texts)
            self._state = read_state(self._endpoint, self.names)
            self._take_up(complete)
        except BaseException:
            self._folder.unlock()
            raise

    def text(self, sha256: str) -> str:
        """A kept text by its SHA-256: the data folder's, for a text that it has lost has to be read again."""
        return self._folder.text(sha256)

    # -- opening ------------------------------------------------------------------------------------------------

    def _take_up(self, complete: Complete | None) -> None:
        """Make an unfinished change whole, or write the store anew where it is not what this folder left there."""
        intent = journal.declared(self._folder)
        if intent:
            journal.move_files(self._folder, intent)
        else:
            journal.clear(self._folder)
        word, generation = self._memory.read()
        ours = {word} | ({self._word(intent)} if intent else set())
        unknown = self._state.word not in ours if self._state.word else not self._state.coming and self._strange()
        if unknown and not self._address.replace:
            raise self._foreign()
        if word and generation == self._folder.generation() and self._state.word in ours and self._state.coming in {"", *ours}:
            if intent:
                self._finish(intent)
        else:
            made = max(self._folder.generation(), intent.generation if intent else 0, self._state.generation)
            self._rewrite(complete, made + 1)

    def _foreign(self) -> StoreError:
        return StoreError(
            "what this store holds was not written from this data folder",
            where=self._address.written,
            remedy="Write from the folder that it was (--data), or add replace=yes to the address to put this one in its place.",
        )

    def _strange(self) -> bool:
        """Whether a server without a state has graphs, put there by other means, that are not this folder's."""
        wanted = {self.names.source_graph(source).value for source in self._folder.sources()}
        return bool(self._found() - wanted - ({self.names.identity.value, self.names.derived.value} if wanted else set()))

    def _word(self, intent: journal.Intent) -> str:
        lines = chain(read_lines(journal.removal(self._folder)), read_lines(journal.insertion(self._folder)))
        return word_after(self._memory.read()[0], intent.generation, lines)

    # -- changing -----------------------------------------------------------------------------------------------

    def replace(self, graphs: Mapping[NamedNode, Iterable[Quad]], *, texts: Iterable[str] = ()) -> None:
        """Put these quads in place of whole graphs, all or nothing."""
        self._change(*replacing(graphs, self.graph, self._folder, self.names), texts, {})

    def change(
        self, remove: bytes, insert: bytes, *, texts: Iterable[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Remove and insert quads (N-Quads), keep texts and write small files, all or nothing.

        Raises StoreError where the server fails in the midst: the change then stays in the journal, and is made whole when the
        folder is next opened for writing.
        """
        gone, come = split(remove), split(insert)
        self._change(gone - come, come - gone, texts, files or {})

    def _change(self, remove: set[bytes], insert: set[bytes], texts: Iterable[str], extra: Mapping[str, bytes]) -> None:
        self._current()
        if journal.declared(self._folder):
            raise StoreError(
                "an earlier change has not reached the server whole",
                where=self._address.written,
                remedy="Run `doxograph build` once the server is well: it makes that change whole.",
            )
        back = {sha256 for text in texts if (sha256 := self._folder.keep_text(text))}
        again = {source for source, sha256 in self._held() if sha256 in back} if back else set()
        files = changed_files(self._folder, self.names, remove, insert, extra)
        if not (remove or insert or files or again):
            return
        if read_words(self._endpoint, self.names)[0] != self._state.word:
            raise self._foreign()
        self._finish(journal.declare(self._folder, self._folder.generation() + 1, files, remove, insert, again))

    def _finish(self, intent: journal.Intent) -> None:
        """The steps of a declared change; each may be done twice."""
        journal.move_files(self._folder, intent)
        self._send(intent)
        self._folder.set_generation(intent.generation)
        self._memory.write(self._state.word, intent.generation)
        self._drop_texts()
        journal.withdraw(self._folder)

    def _send(self, intent: journal.Intent) -> None:
        remove, insert = read_lines(journal.removal(self._folder)), read_lines(journal.insertion(self._folder))
        word = self._word(intent)
        sources, identity = touched(self.names, chain(remove, insert))
        graphs = {self.names.source_graph(source).value for source in sources | set(intent.again)}
        computed = {
            iri.value for iri in (self.names.identity, self.names.derived) if iri.value in by_graph(chain(remove, insert))
        }
        computed |= {self.names.identity.value} if identity else set()
        after = {
            **self._state.graphs,
            **dict.fromkeys((iri for iri in graphs | computed if self._stays(iri, remove, insert)), intent.generation),
        }
        for iri in graphs | computed:
            if not self._stays(iri, remove, insert):
                after.pop(iri, None)
        texts, gone = self._texts_there.changed(self._held(), remove, insert)
        parts = [*texts, *parts_of(self.names, remove, insert), *gone, *self._versions(after)]
        self._upload.change(parts, self._state.word, word)
        self._state = State(word, "", after)

    def _stays(self, iri: str, remove: Iterable[bytes], insert: Iterable[bytes]) -> bool:
        """Whether a graph still holds something after a change."""
        if source := self.names.source_of(iri):
            return bool(self._folder.statements_of(source))
        if by_graph(insert)[iri]:
            return True
        gone = by_graph(remove)[iri]
        return any(line not in gone for line in lines_of(self._endpoint.graph(iri)))

    def _versions(self, after: Mapping[str, int]) -> list[Part]:
        """What the state graph has to say of the graphs, which is a change of what it says now."""
        state = state_graph(self.names).value
        known = {version_triple(iri, at) for iri, at in self._state.graphs.items()}
        wanted = {version_triple(iri, at) for iri, at in after.items()}
        return [*part("DELETE DATA", state, known - wanted), *part("INSERT DATA", state, wanted - known)]

    # -- texts --------------------------------------------------------------------------------------------------

    def _held(self) -> set[tuple[str, str]]:
        """Each source with its text's SHA-256."""
        rows = self.select("SELECT ?source ?sha WHERE { ?source dox:textHash ?sha }")
        return {(self.names.source_of(row["source"].value) or "", row["sha"].value) for row in rows}

    def _drop_texts(self) -> None:
        self._folder.drop_texts_but(sha256 for _, sha256 in self._held())

    # -- writing all anew ---------------------------------------------------------------------------------------

    def _rewrite(self, complete: Complete | None, generation: int) -> None:
        """Make the server hold what follows from the statements; what it holds already is not sent again."""
        sources = self._folder.sources()
        if sources and complete is None:
            raise StoreError(
                "the store on the server is not that of the statements", where=self._address.written, remedy=_REWRITE
            )
        word = word_after(self._state.word, generation, self._folder.statement_bytes())
        self._endpoint.update(marking(self.names, self._state.word, word))
        wanted = {self.names.source_graph(source).value for source in sources}
        for iri in sorted(self._found() - wanted - {self.names.identity.value, self.names.derived.value}):
            self._put(iri, set())
        union = union_graph(self.names)
        self._endpoint.update(f"CLEAR SILENT GRAPH {union}")
        for source in sources:
            self._put(self.names.source_graph(source).value, self._folder.statements_of(source))
        self._state = State("", word, dict.fromkeys(wanted, generation))
        computed = by_graph(self._computed(complete))
        for node in (self.names.identity, self.names.derived):
            self._put(node.value, computed[node.value])
        self._upload.pieces(self._texts_there.made_good(self._held()))
        wanted |= {iri for iri, lines in computed.items() if lines}
        self._state = read_state(self._endpoint, self.names)
        after = dict.fromkeys(wanted, generation)
        self._upload.pieces(self._versions(after))
        self._endpoint.update(marking(self.names, word))
        self._state = State(word, "", after)
        self._folder.set_generation(generation)
        self._memory.write(word, generation)
        self._drop_texts()
        journal.withdraw(self._folder)

    def _found(self) -> set[str]:
        """The graphs of a knowledge base that the server has, whoever wrote them; of others under our base we know nothing."""
        start = Literal(self.names.base + "graph/")
        query = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), {start})) }}"
        known = self._endpoint.select_everywhere(query)
        ours = (self.names.identity, self.names.derived)
        return {row["g"].value for row in known if row["g"] in ours or self.names.source_of(row["g"].value)}

    def _put(self, iri: str, wanted: set[bytes]) -> None:
        """Make one graph hold these lines, and the union graph, which is empty of them, hold them too."""
        held = lines_of(self._endpoint.graph(iri))
        self._upload.pieces(parts_of(self.names, held - wanted, wanted - held, union=False))
        whole = parts_of(self.names, (), wanted)
        self._upload.pieces(one for one in whole if one.graph == union_graph(self.names).value)

    def _computed(self, complete: Complete | None) -> set[bytes]:
        return lines_of(complete(self)) if complete is not None else set()

    # -- leaving ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of connections and of the lock; harmless when repeated."""
        if not self._closed:
            super().close()
            self._folder.unlock()
