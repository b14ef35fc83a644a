-- The live statements by which some parties give one answer.
SELECT party, statement, tentative, confidence FROM json_each(:party) CROSS JOIN answer INDEXED BY answer_answer
ON answer = :answer AND party = value
