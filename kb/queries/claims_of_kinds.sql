-- The stance and confidence of some claims.
SELECT iri AS claim, stance, confidence FROM json_each(:claim) JOIN claim ON claim.iri = value
