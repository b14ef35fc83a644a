-- The live statements on which a party's picture hangs, and how sure each is.
SELECT iri, confidence FROM claim WHERE holder = :party
UNION ALL SELECT iri, confidence FROM relation WHERE subject = :party
UNION ALL SELECT iri, confidence FROM relation WHERE object = :party
UNION ALL SELECT statement, confidence FROM argued WHERE party = :party
