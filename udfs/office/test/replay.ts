/** Golden vectors replayed: the calls and answers that the Python side wrote down. */

import { answer, type Described } from "../src/registry.js";
import type { Argument, Cell } from "../src/cells.js";
import type { Lang } from "../src/texts.js";

export type Case = readonly [Lang, string, readonly Argument[], readonly (readonly Cell[])[]];

export interface Vectors {
  readonly functions: Readonly<Record<Lang, readonly Described[]>>;
  readonly cases: readonly Case[];
}

/** How far numbers may lie apart: relatively, and where they are all but 0. */
const RELATIVE = 1e-12;
const ABSOLUTE = 1e-13;

function agree(mine: Cell | undefined, theirs: Cell | undefined): boolean {
  if (typeof mine !== "number" || typeof theirs !== "number") return mine === theirs;
  const apart = Math.abs(mine - theirs);
  return apart <= ABSOLUTE || apart <= RELATIVE * Math.max(Math.abs(mine), Math.abs(theirs));
}

/** What the port answers otherwise than Python, in words. */
export function differences({ functions, cases }: Vectors): string[] {
  return cases.flatMap(([lang, name, given, expected]) => {
    const found = answer({ lang, functions: functions[lang] }, name, given);
    const same =
      found.length === expected.length &&
      found.every(
        (row, at) =>
          row.length === expected[at]!.length && row.every((value, place) => agree(value, expected[at]![place])),
      );
    return same
      ? []
      : [`${name}(${JSON.stringify(given)}) [${lang}]\n  ${JSON.stringify(found)}\n  ${JSON.stringify(expected)}`];
  });
}
