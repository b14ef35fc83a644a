"""XML parsed without entities, network or limits lifted."""

from __future__ import annotations

import re

from lxml import etree

from kb.errors import InputError


def parse(data: bytes, *, where: str = "") -> etree._Element:
    """The root of an XML document. Raises InputError where it is not well-formed or refers to entities of its own.

    No document type is loaded and no entity is put in place, so neither files nor addresses can be pulled in, and no few lines
    can swell to gigabytes; character references and the five entities that XML itself knows are read as ever.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        at = f"{where} line {line}" if line and where else where
        told = re.sub(r",? line \d+, column \d+.*", "", " ".join(str(getattr(error, "msg", None) or error).split()))
        raise InputError(
            f"the XML is not well-formed: {told}",
            where=at,
            remedy="Mend the markup there, or get the whole file again.",
        ) from error
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise InputError(
            f"the XML refers to the entity {entity.text}, which is not looked up for safety",
            where=where,
            remedy="Write the characters themselves in its place.",
        )
    return root


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace, in lower case; empty for comments and processing instructions."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
