-- The live claims of one source, its reviewers' corrections too, which stand outside its graph.
SELECT iri AS claim, sentence FROM claim WHERE grp = :source
