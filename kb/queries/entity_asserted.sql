-- The live relations between others that a party is said to assert.
SELECT iri AS relation, confidence FROM relation WHERE asserter = :entity AND subject <> :entity AND object <> :entity
