-- The live claims of a global entity, with the sentences they stand in.
SELECT iri AS claim, sentence FROM claim WHERE holder = :holder
