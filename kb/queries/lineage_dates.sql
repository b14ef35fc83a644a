-- Years of works and theories: told with an authorship, or in the vocabulary; and of all other things, in the vocabulary.
SELECT iri AS thing, year, 'vocabulary' AS "from" FROM json_each(:thing) JOIN entity ON iri = value WHERE year IS NOT NULL
UNION ALL
SELECT thing, year, 'clause' FROM json_each(:thing) JOIN dated ON thing = value
