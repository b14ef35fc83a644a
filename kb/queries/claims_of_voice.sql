-- The live claims of a text's own voice.
SELECT iri AS claim, sentence FROM claim WHERE voice = :holder
