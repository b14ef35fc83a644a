-- How many live statements each source has, by kind, stance and predicate.
SELECT grp, kind, count FROM tally
