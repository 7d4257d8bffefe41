/** The port answers as Python does. `SMARTXL_VECTORS` names a file of other vectors. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ported } from "../src/registry.js";
import { differences, type Vectors } from "./replay.js";

const FILE = process.env["SMARTXL_VECTORS"] ?? new URL("../../test/vectors.json", import.meta.url);

test("every call is answered as Python answers it", () => {
  const vectors = JSON.parse(readFileSync(FILE, "utf8")) as Vectors;
  assert.ok(vectors.cases.length > 100);
  assert.deepEqual([...new Set(vectors.cases.map(([, name]) => name))].sort(), ported().sort());
  const found = differences(vectors);
  assert.equal(found.length, 0, `${found.length} of ${vectors.cases.length}:\n${found.slice(0, 20).join("\n")}`);
});
