-- The live claims and relations, how sure each is, and the parties whose picture hangs on it.
SELECT iri AS statement, confidence, holder AS party, holder AS other FROM claim
UNION ALL SELECT iri, confidence, subject, object FROM relation
