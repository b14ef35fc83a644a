"""What a semantics says of each argument, over all its labellings."""

from __future__ import annotations

from typing import Literal

from kb.argumentation.framework import Framework
from kb.argumentation.labellings import Semantics, extensions, labelled

#: *stands* in every labelling, *falls* in every one, *arguable* where it stands in some, else *open*
Verdict = Literal["stands", "arguable", "open", "falls"]


def verdicts(framework: Framework, semantics: Semantics = "grounded") -> dict[str, Verdict] | None:
    """The verdict on every argument, or None where the semantics (stable) knows no labelling at all.

    Raises UsageError where a component is too tangled to be searched through.
    """
    found: dict[str, Verdict] = {}
    for part in framework.components():
        each = [labelled(part, accepted) for accepted in extensions(part, semantics)]
        if not each:
            return None
        for argument in part.arguments:
            labels = {labelling[argument] for labelling in each}
            found[argument] = (
                "stands" if labels == {"in"} else "falls" if labels == {"out"} else "arguable" if "in" in labels else "open"
            )
    return {argument: found[argument] for argument in framework.arguments}
