/** Words in both languages, and numbers and texts as Python writes them into messages. */

import { hidden } from "./characters.js";

export type Lang = "zh" | "en";

/** The same words in Chinese and in English. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export function text(zh: string, en: string): Text {
  return { zh, en };
}

/** A function was called with arguments that do not fit: what is wrong, and what to do. */
export class Fault extends Error {
  constructor(
    readonly what: Text,
    readonly remedy: Text,
  ) {
    super(what.en);
  }
}

/** A rule cannot be made of its name and parameters. */
export class RuleFault extends Error {
  constructor(readonly told: Text) {
    super(told.en);
  }
}

export function refuse(whatZh: string, whatEn: string, remedyZh: string, remedyEn: string): never {
  throw new Fault(text(whatZh, whatEn), text(remedyZh, remedyEn));
}

export function refuseRule(zh: string, en: string): never {
  throw new RuleFault(text(zh, en));
}

interface Digits {
  readonly sign: string;
  readonly digits: string;
  /** The power of ten of the first digit. */
  readonly exponent: number;
}

function split(written: string): Digits {
  const [mantissa, exponent] = written.split("e") as [string, string];
  const sign = mantissa.startsWith("-") ? "-" : "";
  return { sign, digits: mantissa.replace(/[-.]/g, ""), exponent: Number(exponent) };
}

function scientific({ sign, digits, exponent }: Digits): string {
  const rest = digits.slice(1);
  const size = String(Math.abs(exponent)).padStart(2, "0");
  return `${sign}${digits[0]}${rest ? `.${rest}` : ""}e${exponent < 0 ? "-" : "+"}${size}`;
}

function positional({ sign, digits, exponent }: Digits): string {
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction ? `.${fraction}` : ""}`;
}

function odd(value: number): string | null {
  if (value !== value) return "nan";
  if (Math.abs(value) === Infinity) return value > 0 ? "inf" : "-inf";
  return null;
}

/** A number with all its digits: 1.0, 0.1, 1e+16. */
export function numberText(value: number): string {
  const none = odd(value);
  if (none !== null) return none;
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const parts = split(value.toExponential());
  if (parts.exponent < -4 || parts.exponent >= 16) return scientific(parts);
  const written = positional(parts);
  return written.includes(".") ? written : `${written}.0`;
}

/** A number with so many significant digits and no superfluous zeros: 0.1, 250, 1e+06. */
export function general(value: number, precision = 6): string {
  const none = odd(value);
  if (none !== null) return none;
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const parts = rounded(split(value.toExponential(60)), precision);
  const digits = parts.digits.replace(/0+$/, "") || "0";
  const short = { ...parts, digits };
  return parts.exponent < -4 || parts.exponent >= precision ? scientific(short) : positional(short);
}

/** Digits cut to a number of them, halves to even. */
function rounded({ sign, digits, exponent }: Digits, precision: number): Digits {
  const kept = digits.slice(0, precision);
  const rest = digits.slice(precision);
  const half = `5${"0".repeat(Math.max(0, rest.length - 1))}`;
  const up = rest > half || (rest === half && Number(kept[kept.length - 1]) % 2 === 1);
  if (!up) return { sign, digits: kept, exponent };
  const more = String(Number(kept) + 1).padStart(precision, "0");
  return more.length > precision
    ? { sign, digits: more.slice(0, precision), exponent: exponent + 1 }
    : { sign, digits: more, exponent };
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A value of a cell as Python writes it in code: 'text', 1.0, True. */
export function written(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberText(value);
  const word = String(value);
  const quote = word.includes("'") && !word.includes('"') ? '"' : "'";
  const inner = Array.from(word, (char) => {
    if (char === quote) return `\\${quote}`;
    return ESCAPES[char] ?? (unprintable(char) ? escaped(char) : char);
  });
  return `${quote}${inner.join("")}${quote}`;
}

function unprintable(char: string): boolean {
  return hidden(char) || /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue000-\uf8ff]/.test(char);
}

function escaped(char: string): string {
  const code = char.codePointAt(0)!;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** A value of a cell as Python's str gives it. */
export function plainText(value: unknown): string {
  return typeof value === "string" ? value : written(value);
}

/** The names that come more than once, in the order in which they first come. */
export function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name) => names.indexOf(name) !== names.lastIndexOf(name)))];
}

/** The first few names, and how many more. */
export function listed(names: readonly string[]): string {
  const more = names.length > 5 ? ` … (+${names.length - 5})` : "";
  return names.slice(0, 5).join(", ") + more;
}
