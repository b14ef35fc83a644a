-- The links that touch these things and that a lineage may lead over, each with its statements and their polarities.
SELECT subject, predicate, object, group_concat(iri, ' '), group_concat(polarity, ' ')
FROM json_each(:node) JOIN relation ON subject = value WHERE predicate IN (
  'https://w3id.org/doxograph/ns#derivesFrom', 'https://w3id.org/doxograph/ns#originated', 'https://w3id.org/doxograph/ns#wrote',
  'https://w3id.org/doxograph/ns#expounds', 'https://w3id.org/doxograph/ns#holds', 'https://w3id.org/doxograph/ns#sameAs'
)
GROUP BY subject, predicate, object
UNION ALL
SELECT subject, predicate, object, group_concat(iri, ' '), group_concat(polarity, ' ')
FROM json_each(:node) JOIN relation ON object = value WHERE predicate IN (
  'https://w3id.org/doxograph/ns#derivesFrom', 'https://w3id.org/doxograph/ns#originated', 'https://w3id.org/doxograph/ns#wrote',
  'https://w3id.org/doxograph/ns#expounds', 'https://w3id.org/doxograph/ns#holds', 'https://w3id.org/doxograph/ns#sameAs'
) AND subject NOT IN (SELECT value FROM json_each(:node))
GROUP BY object, predicate, subject
