-- The live claims whose proposition is about a global entity.
SELECT claim.iri AS claim, sentence FROM about JOIN claim USING (grp, start, stop, iri) WHERE entity = :about
