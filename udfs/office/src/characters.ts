/** Characters that cannot be seen, spaces, and the full-width forms of ASCII, as Python's unicodedata has them. */

/** Format characters (Cf) of Unicode 14, first and last of each run. */
const FORMAT: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x600, 0x605],
  [0x61c, 0x61c],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x890, 0x891],
  [0x8e2, 0x8e2],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0x110bd, 0x110bd],
  [0x110cd, 0x110cd],
  [0x13430, 0x13438],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0001, 0xe0001],
  [0xe0020, 0xe007f],
];
const SPACE = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
/** What Python counts as white space; \s of JavaScript has another opinion of four of them. */
const BLANKS = /[\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const EDGES = new RegExp(`^${BLANKS.source}|${BLANKS.source}$`, "g");

/** Whether a character cannot be seen: control, format, half a character, none at all. */
export function hidden(char: string): boolean {
  const code = char.codePointAt(0)!;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return char !== "\n" && char !== "\t";
  if (code >= 0xd800 && code <= 0xdfff) return true;
  if ((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe) return true;
  return FORMAT.some(([first, last]) => code >= first && code <= last);
}

export function stripped(word: string): string {
  return word.replace(EDGES, "");
}

/** Text with every run of white space as one blank. */
export function spaced(word: string): string {
  return stripped(word.replace(BLANKS, " "));
}

/** Visible, with ASCII for full-width letters, digits and signs, with single blanks and none at the ends. */
export function plain(word: string): string {
  const seen = Array.from(word, (char) => {
    if (SPACE.test(char)) return " ";
    if (hidden(char)) return "";
    const code = char.codePointAt(0)!;
    return code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : char;
  });
  return spaced(seen.join(""));
}
