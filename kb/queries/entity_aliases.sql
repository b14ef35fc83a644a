-- The other names that sources give a global entity.
SELECT local, alias FROM denotes JOIN alias ON alias.iri = local WHERE whole = :entity
