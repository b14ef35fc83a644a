-- Which parties answer what, with the number of live statements that do, by how they put it.
SELECT answer, party, tentative, kind, count(*) AS count FROM answer GROUP BY answer, party, tentative, kind
