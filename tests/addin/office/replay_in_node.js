// node replay_in_node.js SCRIPT VECTORS: prints the differences as JSON.
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");
const { differences } = require("./replay.js");

const [script, vectors] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));

function load(setting, host) {
  runInThisContext(`(function (SMARTXL, CustomFunctions) {${script}})`)(setting, host);
}

console.log(JSON.stringify(differences(JSON.parse(vectors), load)));
