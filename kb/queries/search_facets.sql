-- How the first :most live claims that hold the words fall by stance, source and holder.
WITH hit AS MATERIALIZED (
  SELECT claim.grp, claim.holder, claim.stance
  FROM words CROSS JOIN entry INDEXED BY entry_kind ON entry.id = words.rowid CROSS JOIN claim ON claim.iri = entry.iri
  WHERE words MATCH :match AND words.rowid >= :first AND words.rowid < :end AND (:source IS NULL OR claim.grp = :source)
    AND (:holder IS NULL OR claim.holder = :holder)
    AND (:stance IS NULL OR claim.stance = :stance) AND claim.sure >= :sure
    AND (:sources IS NULL OR claim.grp IN (SELECT value FROM json_each(:sources)))
  LIMIT :most
)
SELECT 'stance' AS facet, stance AS value, count(*) AS count FROM hit GROUP BY stance
UNION ALL SELECT 'source', grp, count(*) FROM hit GROUP BY grp
UNION ALL SELECT 'holder', holder, count(*) FROM hit GROUP BY holder
