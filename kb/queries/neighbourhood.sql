SELECT DISTINCT iri AS relation, subject, predicate, object, polarity, confidence, asserter FROM (
  SELECT relation.* FROM json_each(:node) JOIN relation ON subject = value
  UNION ALL
  SELECT relation.* FROM json_each(:node) JOIN relation ON object = value
)
