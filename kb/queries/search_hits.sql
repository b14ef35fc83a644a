-- What holds the words, the best :most of each sort: entities, claims, passages. All are ranked at once, which takes most of the time.
WITH hit AS MATERIALIZED (
  SELECT entry.id, entry.iri, CASE WHEN entry.kind IN ('claim', 'text') THEN entry.kind ELSE 'entity' END AS sort,
    bm25(words, 10.0, 3.0) AS rank
  FROM words CROSS JOIN entry INDEXED BY entry_kind ON entry.id = words.rowid WHERE words MATCH :match
), placed AS (
  SELECT id, iri, sort, row_number() OVER (PARTITION BY sort ORDER BY rank, iri) AS place FROM hit
)
SELECT sort, iri, id FROM placed WHERE place <= :most ORDER BY sort, place
