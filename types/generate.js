// Writes types/frames.d.ts from docs/asyncapi.json, which `manage.py wiredocs` makes from the code of the server: so
// the scripts are checked against what goes over the wire. `--check` fails where the file would be written otherwise.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = new URL("../docs/asyncapi.json", import.meta.url);
const TARGET = new URL("frames.d.ts", import.meta.url);
const WIDTH = 116;
const HEAD = "// Written by types/generate.js from docs/asyncapi.json: what goes over the sockets.\n";
const NAMED = { '"first" | "second" | "therapist"': "Seat", '"first" | "second"': "Partner" };

/**
 * The part of JSON Schema that the document uses; whatever else turns up ends the run.
 * @typedef {{
 *   $ref?: string, const?: string | number, enum?: string[], anyOf?: Schema[], type?: string, items?: Schema,
 *   properties?: Record<string, Schema>, required?: string[], additionalProperties?: boolean | Schema,
 *   propertyNames?: Schema, description?: string,
 * }} Schema
 */

/** @param {Schema} schema @returns {string} */
function typeOf(schema) {
  if (schema.$ref) return schema.$ref.replace("#/components/schemas/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return named(schema.enum.map((one) => JSON.stringify(one)).join(" | "));
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return listOf(typeOf(schema.items ?? {}));
    case "object":
      if (typeof schema.additionalProperties === "object") {
        const keys = schema.propertyNames ? typeOf(schema.propertyNames) : "string";
        const values = typeOf(schema.additionalProperties);
        return keys === "string" ? `Record<string, ${values}>` : `Partial<Record<${keys}, ${values}>>`;
      }
  }
  throw new Error(`No type for ${JSON.stringify(schema)}`);
}

/** @param {string} type */
const named = (type) => NAMED[/** @type {keyof typeof NAMED} */ (type)] ?? type;

/** @param {string} type */
const listOf = (type) => (type.includes("|") ? `(${type})[]` : `${type}[]`);

/** @param {string} name @param {Schema} schema */
function interfaceOf(name, { properties = {}, required = [], description = "" }) {
  const fields = Object.entries(properties).map(
    ([field, schema]) => `  ${field}${required.includes(field) ? "" : "?"}: ${typeOf(schema)};\n`,
  );
  return `${comment(description)}export interface ${name} {\n${fields.join("")}}\n`;
}

/** @param {string} text */
function comment(text) {
  if (!text) return "";
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.length === 1 ? `/** ${text} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\n`;
}

/** @typedef {Record<string, {messages: Record<string, unknown>}>} Channels */

/**
 * Every frame that one end of a channel may send, as one union.
 * @param {string} name
 * @param {{channels: Channels, components: {schemas: Record<string, Schema>}}} document
 * @param {string} channel
 * @param {boolean} told by the server
 */
function unionOf(name, { channels, components }, channel, told) {
  const frames = Object.keys(channels[channel].messages).filter((frame) => {
    // The server refuses fields that it does not know; a client passes over them.
    return told !== (components.schemas[frame].additionalProperties === false);
  });
  const line = `export type ${name} = ${frames.join(" | ")};\n`;
  return line.length <= 121 ? line : `export type ${name} =\n${frames.map((frame) => `  | ${frame}`).join("\n")};\n`;
}

function written() {
  const document = JSON.parse(readFileSync(SOURCE, "utf8"));
  return [
    HEAD,
    ...Object.entries(NAMED).map(([type, name]) => `export type ${name} = ${type};\n`),
    unionOf("Sent", document, "room", false),
    unionOf("Told", document, "room", true),
    unionOf("BoardSent", document, "board", false),
    unionOf("BoardTold", document, "board", true),
    unionOf("WaitingSent", document, "waiting", false),
    unionOf("WaitingTold", document, "waiting", true),
    ...Object.entries(document.components.schemas).map(([name, schema]) => interfaceOf(name, schema)),
  ].join("\n");
}

const text = written();
if (!process.argv.includes("--check")) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, "utf8") !== text) {
  console.error(`${fileURLToPath(TARGET)} is not what docs/asyncapi.json says. Write it: node types/generate.js`);
  process.exit(1);
}
