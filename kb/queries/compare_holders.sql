-- The live relations that say who holds, devised, expounds or rejects a theory.
SELECT iri AS relation, subject AS party, predicate, polarity, confidence FROM relation
WHERE object = :theory AND substr(predicate, instr(predicate, '#') + 1) IN ('holds', 'originated', 'expounds', 'rejects')
