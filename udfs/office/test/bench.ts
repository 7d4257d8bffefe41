/** How long a call takes: a table of 1,000 × 12. */

import { answer } from "../src/registry.js";
import type { Argument } from "../src/cells.js";

const [ROWS, COLUMNS, TIMES] = [1000, 12, 200];
const scores = Array.from({ length: ROWS }, (_, row) =>
  Array.from({ length: COLUMNS }, (_, place) => ((row * 37 + place * 101) % 10_001) / 100),
);
const gaps = scores.map((row, at) => row.map((score, place) => ((at + place) % 10 ? score : "")));
const weights = [Array.from({ length: COLUMNS }, (_, place) => place + 1)];
const codes = Array.from({ length: COLUMNS }, (_, place) => [`A${place % 3}.${place}`]);
const above = codes.map(([code]) => [code!, code!.slice(0, 2)]);
const tree = [...["A0", "A1", "A2"].map((code) => [code, ""]), ...above];
const column = Array.from({ length: tree.length }, () => [1]);
const across = tree.map((_, at) => scores.map((row) => (at < 3 ? "" : row[at - 3]!)));

const CALLS: readonly (readonly [string, readonly Argument[]])[] = [
  ["SX_WEIGHTED", [scores, weights]],
  ["SX_WEIGHTED", [gaps, weights]],
  ["SX_WEIGHTED", [scores, weights, 2, "zero", "geometric"]],
  ["SX_ROLLUP", [tree, across, column]],
  ["SX_NORMALIZE", [scores, "minmax"]],
  ["SX_NORMALIZE", [scores, "zscore"]],
  ["SX_RANK", [scores.map((row) => [row[0]!])]],
  ["SX_COVERAGE", [gaps]],
  ["SX_OBSTACLE", [scores, weights]],
  ["SX_WEIGHTS", [scores, "critic"]],
];

for (const [name, given] of CALLS) {
  const setting = { lang: "en", functions: [] } as const;
  for (let warm = 0; warm < 20; warm += 1) answer(setting, name, given);
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    answer(setting, name, given);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const words = given
    .slice(1)
    .filter((argument) => typeof argument === "string")
    .join(" ");
  console.log(`${times[TIMES >> 1]!.toFixed(2).padStart(8)} ms  ${name} ${words}`);
}
