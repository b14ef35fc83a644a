-- How live statements answer issues, with what ranks them. ?local is the holder, or the asserter, as the text has it.
SELECT statement, answer, tentative, party, voice AS local, NULL AS asserter, stance AS kind, claim.confidence AS confidence, sentence
FROM answer JOIN claim ON claim.iri = statement
WHERE :statement IS NULL OR statement IN (SELECT value FROM json_each(:statement))
UNION ALL
SELECT statement, answer, tentative, party, voice, asserter, polarity, relation.confidence, sentence
FROM answer JOIN relation ON relation.iri = statement
WHERE :statement IS NULL OR statement IN (SELECT value FROM json_each(:statement))
