-- To how many other things live relations tie each of these, whatever they say.
SELECT value AS node, (
  SELECT count(*)
  FROM (SELECT object AS other FROM relation WHERE subject = value UNION SELECT subject FROM relation WHERE object = value)
  WHERE other <> value AND EXISTS (SELECT 1 FROM entity WHERE iri = other)
) AS neighbours
FROM json_each(:node)
