/** Numbers and texts in messages are written as Python writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { general, numberText, written } from "../src/texts.js";

const ALL_DIGITS: readonly (readonly [number, string])[] = [
  [1, "1.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [1e16, "1e+16"],
  [123456789012345680, "1.2345678901234568e+17"],
  [9007199254740992, "9007199254740992.0"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [NaN, "nan"],
  [-Infinity, "-inf"],
];
const SHORT: readonly (readonly [number, number, string])[] = [
  [0.1, 6, "0.1"],
  [250, 6, "250"],
  [1e6, 6, "1e+06"],
  [123456.5, 6, "123456"],
  [123457.5, 6, "123458"],
  [1000005, 6, "1e+06"],
  [1234567, 6, "1.23457e+06"],
  [0.00001234, 6, "1.234e-05"],
  [1 / 3, 4, "0.3333"],
  [999999.5, 6, "1e+06"],
  [-0, 6, "-0"],
  [0, 6, "0"],
];

test("with all digits", () => {
  for (const [value, expected] of ALL_DIGITS) assert.equal(numberText(value), expected);
});

test("with a few digits", () => {
  for (const [value, precision, expected] of SHORT) assert.equal(general(value, precision), expected);
});

test("texts stand in quotes", () => {
  assert.equal(written("it's"), `"it's"`);
  assert.equal(written(`it's "so"`), `'it\\'s "so"'`);
  assert.equal(written("行\n列\\\u200b\u00a0"), `'行\\n列\\\\\\u200b\\xa0'`);
  assert.deepEqual([true, null, 2].map(written), ["True", "None", "2.0"]);
});
