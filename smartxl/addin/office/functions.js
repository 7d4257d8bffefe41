"use strict";
(() => {
  // src/cells.ts
  var MARK = "#SX:";
  var MARKS = [MARK, "#SX!"];
  var EXCEL_ERROR = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$/;
  function cells(given) {
    return Array.isArray(given) ? given : [[given != null ? given : null]];
  }
  function cellsIfAny(given) {
    return given === null || given === void 0 ? [] : cells(given);
  }
  function rowsOf(values) {
    return values.length;
  }
  function columnsOf(values) {
    return values.length ? values[0].length : 0;
  }
  function sizeOf(values) {
    return rowsOf(values) * columnsOf(values);
  }
  function shapeOf(values) {
    return `${rowsOf(values)}×${columnsOf(values)}`;
  }
  function sameShape(one, other) {
    return rowsOf(one) === rowsOf(other) && columnsOf(one) === columnsOf(other);
  }
  function flat(values) {
    return [].concat(...values);
  }
  function first(values) {
    return sizeOf(values) ? values[0][0] : null;
  }
  function column(values) {
    return values.map((value) => [value]);
  }
  function transposed(values) {
    return values.length ? values[0].map((_, place) => values.map((row) => row[place])) : [];
  }
  function each(values, change) {
    return values.map((row, at) => row.map((value, place) => change(value, at, place)));
  }
  function numberOf(value) {
    return typeof value === "number" ? value : NaN;
  }
  function numbers(values) {
    return values.map((row) => row.map(numberOf));
  }
  function isBlank(value) {
    return value === null || value === void 0 || value === "" || value !== value;
  }
  function isNothing(value) {
    return value === null || value === void 0 || value === "";
  }
  function errorOf(value) {
    if (typeof value !== "string") return null;
    for (const mark of MARKS) {
      const place = value.indexOf(mark);
      if (place >= 0) return value.slice(place);
    }
    return EXCEL_ERROR.test(value) ? value : null;
  }
  function errorIn(values) {
    for (const row of values) {
      for (let place = 0; place < row.length; place += 1) {
        const value = row[place];
        const error = typeof value === "string" ? errorOf(value) : null;
        if (error !== null) return error;
      }
    }
    return null;
  }

  // src/characters.ts
  var FORMAT = [
    [173, 173],
    [1536, 1541],
    [1564, 1564],
    [1757, 1757],
    [1807, 1807],
    [2192, 2193],
    [2274, 2274],
    [6158, 6158],
    [8203, 8207],
    [8234, 8238],
    [8288, 8292],
    [8294, 8303],
    [65279, 65279],
    [65529, 65531],
    [69821, 69821],
    [69837, 69837],
    [78896, 78904],
    [113824, 113827],
    [119155, 119162],
    [917505, 917505],
    [917536, 917631]
  ];
  var SPACE = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
  var BLANKS = /[\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
  var EDGES = new RegExp(`^${BLANKS.source}|${BLANKS.source}$`, "g");
  function hidden(char) {
    const code = char.codePointAt(0);
    if (code < 32 || code >= 127 && code < 160) return char !== "\n" && char !== "	";
    if (code >= 55296 && code <= 57343) return true;
    if (code >= 64976 && code <= 65007 || (code & 65534) === 65534) return true;
    return FORMAT.some(([first2, last]) => code >= first2 && code <= last);
  }
  function stripped(word) {
    return word.replace(EDGES, "");
  }
  function spaced(word) {
    return stripped(word.replace(BLANKS, " "));
  }
  function plain(word) {
    const seen = Array.from(word, (char) => {
      if (SPACE.test(char)) return " ";
      if (hidden(char)) return "";
      const code = char.codePointAt(0);
      return code > 65280 && code < 65375 ? String.fromCharCode(code - 65248) : char;
    });
    return spaced(seen.join(""));
  }

  // src/numerals.ts
  var DIGITS = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3}){2,}|[0-9]+)(?:\\.[0-9]*)?|\\.[0-9]+";
  var CHINESE = "零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩";
  var SCALES = {
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
    万亿: 12
  };
  var ABOUT = /^(?:(?:大约|大概|约为|约|近|将近|接近|~|≈)(.+)|(.+?)(?:左右|上下))$/;
  var NUMERAL = new RegExp(
    `^([+\\-−负]?) ?(?:(${DIGITS})(?:(?:[Ee]| ?[×xX*] ?10\\^)([+\\-−]?[0-9]{1,3}))?|([${CHINESE}]+))(.*)$`
  );
  var COMPOSITE = new RegExp(`^(?:(${DIGITS})亿)?(?:(${DIGITS})万)?(${DIGITS})?([^0-9.,]*)$`);
  var PER = /^(负?)百分之/;
  var BREAKS = "\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029";
  var INLINE = "\\t\\x1f \\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
  var TWO = new RegExp(`[0-9０-９][${INLINE}]*[${BREAKS}][${INLINE}${BREAKS}]*[0-9０-９]|[0-9]，[0-9]`);
  var SIGNIFICANT = 15;
  var LONGEST = 60;
  var LARGEST = 1e15;
  var SMALLEST = 1e-15;
  function cleaned(typed) {
    if (TWO.test(typed)) return null;
    const value = read(plain(typed));
    if (value === null || Math.abs(value) > LARGEST || value !== 0 && Math.abs(value) < SMALLEST) return null;
    return value;
  }
  function read(typed) {
    var _a;
    const text2 = typed.replace(/[ 。.,;、]+$/, "");
    if (Array.from(text2).length > LONGEST) return null;
    const about = ABOUT.exec(text2);
    return about ? read(stripped((_a = about[1]) != null ? _a : about[2])) : single(text2.replace(/。/g, "."));
  }
  function single(given) {
    const text2 = given.length > 2 && given.startsWith("(") && given.endsWith(")") ? `-${given.slice(1, -1)}` : given;
    const per = PER.exec(text2);
    const match = NUMERAL.exec(per ? per[1] + text2.slice(per[0].length) : text2);
    if (!match) return null;
    const minus = match[1] !== "" && match[1] !== "+";
    const rest = stripped(match[5]);
    if (per && !rest) return null;
    const value = match[4] !== void 0 ? inWords(match[4], rest) : inDigits(text2, match[2], match[3], rest);
    return value !== null && minus ? 0 - value : value;
  }
  function inDigits(text2, digits, exponent, rest) {
    const whole = digits.split(".")[0].replace(/[^0-9]/g, "").replace(/^0+/, "");
    if (whole.length > SIGNIFICANT) return null;
    if (/[0-9]/.test(rest)) return composite(text2.replace(/^[+\-−负 ]+/, ""));
    const power = Number((exponent != null ? exponent : "0").replace("−", "-"));
    const scale = scaleOf(rest);
    return scale === null ? null : finite(`${decimal(digits)}e${power + scale}`);
  }
  function composite(text2) {
    const match = COMPOSITE.exec(text2);
    if (!match || !(match[1] || match[2]) || stripped(match[4])) return null;
    const [high, middle, low] = [match[1], match[2], match[3]].map((part2) => part2 ? decimal(part2) : "0");
    const [tenThousands, ones] = [Number(middle), Number(low)];
    if (fraction(high) || fraction(middle) || tenThousands >= 1e4 || ones >= 1e4 || ones > 0 && ones < 1e3)
      return null;
    const [whole, part] = low.split(".");
    return finite(`${high.split(".")[0]}${four(middle.split(".")[0])}${four(whole)}.${part != null ? part : ""}`);
  }
  function four(digits) {
    return String(Number(digits)).padStart(4, "0");
  }
  function fraction(digits) {
    return /\.0*[1-9]/.test(digits);
  }
  function decimal(digits) {
    return digits.replace(/[, ]/g, "").replace(/\.+$/, "");
  }
  function finite(written2) {
    const value = Number(written2);
    return Number.isFinite(value) ? value : null;
  }
  function scaleOf(rest) {
    const suffix = rest.replace(/ /g, "");
    if (!suffix) return 0;
    return Object.prototype.hasOwnProperty.call(SCALES, suffix) ? SCALES[suffix] : null;
  }
  var FORMAL = Object.fromEntries(
    Array.from("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩〇", (char, place) => [
      char,
      "一二三四五六七八九十百千万亿二三六两零"[place]
    ])
  );
  var DIGIT = {
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
    两: 2
  };
  var PLACES = [
    ["千", 1e3],
    ["百", 100],
    ["十", 10]
  ];
  var GROUPS = [
    ["亿", 1e8],
    ["万", 1e4]
  ];
  var SPELT = /^[零一二三四五六七八九]+$/;
  function inWords(words, rest) {
    const written2 = chinese(words);
    const scale = scaleOf(rest);
    const isBig = /[万亿萬億]/.test(words);
    if (written2 === null || scale === null || isBig && scale > 0) return null;
    return finite(`${written2}e${scale}`);
  }
  function chinese(text2) {
    const formal = Array.from(text2, (char) => {
      var _a;
      return (_a = FORMAL[char]) != null ? _a : char;
    }).join("");
    const point = formal.indexOf("点");
    const whole = point < 0 ? formal : formal.slice(0, point);
    const value = SPELT.test(whole) ? spelt(whole) : counted(whole);
    if (value === null || point < 0) return value === null ? null : String(value);
    const after = formal.slice(point + 1);
    return SPELT.test(after) ? `${value}.${digitsOf(after)}` : null;
  }
  function digitsOf(text2) {
    return Array.from(text2, (word) => DIGIT[word]).join("");
  }
  function spelt(text2) {
    return text2.length !== 2 || text2.includes("零") ? digitsOf(text2) : null;
  }
  function cut(text2, word) {
    const place = text2.indexOf(word);
    return place < 0 ? [text2, false, ""] : [text2.slice(0, place), true, text2.slice(place + word.length)];
  }
  function isDigit(word) {
    return Object.prototype.hasOwnProperty.call(DIGIT, word);
  }
  function counted(text2) {
    for (const [word, unit] of GROUPS) {
      const [head, found, tail] = cut(text2, word);
      if (found) return joined(head ? counted(head) : null, unit, tail);
    }
    return belowTenThousand(text2);
  }
  function joined(head, unit, tail) {
    if (!head) return null;
    const value = head * unit;
    if (!tail) return value;
    if (isDigit(tail)) return tail === "零" ? null : value + DIGIT[tail] * unit / 10;
    const skipped = tail.startsWith("零");
    const rest = counted(skipped ? tail.slice(1) : tail);
    const skips = rest !== null && rest < Math.floor(unit / 10);
    if (rest === null || rest === 0 || rest >= unit || skips !== skipped) {
      return rest !== null && rest >= 10 && rest < unit && !skipped ? value + rest : null;
    }
    return value + rest;
  }
  function belowTenThousand(text2) {
    if (isDigit(text2)) return DIGIT[text2];
    for (const [word, unit] of PLACES) {
      const [head, found, tail] = cut(text2, word);
      if (!found) continue;
      const factor = unit === 10 && !head ? 1 : isDigit(head) ? DIGIT[head] : 0;
      if (!factor) return null;
      if (isDigit(tail) && unit === 10) return tail === "零" ? null : factor * 10 + DIGIT[tail];
      return joined(factor, unit, tail);
    }
    return null;
  }

  // src/texts.ts
  function text(zh, en) {
    return { zh, en };
  }
  var Fault = class extends Error {
    constructor(what, remedy) {
      super(what.en);
      this.what = what;
      this.remedy = remedy;
    }
  };
  var RuleFault = class extends Error {
    constructor(told) {
      super(told.en);
      this.told = told;
    }
  };
  function refuse(whatZh, whatEn, remedyZh, remedyEn) {
    throw new Fault(text(whatZh, whatEn), text(remedyZh, remedyEn));
  }
  function refuseRule(zh, en) {
    throw new RuleFault(text(zh, en));
  }
  function split(written2) {
    const [mantissa, exponent] = written2.split("e");
    const sign = mantissa.startsWith("-") ? "-" : "";
    return { sign, digits: mantissa.replace(/[-.]/g, ""), exponent: Number(exponent) };
  }
  function scientific({ sign, digits, exponent }) {
    const rest = digits.slice(1);
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${rest ? `.${rest}` : ""}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  function positional({ sign, digits, exponent }) {
    if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
    const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
    const fraction2 = digits.slice(exponent + 1);
    return `${sign}${whole}${fraction2 ? `.${fraction2}` : ""}`;
  }
  function odd(value) {
    if (value !== value) return "nan";
    if (Math.abs(value) === Infinity) return value > 0 ? "inf" : "-inf";
    return null;
  }
  function numberText(value) {
    const none = odd(value);
    if (none !== null) return none;
    if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
    const parts = split(value.toExponential());
    if (parts.exponent < -4 || parts.exponent >= 16) return scientific(parts);
    const written2 = positional(parts);
    return written2.includes(".") ? written2 : `${written2}.0`;
  }
  function general(value, precision = 6) {
    const none = odd(value);
    if (none !== null) return none;
    if (value === 0) return Object.is(value, -0) ? "-0" : "0";
    const parts = rounded(split(value.toExponential(60)), precision);
    const digits = parts.digits.replace(/0+$/, "") || "0";
    const short = { ...parts, digits };
    return parts.exponent < -4 || parts.exponent >= precision ? scientific(short) : positional(short);
  }
  function rounded({ sign, digits, exponent }, precision) {
    const kept = digits.slice(0, precision);
    const rest = digits.slice(precision);
    const half = `5${"0".repeat(Math.max(0, rest.length - 1))}`;
    const up = rest > half || rest === half && Number(kept[kept.length - 1]) % 2 === 1;
    if (!up) return { sign, digits: kept, exponent };
    const more = String(Number(kept) + 1).padStart(precision, "0");
    return more.length > precision ? { sign, digits: more.slice(0, precision), exponent: exponent + 1 } : { sign, digits: more, exponent };
  }
  var ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "	": "\\t" };
  function written(value) {
    if (value === null || value === void 0) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "number") return numberText(value);
    const word = String(value);
    const quote = word.includes("'") && !word.includes('"') ? '"' : "'";
    const inner = Array.from(word, (char) => {
      var _a;
      if (char === quote) return `\\${quote}`;
      return (_a = ESCAPES[char]) != null ? _a : unprintable(char) ? escaped(char) : char;
    });
    return `${quote}${inner.join("")}${quote}`;
  }
  function unprintable(char) {
    return hidden(char) || /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue000-\uf8ff]/.test(char);
  }
  function escaped(char) {
    const code = char.codePointAt(0);
    const hex = code.toString(16);
    if (code < 256) return `\\x${hex.padStart(2, "0")}`;
    return code < 65536 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  }
  function plainText(value) {
    return typeof value === "string" ? value : written(value);
  }
  function repeated(names) {
    return [...new Set(names.filter((name) => names.indexOf(name) !== names.lastIndexOf(name)))];
  }
  function listed(names) {
    const more = names.length > 5 ? ` … (+${names.length - 5})` : "";
    return names.slice(0, 5).join(", ") + more;
  }

  // src/arguments.ts
  var MOST_DIGITS = 15;
  function single2(given) {
    return first(cells(given));
  }
  function placesOf(given) {
    const value = single2(given);
    if (isNothing(value)) return null;
    const digits = numberOf(value);
    if (!Number.isInteger(digits) || Math.abs(digits) > MOST_DIGITS) {
      refuse(
        `digits 是 ${written(value)}`,
        `digits is ${written(value)}`,
        "写 -15 至 15 的整数，或留空",
        "use a whole number from -15 to 15 or none"
      );
    }
    return digits;
  }
  function numberIn(name, given, otherwise, low, high) {
    const value = single2(given);
    if (isNothing(value)) return otherwise;
    const found = numberOf(value);
    if (!(low <= found && found <= high)) {
      refuse(
        `${name} 是 ${written(value)}`,
        `${name} is ${written(value)}`,
        `写 ${general(low)} 至 ${general(high)} 的数，或留空`,
        `give a number from ${general(low)} to ${general(high)}, or none`
      );
    }
    return found;
  }
  function wholeIn(name, given, otherwise, low, high) {
    const value = numberIn(name, given, otherwise, low, high);
    if (!Number.isInteger(value)) {
      refuse(
        `${name} 是 ${written(single2(given))}`,
        `${name} is ${written(single2(given))}`,
        "写整数",
        "give a whole number"
      );
    }
    return value;
  }
  function option(words, name, given, otherwise) {
    const value = single2(given);
    if (isNothing(value)) return otherwise;
    const word = stripped(plainText(value)).replace(/ /g, "-");
    const found = words.find((known2) => known2 === word.replace(/_/g, "-").toLowerCase());
    return found != null ? found : refuse(
      `“${word}”不是 ${name}`,
      `${written(word)} is no ${name}`,
      `可用的有：${words.join(", ")}`,
      `one of: ${words.join(", ")}`
    );
  }
  function paired(scores, weights) {
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
      `give ${columns} weights, one for each column, or ${rows}×${columns}`
    );
  }
  function weightsOf(weights) {
    const checked = /* @__PURE__ */ new Set();
    for (const row of weights) {
      if (checked.has(row)) continue;
      checked.add(row);
      row.forEach(checkWeight);
    }
    return weights.map((row) => row.map((value) => numberOf(value) || 0));
  }
  function checkWeight(value) {
    const isFine = typeof value === "number" ? !(value < 0) : isBlank(value) || errorOf(value) !== null;
    if (!isFine) {
      refuse(
        `权重是 ${written(value)}`,
        `a weight is ${written(value)}`,
        "权重是不小于 0 的数",
        "weights are numbers from 0 up"
      );
    }
  }
  function labelled(values) {
    var _a;
    const [rows, columns] = [rowsOf(values), columnsOf(values)];
    const heads = [...((_a = values[0]) != null ? _a : []).slice(1), ...values.slice(1).map((row) => row[0])];
    if (rows > 1 && columns > 1 && heads.every((head) => typeof head === "string" && stripped(head))) {
      return {
        body: values.slice(1).map((row) => row.slice(1)),
        rows: values.slice(1).map((row) => row[0]),
        columns: values[0].slice(1)
      };
    }
    return { body: values, rows: countedTo(rows), columns: countedTo(columns) };
  }
  function countedTo(size) {
    return Array.from({ length: size }, (_, place) => String(place + 1));
  }
  function costsOf(directions, count2) {
    if (directions === null || directions === void 0) return new Array(count2).fill(false);
    const signs = flat(cells(directions)).map((value) => Number.isNaN(numberOf(value)) ? 1 : numberOf(value));
    if (signs.length !== count2 || !signs.every((sign) => sign === 1 || sign === -1)) {
      refuse(
        `directions 有 ${signs.length} 个，数据有 ${count2} 列`,
        `${signs.length} directions for ${count2} columns`,
        "每列写 1 或 -1",
        "give 1 or -1 for each column"
      );
    }
    return signs.map((sign) => sign < 0);
  }
  function vectorOf(values) {
    return numbers(values).flat();
  }

  // src/arithmetic.ts
  var EXCEL_DIGITS = 15;
  var UNROUNDED = 15;
  var SETTLED_DIGITS = 12;
  var POWERS = Array.from({ length: 309 }, (_, power) => Number(`1e${power}`));
  function powerOfTen(exponent) {
    var _a;
    return (_a = POWERS[exponent]) != null ? _a : Number(`1e${exponent}`);
  }
  function rint(value) {
    const below = Math.floor(value);
    const part = value - below;
    if (part !== 0.5) return part < 0.5 ? below : below + 1;
    return below % 2 === 0 ? below : below + 1;
  }
  function roundHalfAway(value, digits) {
    if (!Number.isFinite(value) || value === 0) return value + 0;
    const size = Math.abs(value);
    const magnitude = Math.floor(Math.log10(size));
    const scale = powerOfTen(digits);
    const places = Math.min(Math.max(EXCEL_DIGITS - 1 - magnitude - digits, 0), EXCEL_DIGITS);
    const step = powerOfTen(places);
    const settled2 = rint(size * scale * step) / step;
    const whole = Math.floor(settled2 + 0.5) / scale;
    return (value < 0 ? -whole : whole) + 0;
  }
  function rounded2(value, digits) {
    if (digits === null || digits >= UNROUNDED) return value;
    return roundHalfAway(digits ? value : roundHalfAway(value, SETTLED_DIGITS), digits);
  }
  function shown(value) {
    const shift = 14 - Math.floor(Math.log10(Math.abs(value)));
    if (!(shift >= 0 && shift <= 300)) return value;
    const step = POWERS[shift];
    return rint(value * step) / step;
  }
  function sum(values, start = 0, count2 = values.length) {
    if (count2 < 8) {
      let total2 = 0;
      for (let i = start; i < start + count2; i += 1) total2 += values[i];
      return total2;
    }
    if (count2 > 128) {
      const half = Math.floor(count2 / 2);
      const left = half - half % 8;
      return sum(values, start, left) + sum(values, start + left, count2 - left);
    }
    const lanes = values.slice(start, start + 8);
    const even = count2 - count2 % 8;
    for (let i = 8; i < even; i += 8) {
      for (let lane = 0; lane < 8; lane += 1) lanes[lane] += values[start + i + lane];
    }
    const [a, b, c, d, e, f, g, h] = lanes;
    let total = a + b + (c + d) + (e + f + (g + h));
    for (let i = even; i < count2; i += 1) total += values[start + i];
    return total;
  }
  function running(values) {
    let total = 0;
    for (const value of values) total += value;
    return total;
  }
  function product(one, other) {
    let total = 0;
    for (let place = 0; place < one.length; place += 1) total += one[place] * other[place];
    return total;
  }
  function sumOfKnown(values) {
    return sum(values.map((value) => value !== value ? 0 : value));
  }
  function known(values) {
    return values.filter((value) => value === value);
  }
  function mean(values) {
    const there = known(values);
    return running(there) / there.length;
  }
  function lowest(values) {
    return values.reduce((least, value) => least <= value || value !== value ? least : value, NaN);
  }
  function highest(values) {
    return values.reduce((most, value) => most >= value || value !== value ? most : value, NaN);
  }
  function median(values) {
    const ordered = known(values).sort((a, b) => a - b);
    const middle = ordered.length >> 1;
    if (!ordered.length) return NaN;
    return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  }
  function spread(deviations, ddof) {
    const there = known(deviations);
    const divisor = there.length - ddof;
    return divisor > 0 ? Math.sqrt(product(there, there) / divisor) : NaN;
  }
  function clip(value, low, high) {
    return value < low ? low : value > high ? high : value;
  }
  function rank(scores, ties = "competition") {
    const values = Float64Array.from(scores, shown);
    const ordered = values.filter((value) => value === value).sort().reverse();
    const count2 = ordered.length;
    const ranks = /* @__PURE__ */ new Map();
    let start = 0;
    for (let distinct = 1; start < count2; distinct += 1) {
      let end = start + 1;
      while (end < count2 && ordered[end] === ordered[start]) end += 1;
      ranks.set(ordered[start], ties === "dense" ? distinct : ties === "mid" ? (start + 1 + end) / 2 : start + 1);
      start = end;
    }
    return Array.from(values, (value) => {
      var _a;
      return (_a = ranks.get(value)) != null ? _a : NaN;
    });
  }

  // src/rules/parameters.ts
  function numbersOf(value) {
    return typeof value === "number" ? [value] : value;
  }
  function refuseInfinite(name, vector) {
    if (!vector.every(Number.isFinite)) {
      refuseRule(`规则 ${name} 的参数中有不是有限的数`, `rule ${name} has a parameter that is no finite number`);
    }
  }
  function fromVector(name, kind, vector) {
    if (kind.ofVector) return kind.ofVector(vector);
    refuseInfinite(name, vector);
    const { fields, lists } = kind;
    const lacking = fields.slice(vector.length).filter(([, value]) => value === null);
    if (lacking.length) {
      const names = lacking.map(([field]) => field).join(", ");
      refuseRule(`规则 ${name} 缺少参数 ${names}`, `rule ${name} needs the parameter ${names}`);
    }
    const rest = vector.slice(fields.length);
    const size = Math.floor(rest.length / (lists.length || 1));
    if (rest.length % (lists.length || 1) || rest.length && !lists.length) {
      refuseRule(
        `规则 ${name} 有 ${fields.length} 个单独的数和 ${lists.length} 组数`,
        `rule ${name} has ${fields.length} single numbers and ${lists.length} lists`
      );
    }
    const single3 = {};
    fields.forEach(([field, value], place) => {
      var _a;
      single3[field] = (_a = vector[place]) != null ? _a : value;
    });
    const several = {};
    lists.forEach((list, place) => {
      several[list] = rest.slice(size * place, size * (place + 1));
    });
    return kind.make(single3, several);
  }
  function fromParams(name, kind, params) {
    var _a, _b, _c;
    if (kind.ofParams) return kind.ofParams(params);
    const given = { ...(_a = kind.defaults) == null ? void 0 : _a.call(kind, params), ...params };
    const names = [...kind.fields.map(([field]) => field), ...kind.lists];
    refuseUnknown(name, params, names);
    const needed = kind.fields.filter(([, value]) => value === null).map(([field]) => field);
    refuseMissing(name, given, kind.listsOptional ? needed : [...needed, ...kind.lists]);
    const single3 = {};
    for (const [field, value] of kind.fields) single3[field] = (_b = given[field]) != null ? _b : value;
    const several = {};
    for (const list of kind.lists) several[list] = numbersOf((_c = given[list]) != null ? _c : []);
    return kind.make(single3, several);
  }
  function refuseUnknown(name, params, names) {
    const unknown = Object.keys(params).filter((given) => !names.includes(given)).sort();
    if (!unknown.length) return;
    const allowed = names.length ? same([...names].sort().join(", ")) : text("无", "none");
    refuseRule(
      `规则 ${name} 没有参数 ${unknown.join(", ")}（可用的有：${allowed.zh}）`,
      `unknown parameter ${unknown.join(", ")} (rule ${name} takes: ${allowed.en})`
    );
  }
  function refuseMissing(name, given, needed) {
    const missing3 = needed.filter((field) => !(field in given)).sort();
    if (missing3.length) {
      refuseRule(`规则 ${name} 缺少参数 ${missing3.join(", ")}`, `rule ${name} needs the parameter ${missing3.join(", ")}`);
    }
  }
  function same(words) {
    return text(words, words);
  }
  function checkFlag(name, value) {
    if (value !== 0 && value !== 1) {
      refuseRule(
        `${name} 是 ${general(value)}：写 1（是）或 0（否）`,
        `${name} is ${general(value)}: write 1 (yes) or 0 (no)`
      );
    }
  }
  function checkFull(full) {
    if (full <= 0) {
      refuseRule(`full 是 ${general(full)}：满分要大于 0`, `full is ${general(full)}: full points must be above 0`);
    }
  }
  function reading(row, per) {
    if (row.length === 1) return row[0];
    return row[1] === 0 ? NaN : per * row[0] / row[1];
  }
  function plainRule(fields, make) {
    return { fields, lists: [], make };
  }
  function oneReading(score, per, turns = false) {
    return { sizes: [1, 2], turns, score: (row) => score(reading(row, per)) };
  }

  // src/rules/leaves.ts
  var SETTLED = 10;
  var FAR = 100;
  function bandIndex(score, thresholds, upper) {
    const value = roundHalfAway(score, SETTLED);
    if (value !== value) return NaN;
    const reached = thresholds.filter((limit) => upper ? limit < value : limit <= value).length;
    return Math.max(reached - 1, 0);
  }
  function checkBands(thresholds, points) {
    if (thresholds.length !== points.length || !thresholds.length) {
      refuseRule(
        `thresholds 有 ${thresholds.length} 个，points 有 ${points.length} 个：要一一对应`,
        `${thresholds.length} thresholds but ${points.length} points: give one for each`
      );
    }
    if (!rises(thresholds)) refuseRule("thresholds 要依次增大", "thresholds must increase");
  }
  function rises(values) {
    return values.every((value, place) => place === 0 || !(value <= values[place - 1]));
  }
  var quotient = plainRule([], () => ({ sizes: [2, 2], score: (row) => reading(row, 100) }));
  var goalposts = plainRule(
    [
      ["worst", null],
      ["best", null],
      ["per", 100]
    ],
    ({ worst, best, per }) => {
      refuseEqualEnds(worst, best);
      return oneReading((value) => 100 * clip((value - worst) / (best - worst), 0, 1), per);
    }
  );
  function refuseEqualEnds(worst, best) {
    if (worst === best) {
      refuseRule(
        `worst 和 best 都是 ${general(worst)}：两者之间没有可计分的范围`,
        `worst and best are both ${general(worst)}: there is nothing between them to score`
      );
    }
  }
  function bandPoints(thresholds, points, upper, per) {
    checkBands(thresholds, points);
    return oneReading((value) => {
      var _a;
      return (_a = points[bandIndex(value, thresholds, upper)]) != null ? _a : NaN;
    }, per);
  }
  var bands = {
    ...plainRule([], () => ({ sizes: [1, 2], score: () => NaN })),
    ofVector(vector) {
      refuseInfinite("bands", vector);
      if (vector.length < 2) {
        refuseRule("规则 bands 缺少参数 upper, per", "rule bands needs the parameter upper, per");
      }
      const size = Math.floor((vector.length - 2) / 2);
      return bandPoints(vector.slice(2, 2 + size), vector.slice(2 + size), vector[0] !== 0, vector[1]);
    },
    ofParams(params) {
      var _a, _b;
      refuseUnknown("bands", params, ["thresholds", "points", "upper", "per"]);
      refuseMissing("bands", params, ["thresholds", "points"]);
      const upper = numbersOf((_a = params["upper"]) != null ? _a : 0)[0] !== 0;
      const per = numbersOf((_b = params["per"]) != null ? _b : 100)[0];
      return bandPoints(numbersOf(params["thresholds"]), numbersOf(params["points"]), upper, per);
    }
  };
  var rubric = plainRule([], () => ({ sizes: [1, 1], score: (row) => 100 * row[0] }));
  function surveyOf(points) {
    return {
      sizes: [points.length, points.length],
      score(row) {
        const total = sum(row);
        return total === 0 ? NaN : 100 * row.reduce((all, count2, place) => all + count2 * points[place], 0) / total;
      }
    };
  }
  var survey = {
    ...rubric,
    ofVector(vector) {
      refuseInfinite("survey", vector);
      return surveyOf(vector);
    },
    ofParams(params) {
      if (Object.keys(params).join() !== "points") {
        refuseRule(
          "规则 survey 按指标的选项组计分，没有其他参数",
          "rule survey takes its points from the scale of the indicator and no other parameter"
        );
      }
      return surveyOf(numbersOf(params["points"]));
    }
  };
  var direct = plainRule([["full", 100]], ({ full }) => {
    checkFull(full);
    return { sizes: [1, 1], score: (row) => 100 * row[0] / full };
  });
  var target = plainRule(
    [
      ["target", null],
      ["cost", 0],
      ["zero", 100],
      ["per", 100]
    ],
    (p) => {
      const aim = p["target"];
      checkFlag("cost", p["cost"]);
      if (aim <= 0) {
        refuseRule(
          `target 是 ${general(aim)}：比率的目标要大于 0`,
          `target is ${general(aim)}: a ratio needs a target above 0`
        );
      }
      const benefit = (value) => 100 * clip(value / aim, 0, 1);
      const cost = (value) => value <= 0 ? p["zero"] : 100 * Math.min(1, aim / value);
      return oneReading(p["cost"] ? cost : benefit, p["per"], true);
    }
  );
  var range = plainRule(
    [
      ["lowest", null],
      ["low", null],
      ["high", null],
      ["highest", null],
      ["per", 100]
    ],
    (p) => {
      const [lowest2, low, high, highest2] = [p["lowest"], p["low"], p["high"], p["highest"]];
      if (!(lowest2 < low && low <= high && high < highest2)) {
        refuseRule(
          `lowest ${general(lowest2)}、low ${general(low)}、high ${general(high)}、highest ${general(highest2)} 要依次增大（只有 low 和 high 可以相等）`,
          `lowest ${general(lowest2)}, low ${general(low)}, high ${general(high)}, highest ${general(highest2)}: they must increase (only low and high may be equal)`
        );
      }
      return oneReading((value) => {
        const rising = (value - lowest2) / (low - lowest2);
        const falling = (highest2 - value) / (highest2 - high);
        return 100 * clip(Math.min(rising, falling), 0, 1);
      }, p["per"]);
    }
  );
  var efficacy = {
    fields: [
      ["unacceptable", null],
      ["satisfactory", null],
      ["base", 60],
      ["span", 40],
      ["geometric", 0],
      ["per", 100]
    ],
    lists: ["limits"],
    listsOptional: true,
    make(p, { limits }) {
      const [low, high, base, span, bounds] = [p["unacceptable"], p["satisfactory"], p["base"], p["span"], limits];
      checkEfficacy(low, high, base, span, p["geometric"], bounds);
      return oneReading((value) => {
        const distance2 = (value - low) / (high - low);
        const points = p["geometric"] ? base * ((base + span) / base) ** clip(distance2, -FAR, FAR) : base + span * distance2;
        return bounds.length ? clip(points, bounds[0], bounds[1]) : points;
      }, p["per"]);
    }
  };
  function checkEfficacy(low, high, base, span, geometric, limits) {
    checkFlag("geometric", geometric);
    if (low === high) {
      refuseRule(
        `unacceptable 和 satisfactory 都是 ${general(low)}：两者要不同`,
        `unacceptable and satisfactory are both ${general(low)}: they must differ`
      );
    }
    if (span <= 0) refuseRule(`span 是 ${general(span)}：要大于 0`, `span is ${general(span)}: it must be above 0`);
    if (geometric && !(base >= 1 && span <= 1e3)) {
      refuseRule(
        "geometric 要求 base 不小于 1、span 不大于 1000",
        "geometric needs a base of at least 1 and a span of at most 1000"
      );
    }
    if (limits.length && !(limits.length === 2 && limits[0] < limits[1])) {
      refuseRule("limits 是两个数：最低分和最高分", "limits are two numbers: the lowest and the highest score");
    }
  }
  var piecewise = {
    fields: [
      ["below", null],
      ["above", null],
      ["per", 100]
    ],
    lists: ["values", "points"],
    defaults(params) {
      var _a;
      const points = numbersOf((_a = params["points"]) != null ? _a : []);
      return points.length ? { below: points[0], above: points[points.length - 1] } : {};
    },
    make(p, several) {
      const [values, points] = [several["values"], several["points"]];
      if (values.length !== points.length || values.length < 2) {
        refuseRule(
          `values 有 ${values.length} 个，points 有 ${points.length} 个：要一一对应，至少 2 个`,
          `${values.length} values but ${points.length} points: give one for each, at least 2`
        );
      }
      if (!rises(values)) {
        refuseRule(
          "values 要依次增大（越小越好时，让 points 依次减小）",
          "values must increase (where less is better, let the points fall)"
        );
      }
      return oneReading((reading2) => {
        const value = roundHalfAway(reading2, SETTLED);
        if (value !== value) return NaN;
        if (value < values[0]) return p["below"];
        return value > values[values.length - 1] ? p["above"] : between(value, values, points);
      }, p["per"]);
    }
  };
  function between(value, values, points) {
    const place = values.filter((standard) => standard <= value).length - 1;
    if (values[place] === value) return points[place];
    const slope = (points[place + 1] - points[place]) / (values[place + 1] - values[place]);
    return slope * (value - values[place]) + points[place];
  }
  var loggoalposts = plainRule(
    [
      ["worst", null],
      ["best", null],
      ["per", 100]
    ],
    ({ worst, best, per }) => {
      if (worst <= 0 || best <= 0) {
        refuseRule(
          `worst 是 ${general(worst)}，best 是 ${general(best)}：取对数时两者都要大于 0`,
          `worst ${general(worst)}, best ${general(best)}: a logarithm needs both above 0`
        );
      }
      refuseEqualEnds(worst, best);
      const [start, end] = [Math.log(worst), Math.log(best)];
      return oneReading((value) => value > 0 ? 100 * clip((Math.log(value) - start) / (end - start), 0, 1) : NaN, per);
    }
  );
  var own = {
    ...rubric,
    ofVector(vector) {
      return refuseRule(
        `自定公式写在单元格中，不能写成 ${vector.length} 个参数`,
        `an own formula is written into the cell, not into ${vector.length} parameters`
      );
    },
    ofParams(params) {
      const names = Object.keys(params).join(", ");
      if (!names) {
        return refuseRule(
          "规则 own 需要 `formula`，以数值项代码写成，如 MIN(100,100*a/b)",
          "rule own needs a `formula` over the codes of the inputs, e.g. MIN(100,100*a/b)"
        );
      }
      return refuseRule(
        `规则 own 只用 \`formula\`，不用参数（写了 ${names}）`,
        `rule own takes a \`formula\` and no parameters (not ${names})`
      );
    }
  };

  // src/rules/peers.ts
  var SETTLED2 = 10;
  var NOISE = 1e-12;
  var COST = ["cost", 0];
  var PER2 = ["per", 100];
  var OF = ["inclusive", "share"];
  function worstFirst(readings, cost, ties = "competition") {
    return rank(cost ? readings : readings.map((value) => -value), ties);
  }
  function meanOffZero(readings) {
    const middle = mean(readings);
    const largest = Math.max(highest(readings), -lowest(readings));
    return Math.abs(middle) <= NOISE * largest ? NaN : middle;
  }
  function percentile(readings, of, cost) {
    const count2 = known(readings).length;
    const ranks = worstFirst(readings, cost);
    if (of === "share") return ranks.map((place) => 100 * place / Math.max(count2, 1));
    return ranks.map((place) => 100 * (place - 1) / (count2 > 1 ? count2 - 1 : NaN));
  }
  var minmax = {
    fields: [["low", 0], ["high", 100], COST, PER2],
    words: {},
    make(given) {
      const [low, high] = [given.number("low"), given.number("high")];
      if (low >= high) {
        refuseRule(
          `low 是 ${general(low)}，high 是 ${general(high)}：low 要小于 high（越小越好时用 cost）`,
          `low is ${general(low)} and high ${general(high)}: low must be below high (less is better: cost)`
        );
      }
      return {
        score(readings) {
          const [least, most] = [lowest(readings), highest(readings)];
          const distance2 = shown(least) === shown(most) ? NaN : most - least;
          return readings.map((value) => {
            const above = given.number("cost") ? most - value : value - least;
            return above / distance2 * (high - low) + low;
          });
        }
      };
    }
  };
  var zscore = {
    fields: [["centre", 0], ["spread", 1], ["ddof", 1], COST, PER2],
    words: {},
    make(given) {
      const [centre, wide, ddof] = [given.number("centre"), given.number("spread"), given.number("ddof")];
      checkFlag("ddof", ddof);
      if (wide <= 0) {
        refuseRule(
          `spread 是 ${general(wide)}：要大于 0（越小越好时用 cost）`,
          `spread is ${general(wide)}: it must be above 0 (less is better: cost)`
        );
      }
      return {
        score(readings) {
          const middle = mean(readings);
          const better = readings.map((value) => given.number("cost") ? middle - value : value - middle);
          const equal2 = shown(lowest(readings)) === shown(highest(readings));
          const deviation2 = equal2 ? NaN : spread(better, ddof);
          return better.map((value) => value / deviation2 * wide + centre);
        }
      };
    }
  };
  var aroundmean = {
    fields: [["p", null], ["above", 1], ["within", 0], ["below", -1], COST, PER2],
    words: {},
    make(given) {
      const [p, above, within, below] = ["p", "above", "within", "below"].map(given.number);
      if (!(p >= 0 && p < 1)) {
        refuseRule(
          `p 是 ${general(p)}：它是平均数的比例，0 至 1（0.2 即 20%）`,
          `p is ${general(p)}: it is a share of the mean from 0 to 1 (0.2: 20 %)`
        );
      }
      if (!(above >= within && within >= below)) {
        refuseRule("above、within、below 不能依次增大", "above, within and below must not increase in this order");
      }
      return {
        score(readings) {
          const middle = meanOffZero(readings);
          return readings.map((value) => {
            const better = given.number("cost") ? middle - value : value - middle;
            const share = roundHalfAway(better / Math.abs(middle), SETTLED2);
            if (share !== share) return NaN;
            return share > p ? above : share < -p ? below : within;
          });
        }
      };
    }
  };
  var peerRank = {
    fields: [["ties", "competition"], ["first", 1], COST, PER2],
    words: { ties: ["competition", "dense", "mid"] },
    make(given) {
      const [first2, cost, ties] = [given.number("first"), given.number("cost"), given.word("ties")];
      return { score: (readings) => worstFirst(readings, cost, ties).map((place) => first2 - 1 + place) };
    }
  };
  var percentiles = {
    fields: [["of", null], COST, PER2],
    words: { of: OF },
    make(given) {
      return { score: (readings) => percentile(readings, given.word("of"), given.number("cost")) };
    }
  };
  var categories = {
    fields: [["of", null], ["thresholds", null], ["points", null], ["upper", 0], COST, PER2],
    words: { of: OF },
    lists: ["thresholds", "points"],
    make(given) {
      const [limits, points, upper] = [given.list("thresholds"), given.list("points"), given.number("upper")];
      checkFlag("upper", upper);
      checkBands(limits, points);
      if (limits[0] < 0 || limits[limits.length - 1] > 100) {
        refuseRule(
          "thresholds 是百分位：在 0 至 100 之间",
          "thresholds are percentile ranks: they lie between 0 and 100"
        );
      }
      return {
        score(readings) {
          const shares2 = percentile(readings, given.word("of"), given.number("cost"));
          return shares2.map((share) => {
            var _a;
            return (_a = points[bandIndex(share, limits, upper !== 0)]) != null ? _a : NaN;
          });
        }
      };
    }
  };
  var distance = {
    fields: [["to", null], ["form", "scaled"], ["reference", ""], ["target", null], ["full", 100], ["cap", 0], COST, PER2],
    words: {
      to: ["best", "worst", "mean", "target", "reference"],
      form: ["scaled", "ratio", "difference"],
      reference: []
    },
    absent: ["target"],
    make(given) {
      checkDistance(given);
      const [to, form, full] = [given.word("to"), given.word("form"), given.number("full")];
      const [cost, cap] = [given.number("cost") !== 0, given.number("cap") !== 0];
      const pointOf = (readings) => {
        if (to === "reference") return readings[placeOf(given.word("reference"), readings.length)];
        if (to === "target") return given.number("target");
        if (to === "mean") return mean(readings);
        return to === "best" !== cost ? highest(readings) : lowest(readings);
      };
      return {
        score(readings) {
          if (form === "scaled") return scaled(readings, pointOf(readings), cost, cap).map((share) => full * share);
          const given2 = to === "mean" ? meanOffZero(readings) : pointOf(readings);
          const point = to !== "mean" && given2 === 0 ? NaN : given2;
          if (form === "ratio") return readings.map((value) => full * ratio(value, point, cost, cap));
          return readings.map((value) => full * ((cost ? point - value : value - point) / Math.abs(point)));
        }
      };
    }
  };
  function placeOf(unit, count2) {
    for (let place = 0; place < count2; place += 1) if (String(place) === unit) return place;
    return refuse(
      `没有参照单位“${unit}”`,
      `there is no reference unit ${written(unit)}`,
      "按索引中的写法写",
      "name it as the index does"
    );
  }
  function scaled(readings, point, cost, cap) {
    const worst = cost ? highest(readings) : lowest(readings);
    const reached = cost ? shown(point) >= shown(worst) : shown(point) <= shown(worst);
    return readings.map((value) => {
      const share = (value - worst) / (reached ? NaN : point - worst);
      if (!cap || value !== value) return share;
      return reached ? 1 : Math.min(share, 1);
    });
  }
  function ratio(value, point, cost, cap) {
    const positive = point > 0 ? point : NaN;
    const share = cost ? positive / (value > 0 ? value : NaN) : value / positive;
    return cap ? Math.min(share, 1) : share;
  }
  function checkDistance(given) {
    const [to, form, full] = [given.word("to"), given.word("form"), given.number("full")];
    checkFlag("cap", given.number("cap"));
    if (full <= 0) refuseRule(`full 是 ${general(full)}：要大于 0`, `full is ${general(full)}: it must be above 0`);
    checkPoint(given, to, form);
    if (to === "worst" && form === "scaled") {
      refuseRule(
        "to worst 只能与 ratio 或 difference 同用：以最差为起点时它是 0",
        "to worst needs the form ratio or difference: on the scale from the worst it is 0"
      );
    }
    if (given.number("cap") && form === "difference") {
      refuseRule(
        "cap 只用于 scaled 和 ratio：difference 在该点为 0",
        "cap is for the forms scaled and ratio: a difference is 0 at its point"
      );
    }
  }
  function checkPoint(given, to, form) {
    const target2 = given.has("target") ? given.number("target") : null;
    if (target2 !== null !== (to === "target")) {
      refuseRule(
        "参数 target 与选项 to: target 要同时写",
        "the parameter target and the option to: target need each other"
      );
    }
    if (given.word("reference") !== "" !== (to === "reference")) {
      refuseRule(
        "选项 reference（单位代码）与 to: reference 要同时写",
        "the option reference (the code of a unit) and to: reference need each other"
      );
    }
    if (target2 !== null && form === "ratio" && target2 <= 0) {
      refuseRule(
        `target 是 ${general(target2)}：比率的目标要大于 0`,
        `target is ${general(target2)}: a ratio needs a target above 0`
      );
    }
    if (target2 === 0 && form === "difference") {
      refuseRule("target 是 0：与它的相对差没有值", "target is 0: a difference relative to it has no value");
    }
  }
  var PEER_RULES = {
    minmax,
    zscore,
    rank: peerRank,
    percentile: percentiles,
    distance,
    aroundmean,
    categories
  };
  function isPeerRule(name) {
    return Object.prototype.hasOwnProperty.call(PEER_RULES, name);
  }
  function peerRule(name, params, options) {
    const kind = PEER_RULES[name];
    const fields = kind.fields.map(([field]) => field);
    const words = Object.keys(kind.words);
    checkKinds(fields, kind, params, options);
    refuseOthers(
      name,
      true,
      Object.keys(params),
      fields.filter((field) => !words.includes(field))
    );
    refuseOthers(name, false, Object.keys(options), words);
    const needed = kind.fields.filter(([field, value]) => {
      var _a;
      return value === null && !((_a = kind.absent) == null ? void 0 : _a.includes(field));
    }).map(([field]) => field).filter((field) => !(field in params) && !(field in options));
    if (needed.length) {
      const zh = needed.map((field) => `${words.includes(field) ? "选项" : "参数"} ${field}`);
      const en = needed.map((field) => `${words.includes(field) ? "option" : "parameter"} ${field}`);
      refuseRule(`规则 ${name} 缺少${zh.join("、")}`, `rule ${name} needs the ${en.join(", the ")}`);
    }
    const given = givenOf(kind, params, options);
    check(kind, given);
    return kind.make(given);
  }
  function givenOf(kind, params, options) {
    const defaults = new Map(kind.fields);
    return {
      number: (field) => {
        var _a;
        return (_a = params[field]) != null ? _a : defaults.get(field);
      },
      list: (field) => numbersOf(params[field]),
      word: (field) => {
        var _a;
        return (_a = options[field]) != null ? _a : defaults.get(field);
      },
      has: (field) => field in params
    };
  }
  function check(kind, given) {
    checkFlag("cost", given.number("cost"));
    for (const [option2, allowed] of Object.entries(kind.words)) {
      const word = given.word(option2);
      if (allowed.length && !allowed.includes(word)) {
        refuseRule(
          `${option2} 是“${word}”：应为 ${allowed.join("、")} 之一`,
          `${option2} is ${written(word)}: write ${allowed.join(" or ")}`
        );
      }
    }
  }
  function checkKinds(fields, kind, params, options) {
    const [number] = fields.filter((field) => !(field in kind.words) && field in options).sort();
    if (number !== void 0) {
      refuseRule(
        `参数 ${number} 要写数，不能写“${options[number]}”`,
        `parameter ${number} takes a number, not the word ${written(options[number])}`
      );
    }
    const [word] = Object.keys(kind.words).filter((field) => field in params).sort();
    if (word !== void 0) {
      const words = kind.words[word];
      const choice = words.length ? text(words.join("、"), words.join(" or ")) : text("单位的代码", "the code of a unit");
      refuseRule(`选项 ${word} 要写词：${choice.zh}`, `option ${word} takes a word: ${choice.en}`);
    }
  }
  function refuseOthers(rule, parameters, given, allowed) {
    const unknown = given.filter((name) => !allowed.includes(name)).sort();
    if (!unknown.length) return;
    const kind = parameters ? text("参数", "parameter") : text("选项", "option");
    const names = [...allowed].sort().join(", ");
    const takes = names ? text(names, names) : text("无", `no ${kind.en}s`);
    refuseRule(
      `规则 ${rule} 没有${kind.zh} ${unknown.join(", ")}（可用的有：${takes.zh}）`,
      `unknown ${kind.en} ${unknown.join(", ")} (rule ${rule} takes: ${takes.en})`
    );
  }

  // src/rules/points.ts
  var MANY = 250;
  var criteria = {
    fields: [
      ["full", 100],
      ["best", 0]
    ],
    lists: ["points"],
    make({ full, best }, { points }) {
      checkFlag("best", best);
      checkFull(full);
      if (!points.length || Math.min(...points) < 0 || points.length > MANY) {
        refuseRule(
          `points：写 1 至 ${MANY} 个不小于 0 的数，每条标准一个`,
          `points: give 1 to ${MANY} numbers from 0 up, one for each criterion`
        );
      }
      return {
        sizes: [points.length, points.length],
        score(row) {
          const earned = row.map((mark, place) => mark * points[place]);
          const total = best ? Math.max(...earned) : sum(earned);
          return row.every((mark) => mark === 0 || mark === 1) ? 100 * Math.min(full, total) / full : NaN;
        }
      };
    }
  };
  var count = plainRule(
    [
      ["each", null],
      ["cap", null],
      ["full", 100]
    ],
    ({ each: each2, cap, full }) => {
      checkFull(full);
      if (each2 <= 0 || cap <= 0) {
        refuseRule(
          `each 是 ${general(each2)}，cap 是 ${general(cap)}：都要大于 0`,
          `each is ${general(each2)}, cap ${general(cap)}: both must be above 0`
        );
      }
      if (cap > full) {
        refuseRule(
          `cap ${general(cap)} 大于满分 ${general(full)}`,
          `cap ${general(cap)} is above the full points ${general(full)}`
        );
      }
      return { sizes: [1, 1], score: ([times]) => times >= 0 ? 100 * Math.min(cap, times * each2) / full : NaN };
    }
  );
  var deduction = {
    fields: [["full", 100]],
    lists: ["each"],
    make({ full }, { each: each2 }) {
      checkFull(full);
      if (!each2.length || Math.min(...each2) <= 0 || each2.length > MANY) {
        refuseRule(
          `each：写 1 至 ${MANY} 个大于 0 的数，每种差错一个`,
          `each: give 1 to ${MANY} numbers above 0, one for each kind of fault`
        );
      }
      return {
        sizes: [each2.length, each2.length],
        score(row) {
          const left = Math.max(0, full - sum(row.map((faults, place) => faults * each2[place])));
          return row.every((faults) => faults >= 0) ? 100 * left / full : NaN;
        }
      };
    }
  };
  var bonus = plainRule(
    [
      ["target", null],
      ["bonus", null],
      ["penalty", null],
      ["base", 100],
      ["full", 100],
      ["cost", 0],
      ["per", 100]
    ],
    (p) => {
      const [aim, most, least, full] = [p["target"], p["bonus"], p["penalty"], p["full"]];
      checkFlag("cost", p["cost"]);
      checkFull(full);
      if (aim <= 0) {
        refuseRule(
          `target 是 ${general(aim)}：按比例计偏差时目标要大于 0`,
          `target is ${general(aim)}: a deviation in proportion needs a target above 0`
        );
      }
      if (most < 0 || least < 0) {
        refuseRule(
          `bonus 是 ${general(most)}，penalty 是 ${general(least)}：两个上限都要写不小于 0 的数`,
          `bonus ${general(most)}, penalty ${general(least)}: write both caps as numbers from 0 up`
        );
      }
      const sign = p["cost"] ? -1 : 1;
      return oneReading((value) => p["base"] + clip(sign * full * (value - aim) / aim, -least, most), p["per"], true);
    }
  );
  var panel = plainRule(
    [
      ["least", null],
      ["full", 100]
    ],
    ({ least, full }) => {
      checkFull(full);
      if (!(Number.isInteger(least) && least >= 3 && least <= MANY)) {
        refuseRule(
          `least 是 ${general(least)}：要去掉两位专家，应请 3 至 ${MANY} 位`,
          `least is ${general(least)}: two experts are dropped, so ask for 3 to ${MANY}`
        );
      }
      return {
        sizes: [least, MANY],
        score(row) {
          const given = known(row);
          const trimmed = (sumOfKnown(row) - Math.max(...given) - Math.min(...given)) / (given.length - 2);
          return given.length < least ? NaN : 100 * trimmed / full;
        }
      };
    }
  );

  // src/rules/registry.ts
  var RULES = {
    coverage: quotient,
    ratio: quotient,
    goalposts,
    bands,
    rubric,
    survey,
    direct,
    target,
    range,
    efficacy,
    piecewise,
    loggoalposts,
    criteria,
    count,
    deduction,
    bonus,
    panel,
    own
  };
  function isRule(name) {
    return Object.prototype.hasOwnProperty.call(RULES, name);
  }
  function ruleOfVector(name, vector) {
    return fromVector(name, RULES[name], vector);
  }

  // src/scores.ts
  var TIES = ["competition", "dense", "mid"];
  function SX_SCORE(rule, values, parameters, digits) {
    var _a;
    const [name, given] = inOrder(rule, values);
    const params = cellsIfAny(parameters);
    const places = placesOf(digits);
    const error = (_a = errorIn(given)) != null ? _a : errorIn(params);
    if (error !== null) return [[error]];
    const score = name === "coverage" ? coveragePoints(given, params) : ruleScore(name, given, params);
    return [[rounded2(score, places)]];
  }
  function inOrder(rule, values) {
    const named = sizeOf(cells(rule)) === 1 ? first(cells(rule)) : null;
    const other = first(cells(values));
    if (typeof named !== "string" && typeof other === "string" && isRule(other)) return [other, cells(rule)];
    return [plainText(named), cells(values)];
  }
  function coveragePoints(points, full) {
    if (!sameShape(full, points)) {
      refuse(
        `values 是 ${shapeOf(points)}，满分是 ${shapeOf(full)}`,
        `values are ${shapeOf(points)} but full points ${shapeOf(full)}`,
        "两者形状要相同",
        "give both one shape"
      );
    }
    const worth = vectorOf(full);
    const answered = vectorOf(points).map((value, place) => [value, worth[place]]).filter(([value]) => value === value);
    if (answered.some(([, most]) => most !== most)) {
      refuse("有得分的事项没有满分", "an item with points has no full points", "填写满分", "fill them in");
    }
    return reading([sum(answered.map(([value]) => value)), sum(answered.map(([, most]) => most))], 100);
  }
  function ruleScore(name, values, parameters) {
    if (Math.min(rowsOf(values), columnsOf(values)) > 1) {
      refuse(
        `values 是 ${shapeOf(values)}`,
        `values are ${shapeOf(values)}`,
        "写一行或一列",
        "give one row or one column"
      );
    }
    const rule = ruleOf(name, parameters);
    const row = vectorOf(values);
    const [low, high] = rule.sizes;
    if (row.length < low || row.length > high) {
      const [zh, en] = low === high ? [`${low} 个`, String(low)] : high === 2 ? [`${low} 个或 ${high} 个`, `${low} or ${high}`] : [`${low} 至 ${high} 个`, `${low} to ${high}`];
      refuse(
        `规则“${name}”给了 ${row.length} 个值`,
        `${row.length} values for rule ${written(name)}`,
        `应给 ${zh}`,
        `give ${en}`
      );
    }
    return rule.score(row);
  }
  function ruleOf(name, parameters) {
    if (!isRule(name)) {
      const known2 = Object.keys(RULES).join(", ");
      refuse(`没有规则“${name}”`, `unknown rule ${written(name)}`, `可用的有：${known2}`, `use one of ${known2}`);
    }
    const vector = vectorOf(parameters);
    const place = vector.findIndex(Number.isNaN) + 1;
    if (place) {
      refuse(
        `规则“${name}”的第 ${place} 个参数不是数`,
        `parameter ${place} of rule ${written(name)} is not a number`,
        "填写该参数",
        "fill it in"
      );
    }
    return ruleOrWhy(name, vector);
  }
  function ruleOrWhy(name, vector) {
    return worded(
      () => ruleOfVector(name, vector),
      (why) => [
        text(
          `${vector.length} 个参数与规则“${name}”不符（${why.zh}）`,
          `${vector.length} parameters do not fit rule ${written(name)} (${why.en})`
        ),
        text("按规则的顺序写全", "give them all, in the rule's order")
      ]
    );
  }
  function worded(make, words) {
    try {
      return make();
    } catch (fault) {
      if (fault instanceof RuleFault) throw new Fault(...words(fault.told));
      throw fault;
    }
  }
  function SX_NORMALIZE(values, method, parameters, directions, digits) {
    const given = cells(values);
    const error = errorIn(given);
    if (error !== null) return [[error]];
    const places = placesOf(digits);
    const spec = specOf(first(cells(method)) || "minmax", parameters);
    const methods = /* @__PURE__ */ new Map();
    const scorers = costsOf(directions, columnsOf(given)).map((cost) => {
      var _a;
      const made = (_a = methods.get(cost)) != null ? _a : scorerOf(spec, cost);
      methods.set(cost, made);
      return made;
    });
    const scores = transposed(numbers(given)).map((readings, place) => scorers[place](readings));
    return transposed(scores.map((line) => line.map((score) => rounded2(score, places))));
  }
  function specOf(method, parameters) {
    const name = plainText(method);
    if (!isRule(name) && !isPeerRule(name)) {
      const known2 = Object.keys(PEER_RULES).join(", ");
      refuse(
        `没有方法“${name}”`,
        `unknown method ${written(method)}`,
        `可用的有：${known2}、goalposts 等`,
        `use ${known2}, goalposts …`
      );
    }
    const given = cellsIfAny(parameters);
    if (columnsOf(given) === 2 && given.every(([field]) => typeof field === "string")) return namedSpec(name, given);
    const vector = vectorOf(given);
    if (!vector.length) return { name, params: {}, options: {}, vector: null };
    if (isPeerRule(name)) {
      refuse(
        `方法 ${name} 的参数没有名称`,
        `parameters of ${name} without names`,
        "写两列：名称和数值",
        "give two columns: name and value"
      );
    }
    ruleOrWhy(name, vector);
    return { name, params: {}, options: {}, vector };
  }
  function namedSpec(name, given) {
    const params = {};
    const options = {};
    for (const [field, value] of given) {
      if (isNothing(value)) continue;
      delete params[field];
      delete options[field];
      if (typeof value === "string") options[field] = value;
      else params[field] = Number(value);
    }
    return { name, params, options, vector: null };
  }
  function scorerOf(spec, cost) {
    const scorer = uncosted(spec);
    if (!cost) return scorer;
    const turns = isPeerRule(spec.name) || leafRule(spec).turns === true;
    if (!turns) {
      refuse(
        `方向是 -1，而 ${spec.name} 的参数已说明哪一端好`,
        `the direction is -1, and the parameters of ${spec.name} say which end is good`,
        "把参数对调，方向写 1",
        "turn the parameters round, and give the direction 1"
      );
    }
    if ("cost" in spec.params || spec.vector) {
      refuse(
        "规则和 `directions` 都写了 cost",
        "both the rule and `directions` speak of cost",
        "只写一处",
        "say it once"
      );
    }
    return uncosted({ ...spec, params: { ...spec.params, cost: 1 } });
  }
  function uncosted(spec) {
    const make = () => {
      if (isPeerRule(spec.name)) {
        const rule2 = peerRule(spec.name, spec.params, spec.options);
        return (readings) => rule2.score(readings);
      }
      const rule = leafRule(spec);
      return (readings) => readings.map((value) => rule.score([value]));
    };
    const scorer = worded(make, (why) => [
      why,
      text("改正规则（docs/methods.md）", "correct the rule (docs/en/methods.md)")
    ]);
    if (!isPeerRule(spec.name)) refuseMany(spec, leafRule(spec));
    return scorer;
  }
  function leafRule({ name, params, options, vector }) {
    const peers = Object.keys(PEER_RULES).join(", ");
    if (Object.keys(options).length) {
      throw new RuleFault(
        text(
          `规则 ${name} 没有选项（只有与其他单位比较的规则才有：${peers}）`,
          `rule ${name} takes no options (only rules over peers do: ${peers})`
        )
      );
    }
    return vector ? ruleOfVector(name, vector) : fromParams(name, RULES[name], params);
  }
  function refuseMany(spec, rule) {
    const [least] = rule.sizes;
    if (least > 1) {
      refuse(
        `规则 ${spec.name} 要 ${least} 个以上的数，一列只有一个`,
        `rule ${spec.name} takes ${least} numbers or more, and a column has one`,
        "先算出这一个数，再计分",
        "compute the one number first, and score that"
      );
    }
  }
  function SX_RANK(scores, ties, decimals) {
    const given = cells(scores);
    const error = errorIn(given);
    if (error !== null) return each(given, () => error);
    const how = option(TIES, "ties", ties, "competition");
    const places = placesOf(decimals);
    const ranks = rank(
      vectorOf(given).map((score) => rounded2(score, places)),
      how
    );
    return each(given, (_, row, place) => ranks[row * columnsOf(given) + place]);
  }
  var FOUR_STAGES = [
    [0, text("起步期", "Starting")],
    [55, text("发展期", "Developing")],
    [70, text("提升期", "Improving")],
    [85, text("飞跃期", "Leaping")]
  ];
  function stages(lang) {
    return function SX_STAGE(scores, thresholds, names, boundary) {
      const given = cells(scores);
      const [bounds, words] = bandsOf(thresholds, names, lang);
      const limits = limitsOf(bounds, words.length);
      const upper = option(["lower", "upper"], "boundary", boundary, "lower") === "upper";
      const scored = numbers(given);
      return each(
        given,
        (value, row, place) => {
          var _a, _b;
          return (_b = (_a = errorOf(value)) != null ? _a : words[bandIndex(scored[row][place], limits, upper)]) != null ? _b : "";
        }
      );
    };
  }
  function bandsOf(thresholds, names, lang) {
    const given = cells(thresholds);
    if (!isNothing(first(cells(names)))) return [given, flat(cells(names))];
    if (sizeOf(given) === 1 && isNothing(first(given))) {
      return [[FOUR_STAGES.map(([start]) => start)], FOUR_STAGES.map(([, name]) => name[lang])];
    }
    if (columnsOf(given) === 2) return [column(given.map((row) => row[0])), given.map((row) => row[1])];
    return [given, []];
  }
  function limitsOf(thresholds, count2) {
    const limits = vectorOf(thresholds);
    if (limits.length !== count2) {
      refuse(
        `起点 ${limits.length} 个，名称 ${count2} 个`,
        `${limits.length} thresholds, ${count2} names`,
        "名称与起点要一样多",
        "give as many names"
      );
    }
    if (limits.some((limit, place) => {
      var _a;
      return !(limit < ((_a = limits[place + 1]) != null ? _a : Infinity));
    })) {
      refuse("起点没有依次增大", "the thresholds do not increase", "从低到高写", "give numbers from the lowest up");
    }
    return limits;
  }

  // src/combine.ts
  var ROLL_UPS = ["mean", "sum", "geometric", "harmonic", "power", "worst"];
  var UNSCORED = ["leave-out", "zero", "peer-mean", "peer-median"];
  var NEGLIGIBLE = 1e-12;
  function weightedMean(scores, weights) {
    const used = scores.map((score, place) => score !== score ? 0 : weights[place]);
    const total = sum(used);
    return total === 0 ? NaN : sum(scores.map((score, place) => (score !== score ? 0 : score) * used[place])) / total;
  }
  function images(c, image, zeroFits = false) {
    let imageless = false;
    const parts = c.values.map((given, place) => {
      const weight = c.weights[place];
      const value = Math.abs(given) < NEGLIGIBLE ? 0 : given;
      if (!(weight > 0)) return 0;
      if (zeroFits ? value < 0 : value <= 0) {
        imageless = true;
        return 0;
      }
      return weight * image(value);
    });
    return imageless ? NaN : c.add(parts);
  }
  var mean2 = (c) => c.add(c.values.map((value, place) => value * c.weights[place])) / c.total;
  var COMBINED = {
    mean: mean2,
    sum: (c) => mean2(c) * c.full / 100,
    geometric: (c) => Math.exp(images(c, Math.log) / c.total),
    harmonic: (c) => c.total / images(c, (value) => 1 / value),
    power: (c) => images(c, (value) => value, true) / c.total,
    worst: (c) => c.values.reduce((least, value, place) => c.weights[place] > 0 ? Math.min(least, value) : least, Infinity)
  };
  function combine(method, unscored, scores, weights, peers, add) {
    const values = scores.map((score, place) => {
      var _a;
      if (score === score) return score;
      return unscored === "zero" ? 0 : (_a = peers == null ? void 0 : peers[place]) != null ? _a : NaN;
    });
    const used = values.map((value, place) => value !== value ? 0 : weights[place]);
    const counting = {
      values: values.map((value) => value !== value ? 0 : value),
      weights: used,
      total: add(used),
      full: add(weights),
      add
    };
    const result = COMBINED[method](counting);
    return counting.total <= 0 || !Number.isFinite(result) ? NaN : result;
  }

  // src/tree.ts
  var ROOT = "TOTAL";
  function parentsOf(named) {
    const keys = named.map((row) => codeOf(row[0]));
    const known2 = new Set(keys);
    const above = named.map((row, place) => columnsOf(named) > 1 ? codeOf(row[1]) : longestAbove(keys[place], known2));
    if (above.filter((code) => code === "").length === 1) return { keys, above };
    return { keys: [...keys, ROOT], above: [...above.map((code) => code || ROOT), ""] };
  }
  function codeOf(value) {
    if (typeof value === "number" && Number.isInteger(value)) return numberText(value).replace(/\.0$/, "");
    return value ? stripped(plainText(value)) : "";
  }
  function longestAbove(code, known2) {
    const chars = Array.from(code);
    for (let end = chars.length - 1; end > 0; end -= 1) {
      const head = chars.slice(0, end).join("");
      if (known2.has(head) && !(isDigit2(chars[end - 1]) && isDigit2(chars[end]))) return head;
    }
    return "";
  }
  function isDigit2(char) {
    return char >= "0" && char <= "9";
  }
  function treeOf(keys, above, weights) {
    const twice = repeated(keys);
    if (twice.length) {
      refuse(
        `代码 ${listed(twice)} 出现两次`,
        `the code ${listed(twice)} comes twice`,
        "每个 代码 只写一次",
        "give each code once"
      );
    }
    if (keys.includes("")) refuse("有节点没有代码", "a node has no code", "每个节点写代码", "give every node a code");
    const orphan = above.find((parent) => parent && !keys.includes(parent));
    if (orphan !== void 0) {
      refuse(
        `上级 ${orphan} 不存在`,
        `its parent ${orphan} is no node`,
        "改正，或加上该上级",
        "correct it, or add the parent"
      );
    }
    const children = /* @__PURE__ */ new Map();
    keys.forEach((key, place) => {
      var _a;
      const parent = above[place];
      children.set(parent, [...(_a = children.get(parent)) != null ? _a : [], key]);
    });
    const order = fromRoot(children);
    const lost = keys.filter((key) => !order.includes(key));
    if (lost.length) {
      refuse(
        `${listed(lost)} 的上级绕成了圈`,
        `${listed(lost)} go round in a circle`,
        "让每个节点都通到根",
        "let each lead up to the root"
      );
    }
    if (keys.length === 1) refuse("没有下级", "it has no children", "至少写一个末级指标", "give at least one leaf");
    const tree = { root: order[0], order, children, weights: new Map(keys.map((key, place) => [key, weights[place]])) };
    for (const key of order) {
      const below = children.get(key);
      if (below && !below.some((child) => tree.weights.get(child) > 0)) {
        refuse("下级的权重都是 0", "all its children weigh 0", "让其中一个大于 0", "give one of them a weight above 0");
      }
    }
    return tree;
  }
  function fromRoot(children) {
    var _a, _b;
    const found = [...(_a = children.get("")) != null ? _a : []];
    for (let place = 0; place < found.length; place += 1) found.push(...(_b = children.get(found[place])) != null ? _b : []);
    return found;
  }
  function composite2(tree, leaves, method, unscored, digits) {
    const scores = new Map(leaves);
    for (const code of [...tree.order].reverse()) {
      const below = tree.children.get(code);
      if (!below) continue;
      const weights = below.map((child) => tree.weights.get(child));
      const columns = below.map((child) => scores.get(child));
      const peers = unscored === "peer-mean" ? columns.map(mean) : unscored === "peer-median" ? columns.map(median) : null;
      const plain2 = method === "mean" && unscored === "leave-out";
      const combined2 = plain2 ? means(columns, weights) : columns[0].map((_, unit) => {
        const row = columns.map((column2) => column2[unit]);
        return combine(method, unscored, row, weights, peers, running);
      });
      scores.set(
        code,
        combined2.map((score) => rounded2(score, digits))
      );
    }
    return scores;
  }
  function means(columns, weights) {
    const points = new Array(columns[0].length).fill(0);
    const counted2 = points.slice();
    columns.forEach((column2, place) => {
      const weight = weights[place];
      for (let unit = 0; unit < column2.length; unit += 1) {
        const score = column2[unit];
        if (score !== score) continue;
        points[unit] += score * weight;
        counted2[unit] += weight;
      }
    });
    return points.map((total, unit) => counted2[unit] > 0 ? total / counted2[unit] : NaN);
  }
  function coverage(tree, leaves) {
    const names = tree.order.filter((code) => !tree.children.has(code));
    const shares2 = leafShares(tree, names);
    const found = /* @__PURE__ */ new Map();
    for (const leaf of names)
      found.set(
        leaf,
        leaves.get(leaf).map((score) => Number(score === score))
      );
    for (const [code, parts] of shares2) {
      const covered = new Array(leaves.get(names[0]).length).fill(0);
      names.forEach((leaf, place) => {
        const scored = found.get(leaf);
        for (let unit = 0; unit < covered.length; unit += 1) covered[unit] += scored[unit] * parts[place];
      });
      const whole = running(parts);
      found.set(
        code,
        covered.map((part) => part / whole)
      );
    }
    return found;
  }
  function leafShares(tree, leaves) {
    var _a, _b;
    const share = /* @__PURE__ */ new Map([[tree.root, 1]]);
    for (const code of tree.order) {
      const below = (_a = tree.children.get(code)) != null ? _a : [];
      const whole = running(below.map((child) => tree.weights.get(child)));
      for (const child of below) share.set(child, share.get(code) * tree.weights.get(child) / whole);
    }
    const found = /* @__PURE__ */ new Map();
    for (const code of [...tree.order].reverse()) {
      const below = tree.children.get(code);
      if (!below) continue;
      const parts = leaves.map((leaf) => below.includes(leaf) ? share.get(leaf) : 0);
      for (const child of below)
        (_b = found.get(child)) == null ? void 0 : _b.forEach((part, place) => {
          parts[place] += part;
        });
      found.set(code, parts);
    }
    return found;
  }

  // src/totals.ts
  var NOT_APPLICABLE = /* @__PURE__ */ new Set(["不适用", "n/a", "na", "not applicable"]);
  var MOST = 1e5;
  var QUANTILES = [0.5, 0.05, 0.95];
  function errorsOf(matrix, factors) {
    return matrix.map((row, place) => {
      var _a;
      return (_a = errorIn([row])) != null ? _a : errorIn([factors[place]]);
    });
  }
  function SX_WEIGHTED(scores, weights, digits = 2, missing3, method) {
    const places = placesOf(digits);
    const how = option(ROLL_UPS, "method", method, "mean");
    const unscored = option(UNSCORED, "missing", missing3, "leave-out");
    const [matrix, factors] = paired(cells(scores), cells(weights));
    const errors = errorsOf(matrix, factors);
    const counted2 = weightsOf(factors);
    const means2 = numbers(matrix).map((row, place) => {
      if (how === "mean" && unscored === "leave-out") return weightedMean(row, counted2[place]);
      return known(row).length ? combine(how, unscored, row, counted2[place], null, sum) : NaN;
    });
    return column(means2.map((mean3, place) => {
      var _a;
      return (_a = errors[place]) != null ? _a : rounded2(mean3, places);
    }));
  }
  function SX_ROLLUP(codes, scores, weights, method, missing3, digits = 2) {
    var _a, _b;
    const [named, given, factors] = [cells(codes), cells(scores), cells(weights)];
    const error = (_b = (_a = errorIn(named)) != null ? _a : errorIn(given)) != null ? _b : errorIn(factors);
    if (error !== null) return [[error]];
    if (rowsOf(named) !== rowsOf(given) || rowsOf(given) !== sizeOf(factors)) {
      refuse(
        `codes 是 ${shapeOf(named)}，scores 是 ${shapeOf(given)}，weights 是 ${shapeOf(factors)}`,
        `codes are ${shapeOf(named)}, scores ${shapeOf(given)}, weights ${shapeOf(factors)}`,
        "每个代码一行",
        "give a row per code"
      );
    }
    const how = option(ROLL_UPS, "method", method, "mean");
    const unscored = option(UNSCORED, "missing", missing3, "leave-out");
    const places = placesOf(digits);
    const { keys, above } = parentsOf(named);
    const tree = treeOf(keys, above, [...weightsOf([flat(factors)])[0], 1]);
    const leaves = new Map(numbers(given).map((row, place) => [keys[place], row]));
    for (const code of tree.children.keys()) leaves.delete(code);
    const totals = composite2(tree, leaves, how, unscored, places);
    const shares2 = coverage(tree, leaves);
    return keys.map((key) => [key].concat(totals.get(key), shares2.get(key)));
  }
  function SX_COVERAGE(answers) {
    const given = cells(answers);
    const rows = columnsOf(given) === 1 ? transposed(given) : given;
    return column(
      rows.map((row) => {
        var _a;
        const applies = row.filter(
          (value) => !(typeof value === "string" && NOT_APPLICABLE.has(stripped(value).toLowerCase()))
        );
        const answered = applies.filter((value) => !isBlank(value)).length;
        return (_a = errorIn([row])) != null ? _a : applies.length ? answered / applies.length : "";
      })
    );
  }
  function SX_GAP(score, target2, weight) {
    const given = cells(score);
    const aims = like("target", given, cells(target2));
    const stated = !isNothing(first(cells(weight)));
    const factors = stated ? like("weight", given, cells(weight)) : each(given, () => 100);
    const weights = weightsOf(factors);
    return each(given, (value, row, place) => {
      var _a, _b, _c;
      const aim = aims[row][place];
      const short = Math.max(numberOf(aim) - numberOf(value), 0) * weights[row][place] / 100;
      return (_c = (_b = (_a = errorOf(value)) != null ? _a : errorOf(aim)) != null ? _b : errorOf(factors[row][place])) != null ? _c : short;
    });
  }
  function like(name, given, other) {
    if (sameShape(other, given)) return other;
    if (sizeOf(other) === 1) return each(given, () => first(other));
    return refuse(
      `score 是 ${shapeOf(given)}，${name} 是 ${shapeOf(other)}`,
      `score is ${shapeOf(given)} but ${name} ${shapeOf(other)}`,
      "给一个，或形状相同",
      "give one, or as many in the same shape"
    );
  }
  function SX_OBSTACLE(scores, weights) {
    const given = cells(scores);
    const [matrix, factors] = paired(given, cells(weights));
    const counted2 = weightsOf(factors);
    const errors = errorsOf(matrix, factors);
    const found = numbers(matrix).map((row, place) => {
      const error = errors[place];
      if (error) return row.map(() => error);
      const lacking = row.map((score, at) => counted2[place][at] * Math.max(100 - score, 0));
      const whole = sumOfKnown(lacking);
      return lacking.map((part) => 100 * part / (whole > 0 ? whole : NaN));
    });
    return sameShape(found, given) ? found : transposed(found);
  }
  function judged(scores, weights) {
    var _a;
    const [matrix, weighing] = paired(cells(scores), cells(weights));
    const error = (_a = errorIn(matrix)) != null ? _a : errorIn(weighing);
    if (error !== null) return error;
    const rows = weightsOf(weighing);
    if (rows.some((row) => row.some((weight, place) => weight !== rows[0][place]))) {
      refuse("各行的权重不同", "the rows have different weights", "每列一个权重", "give one weight for each column");
    }
    return { given: numbers(matrix), factors: rows[0] };
  }
  function totalsOf(given, weights) {
    return given.map((row) => {
      let [points, counted2] = [0, 0];
      for (let place = 0; place < row.length; place += 1) {
        const score = row[place];
        if (score !== score) continue;
        points += score * weights[place];
        counted2 += weights[place];
      }
      const total = points / counted2;
      return Number.isFinite(total) ? total : NaN;
    });
  }
  function SX_TORNADO(scores, weights, share) {
    const inputs = judged(scores, weights);
    if (typeof inputs === "string") return [[inputs]];
    const { given, factors } = inputs;
    const step = numberIn("share", share, 0.1, 0, 1);
    const base = totalsOf(given, factors);
    const ranks = rank(base);
    return factors.map((_, at) => {
      const sides = [1 - step, 1 + step].map((times) => {
        const totals = totalsOf(
          given,
          factors.map((weight, place) => place === at ? weight * times : weight)
        );
        const moved = rank(totals);
        return {
          change: totals.map((total, unit) => total - base[unit]),
          moved: totals.map((total, unit) => total === total && moved[unit] !== ranks[unit])
        };
      });
      const largest = sides[0].change.map((less, unit) => Math.max(Math.abs(less), Math.abs(sides[1].change[unit])));
      const units = sides[0].moved.filter((moved, unit) => moved || sides[1].moved[unit]).length;
      return [meanChange(sides[0].change), meanChange(sides[1].change), highest(largest), units];
    });
  }
  function meanChange(change) {
    return running(known(change)) / known(change).length;
  }
  function SX_BANDS(scores, weights, n, seed, share) {
    const inputs = judged(scores, weights);
    if (typeof inputs === "string") return [[inputs]];
    const { given, factors } = inputs;
    const draws = wholeIn("n", n, 1e3, 1, MOST);
    const origin = wholeIn("seed", seed, 1, 0, 2 ** 31);
    const off = numberIn("share", share, 0.25, 0, 1);
    const ranks = given.map(() => new Float64Array(draws));
    for (let draw = 0; draw < draws; draw += 1) {
      const drawn = factors.map(
        (weight, place) => weight * (1 + off * (2 * uniform(draw * factors.length + place, origin) - 1))
      );
      rank(totalsOf(given, drawn)).forEach((place, unit) => {
        ranks[unit][draw] = place;
      });
    }
    const places = QUANTILES.map((q) => Math.max(0, Math.ceil(q * draws - 1e-9) - 1));
    return ranks.map((of) => {
      of.sort();
      return places.map((place) => of[place]);
    });
  }
  function uniform(place, seed) {
    let x = place + Math.imul(seed, 2654435769) >>> 0;
    x ^= x >>> 16;
    x = Math.imul(x, 2146121005);
    x ^= x >>> 15;
    x = Math.imul(x, 2221713035);
    x ^= x >>> 16;
    return ((x >>> 0) + 0.5) / 2 ** 32;
  }

  // src/judgements.ts
  var SAATY_MAX = 9;
  var TOLERANCE = 0.05;
  function judgementsOf(given, rows, columns) {
    checkKeys(rows, columns);
    const places = rows.map((key) => columns.indexOf(key));
    const matrix = given.map((row) => places.map((place) => row[place]));
    rows.forEach((_, i) => {
      if (Number.isNaN(matrix[i][i])) matrix[i][i] = 1;
    });
    rows.forEach((_, i) => {
      const own2 = matrix[i][i];
      if (own2 !== 1) refuse(`对角线上是 ${general(own2)}`, `${general(own2)} on the diagonal`, "写 1", "write 1");
      for (let j = i + 1; j < rows.length; j += 1) {
        matrix[i][j] = settle(matrix[i][j], matrix[j][i]);
        matrix[j][i] = 1 / matrix[i][j];
      }
    });
    const judgements = { keys: rows, matrix };
    refuseIslands(judgements);
    return judgements;
  }
  function checkKeys(rows, columns) {
    const twice = [...new Set([rows, columns].flatMap(repeated))].sort();
    if (twice.length) {
      const keys = twice.join(", ");
      refuse(`键 ${keys} 出现两次`, `the key ${keys} comes twice`, "每个键只写一次", "give each key once");
    }
    const wrong = [
      ...rows.filter((key) => !columns.includes(key)),
      ...columns.filter((key) => !rows.includes(key))
    ].sort();
    if (wrong.length) {
      const keys = wrong.join(", ");
      refuse(
        `${keys} 只在行或只在列中`,
        `${keys} is a row or a column only`,
        "行和列用同样的键",
        "use the same keys for both"
      );
    }
  }
  function settle(upper, lower) {
    for (const value of [upper, lower]) {
      if (value === value && !(value > 0 && value < Infinity)) {
        refuse(
          `${general(value)} 不能作判断`,
          `${general(value)} is no judgement`,
          "写大于 0 的数",
          "write a number above 0"
        );
      }
    }
    if (Number.isNaN(upper) || Number.isNaN(lower)) return inScale(Number.isNaN(lower) ? upper : 1 / lower);
    if (Math.abs(upper * lower - 1) > TOLERANCE) {
      const product2 = general(upper * lower, 3);
      refuse(
        `一边 ${general(upper)}、另一边 ${general(lower)}，不是互为倒数（乘积 ${product2}）`,
        `${general(upper)} one way and ${general(lower)} the other are not reciprocal (product ${product2})`,
        `另一边写 ${general(1 / upper, 4)}，或改正这一边`,
        `write ${general(1 / upper, 4)} for the other way, or correct the first`
      );
    }
    return inScale(upper >= 1 ? upper : 1 / lower);
  }
  function inScale(value) {
    if (value > SAATY_MAX * (1 + TOLERANCE) || 1 / value > SAATY_MAX * (1 + TOLERANCE)) {
      refuse(
        `${general(value, 4)} 超出 1 至 ${SAATY_MAX} 的标度`,
        `${general(value, 4)} is beyond the scale of 1 to ${SAATY_MAX}`,
        "改正，或写明更大的标度",
        "correct it, or state a larger scale"
      );
    }
    return value;
  }
  function connected({ keys, matrix }) {
    const reached = keys.map((_, place) => place === 0);
    const queue = [0];
    for (let place = queue.pop(); place !== void 0; place = queue.pop()) {
      matrix[place].forEach((value, other) => {
        if (value === value && !reached[other]) {
          reached[other] = true;
          queue.push(other);
        }
      });
    }
    return reached;
  }
  function refuseIslands(judgements) {
    const reached = connected(judgements);
    const apart = judgements.keys.filter((_, place) => !reached[place]).join(", ");
    if (apart) {
      const [start, least] = [judgements.keys[0], judgements.keys.length - 1];
      refuse(
        `${apart} 与 ${start} 之间没有判断，直接或间接都没有`,
        `no judgement compares ${apart} with ${start}, directly or over others`,
        `至少判断 ${least} 对，把所有的键连起来`,
        `judge at least ${least} pairs that connect all keys`
      );
    }
  }

  // src/ahp.ts
  var PRIORITIES = ["eigenvector", "geometric-mean", "normalised-columns"];
  var NOISE2 = 1e-9;
  var MOST_STEPS = 60;
  var RANDOM_INDICES = {
    "saaty-1980": {
      name: "Saaty (1980)",
      values: [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59]
    },
    "alonso-lamata-2006": {
      name: "Alonso & Lamata (2006)",
      values: [
        0,
        0,
        0.5245,
        0.8815,
        1.1086,
        1.2479,
        1.3417,
        1.4056,
        1.4499,
        1.4854,
        1.5141,
        1.5365,
        1.5551,
        1.5713,
        1.5838
      ]
    },
    "saaty-tran-2007": {
      name: "Saaty & Tran (2007)",
      values: [0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59]
    }
  };
  function missing({ matrix }) {
    return matrix.flat().filter(Number.isNaN).length / 2;
  }
  function principal(judgements) {
    return measured(judgements, measured(judgements, logLeastSquares(judgements)).vector);
  }
  function measured(judgements, near) {
    const matrix = judgements.matrix.map((row, i) => {
      const gaps = row.filter(Number.isNaN).length;
      return row.map((value2, j) => (value2 !== value2 ? 0 : value2 * near[j] / near[i]) + (i === j ? gaps : 0));
    });
    let vector = near.map(() => 1);
    let best = Infinity;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const ratios = matrix.map((row, place) => product(row, vector) / vector[place]);
      const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
      if (high - low >= best) break;
      best = high - low;
      const shifted = matrix.map((row, i) => [...row.map((value2, j) => (i === j ? high : 0) - value2), vector[i]]);
      const next = solved(shifted);
      if (!next.every((part) => part > 0 && part < Infinity)) break;
      const largest = Math.max(...next);
      vector = next.map((part) => part / largest);
    }
    const value = running(matrix.map((row) => product(row, vector))) / running(vector);
    return { value, vector: shares(vector.map((part, place) => part * near[place])) };
  }
  function shares(values) {
    const whole = running(values);
    return values.map((value) => value / whole);
  }
  function priorities(judgements, method) {
    if (method === "eigenvector") return principal(judgements).vector;
    if (method === "geometric-mean") return logLeastSquares(judgements);
    const gaps = missing(judgements);
    if (gaps) {
      refuse(
        `缺 ${gaps} 个判断，而列归一法要全部判断`,
        `${gaps} judgements are missing, and normalised columns need all`,
        "用特征向量法（Harker）或几何平均法，或补全矩阵",
        "use the eigenvector (Harker) or the geometric mean, or complete the matrix"
      );
    }
    const { matrix } = judgements;
    const sums = matrix[0].map((_, j) => running(matrix.map((row) => row[j])));
    return matrix.map((row) => running(row.map((value, j) => value / sums[j])) / row.length);
  }
  function logLeastSquares({ matrix }) {
    const size = matrix.length - 1;
    const rows = matrix.slice(0, size).map((row, i) => {
      const logs = running(row.map((value) => value !== value ? 0 : Math.log(value)));
      const links = row.map((value, j) => value !== value || i === j ? 0 : 1);
      return [...links.slice(0, size).map((link, j) => i === j ? running(links) : -link), logs];
    });
    const solution = [...solved(rows), 0];
    const largest = Math.max(...solution);
    return shares(solution.map((value) => Math.exp(value - largest)));
  }
  function solved(rows) {
    const size = rows.length;
    for (let pivot = 0; pivot < size; pivot += 1) {
      const sizes = rows.slice(pivot).map((row) => Math.abs(row[pivot]));
      const largest = pivot + sizes.indexOf(Math.max(...sizes));
      [rows[pivot], rows[largest]] = [rows[largest], rows[pivot]];
      for (let row = pivot + 1; row < size; row += 1) {
        const factor = rows[row][pivot] / rows[pivot][pivot];
        for (let place = pivot; place <= size; place += 1) rows[row][place] -= factor * rows[pivot][place];
      }
    }
    const found = new Array(size).fill(0);
    for (let row = size - 1; row >= 0; row -= 1) {
      const known2 = running(found.map((value, place) => place > row ? value * rows[row][place] : 0));
      found[row] = (rows[row][size] - known2) / rows[row][row];
    }
    return found;
  }
  function consistencyRatio(judgements, table) {
    const size = judgements.keys.length;
    const { name, values } = RANDOM_INDICES[table];
    if (size > values.length) {
      refuse(
        `有 ${size} 个键，而 ${name} 的随机一致性指标只到 ${values.length}`,
        `${size} keys, but the random index of ${name} ends at ${values.length}`,
        "把键分成几支，在各支内比较",
        "group the keys into branches and compare inside each"
      );
    }
    const largest = Math.max(principal(judgements).value, size);
    const index = size > 1 ? (largest - size) / (size - 1) : 0;
    const random = values[size - 1];
    return random ? index / random : 0;
  }
  function doubtful(judgements, worst) {
    const { keys, matrix } = judgements;
    const found = [];
    keys.forEach((_, i) => {
      for (let j = i + 1; j < keys.length; j += 1) {
        if (Number.isNaN(matrix[i][j])) continue;
        const [row, column2] = matrix[i][j] >= 1 ? [i, j] : [j, i];
        const others = replaced(judgements, row, column2, NaN);
        if (!connected(others).every(Boolean)) continue;
        const { vector } = principal(others);
        const gap = Math.abs(Math.log(matrix[row][column2] * vector[column2] / vector[row]));
        found.push({ gap: settled(gap), row, column: column2, implied: vector[row] / vector[column2] });
      }
    });
    found.sort(
      (a, b) => b.gap - a.gap || compared(keys[a.row], keys[b.row]) || compared(keys[a.column], keys[b.column])
    );
    return found.slice(0, worst).filter(({ gap }) => gap > NOISE2).map(({ row, column: column2, implied }) => {
      const nearest = nearestAnswer(implied);
      const after = consistencyRatio(replaced(judgements, row, column2, nearest), "saaty-1980");
      return { row: keys[row], column: keys[column2], given: matrix[row][column2], implied, nearest, after };
    });
  }
  function settled(gap) {
    return Math.round(gap * 1e9) / 1e9;
  }
  function compared(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
  }
  function nearestAnswer(implied) {
    const steps = Array.from({ length: SAATY_MAX }, (_, place) => place + 1);
    const answers = [...steps, ...steps.map((step) => 1 / step)];
    const gaps = answers.map((answer2) => settled(Math.abs(Math.log(answer2 / implied))));
    return answers[gaps.indexOf(Math.min(...gaps))];
  }
  function replaced({ keys, matrix }, row, column2, value) {
    const copy = matrix.map((line) => [...line]);
    copy[row][column2] = value;
    copy[column2][row] = 1 / value;
    return { keys, matrix: copy };
  }

  // src/dataweights.ts
  var DATA_METHODS = ["entropy", "critic", "merec", "deviation", "factor", "equal"];
  var NOISE3 = 1e-12;
  var SPREAD = { perIndicator: 0, source: "our default: the spread over fewer units is chance" };
  var CRITIC = {
    perIndicator: 1,
    source: "our default: with fewer units than indicators correlations are chance"
  };
  var AT_LEAST = 10;
  function weightsOfData(method, values, units, keys, costs) {
    if (method === "equal") return equal(keys);
    const data = dataOf(values, units, keys, costs, method === "critic" ? CRITIC : SPREAD);
    return normalised({ entropy, critic, merec, deviation }[method](data));
  }
  function dataOf(values, units, keys, costs, rule) {
    refuseTwice("指标", "indicator", keys);
    refuseTwice("单位", "unit", units);
    const columns = keys.map((_, place) => values.map((row) => shown(row[place])));
    if (!columns.every((column2) => column2.every(Number.isFinite))) {
      refuse(
        "值缺失，或不是有限的数",
        "the value is missing or no finite number",
        "按声明的方法补上，或不用该单位或指标",
        "fill it by a declared imputation, or leave out the unit or the indicator"
      );
    }
    const needed = Math.max(AT_LEAST, Math.ceil(rule.perIndicator * keys.length));
    if (units.length < needed) {
      const each2 = general(rule.perIndicator);
      const [zh, en] = rule.perIndicator ? [`，每个指标 ${each2} 个`, ` and ${each2} per indicator`] : ["", ""];
      refuse(
        `${units.length} 个单位对 ${keys.length} 个指标太少：需要 ${needed} 个（至少 ${AT_LEAST} 个${zh}）`,
        `${units.length} units are too few for ${keys.length} indicators: ${needed} are needed, at least ${AT_LEAST}${en} (${rule.source})`,
        "用专家权重或等权，或写明另一条规则并为之负责",
        "use expert or equal weights, or state another rule and answer for it"
      );
    }
    return { units: units.length, columns, costs };
  }
  function refuseTwice(zh, en, names) {
    const twice = repeated(names);
    if (twice.length) {
      const named = listed(twice);
      refuse(`${zh} ${named} 出现两次`, `the ${en} ${named} comes twice`, `每个 ${zh} 只写一次`, `give each ${en} once`);
    }
  }
  function equal(keys) {
    const twice = repeated(keys).sort().join(", ");
    if (twice) refuse(`键 ${twice} 出现两次`, `the keys ${twice} come twice`, "每个键只写一次", "give each key once");
    return normalised(keys.map(() => 1));
  }
  function normalised(raw) {
    const total = sum(raw);
    if (!(total > 0)) {
      refuse(
        "这种方法给每个键的权重都是 0",
        "the method gives every key the weight 0",
        "检查各单位的值是否不同，或改用等权、直接给权重",
        "check that the values differ between units, or use equal or direct weights"
      );
    }
    return raw.map((value) => value / total);
  }
  function entropy({ columns, units }) {
    if (columns.some((column2) => column2.some((value) => value < 0))) {
      refuse(
        "负值的占比没有熵",
        "a share of a negative value has no entropy",
        "用 scaling=Scaling.MIN_MAX，或平移",
        "use scaling=Scaling.MIN_MAX, or shift it"
      );
    }
    if (columns.some((column2) => running(column2) === 0)) {
      refuse("值都是 0，没有占比", "all values are 0, so nobody has a share", "不用该指标", "leave the indicator out");
    }
    return columns.map((column2) => {
      const total = running(column2);
      const parts = column2.map((value) => {
        const share = value / total;
        return share > 0 ? share * Math.log(share) : 0;
      });
      return isConstant(column2) ? 0 : Math.max(0, 1 + running(parts) / Math.log(units));
    });
  }
  function isConstant(column2) {
    return column2.every((value) => value === column2[0]);
  }
  function minMax({ columns, costs }) {
    if (columns.some(isConstant)) {
      refuse(
        "各单位的值相同；min-max 没有极差可用",
        "all units have the same value; min-max has no range",
        "该指标不用这种方法，直接给权重",
        "leave the indicator out of the method and give it a direct weight"
      );
    }
    return columns.map((column2, place) => {
      const [low, high] = [Math.min(...column2), Math.max(...column2)];
      return column2.map((value) => costs[place] ? 1 - (value - low) / (high - low) : (value - low) / (high - low));
    });
  }
  function centred(column2) {
    const middle = running(column2) / column2.length;
    return column2.map((value) => value - middle);
  }
  function deviation(data) {
    return minMax(data).map((column2) => Math.sqrt(product(centred(column2), centred(column2)) / (data.units - 1)));
  }
  function critic(data) {
    const columns = minMax(data).map(centred);
    const spreads = columns.map((column2) => Math.sqrt(product(column2, column2) / (data.units - 1)));
    return columns.map((one, i) => {
      const conflicts = columns.map((other, j) => {
        const covariance = product(one, other) / (data.units - 1);
        const correlation = clip(covariance / spreads[i] / spreads[j], -1, 1);
        return 1 - correlation < NOISE3 ? 0 : 1 - correlation;
      });
      return spreads[i] * sum(conflicts);
    });
  }
  function merec({ columns, costs, units }) {
    if (columns.some((column2) => column2.some((value) => value <= 0))) {
      refuse(
        "MEREC 对比值取对数，值要大于 0",
        "MEREC takes logarithms of ratios, so values must be above 0",
        "平移，或不用该指标",
        "shift or leave it out"
      );
    }
    const logs = columns.map((column2, place) => {
      const [low, high] = [Math.min(...column2), Math.max(...column2)];
      return column2.map((value) => Math.abs(Math.log(costs[place] ? value / high : low / value)));
    });
    const wholes = Array.from({ length: units }, (_, unit) => sum(logs.map((column2) => column2[unit])));
    const count2 = columns.length;
    return logs.map(
      (column2) => running(
        column2.map(
          (log, unit) => Math.abs(Math.log1p((wholes[unit] - log) / count2) - Math.log1p(wholes[unit] / count2))
        )
      )
    );
  }
  function combined(parts, shares2, multiplies) {
    const kept = parts.filter((_, place) => shares2[place] > 0);
    const total = sum(shares2.filter((share) => share > 0));
    const factors = shares2.filter((share) => share > 0).map((share) => share / total);
    const keys = kept[0];
    if (multiplies) {
      return normalised(keys.map((_, key) => kept.reduce((all, part, place) => all * part[key] ** factors[place], 1)));
    }
    return normalised(keys.map((_, key) => running(kept.map((part, place) => factors[place] * part[key]))));
  }

  // src/weighing.ts
  var TABLES = Object.keys(RANDOM_INDICES);
  function judged2(matrix) {
    const { body, rows, columns } = labelled(matrix);
    if (rowsOf(body) !== columnsOf(body)) {
      refuse(
        `matrix 是 ${shapeOf(body)}`,
        `the matrix is ${shapeOf(body)}`,
        "行列一样多",
        "give as many rows as columns"
      );
    }
    return judgementsOf(numbers(body), rows, columns);
  }
  function SX_AHP_WEIGHTS(matrix, method) {
    const error = errorIn(cells(matrix));
    if (error !== null) return [[error]];
    const way = option(PRIORITIES, "method", method, "eigenvector");
    return column(priorities(judged2(cells(matrix)), way));
  }
  function SX_AHP_CR(matrix, riTable) {
    const error = errorIn(cells(matrix));
    if (error !== null) return [[error]];
    const table = option(TABLES, "ri_table", riTable, "saaty-1980");
    return [[consistencyRatio(judged2(cells(matrix)), table)]];
  }
  function SX_AHP_ADVICE(matrix) {
    const error = errorIn(cells(matrix));
    if (error !== null) return [[error]];
    const found = doubtful(judged2(cells(matrix)), 5);
    if (!found.length) return [["", "", "", "", "", ""]];
    return found.map(({ row, column: column2, given, implied, nearest, after }) => [row, column2, given, implied, nearest, after]);
  }
  function SX_WEIGHTS(data, method, directions) {
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
        "use it in Excel for Windows or in LibreOffice, or take another method"
      );
    }
    return [weightsOfData(way, numbers(body), rows, columns, costs)];
  }
  function SX_COMBINE(w1, w2, share, method) {
    var _a;
    const [first2, second] = [cells(w1), cells(w2)];
    const error = (_a = errorIn(first2)) != null ? _a : errorIn(second);
    if (error !== null) return [[error]];
    if (sizeOf(first2) !== sizeOf(second)) {
      refuse(
        `w1 是 ${shapeOf(first2)}，w2 是 ${shapeOf(second)}`,
        `w1 is ${shapeOf(first2)} but w2 ${shapeOf(second)}`,
        "两组一样多",
        "give as many"
      );
    }
    const part = numberIn("share", share, 0.5, 0, 1);
    const parts = [first2, second].map((given) => normalised(weightsOf([flat(given)])[0]));
    const mix = option(["additive", "multiplicative"], "method", method, "additive");
    const weights = combined(parts, [part, 1 - part], mix === "multiplicative");
    return each(first2, (_, row, place) => weights[row * columnsOf(first2) + place]);
  }

  // src/registry.ts
  var LONGEST2 = 255;
  function functionsOf(setting) {
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
      SX_WEIGHTS
    };
  }
  function answer(setting, name, given) {
    var _a;
    const call = (_a = functionsOf(setting)[name]) != null ? _a : missing2;
    const filled = given.map((argument) => argument != null ? argument : void 0);
    try {
      return call(...filled).map(shown2);
    } catch (trouble) {
      return [[message(name, trouble, setting.lang)]];
    }
  }
  function shown2(row) {
    const cells2 = row.slice();
    for (let place = 0; place < cells2.length; place += 1) {
      const value = cells2[place];
      if (value === null || typeof value === "number" && !Number.isFinite(value)) cells2[place] = "";
    }
    return cells2;
  }
  function missing2() {
    return refuse(
      "Office 加载项中没有这个函数",
      "this add-in does not have the function",
      "在 Windows 的 Excel 或 LibreOffice 中使用",
      "use it in Excel for Windows or in LibreOffice"
    );
  }
  function message(name, trouble, lang) {
    const fault = trouble instanceof Fault ? trouble : unexpected(trouble);
    const said = Array.from(spaced(`${MARK} ${name} ${fault.what[lang]} → ${fault.remedy[lang]}`));
    return said.length <= LONGEST2 ? said.join("") : `${said.slice(0, LONGEST2 - 1).join("")}…`;
  }
  function unexpected(trouble) {
    const kind = trouble instanceof Error ? trouble.name : typeof trouble;
    return {
      what: text("无法计算", "it cannot be calculated"),
      remedy: text(`检查参数（${kind}）`, `look at the arguments (${kind})`)
    };
  }
  function clean(value, lang) {
    var _a;
    if (isBlank(value)) return "";
    if (typeof value === "number") return value;
    const error = errorOf(value);
    if (error !== null) return error;
    return (_a = cleaned(plainText(value))) != null ? _a : `${MARK} SX_CLEAN ${text("读不成一个数", "cannot be read as one number")[lang]}`;
  }
  function help(name, { functions }) {
    const sorted = [...functions].sort((a, b) => a.name < b.name ? -1 : 1);
    if (!name) return sorted.map((each2) => [each2.name, each2.purpose]);
    const asked = spaced(plainText(name)).toUpperCase().replace(/^SX\./, "SX_");
    const found = functions.find((each2) => each2.name === asked);
    if (!found) {
      const names = sorted.map((each2) => each2.name);
      return refuse(
        `没有函数“${plainText(name)}”`,
        `there is no function ${written(name)}`,
        `可用的有：${names.join("、")}`,
        `one of ${names.join(", ")}`
      );
    }
    const rows = found.arguments.map((argument) => [
      argument.optional ? `[${argument.name}]` : argument.name,
      argument.doc
    ]);
    return [[found.name, found.purpose], ...rows, ["=", found.result]];
  }

  // src/office.ts
  var OWN = /* @__PURE__ */ new Set(["#N/A", "#DIV/0!", "#NUM!", "#NULL!"]);
  var VALUE = "#VALUE!";
  var NAMESPACE = "SX";
  function idOf(name) {
    return name.replace(/^SX_/, "").replace(/_/g, ".");
  }
  function register(host, setting) {
    for (const { name, arguments: declared } of setting.functions) {
      host.associate(idOf(name), (...given) => called(host, setting, name, given.slice(0, declared.length)));
    }
  }
  function called(host, setting, name, given) {
    const found = answer(setting, name, given.map(argumentOf));
    if (name === "SX_HELP")
      return found.map((row) => row.map((value) => outgoing(host, typeof value === "string" ? here(value) : value)));
    return found.map((row) => row.map((value) => outgoing(host, value)));
  }
  function here(name) {
    return name.replace(/^SX_/, `${NAMESPACE}.`);
  }
  function argumentOf(given) {
    return Array.isArray(given) ? given.map((row) => row.map(incoming)) : incoming(given);
  }
  function incoming(value) {
    if (value === null || value === void 0) return null;
    if (typeof value !== "object") return value;
    const { code, type, basicValue } = value;
    if (type === "Empty") return null;
    const shown3 = code != null ? code : basicValue;
    if (typeof shown3 === "string" && (code === void 0 || errorOf(shown3) !== null)) return shown3;
    return typeof shown3 === "number" || typeof shown3 === "boolean" ? shown3 : VALUE;
  }
  function outgoing(host, value) {
    const error = errorOf(value);
    if (error === null) return value;
    if (OWN.has(error)) return new host.Error(error);
    return error === VALUE ? new host.Error(VALUE) : new host.Error(VALUE, error.startsWith(MARK) ? error : `${MARK} ${error}`);
  }

  // src/main.ts
  register(CustomFunctions, SMARTXL);
})();
