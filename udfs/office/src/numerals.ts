/** Numbers as people type them: 1,234.5, 1.2E+05, 三万五, 1亿2000万. What can mean two things is no number. */

import { plain, stripped } from "./characters.js";

const DIGITS = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3}){2,}|[0-9]+)(?:\\.[0-9]*)?|\\.[0-9]+";
const CHINESE = "零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩";
/** Words that multiply the digits before them → the power of ten. */
const SCALES: Readonly<Record<string, number>> = {
  百: 2,
  千: 3,
  万: 4,
  十万: 5,
  百万: 6,
  千万: 7,
  亿: 8,
  十亿: 9,
  百亿: 10,
  千亿: 11,
  万亿: 12,
};
const ABOUT = /^(?:(?:大约|大概|约为|约|近|将近|接近|~|≈)(.+)|(.+?)(?:左右|上下))$/;
const NUMERAL = new RegExp(
  `^([+\\-−负]?) ?(?:(${DIGITS})(?:(?:[Ee]| ?[×xX*] ?10\\^)([+\\-−]?[0-9]{1,3}))?|([${CHINESE}]+))(.*)$`,
);
const COMPOSITE = new RegExp(`^(?:(${DIGITS})亿)?(?:(${DIGITS})万)?(${DIGITS})?([^0-9.,]*)$`);
const PER = /^(负?)百分之/;
const BREAKS = "\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029";
const INLINE = "\\t\\x1f \\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
/** Several numbers: on a line each, or with a Chinese comma, which enumerates. */
const TWO = new RegExp(`[0-9０-９][${INLINE}]*[${BREAKS}][${INLINE}${BREAKS}]*[0-9０-９]|[0-9]，[0-9]`);
const SIGNIFICANT = 15;
const LONGEST = 60;
const LARGEST = 1e15;
const SMALLEST = 1e-15;

/** The number that a text is; null for none, or for more than one. */
export function cleaned(typed: string): number | null {
  if (TWO.test(typed)) return null;
  const value = read(plain(typed));
  if (value === null || Math.abs(value) > LARGEST || (value !== 0 && Math.abs(value) < SMALLEST)) return null;
  return value;
}

function read(typed: string): number | null {
  const text = typed.replace(/[ 。.,;、]+$/, "");
  if (Array.from(text).length > LONGEST) return null;
  const about = ABOUT.exec(text);
  return about ? read(stripped(about[1] ?? about[2]!)) : single(text.replace(/。/g, "."));
}

/** One number with its sign and scale. */
function single(given: string): number | null {
  const text = given.length > 2 && given.startsWith("(") && given.endsWith(")") ? `-${given.slice(1, -1)}` : given;
  const per = PER.exec(text);
  const match = NUMERAL.exec(per ? per[1]! + text.slice(per[0].length) : text);
  if (!match) return null;
  const minus = match[1] !== "" && match[1] !== "+";
  const rest = stripped(match[5]!);
  if (per && !rest) return null;
  const value = match[4] !== undefined ? inWords(match[4], rest) : inDigits(text, match[2]!, match[3], rest);
  return value !== null && minus ? 0 - value : value;
}

function inDigits(text: string, digits: string, exponent: string | undefined, rest: string): number | null {
  const whole = digits
    .split(".")[0]!
    .replace(/[^0-9]/g, "")
    .replace(/^0+/, "");
  if (whole.length > SIGNIFICANT) return null;
  if (/[0-9]/.test(rest)) return composite(text.replace(/^[+\-−负 ]+/, ""));
  const power = Number((exponent ?? "0").replace("−", "-"));
  const scale = scaleOf(rest);
  return scale === null ? null : finite(`${decimal(digits)}e${power + scale}`);
}

/** 1亿2000万, 3万5000: what follows a scale is smaller than it, and not a single 5 that may mean 5千. */
function composite(text: string): number | null {
  const match = COMPOSITE.exec(text);
  if (!match || !(match[1] || match[2]) || stripped(match[4]!)) return null;
  const [high, middle, low] = [match[1], match[2], match[3]].map((part) => (part ? decimal(part) : "0")) as [
    string,
    string,
    string,
  ];
  const [tenThousands, ones] = [Number(middle), Number(low)];
  if (fraction(high) || fraction(middle) || tenThousands >= 10_000 || ones >= 10_000 || (ones > 0 && ones < 1000))
    return null;
  const [whole, part] = low.split(".") as [string, string | undefined];
  return finite(`${high.split(".")[0]!}${four(middle.split(".")[0]!)}${four(whole)}.${part ?? ""}`);
}

function four(digits: string): string {
  return String(Number(digits)).padStart(4, "0");
}

function fraction(digits: string): boolean {
  return /\.0*[1-9]/.test(digits);
}

/** Digits without separators and without a point at the end. */
function decimal(digits: string): string {
  return digits.replace(/[, ]/g, "").replace(/\.+$/, "");
}

function finite(written: string): number | null {
  const value = Number(written);
  return Number.isFinite(value) ? value : null;
}

/** The power of ten of a scale word; null for any other word. */
function scaleOf(rest: string): number | null {
  const suffix = rest.replace(/ /g, "");
  if (!suffix) return 0;
  return Object.prototype.hasOwnProperty.call(SCALES, suffix) ? SCALES[suffix]! : null;
}

const FORMAL: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩〇", (char, place) => [
    char,
    "一二三四五六七八九十百千万亿二三六两零"[place]!,
  ]),
);
const DIGIT: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  两: 2,
};
const PLACES: readonly (readonly [string, number])[] = [
  ["千", 1000],
  ["百", 100],
  ["十", 10],
];
const GROUPS: readonly (readonly [string, number])[] = [
  ["亿", 100_000_000],
  ["万", 10_000],
];
const SPELT = /^[零一二三四五六七八九]+$/;

function inWords(words: string, rest: string): number | null {
  const written = chinese(words);
  const scale = scaleOf(rest);
  const isBig = /[万亿萬億]/.test(words);
  if (written === null || scale === null || (isBig && scale > 0)) return null;
  return finite(`${written}e${scale}`);
}

/** A number in words, in digits: 一百二十, 三万五, 二〇二六, 十二点五. Null for what is no single number. */
function chinese(text: string): string | null {
  const formal = Array.from(text, (char) => FORMAL[char] ?? char).join("");
  const point = formal.indexOf("点");
  const whole = point < 0 ? formal : formal.slice(0, point);
  const value = SPELT.test(whole) ? spelt(whole) : counted(whole);
  if (value === null || point < 0) return value === null ? null : String(value);
  const after = formal.slice(point + 1);
  return SPELT.test(after) ? `${value}.${digitsOf(after)}` : null;
}

function digitsOf(text: string): string {
  return Array.from(text, (word) => DIGIT[word]!).join("");
}

/** Digit by digit: 二零二六. Two digits alone may mean "one or two" (一二) and are no number. */
function spelt(text: string): string | null {
  return text.length !== 2 || text.includes("零") ? digitsOf(text) : null;
}

function cut(text: string, word: string): readonly [string, boolean, string] {
  const place = text.indexOf(word);
  return place < 0 ? [text, false, ""] : [text.slice(0, place), true, text.slice(place + word.length)];
}

function isDigit(word: string): boolean {
  return Object.prototype.hasOwnProperty.call(DIGIT, word);
}

/** With its units: 一亿二千万, 三万零五; what follows a unit at the end without one of its own is a tenth of it. */
function counted(text: string): number | null {
  for (const [word, unit] of GROUPS) {
    const [head, found, tail] = cut(text, word);
    if (found) return joined(head ? counted(head) : null, unit, tail);
  }
  return belowTenThousand(text);
}

function joined(head: number | null, unit: number, tail: string): number | null {
  if (!head) return null;
  const value = head * unit;
  if (!tail) return value;
  if (isDigit(tail)) return tail === "零" ? null : value + (DIGIT[tail]! * unit) / 10;
  const skipped = tail.startsWith("零");
  const rest = counted(skipped ? tail.slice(1) : tail);
  const skips = rest !== null && rest < Math.floor(unit / 10);
  if (rest === null || rest === 0 || rest >= unit || skips !== skipped) {
    // 十二 and 一百 after a unit without the 零 that grammar asks for are said so, and not to be mistaken.
    return rest !== null && rest >= 10 && rest < unit && !skipped ? value + rest : null;
  }
  return value + rest;
}

/** Thousands, hundreds, tens and ones in falling order. */
function belowTenThousand(text: string): number | null {
  if (isDigit(text)) return DIGIT[text]!;
  for (const [word, unit] of PLACES) {
    const [head, found, tail] = cut(text, word);
    if (!found) continue;
    const factor = unit === 10 && !head ? 1 : isDigit(head) ? DIGIT[head]! : 0;
    if (!factor) return null;
    if (isDigit(tail) && unit === 10) return tail === "零" ? null : factor * 10 + DIGIT[tail]!;
    return joined(factor, unit, tail);
  }
  return null;
}
