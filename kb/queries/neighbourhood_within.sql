-- The live relations between these things.
SELECT iri, subject, predicate, object, polarity, confidence, asserter
FROM json_each(:node) CROSS JOIN relation ON subject = value
WHERE object IN (SELECT value FROM json_each(:node)) AND object <> subject
