/** Arguments as the functions take them: decimals, words, shapes, weights; each refused in words. */

import {
  type Argument,
  type Cell,
  type Cells,
  cells,
  columnsOf,
  errorOf,
  first,
  flat,
  isBlank,
  isNothing,
  numberOf,
  numbers,
  rowsOf,
  sameShape,
  shapeOf,
  sizeOf,
  transposed,
} from "./cells.js";
import { stripped } from "./characters.js";
import { general, plainText, refuse, written } from "./texts.js";

const MOST_DIGITS = 15;

function single(given: Argument): Cell {
  return first(cells(given));
}

/** Decimals to round to; null for a blank: not rounded. */
export function placesOf(given: Argument): number | null {
  const value = single(given);
  if (isNothing(value)) return null;
  const digits = numberOf(value);
  if (!Number.isInteger(digits) || Math.abs(digits) > MOST_DIGITS) {
    refuse(
      `digits 是 ${written(value)}`,
      `digits is ${written(value)}`,
      "写 -15 至 15 的整数，或留空",
      "use a whole number from -15 to 15 or none",
    );
  }
  return digits;
}

/** One number between two limits; the default for a blank. */
export function numberIn(name: string, given: Argument, otherwise: number, low: number, high: number): number {
  const value = single(given);
  if (isNothing(value)) return otherwise;
  const found = numberOf(value);
  if (!(low <= found && found <= high)) {
    refuse(
      `${name} 是 ${written(value)}`,
      `${name} is ${written(value)}`,
      `写 ${general(low)} 至 ${general(high)} 的数，或留空`,
      `give a number from ${general(low)} to ${general(high)}, or none`,
    );
  }
  return found;
}

export function wholeIn(name: string, given: Argument, otherwise: number, low: number, high: number): number {
  const value = numberIn(name, given, otherwise, low, high);
  if (!Number.isInteger(value)) {
    refuse(
      `${name} 是 ${written(single(given))}`,
      `${name} is ${written(single(given))}`,
      "写整数",
      "give a whole number",
    );
  }
  return value;
}

/** The option that a word names; the default for a blank. */
export function option<T extends string>(words: readonly T[], name: string, given: Argument, otherwise: T): T {
  const value = single(given);
  if (isNothing(value)) return otherwise;
  const word = stripped(plainText(value)).replace(/ /g, "-");
  const found = words.find((known) => known === word.replace(/_/g, "-").toLowerCase());
  return (
    found ??
    refuse(
      `“${word}”不是 ${name}`,
      `${written(word)} is no ${name}`,
      `可用的有：${words.join(", ")}`,
      `one of: ${words.join(", ")}`,
    )
  );
}

/** Scores by row with weights of the same shape; a column with a column of weights becomes one row. */
export function paired(scores: Cells, weights: Cells): readonly [Cells, Cells] {
  const [rows, columns] = [rowsOf(scores), columnsOf(scores)];
  if (sameShape(scores, weights)) return columns === 1 ? [transposed(scores), transposed(weights)] : [scores, weights];
  if (sizeOf(weights) === columns && (rowsOf(weights) === 1 || columnsOf(weights) === 1)) {
    const line = flat(weights);
    return [scores, scores.map(() => line)];
  }
  return refuse(
    `scores 是 ${shapeOf(scores)}，weights 是 ${shapeOf(weights)}`,
    `scores are ${shapeOf(scores)} but weights ${shapeOf(weights)}`,
    `写 ${columns} 个权重，每列一个，或 ${rows}×${columns}`,
    `give ${columns} weights, one for each column, or ${rows}×${columns}`,
  );
}

/** Blank weighs nothing. An error stands for itself in the result, whatever it weighs. */
export function weightsOf(weights: Cells): number[][] {
  const checked = new Set<readonly Cell[]>();
  for (const row of weights) {
    if (checked.has(row)) continue;
    checked.add(row);
    row.forEach(checkWeight);
  }
  return weights.map((row) => row.map((value) => numberOf(value) || 0));
}

function checkWeight(value: Cell): void {
  const isFine = typeof value === "number" ? !(value < 0) : isBlank(value) || errorOf(value) !== null;
  if (!isFine) {
    refuse(
      `权重是 ${written(value)}`,
      `a weight is ${written(value)}`,
      "权重是不小于 0 的数",
      "weights are numbers from 0 up",
    );
  }
}

/** A table without its headings, and these: of rows and columns, or 1, 2, 3 … where a table has none. */
export function labelled(values: Cells): { readonly body: Cells; readonly rows: string[]; readonly columns: string[] } {
  const [rows, columns] = [rowsOf(values), columnsOf(values)];
  const heads = [...(values[0] ?? []).slice(1), ...values.slice(1).map((row) => row[0]!)];
  if (rows > 1 && columns > 1 && heads.every((head) => typeof head === "string" && stripped(head))) {
    return {
      body: values.slice(1).map((row) => row.slice(1)),
      rows: values.slice(1).map((row) => row[0] as string),
      columns: values[0]!.slice(1) as string[],
    };
  }
  return { body: values, rows: countedTo(rows), columns: countedTo(columns) };
}

export function countedTo(size: number): string[] {
  return Array.from({ length: size }, (_, place) => String(place + 1));
}

/** Whether less is better, for each column; nothing given: nowhere. */
export function costsOf(directions: Argument, count: number): boolean[] {
  if (directions === null || directions === undefined) return new Array<boolean>(count).fill(false);
  const signs = flat(cells(directions)).map((value) => (Number.isNaN(numberOf(value)) ? 1 : numberOf(value)));
  if (signs.length !== count || !signs.every((sign) => sign === 1 || sign === -1)) {
    refuse(
      `directions 有 ${signs.length} 个，数据有 ${count} 列`,
      `${signs.length} directions for ${count} columns`,
      "每列写 1 或 -1",
      "give 1 or -1 for each column",
    );
  }
  return signs.map((sign) => sign < 0);
}

/** The numbers of a range in one line. */
export function vectorOf(values: Cells): number[] {
  return numbers(values).flat();
}
