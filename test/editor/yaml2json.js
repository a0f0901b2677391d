// YAML files as JSON, each parsed as the language server does: node yaml2json.js < {"name": "source"}; prints {"name": document}.
const { parse } = require("yaml");
const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(Object.fromEntries(Object.entries(sources).map(([name, text]) => [name, parse(text)]))));
