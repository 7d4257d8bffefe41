/** What Excel hands over and what it gets: real errors, arguments that are left out, the argument that Excel appends. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import { idOf, register } from "../src/office.js";
import { type Described, ported } from "../src/registry.js";
import type { Lang } from "../src/texts.js";
import type { Vectors } from "./replay.js";

const FOLDER = new URL("../../", import.meta.url);
const VECTORS = JSON.parse(readFileSync(new URL("test/vectors.json", FOLDER), "utf8")) as Vectors;

class Trouble {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

type Call = (...given: unknown[]) => unknown[][];

function excel(lang: Lang = "zh", functions: readonly Described[] = VECTORS.functions[lang]): Map<string, Call> {
  const calls = new Map<string, Call>();
  const host = { associate: (id: string, call: unknown) => void calls.set(id, call as Call), Error: Trouble };
  register(host, { lang, functions });
  return calls;
}

const INVOCATION = { address: "Sheet1!A1" };

test("all functions are there, by ids that Excel takes", () => {
  const ids = [...excel().keys()];
  assert.deepEqual(ids.sort(), VECTORS.functions.zh.map(({ name }) => idOf(name)).sort());
  assert.ok(
    ids.every((id) => /^[A-Z][A-Z0-9.]{2,}$/.test(id)),
    ids.join(),
  );
  assert.equal(idOf("SX_AHP_CR"), "AHP.CR");
});

test("the argument that Excel appends is no argument of the function", () => {
  const weighted = excel().get("WEIGHTED")!;
  assert.deepEqual(weighted([[80, 60]], [[1, 3]], null, null, null, INVOCATION), [[65]]);
  assert.deepEqual(excel().get("RANK")!([[70], [90], [90]], undefined, undefined, INVOCATION), [[3], [1], [1]]);
});

test("an error cell comes out as that error, also of one row among others", () => {
  const scores = [
    [80, 60],
    [new Trouble("#N/A"), 50],
    [{ type: "Error", basicValue: "#DIV/0!" }, 1],
  ];
  const found = excel().get("WEIGHTED")!(scores, [[1, 1]], null, null, null, INVOCATION);
  assert.deepEqual(found, [[70], [new Trouble("#N/A")], [new Trouble("#DIV/0!")]]);
});

test("an error that no function may return is #VALUE! and says which it was", () => {
  const [[found]] = excel().get("RANK")!([[new Trouble("#REF!")]], null, null, INVOCATION) as [[unknown]];
  assert.deepEqual(found, new Trouble("#VALUE!", "#SX: #REF!"));
  const [[other]] = excel().get("RANK")!([[{ type: "Entity" }]], null, null, INVOCATION) as [[unknown]];
  assert.deepEqual(other, new Trouble("#VALUE!"));
});

test("a wrong call is #VALUE! with the sentence as its message, in the language of the add-in", () => {
  const [[zh]] = excel("zh").get("SCORE")!("coverge", [[1]], null, null, INVOCATION) as [[Trouble]];
  assert.equal(zh.code, "#VALUE!");
  assert.match(zh.message!, /^#SX: SX_SCORE 没有规则“coverge” → /);
  const [[en]] = excel("en").get("SCORE")!("coverge", [[1]], null, null, INVOCATION) as [[Trouble]];
  assert.match(en.message!, /^#SX: SX_SCORE unknown rule 'coverge' → /);
});

test("a message of a wrong call further back is passed on", () => {
  const [[found]] = excel().get("RANK")!([["#SX: SX_GAP 不对 → 改"]], null, null, INVOCATION) as [[unknown]];
  assert.deepEqual(found, new Trouble("#VALUE!", "#SX: SX_GAP 不对 → 改"));
});

test("what is not ported says so", () => {
  const functions = [...VECTORS.functions.zh, { name: "SX_OTHER", purpose: "", arguments: [], result: "" }];
  const [[found]] = excel("zh", functions).get("OTHER")!(INVOCATION) as [[Trouble]];
  assert.match(found.message!, /^#SX: SX_OTHER Office 加载项中没有这个函数 → /);
  const data = Array.from({ length: 12 }, (_, row) => [row, (row * row) % 7]);
  const [[factor]] = excel("en").get("WEIGHTS")!(data, "factor", null, INVOCATION) as [[Trouble]];
  assert.match(factor.message!, /this add-in has no factor analysis/);
});

test("help names the functions as formulas here have them", () => {
  const help = excel().get("HELP")!;
  assert.ok(help(null, INVOCATION).every(([name]) => /^SX\.[A-Z_]+$/.test(name as string)));
  assert.deepEqual(help("sx.ahp_cr", INVOCATION)[0]![0], "SX.AHP_CR");
  assert.deepEqual(help("SX_AHP_CR", INVOCATION), help("SX.AHP_CR", INVOCATION));
});

test("values with a type are their values", () => {
  const typed = [
    [
      { type: "Double", basicValue: 60 },
      { type: "Empty", basicValue: "" },
      { type: "Double", basicValue: 20, numberFormat: "0.0" },
    ],
  ];
  assert.deepEqual(excel().get("WEIGHTED")!(typed, [[1, 1, 1]], null, null, null, INVOCATION), [[40]]);
  assert.deepEqual(excel().get("COVERAGE")!([[{ type: "String", basicValue: "是" }, { type: "Empty" }]], INVOCATION), [
    [0.5],
  ]);
});

test("blanks stay apart from 0", () => {
  assert.deepEqual(
    excel().get("WEIGHTED")!(
      [
        ["", 60],
        [0, 60],
      ],
      [[1, 1]],
      null,
      null,
      null,
      INVOCATION,
    ),
    [[60], [30]],
  );
  assert.deepEqual(excel().get("WEIGHTED")!([["", null]], [[1, 1]], null, null, null, INVOCATION), [[""]]);
});

test("the script of the package is that of these sources", () => {
  const [mine, theirs] = ["build/functions.js", "../../smartxl/addin/office/functions.js"].map((path) =>
    readFileSync(new URL(path, FOLDER), "utf8"),
  );
  assert.equal(mine, theirs, "run npm run write");
});

test("the script runs where there is nothing but the language", () => {
  const calls = new Map<string, Call>();
  const CustomFunctions = { associate: (id: string, call: Call) => void calls.set(id, call), Error: Trouble };
  const SMARTXL = { lang: "zh", functions: VECTORS.functions.zh };
  runInNewContext(readFileSync(new URL("build/functions.js", FOLDER), "utf8"), { CustomFunctions, SMARTXL });
  assert.equal(calls.size, VECTORS.functions.zh.length);
  assert.ok(ported().every((name) => calls.has(idOf(name))));
});
