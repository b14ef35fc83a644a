"""The knowledge base that the pages read: opened read-only when first asked, its answers kept until it changes."""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from flask import Flask, current_app

from kb.errors import DoxographError
from kb.queries import entities, overview, sources, spelling, suggest
from kb.queries.asking import listening
from kb.queries.sides import sides
from kb.store import Store, open_store
from webapp.behind import heard

P = ParamSpec("P")
T = TypeVar("T")

KEPT = 128  #: answers


class Knowledge:
    """Holds the store of one data folder, or of one address, for all threads of the server."""

    def __init__(self, data: Path, pack: str, address: str | None = None) -> None:
        self.data, self.pack, self.address = data, pack, address
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._answers: OrderedDict[object, object] = OrderedDict()
        self._generation = ""

    @property
    def store(self) -> Store:
        """The store, which takes its snapshot anew by itself. Raises StoreError where there is nothing to read."""
        with self._lock:
            if self._store is None:
                self._store = open_store(self.data, read_only=True, store=self.address)
            return self._store

    @property
    def generation(self) -> str:
        """A word that changes with every change of content."""
        return self.store.generation

    def ask(self, question: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A question of ``kb.queries`` put to the store, or its answer from before if nothing has changed since."""
        store = self.store
        wanted = heard()
        if wanted is not None:  # an answer from before would not tell what was asked for it
            with listening(wanted):
                return question(store, *args, **kwargs)
        generation = store.generation
        key = (question.__module__, question.__qualname__, args, tuple(sorted(kwargs.items())))
        with self._lock:
            if generation != self._generation:
                self._answers.clear()
                self._generation = generation
                # what every page needs is made ready beside the first of them
                threading.Thread(target=self.warm, args=(store,), name="warming", daemon=True).start()
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]  # type: ignore[return-value]
        answer = question(store, *args, **kwargs)
        with self._lock:
            if generation == self._generation:
                self._answers[key] = answer
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
        return answer

    def warm(self, store: Store) -> None:
        """Ask what many pages ask for, so that readers do not wait for it."""
        with suppress(DoxographError):
            if store.tables() is None:
                store.search("a", limit=1)  # a client of a server makes its index, and the light rows in it
            for question in (overview, entities, sources, sides, spelling.ready, suggest.ready):
                question(store)


def ready(app: Flask) -> None:
    """Make ready what many pages need, before a server listens; harmless where there is nothing to read yet."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)  # read once
    held: Knowledge = app.extensions["doxograph"]
    with suppress(DoxographError):
        held.warm(held.store)
    gc.collect()
    gc.freeze()  # what stays for good need not be looked through again and again while readers wait
    gc.set_threshold(20_000, 20, 20)  # a page is made of thousands of values that go with it, and in no rings


def knowledge() -> Knowledge:
    """The knowledge base of the app that serves this request."""
    found: Knowledge = current_app.extensions["doxograph"]
    return found


def ask(question: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A question of ``kb.queries`` put to this request's knowledge base."""
    return knowledge().ask(question, *args, **kwargs)
