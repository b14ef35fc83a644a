-- The live arguments, how sure each is, and the holders of what they join.
SELECT
  place.statement AS statement, json_extract(fact.facts, '$.confidence[0]') AS confidence,
  reason.holder AS reasoner, point.holder AS concluder
FROM place
JOIN fact ON fact.iri = place.statement
JOIN json_each(fact.facts, '$.premise') AS premise
JOIN claim AS reason ON reason.iri = premise.value
JOIN claim AS point ON point.iri = json_extract(fact.facts, '$.conclusion[0]')
WHERE place.statement GLOB '*/argument/*'
