-- How each source names a global entity, and how often.
SELECT local, label AS name, mentions FROM denotes JOIN name ON name.iri = local WHERE whole = :entity
