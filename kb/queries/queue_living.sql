-- How many statements live, and how many of some.
SELECT
  (SELECT sum(count) FROM tally WHERE kind IN ('claim', 'relation', 'argument')) AS living,
  (
    SELECT count(*) FROM json_each(:statement)
    WHERE EXISTS (SELECT 1 FROM claim WHERE iri = value) OR EXISTS (SELECT 1 FROM relation WHERE iri = value)
    OR EXISTS (SELECT 1 FROM argued WHERE statement = value)
  ) AS counted
