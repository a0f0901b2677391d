// Holds JSON documents against a JSON Schema with ajv: node validate.js SCHEMA 04|07, a list of documents on stdin.
// Prints a list of the errors of each; an empty list means that it fits. A schema that is wrong in itself ends with exit 1.
const fs = require("fs");
const [schemaPath, draft] = process.argv.slice(2);
const Ajv = require(draft === "04" ? "ajv-draft-04" : "ajv").default;
const schema = JSON.parse(fs.readFileSync(schemaPath, "utf8"));
const own = ["markdownDescription"]; // of editors, no part of JSON Schema
// The schema of SARIF has a pattern that is none with the u flag.
const ajv = new Ajv({ allErrors: true, strict: draft === "07", allowUnionTypes: true, keywords: own, validateFormats: false, unicodeRegExp: draft === "07", logger: false });
const fits = ajv.compile(schema);
const documents = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(documents.map((d) => (fits(d) ? [] : fits.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`)))));
