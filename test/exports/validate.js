// Holds JSON documents against JSON Schemas (draft-07, with formats): { "schemas": [path], "documents": [...] } on stdin.
// Prints, for each document, the errors of all schemas together.
const fs = require("fs");
const Ajv = require("ajv").default;
const formats = require("ajv-formats").default;
const { schemas, documents } = JSON.parse(fs.readFileSync(0, "utf8"));
// The original schema of TILT has patterns that are none with the u flag, and keywords of its own.
const checks = schemas.map((path) => formats(new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, logger: false })).compile(JSON.parse(fs.readFileSync(path, "utf8"))));
const errors = (document) => checks.flatMap((check) => (check(document) ? [] : check.errors.map((e) => `${e.instancePath} ${e.message}`)));
console.log(JSON.stringify(documents.map(errors)));
