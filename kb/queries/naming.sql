-- What these entities and voices are called, and the global entity that each local one denotes.
SELECT name.iri AS thing, label, class, whole AS "global" FROM json_each(:thing) JOIN name ON name.iri = value
LEFT JOIN denotes ON local = name.iri
