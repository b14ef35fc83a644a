-- The global entities of all types with their counts.
SELECT iri AS entity, class, label, year, claims, relations, sources FROM entity
