/** The custom functions of Excel: what Office.js hands over in, answers with real errors out. */

import { type Argument, type Cell, errorOf, MARK } from "./cells.js";
import { answer, type Setting } from "./registry.js";

/** The part of Office.js that is used; it is there before this script, or comes with the runtime of functions. */
export interface CustomFunctionsHost {
  associate(id: string, call: (...given: unknown[]) => unknown): void;
  readonly Error: new (code: string, message?: string) => object;
}

/** The errors that Excel takes from a function; all others, and what is wrong with a call, are #VALUE! with a message. */
const OWN = new Set(["#N/A", "#DIV/0!", "#NUM!", "#NULL!"]);
const VALUE = "#VALUE!";
/** What stands before the name of a function in a formula. */
const NAMESPACE = "SX";

/** The id by which Excel knows a function: no underscores, and no SX, which is the namespace. */
export function idOf(name: string): string {
  return name.replace(/^SX_/, "").replace(/_/g, ".");
}

/** Names all functions to Excel. */
export function register(host: CustomFunctionsHost, setting: Setting): void {
  for (const { name, arguments: declared } of setting.functions) {
    host.associate(idOf(name), (...given) => called(host, setting, name, given.slice(0, declared.length)));
  }
}

/** One call: Excel appends an argument of its own, which is cut off before. */
function called(host: CustomFunctionsHost, setting: Setting, name: string, given: readonly unknown[]): unknown[][] {
  const found = answer(setting, name, given.map(argumentOf));
  if (name === "SX_HELP")
    return found.map((row) => row.map((value) => outgoing(host, typeof value === "string" ? here(value) : value)));
  return found.map((row) => row.map((value) => outgoing(host, value)));
}

/** The name of a function as a formula of this add-in has it. */
function here(name: string): string {
  return name.replace(/^SX_/, `${NAMESPACE}.`);
}

function argumentOf(given: unknown): Argument {
  return Array.isArray(given) ? (given as unknown[][]).map((row) => row.map(incoming)) : incoming(given);
}

/** What Excel may hand over in place of a plain value: an error of functions, or a value with its type. */
interface TypedValue {
  readonly code?: unknown;
  readonly type?: unknown;
  readonly basicValue?: unknown;
}

/** A value of a cell; an error is its text, #N/A, as the functions pass it on. */
function incoming(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return value as Cell;
  const { code, type, basicValue } = value as TypedValue;
  if (type === "Empty") return null;
  const shown = code ?? basicValue;
  if (typeof shown === "string" && (code === undefined || errorOf(shown) !== null)) return shown;
  return typeof shown === "number" || typeof shown === "boolean" ? shown : VALUE;
}

function outgoing(host: CustomFunctionsHost, value: Cell): unknown {
  const error = errorOf(value);
  if (error === null) return value;
  if (OWN.has(error)) return new host.Error(error);
  return error === VALUE
    ? new host.Error(VALUE)
    : new host.Error(VALUE, error.startsWith(MARK) ? error : `${MARK} ${error}`);
}
