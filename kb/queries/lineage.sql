-- The live relations that touch these things and that a lineage may lead over.
SELECT iri AS relation, subject, predicate, object, polarity, confidence, asserter FROM json_each(:node) JOIN relation ON subject = value
WHERE predicate IN (
  'https://w3id.org/doxograph/ns#derivesFrom', 'https://w3id.org/doxograph/ns#originated', 'https://w3id.org/doxograph/ns#wrote',
  'https://w3id.org/doxograph/ns#expounds', 'https://w3id.org/doxograph/ns#holds', 'https://w3id.org/doxograph/ns#sameAs'
)
UNION
SELECT iri, subject, predicate, object, polarity, confidence, asserter FROM json_each(:node) JOIN relation ON object = value
WHERE predicate IN (
  'https://w3id.org/doxograph/ns#derivesFrom', 'https://w3id.org/doxograph/ns#originated', 'https://w3id.org/doxograph/ns#wrote',
  'https://w3id.org/doxograph/ns#expounds', 'https://w3id.org/doxograph/ns#holds', 'https://w3id.org/doxograph/ns#sameAs'
)
