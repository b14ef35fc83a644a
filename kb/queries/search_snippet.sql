-- The words of one entry around the match.
SELECT snippet(words, 0, char(0xE000), char(0xE001), '…', 32) AS snippet FROM words WHERE words MATCH :match AND rowid = :id
