-- The live claims and relations of one source, its reviewers' corrections too, which stand outside its graph; and the arguments
SELECT statement, span FROM place WHERE grp = :source AND (:until IS NULL OR start < :until) AND (:since IS NULL OR stop > :since)
