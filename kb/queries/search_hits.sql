-- What holds the words among the entries with numbers from :first to :end, the best :most. Of very many the first :ranked are ranked.
WITH hit AS MATERIALIZED (
  SELECT rowid AS id, bm25(words, 10.0, 3.0) AS rank FROM words WHERE words MATCH :match AND rowid >= :first AND rowid < :end LIMIT :ranked
), bar AS MATERIALIZED (
  SELECT rank FROM hit ORDER BY rank LIMIT 1 OFFSET :most - 1
), near AS MATERIALIZED (
  SELECT id, rank FROM hit WHERE rank <= coalesce((SELECT rank FROM bar), 0)
)
SELECT iri, id FROM near JOIN entry USING (id) ORDER BY rank, iri LIMIT :most
