-- The live claims that hold the words, the best first; "narrowed" is put in by what else is asked of them.
SELECT entry.iri AS claim FROM words CROSS JOIN entry INDEXED BY entry_kind ON entry.id = words.rowid narrowed
WHERE words MATCH :match AND entry.kind = 'claim' AND :narrower
ORDER BY bm25(words, 10.0, 3.0), entry.iri LIMIT :limit
