-- Where one source names its entities.
SELECT local, span FROM mention WHERE grp = :source AND (:until IS NULL OR start < :until) AND (:since IS NULL OR stop > :since)
