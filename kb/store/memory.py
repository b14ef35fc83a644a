"""What a data folder wrote last to which server, by which it notices what others wrote there."""

from __future__ import annotations

import json

from kb.store.folder import Folder, write_atomically


class Memory:
    """The word of the last change that this folder finished on one server, with its generation."""

    def __init__(self, folder: Folder, server: str, key: str) -> None:
        self._server = server
        self._file = folder.data / f"store-{key}.json"

    def read(self) -> tuple[str, int]:
        """Word and generation; none and -1 where this folder never wrote there."""
        try:
            said = json.loads(self._file.read_bytes())
            return str(said["word"]), int(said["generation"])
        except (OSError, ValueError, KeyError, TypeError):
            return "", -1

    def write(self, word: str, generation: int) -> None:
        """Remember a finished change."""
        said = {"generation": generation, "store": self._server, "word": word}
        write_atomically(self._file, json.dumps(said, sort_keys=True).encode() + b"\n")
