-- A page of claims, then how many there are; "chosen" is put in by what is asked of them.
SELECT * FROM (SELECT claim.iri AS claim, NULL AS total FROM chosen ORDER BY grp, start, stop, claim.iri LIMIT :limit OFFSET :offset)
UNION ALL
SELECT NULL, count(*) FROM chosen
