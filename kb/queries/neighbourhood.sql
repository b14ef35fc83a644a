SELECT iri AS relation, subject, predicate, object, polarity, confidence, asserter
FROM json_each(:node) CROSS JOIN relation ON subject = value
UNION ALL
SELECT iri, subject, predicate, object, polarity, confidence, asserter FROM json_each(:node) CROSS JOIN relation ON object = value
WHERE subject NOT IN (SELECT value FROM json_each(:node))
