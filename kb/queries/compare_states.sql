-- The live statements that state a theory: that a case is what it names, or what somebody asserts of it by name.
SELECT statement, party, answer, tentative, answer.confidence AS confidence FROM relation JOIN answer ON statement = iri
WHERE object = :theory AND predicate LIKE '%#characterizedAs' AND polarity LIKE '%#affirmed'
UNION ALL
SELECT statement, party, answer, tentative, answer.confidence FROM about JOIN claim USING (grp, start, stop, iri)
JOIN answer ON statement = claim.iri WHERE entity = :theory AND stance LIKE '%#asserts'
