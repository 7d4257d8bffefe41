/** What a function finds in a range: numbers, blanks, texts, errors. */

export type Cell = number | string | boolean | null;
/** The cells of a range, row by row. */
export type Cells = readonly (readonly Cell[])[];
/** An argument as a cell program hands it over: a range, one value, or nothing. */
export type Argument = Cells | Cell | undefined;

/** What the message of a wrong call begins with, so that functions further on recognise it as an error. */
export const MARK = "#SX:";
/** The second stands in workbooks that were saved with earlier versions. */
const MARKS = [MARK, "#SX!"];
const EXCEL_ERROR = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$/;

/** Any argument as a matrix of cells: one value is 1×1. */
export function cells(given: Argument): Cells {
  return Array.isArray(given) ? (given as Cells) : [[(given as Cell | undefined) ?? null]];
}

/** The cells of an argument; none where it was left out. */
export function cellsIfAny(given: Argument): Cells {
  return given === null || given === undefined ? [] : cells(given);
}

export function rowsOf(values: Cells): number {
  return values.length;
}

export function columnsOf(values: Cells): number {
  return values.length ? values[0]!.length : 0;
}

export function sizeOf(values: Cells): number {
  return rowsOf(values) * columnsOf(values);
}

/** How large a range is, as people write it. */
export function shapeOf(values: Cells): string {
  return `${rowsOf(values)}×${columnsOf(values)}`;
}

export function sameShape(one: Cells, other: Cells): boolean {
  return rowsOf(one) === rowsOf(other) && columnsOf(one) === columnsOf(other);
}

/** All cells, row by row. */
export function flat(values: Cells): Cell[] {
  return ([] as Cell[]).concat(...(values as Cell[][]));
}

/** The first cell; null where there is none. */
export function first(values: Cells): Cell {
  return sizeOf(values) ? values[0]![0]! : null;
}

export function column(values: readonly Cell[]): Cell[][] {
  return values.map((value) => [value]);
}

export function transposed<T>(values: readonly (readonly T[])[]): T[][] {
  return values.length ? values[0]!.map((_, place) => values.map((row) => row[place]!)) : [];
}

/** A function of each cell, in the shape of the range. */
export function each<T>(values: Cells, change: (value: Cell, row: number, place: number) => T): T[][] {
  return values.map((row, at) => row.map((value, place) => change(value, at, place)));
}

/** The number of a cell; NaN for all else: blanks, texts and, as in SUM, TRUE and FALSE. */
export function numberOf(value: Cell): number {
  return typeof value === "number" ? value : NaN;
}

export function numbers(values: Cells): number[][] {
  return values.map((row) => row.map(numberOf));
}

/** Whether nothing stands in a cell. */
export function isBlank(value: Cell | undefined): boolean {
  return value === null || value === undefined || value === "" || value !== value;
}

/** Whether an argument was left out or is a blank; a number that is none is neither. */
export function isNothing(value: Cell | undefined): boolean {
  return value === null || value === undefined || value === "";
}

/** The text of an error in a cell: one of Excel's, or the message of a wrong call further back. */
export function errorOf(value: Cell): string | null {
  if (typeof value !== "string") return null;
  for (const mark of MARKS) {
    const place = value.indexOf(mark);
    if (place >= 0) return value.slice(place);
  }
  return EXCEL_ERROR.test(value) ? value : null;
}

/** The text of the first error in a range. */
export function errorIn(values: Cells): string | null {
  for (const row of values) {
    for (let place = 0; place < row.length; place += 1) {
      const value = row[place]!;
      const error = typeof value === "string" ? errorOf(value) : null;
      if (error !== null) return error;
    }
  }
  return null;
}
