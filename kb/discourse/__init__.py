"""Discourse networks: who shares which positions with whom, and how that changes."""

from __future__ import annotations

from kb.discourse.coded import DUPLICATES, Coded, Duplicates, Window, counted, windows
from kb.discourse.matrices import KINDS, NORMALISATIONS, TIES, Kind, Matrix, Normalisation, Ties, affiliation, ties
from kb.discourse.polarisation import Polarisation, polarisation

__all__ = [
    "DUPLICATES",
    "KINDS",
    "NORMALISATIONS",
    "TIES",
    "Coded",
    "Duplicates",
    "Kind",
    "Matrix",
    "Normalisation",
    "Polarisation",
    "Ties",
    "Window",
    "affiliation",
    "counted",
    "polarisation",
    "ties",
    "windows",
]
