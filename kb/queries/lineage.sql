-- The live relations that touch these things and that a lineage may lead over.
SELECT DISTINCT iri AS relation, subject, predicate, object, polarity, confidence, asserter FROM (
  SELECT relation.* FROM json_each(:node) JOIN relation ON subject = value
  UNION ALL
  SELECT relation.* FROM json_each(:node) JOIN relation ON object = value
)
WHERE substr(predicate, instr(predicate, '#') + 1) IN ('derivesFrom', 'originated', 'wrote', 'expounds', 'holds', 'sameAs')
