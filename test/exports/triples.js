// Expands JSON-LD documents and turns them into RDF, offline: a list of documents on stdin. In the safe mode what would be lost is an error.
// Prints, for each, its N-Quads, or { "error": why }.
const fs = require("fs");
const jsonld = require("jsonld");
const documentLoader = async (url) => {
  throw new Error(`would fetch ${url}`);
};
const triples = (document) => jsonld.toRDF(document, { format: "application/n-quads", documentLoader, safe: true }).catch((error) => ({ error: String(error) }));
(async () => console.log(JSON.stringify(await Promise.all(JSON.parse(fs.readFileSync(0, "utf8")).map(triples)))))();
