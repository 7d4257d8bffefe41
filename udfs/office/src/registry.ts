/** The functions by name, and how they answer: no exception, no NaN, what goes wrong as a sentence that begins with #SX:. */

import { type Argument, type Cell, type Cells, cells, each, errorOf, first, isBlank, MARK } from "./cells.js";
import { spaced } from "./characters.js";
import { cleaned } from "./numerals.js";
import { SX_NORMALIZE, SX_RANK, SX_SCORE, stages } from "./scores.js";
import { Fault, type Lang, plainText, refuse, text, type Text, written } from "./texts.js";
import { SX_BANDS, SX_COVERAGE, SX_GAP, SX_OBSTACLE, SX_ROLLUP, SX_TORNADO, SX_WEIGHTED } from "./totals.js";
import { SX_AHP_ADVICE, SX_AHP_CR, SX_AHP_WEIGHTS, SX_COMBINE, SX_WEIGHTS } from "./weighing.js";

/** What the add-in is told of a function: its purpose, its arguments, its result, in the language of the add-in. */
export interface Described {
  readonly name: string;
  readonly purpose: string;
  readonly arguments: readonly { readonly name: string; readonly doc: string; readonly optional: boolean }[];
  readonly result: string;
}

/** The language of messages, and all functions there are, also those that are not ported. */
export interface Setting {
  readonly lang: Lang;
  readonly functions: readonly Described[];
}

type Ported = (...given: Argument[]) => Cells;

const LONGEST = 255;

function functionsOf(setting: Setting): Readonly<Record<string, Ported>> {
  return {
    SX_AHP_ADVICE,
    SX_AHP_CR,
    SX_AHP_WEIGHTS,
    SX_BANDS,
    SX_CLEAN: (given) => each(cells(given), (value) => clean(value, setting.lang)),
    SX_COMBINE,
    SX_COVERAGE,
    SX_GAP,
    SX_HELP: (name) => help(first(cells(name)), setting),
    SX_NORMALIZE,
    SX_OBSTACLE,
    SX_RANK,
    SX_ROLLUP,
    SX_SCORE,
    SX_STAGE: stages(setting.lang),
    SX_TORNADO,
    SX_WEIGHTED,
    SX_WEIGHTS,
  };
}

/** The names of the functions that are ported. */
export function ported(): string[] {
  return Object.keys(functionsOf({ lang: "zh", functions: [] }));
}

/** The answer of a function, cell by cell: numbers, texts, "" for none; an error is its text. Arguments left out are null. */
export function answer(setting: Setting, name: string, given: readonly Argument[]): Cell[][] {
  const call = functionsOf(setting)[name] ?? missing;
  // A default stands where an argument is undefined, not where it is null.
  const filled = given.map((argument) => argument ?? undefined);
  try {
    return call(...filled).map(shown);
  } catch (trouble) {
    return [[message(name, trouble, setting.lang)]];
  }
}

/** Cells without null and numbers that are not finite. */
function shown(row: readonly Cell[]): Cell[] {
  const cells = row.slice();
  for (let place = 0; place < cells.length; place += 1) {
    const value = cells[place]!;
    if (value === null || (typeof value === "number" && !Number.isFinite(value))) cells[place] = "";
  }
  return cells;
}

function missing(): never {
  return refuse(
    "Office 加载项中没有这个函数",
    "this add-in does not have the function",
    "在 Windows 的 Excel 或 LibreOffice 中使用",
    "use it in Excel for Windows or in LibreOffice",
  );
}

function message(name: string, trouble: unknown, lang: Lang): string {
  const fault = trouble instanceof Fault ? trouble : unexpected(trouble);
  const said = Array.from(spaced(`${MARK} ${name} ${fault.what[lang]} → ${fault.remedy[lang]}`));
  return said.length <= LONGEST ? said.join("") : `${said.slice(0, LONGEST - 1).join("")}…`;
}

function unexpected(trouble: unknown): { readonly what: Text; readonly remedy: Text } {
  const kind = trouble instanceof Error ? trouble.name : typeof trouble;
  return {
    what: text("无法计算", "it cannot be calculated"),
    remedy: text(`检查参数（${kind}）`, `look at the arguments (${kind})`),
  };
}

function clean(value: Cell, lang: Lang): Cell {
  if (isBlank(value)) return "";
  if (typeof value === "number") return value;
  const error = errorOf(value);
  if (error !== null) return error;
  return cleaned(plainText(value)) ?? `${MARK} SX_CLEAN ${text("读不成一个数", "cannot be read as one number")[lang]}`;
}

/** Names and purposes; with a name the purpose, arguments and result of that function. */
function help(name: Cell, { functions }: Setting): Cells {
  const sorted = [...functions].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (!name) return sorted.map((each) => [each.name, each.purpose]);
  const asked = spaced(plainText(name)).toUpperCase().replace(/^SX\./, "SX_");
  const found = functions.find((each) => each.name === asked);
  if (!found) {
    const names = sorted.map((each) => each.name);
    return refuse(
      `没有函数“${plainText(name)}”`,
      `there is no function ${written(name)}`,
      `可用的有：${names.join("、")}`,
      `one of ${names.join(", ")}`,
    );
  }
  const rows = found.arguments.map((argument) => [
    argument.optional ? `[${argument.name}]` : argument.name,
    argument.doc,
  ]);
  return [[found.name, found.purpose], ...rows, ["=", found.result]];
}
