-- What questions of many rows are answered from: light rows of what lives, all facts of one thing together.
-- grp is the id of the source that a row lies under; rows of all sources together have none.
CREATE TABLE fact (iri TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name (iri TEXT, label TEXT, class TEXT, mentions INTEGER NOT NULL, PRIMARY KEY (iri, label, class)) WITHOUT ROWID;
CREATE TABLE alias (iri TEXT, alias TEXT, PRIMARY KEY (iri, alias)) WITHOUT ROWID;
CREATE TABLE denotes (local TEXT PRIMARY KEY, whole TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX denotes_whole ON denotes (whole);
CREATE TABLE entity (
  iri TEXT PRIMARY KEY, class TEXT NOT NULL, label TEXT NOT NULL, year TEXT, claims TEXT, relations TEXT, sources TEXT
) WITHOUT ROWID;
CREATE TABLE claim (
  grp TEXT, start INTEGER, stop INTEGER, iri TEXT, holder TEXT NOT NULL, voice TEXT NOT NULL, sentence TEXT NOT NULL,
  stance TEXT NOT NULL, confidence TEXT NOT NULL, sure REAL NOT NULL, PRIMARY KEY (grp, start, stop, iri)
) WITHOUT ROWID;
CREATE INDEX claim_holder ON claim (holder);
CREATE INDEX claim_voice ON claim (voice);
CREATE INDEX claim_iri ON claim (iri);
CREATE TABLE about (entity TEXT, grp TEXT, start INTEGER, stop INTEGER, iri TEXT, PRIMARY KEY (entity, grp, start, stop, iri)) WITHOUT ROWID;
CREATE INDEX about_grp ON about (grp);
CREATE TABLE relation (
  iri TEXT PRIMARY KEY, grp TEXT NOT NULL, subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, polarity TEXT NOT NULL,
  confidence TEXT NOT NULL, asserter TEXT NOT NULL, voice TEXT NOT NULL, sentence TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX relation_subject ON relation (subject, predicate, object, polarity, confidence, asserter, grp);
CREATE INDEX relation_object ON relation (object, predicate, subject, polarity, confidence, asserter, grp);
CREATE INDEX relation_asserter ON relation (asserter);
CREATE INDEX relation_voice ON relation (voice);
CREATE INDEX relation_grp ON relation (grp);
CREATE TABLE answer (
  party TEXT, statement TEXT, answer TEXT, tentative INTEGER, kind TEXT NOT NULL, confidence TEXT NOT NULL, sure REAL NOT NULL,
  grp TEXT NOT NULL,
  PRIMARY KEY (party, statement, answer, tentative)
) WITHOUT ROWID;
CREATE INDEX answer_statement ON answer (statement);
CREATE INDEX answer_answer ON answer (answer, party, tentative, kind);
CREATE INDEX answer_grp ON answer (grp);
CREATE TABLE place (grp TEXT, start INTEGER, stop INTEGER, statement TEXT, span TEXT NOT NULL, PRIMARY KEY (grp, start, stop, statement)) WITHOUT ROWID;
-- from the first to the last word of every statement that was read, dead ones too; none of a reviewer's own
CREATE TABLE reach (grp TEXT, start INTEGER, stop INTEGER, statement TEXT, PRIMARY KEY (grp, start, stop, statement)) WITHOUT ROWID;
CREATE TABLE mention (grp TEXT, start INTEGER, stop INTEGER, local TEXT, span TEXT NOT NULL, PRIMARY KEY (grp, start, stop, local)) WITHOUT ROWID;
CREATE TABLE dated (thing TEXT, year TEXT, statement TEXT, PRIMARY KEY (thing, statement, year)) WITHOUT ROWID;
-- the live arguments with the holders of the claims that they join
CREATE TABLE argued (party TEXT, grp TEXT, statement TEXT, confidence TEXT NOT NULL, PRIMARY KEY (party, grp, statement)) WITHOUT ROWID;
CREATE INDEX argued_statement ON argued (statement);
CREATE INDEX argued_grp ON argued (grp);
CREATE TABLE tally (grp TEXT, kind TEXT, count INTEGER NOT NULL, PRIMARY KEY (grp, kind)) WITHOUT ROWID;
-- so that ranking the entries that hold some words reads no words
CREATE INDEX entry_kind ON entry (id, kind, iri);
