"""What a link to a snapshot leads to, when the knowledge base may have changed since."""

from __future__ import annotations

from kb.errors import StoreError
from kb.store.snapshots import current, registered
from webapp.knowledge import Knowledge


def note(knowledge: Knowledge, asked: str) -> str:
    """What to tell a reader who follows a link to a snapshot; nothing where it is just what is shown, or none was asked for."""
    if not asked:
        return ""
    try:
        now = current(knowledge.data, knowledge.store)
    except StoreError:
        return ""
    if now and now.id == asked:
        return ""
    known = {one.id: one for one in registered(knowledge.data)}
    if asked in known:
        return (
            f"This link is to snapshot {asked} of {known[asked].date}; what you see has changed since. "
            "Open that snapshot with “doxograph open” to see it as it was cited."
        )
    return f"This link is to a snapshot ({asked[:40]}) that this knowledge base does not know; what you see may differ from it."
