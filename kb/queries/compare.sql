-- How these parties answer issues, by which live statements.
SELECT party, statement, answer, tentative, confidence FROM json_each(:party) JOIN answer ON party = value
