-- What the author of a text says there in his own voice: claims, and relations whose answers are the author's.
SELECT iri AS statement FROM claim WHERE voice = :voice
UNION ALL
SELECT iri FROM relation JOIN answer ON statement = iri AND party = asserter WHERE voice = :voice GROUP BY iri
