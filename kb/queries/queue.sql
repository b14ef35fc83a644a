-- The live claims and relations, how sure each is, and the parties whose picture hangs on it.
SELECT iri AS statement, confidence, holder AS party FROM claim
UNION ALL SELECT iri, confidence, subject FROM relation
UNION ALL SELECT iri, confidence, object FROM relation
