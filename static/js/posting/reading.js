// Which price and which amount did a person write? The same rules as vietnam/money.py and products/amounts.py, for a
// phone without a network; tests hold the two against each other. The server reads again: where it reads otherwise
// than was agreed to here, it asks.
//
// `units` is [{key, grams, divides, spellings}], from the page. Gives {vnd, unit, writtenVnd, writtenUnit} or
// {wrong: code}; an amount {milli} or {wrong: code}.

const SCALES = { k: 1e3, "nghìn": 1e3, "ngàn": 1e3, nghin: 1e3, ngan: 1e3, tr: 1e6, "triệu": 1e6, trieu: 1e6, "tỷ": 1e9, "tỉ": 1e9, ty: 1e9, ti: 1e9 };
const LEAST = 1_000;
const GREATEST = 10_000_000_000;
const MOST_MILLI = 1_000_000_000_000;

const END = "(?!\\p{L})";
const SCALE = `(?:k|nghìn|nghin|ngàn|ngan|triệu|trieu|tr|tỷ|tỉ|ty|ti)${END}`;
const HALF = `(?:rưỡi|rưởi|ruoi)${END}`;
const CURRENCY = `(?:₫|(?:vnđ|vnd|đồng|dong|đ|d)${END})`;
const AMOUNT =
  `(?:nửa|nữa|nua) (?<half_of>${SCALE})` +
  `|(?<whole>[0-9]{1,4})(?:[.,](?<fraction>[0-9]{1,2}))? ?(?<scale>${SCALE})` +
  `(?: ?(?<and_half>${HALF})|(?:(?<rest>[0-9]{1,3})| (?<loose_rest>[0-9]{2,3}|[0-9](?! \\p{L})))` +
  `(?: ?(?<rest_scale>${SCALE})|(?! ?[.,0-9])))?` +
  `|(?<plain>[0-9]{1,3}(?:\\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})* 000|[0-9]+)(?![.,]?[0-9])`;
const LINK = " ?/ ?(?:(?:1|một|mot) ?)?| (?:1|một|mot|mỗi|moi) | ";
const PRICE = new RegExp(`^(?<before>(?:₫|vnđ|vnd) ?)?(?:${AMOUNT}) ?(?<currency>${CURRENCY})?(?:(?<link>${LINK})(?<unit>\\p{L}[^\\d_/]*))?$`, "u");
const QUANTITY =
  /^(?:(?<grouped>[1-9][0-9]{0,2}(?:[. ][0-9]{3})+)(?:,(?<after_group>[0-9]{1,3}))?(?<unit> ?\p{L}\D*)?|(?<whole>[0-9]{1,12})(?:[.,](?<fraction>[0-9]{1,3}))?(?<plain_unit> ?\p{L}\D*)?)$/u;

const tidy = (text, most) => {
  const halved = text.normalize("NFC").replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ");
  return halved.toLowerCase().trim().split(/\s+/).join(" ").slice(0, most);
};

// What is written without its accents; "đ" too.
export const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").normalize("NFC");

function findUnit(units, written) {
  const word = tidy(written, 60);
  // Without its accent "cân" is also the jerrycan in which wine and oil are sold.
  return units.find((unit) => unit.spellings.includes(word)) ?? units.find((unit) => unit.spellings.some((one) => one !== "cân" && bare(one) === word));
}

export function readPrice(written, unitKey, units) {
  const text = tidy(written, 200);
  const found = PRICE.exec(text.replace(/[. ]+$/, ""))?.groups;
  if (!text) return { wrong: "none" };
  if (!found || (found.before && found.currency)) return { wrong: /^[-−–]/.test(text) ? "negative" : "unread" };
  let unit = null;
  if (found.unit) {
    const isSpace = found.link.trim() === "";
    const isMarked = found.scale || found.half_of || found.currency || found.before;
    if (isSpace && (!isMarked || [...found.unit].length === 1)) return { wrong: "unread" };
    if (found.link.includes("1") && !found.link.includes("/") && (SCALES[found.scale] ?? 0) >= 1e6) return { wrong: "unread" };
    unit = findUnit(units, found.unit);
    if (!unit) return { wrong: "unit" };
  }
  const vnd = found.plain ? plain(found.plain) : scaled(found);
  if (vnd === null) return { wrong: "unread" };
  if (vnd === 0) return { wrong: "zero" };
  if (vnd < LEAST) return { wrong: "small" };
  if (vnd > GREATEST) return { wrong: "large" };
  return perUnit(vnd, unit, unitKey, units);
}

function perUnit(vnd, unit, unitKey, units) {
  if (!unit || unit.key === unitKey) return { vnd, unit: unitKey, writtenVnd: vnd, writtenUnit: unitKey };
  const sold = units.find((one) => one.key === unitKey);
  if (!unit.grams || !sold?.grams) return { wrong: "other_unit" };
  const one = (vnd * sold.grams) / unit.grams;
  if (!Number.isInteger(one) || one === 0) return { wrong: "uneven" };
  return { vnd: one, unit: unitKey, writtenVnd: vnd, writtenUnit: unit.key };
}

const plain = (digits) => (digits.startsWith("0") && /[^0., ]/.test(digits) ? null : Number(digits.replace(/\D/g, "")));

function scaled(found) {
  if (found.half_of) return SCALES[found.half_of] / 2;
  const { whole, fraction = "", scale: word } = found;
  const scale = SCALES[word];
  const rest = found.rest ?? found.loose_rest;
  if ((whole.startsWith("0") && !(whole === "0" && fraction)) || (fraction && (found.and_half || rest))) return null;
  if (rest) {
    const more = behind(found, scale, rest);
    return more === null ? null : Number(whole) * scale + more;
  }
  if (found.and_half) return Number(whole) * scale + scale / 2;
  return Number(whole) * scale + (Number(fraction || 0) * scale) / 10 ** fraction.length;
}

function behind(found, scale, rest) {
  const isShort = found.scale === "k" || found.scale === "tr";
  if (found.rest_scale) {
    const isNext = SCALES[found.rest_scale] * 1000 === scale;
    return rest.length === 1 || rest.startsWith("0") || !isNext ? null : Number(rest) * SCALES[found.rest_scale];
  }
  const mayCount = found.unit && found.link.trim() === "" && !found.currency;
  const isApart = found.loose_rest && (isShort || (scale === 1e3 && rest.length < 3));
  const isTwoWays = rest.length === 2 && (rest.endsWith("0") || !isShort);
  return mayCount || isApart || isTwoWays || rest === "0" ? null : (Number(rest) * scale) / 10 ** rest.length;
}

export function readAmount(written, unitKey, units) {
  const text = tidy(written, 60);
  if (!text) return { wrong: "none" };
  if (/^[-−–]/.test(text)) return { wrong: "negative" };
  const found = QUANTITY.exec(text)?.groups;
  if (!found) return { wrong: "unread" };
  let thousandths;
  if (found.grouped) thousandths = toThousandths(found.grouped.replace(/\D/g, ""), found.after_group ?? "");
  else if (found.fraction?.length === 3 && found.whole !== "0") return { wrong: "two_ways" };
  else thousandths = toThousandths(found.whole, found.fraction ?? "");
  if (thousandths === 0) return { wrong: "zero" };
  return inUnit(thousandths, (found.unit ?? found.plain_unit ?? "").trim(), unitKey, units);
}

const toThousandths = (whole, fraction) => Number(whole) * 1000 + Number(fraction.padEnd(3, "0"));

function inUnit(thousandths, writtenUnit, unitKey, units) {
  const sold = units.find((one) => one.key === unitKey);
  let milli = thousandths;
  if (writtenUnit) {
    const other = findUnit(units, writtenUnit);
    if (!other) return { wrong: "unit" };
    if (other.key !== unitKey) {
      if (!other.grams || !sold?.grams) return { wrong: "other_unit" };
      milli = (thousandths * other.grams) / sold.grams;
    }
  }
  if (!sold?.divides && milli % 1000 !== 0) return { wrong: "parts" };
  if (!Number.isInteger(milli)) return { wrong: "fine" };
  return milli > MOST_MILLI ? { wrong: "large" } : { milli };
}

export const sayNumber = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
export const sayPrice = (vnd) => `${sayNumber(vnd)}\u00a0đ`;
export const sayAmount = (milli) => {
  const [whole, part] = String(milli / 1000).split(".");
  return sayNumber(whole) + (part ? `,${part}` : "");
};
