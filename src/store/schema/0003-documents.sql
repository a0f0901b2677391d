-- Step 3: a version holds several documents, each in the languages it has. What was its page is the document `policy`.

CREATE TABLE policy_document (
  site INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,                -- 'policy', 'cookies', 'notice/contact'
  language TEXT NOT NULL,            -- '' for one that has no language
  type TEXT NOT NULL,                -- Content-Type
  bytes BLOB NOT NULL,
  brotli BLOB NOT NULL,
  gzip BLOB NOT NULL,
  hash BLOB NOT NULL,                -- SHA-256 of bytes
  PRIMARY KEY (site, number, name, language),
  FOREIGN KEY (site, number) REFERENCES policy_version(site, number)
);

INSERT INTO policy_document (site, number, name, language, type, bytes, brotli, gzip, hash)
SELECT site, number, 'policy', language, 'text/html; charset=utf-8', bytes, brotli, gzip, hash FROM policy_page;
