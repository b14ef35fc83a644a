-- The global entities that some statement speaks of.
SELECT iri AS thing FROM entity WHERE claims > 0 OR relations > 0
