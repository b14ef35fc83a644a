-- The live relations that a global entity stands in.
SELECT iri AS relation, 'subject' AS role, object AS other, predicate, polarity, confidence FROM relation WHERE subject = :entity
UNION ALL
SELECT iri, 'object', subject, predicate, polarity, confidence FROM relation WHERE object = :entity
