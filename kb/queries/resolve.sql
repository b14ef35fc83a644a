-- Every name of every global entity.
SELECT iri AS thing, class, label, label AS preferred FROM entity
UNION ALL
SELECT entity.iri, class, alias, label FROM entity JOIN alias ON alias.iri = entity.iri
