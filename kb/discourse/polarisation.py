"""How far the actors fall into camps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from networkx.algorithms.community import greedy_modularity_communities, modularity

from kb.discourse.coded import Coded, Duplicates
from kb.discourse.matrices import Normalisation, ties


@dataclass(frozen=True, slots=True)
class Polarisation:
    """Camps of actors who agree, largest first, with two measures of how far apart they are.

    ``modularity`` is Newman's Q of the camps in the congruence network (−0.5 to 1; 0 where nobody agrees with anybody or all are
    one camp). ``conflict_between`` is the share of all conflict that runs between camps (0 to 1), None where there is none.
    """

    camps: tuple[tuple[str, ...], ...]
    modularity: float
    conflict_between: float | None


def polarisation(
    statements: Iterable[Coded], *, normalisation: Normalisation = "average", duplicates: Duplicates = "document"
) -> Polarisation:
    """Camps by greedy modularity (A. Clauset, M. Newman, C. Moore, 2004) over the congruence network."""
    said = tuple(statements)
    agreeing = ties(said, "congruence", normalisation=normalisation, duplicates=duplicates).network()
    differing = ties(said, "conflict", normalisation=normalisation, duplicates=duplicates).network()
    if agreeing.number_of_edges():
        found = greedy_modularity_communities(agreeing, weight="weight")
        quality = float(modularity(agreeing, found, weight="weight"))
    else:
        found, quality = [frozenset({actor}) for actor in agreeing], 0.0
    camps = tuple(sorted((tuple(sorted(camp)) for camp in found), key=lambda camp: (-len(camp), camp)))
    camp_of = {actor: at for at, camp in enumerate(camps) for actor in camp}
    total = sum(weight for _, _, weight in differing.edges(data="weight"))
    between = sum(weight for a, b, weight in differing.edges(data="weight") if camp_of[a] != camp_of[b])
    return Polarisation(camps, quality, between / total if total else None)
