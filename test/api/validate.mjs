// Reads an OpenAPI document on standard input and prints what is wrong with it, as JSON.
import { Validator } from "@seriousme/openapi-schema-validator";
import { text } from "node:stream/consumers";

const validator = new Validator();
const result = await validator.validate(JSON.parse(await text(process.stdin)));
console.log(JSON.stringify({ valid: result.valid, version: validator.version, errors: result.errors ?? [] }));
