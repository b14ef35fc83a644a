-- How many outright positions there are: holder, answer, each combination once. Theories and works hold none.
SELECT count(*) AS count FROM (
  SELECT DISTINCT party, answer FROM answer WHERE tentative = 0 AND EXISTS (
    SELECT 1 FROM name WHERE iri = party AND class IN ('https://w3id.org/doxograph/ns#Theorist', 'https://w3id.org/doxograph/ns#Group', 'https://w3id.org/doxograph/ns#TextVoice')
  )
)
