/** Weights: from pairwise judgements, from the data, combined. */

import { consistencyRatio, doubtful, priorities, PRIORITIES, RANDOM_INDICES, type RandomIndex } from "./ahp.js";
import { costsOf, labelled, numberIn, option, weightsOf } from "./arguments.js";
import {
  type Argument,
  type Cells,
  cells,
  column,
  columnsOf,
  each,
  errorIn,
  flat,
  numbers,
  rowsOf,
  shapeOf,
  sizeOf,
} from "./cells.js";
import { combined, DATA_METHODS, normalised, weightsOfData } from "./dataweights.js";
import { type Judgements, judgementsOf } from "./judgements.js";
import { refuse } from "./texts.js";

const TABLES = Object.keys(RANDOM_INDICES) as RandomIndex[];

function judged(matrix: Cells): Judgements {
  const { body, rows, columns } = labelled(matrix);
  if (rowsOf(body) !== columnsOf(body)) {
    refuse(
      `matrix 是 ${shapeOf(body)}`,
      `the matrix is ${shapeOf(body)}`,
      "行列一样多",
      "give as many rows as columns",
    );
  }
  return judgementsOf(numbers(body), rows, columns);
}

export function SX_AHP_WEIGHTS(matrix: Argument, method?: Argument): Cells {
  const error = errorIn(cells(matrix));
  if (error !== null) return [[error]];
  const way = option(PRIORITIES, "method", method, "eigenvector");
  return column(priorities(judged(cells(matrix)), way));
}

export function SX_AHP_CR(matrix: Argument, riTable?: Argument): Cells {
  const error = errorIn(cells(matrix));
  if (error !== null) return [[error]];
  const table = option(TABLES, "ri_table", riTable, "saaty-1980");
  return [[consistencyRatio(judged(cells(matrix)), table)]];
}

export function SX_AHP_ADVICE(matrix: Argument): Cells {
  const error = errorIn(cells(matrix));
  if (error !== null) return [[error]];
  const found = doubtful(judged(cells(matrix)), 5);
  if (!found.length) return [["", "", "", "", "", ""]];
  return found.map(({ row, column, given, implied, nearest, after }) => [row, column, given, implied, nearest, after]);
}

export function SX_WEIGHTS(data: Argument, method?: Argument, directions?: Argument): Cells {
  const given = cells(data);
  const error = errorIn(given);
  if (error !== null) return [[error]];
  const { body, rows, columns } = labelled(given);
  const way = option(DATA_METHODS, "method", method, "entropy");
  const costs = costsOf(directions, columns.length);
  if (way === "factor") {
    refuse(
      "Office 加载项中没有因子分析（factor）",
      "this add-in has no factor analysis (factor)",
      "在 Windows 的 Excel 或 LibreOffice 中使用，或换一种方法",
      "use it in Excel for Windows or in LibreOffice, or take another method",
    );
  }
  return [weightsOfData(way, numbers(body), rows, columns, costs)];
}

export function SX_COMBINE(w1: Argument, w2: Argument, share?: Argument, method?: Argument): Cells {
  const [first, second] = [cells(w1), cells(w2)];
  const error = errorIn(first) ?? errorIn(second);
  if (error !== null) return [[error]];
  if (sizeOf(first) !== sizeOf(second)) {
    refuse(
      `w1 是 ${shapeOf(first)}，w2 是 ${shapeOf(second)}`,
      `w1 is ${shapeOf(first)} but w2 ${shapeOf(second)}`,
      "两组一样多",
      "give as many",
    );
  }
  const part = numberIn("share", share, 0.5, 0, 1);
  const parts = [first, second].map((given) => normalised(weightsOf([flat(given)])[0]!));
  const mix = option(["additive", "multiplicative"], "method", method, "additive");
  const weights = combined(parts, [part, 1 - part], mix === "multiplicative");
  return each(first, (_, row, place) => weights[row * columnsOf(first) + place]!);
}
