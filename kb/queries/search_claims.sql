-- The live claims that hold the words and fit what else is asked, the best first.
SELECT entry.iri AS claim
FROM words CROSS JOIN entry INDEXED BY entry_kind ON entry.id = words.rowid CROSS JOIN claim ON claim.iri = entry.iri
WHERE words MATCH :match AND words.rowid >= :first AND words.rowid < :end AND (:source IS NULL OR claim.grp = :source) AND (:holder IS NULL OR claim.holder = :holder)
  AND (:stance IS NULL OR claim.stance = :stance) AND claim.sure >= :sure
  AND (:sources IS NULL OR claim.grp IN (SELECT value FROM json_each(:sources)))
ORDER BY bm25(words, 10.0, 3.0), entry.iri LIMIT :limit
