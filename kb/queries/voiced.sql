-- The live relations that a party asserts, with the sentences that state them.
SELECT iri AS relation, sentence, confidence FROM relation WHERE asserter = :voice
