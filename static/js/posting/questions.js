// The questions: how each shows what was answered (`show`) and gives what is answered now (`take`).
// `take` gives {answers, confirmed?, wrong?: [where, words]}; it is kept whether it is wrong or not.

import { bare, readAmount, readPrice, sayAmount, sayPrice } from "./reading.js";
import { choices, fill, picture } from "./showing.js";
import * as store from "./store.js";

const field = (name) => document.getElementById(`id_${name}`);
const checked = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
const tick = (name, value) => document.querySelectorAll(`input[name="${name}"]`).forEach((one) => (one.checked = one.value === value));

const PAPER = ["number", "issuer", "valid_from", "expires_on", "stars"];

export const farmersOf = (page) => page.here.me?.farmers ?? [];
const farmerOf = (page, draft) => farmersOf(page).find((one) => one.id === draft.farmer) ?? farmersOf(page)[0];

export const short = (page, unit) => page.told.units.find((one) => one.key === unit)?.short ?? "";
export const unitOf = (page, draft) => draft.answers.unit || page.told.usual[draft.answers.category] || "kg";
export const categoryName = (page, key) =>
  (key && page.root.querySelector(`[data-category="${CSS.escape(key)}"] > span > span`)?.textContent) || "";

export function nameOf(page, draft) {
  return draft.answers.name || categoryName(page, draft.answers.category) || page.words.nameless;
}

const unread = (page, found, unit) => fill(page.words[found.wrong] ?? page.words.unread, { unit: short(page, unit) });

async function showSoFar(page, draft, section) {
  const holder = section.querySelector("[data-so-far]");
  const [cover] = await store.filesOf(draft);
  const about = Object.assign(document.createElement("div"), { className: "about" });
  const amount = readAmount(draft.answers.amount ?? "", unitOf(page, draft), page.told.units);
  const lines = [nameOf(page, draft), amount.milli ? `${sayAmount(amount.milli)} ${short(page, unitOf(page, draft))}` : ""];
  about.append(...lines.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  holder.replaceChildren(...(cover && cover.kind === "photo" ? [picture(cover)] : []), about);
}

const photos = {
  step: "anh",
  show: (page, draft) => page.showPhotos(draft),
  take: (page, draft) => ({ answers: {}, wrong: draft.photos?.length ? null : ["photos", page.words.photos] }),
};

const what = {
  step: "mat-hang",
  show(page, draft, section) {
    const find = section.querySelector("[data-find]");
    find.value = "";
    what.narrow(page, section, "");
    for (const tile of section.querySelectorAll("[data-category]")) {
      tile.setAttribute("aria-pressed", String(tile.dataset.category === draft.answers.category));
    }
  },
  narrow(page, section, typed) {
    const wanted = bare(typed.toLowerCase()).split(/\s+/).filter(Boolean);
    let many = 0;
    for (const group of section.querySelectorAll("[data-group]")) {
      const above = group.querySelector("legend").textContent;
      for (const tile of group.querySelectorAll("[data-category]")) {
        const known = bare(`${tile.textContent} ${above}`.toLowerCase());
        tile.hidden = !wanted.every((word) => known.includes(word));
        many += tile.hidden ? 0 : 1;
      }
      group.hidden = !group.querySelector("[data-category]:not([hidden])");
    }
    section.querySelector("[data-found]").textContent = wanted.length ? fill(page.words.found, { many }) : "";
    const nothing = section.querySelector("[data-nothing]");
    nothing.hidden = many > 0;
    nothing.textContent = page.words.nothing;
  },
  take: (page, draft) => ({ answers: {}, wrong: draft.answers.category ? null : ["category", page.words.choose] }),
};

const name = {
  step: "ten",
  show(page, draft) {
    field("name").value = draft.answers.name ?? categoryName(page, draft.answers.category);
    field("description").value = draft.answers.description ?? "";
  },
  take: () => ({ answers: { name: field("name").value, description: field("description").value } }),
};

const amount = {
  step: "so-luong",
  show(page, draft, section) {
    field("amount").value = draft.answers.amount ?? "";
    tick("unit", unitOf(page, draft));
    const others = section.querySelector("details");
    others.open = Boolean(others.querySelector("input:checked"));
    return showSoFar(page, draft, section);
  },
  take(page) {
    const answers = { amount: field("amount").value, unit: checked("unit") };
    if (!answers.unit) return { answers, wrong: ["amount", page.words.chooseUnit] };
    const found = readAmount(answers.amount, answers.unit, page.told.units);
    return { answers, wrong: found.wrong ? ["amount", unread(page, found, answers.unit)] : null };
  },
};

const price = {
  step: "gia",
  show(page, draft, section) {
    const unit = unitOf(page, draft);
    field("price").value = draft.answers.price ?? "";
    section.querySelector("[data-price-label]").textContent = fill(page.words.priceOf, { unit: short(page, unit) });
    section.querySelector("[data-affix]").textContent = `đ/${short(page, unit)}`;
    const asked = page.here.me?.asked?.[draft.answers.category]?.[unit];
    const told = section.querySelector("[data-asked]");
    told.hidden = !asked;
    if (asked) {
      const values = { lowest: sayPrice(asked[0]), highest: sayPrice(asked[1]), unit: short(page, unit), category: categoryName(page, draft.answers.category) };
      told.querySelector("p").textContent = fill(asked[0] === asked[1] ? page.words.askedOne : page.words.asked, values);
    }
    price.read(page, draft, section);
    return showSoFar(page, draft, section);
  },
  read(page, draft, section) {
    const unit = unitOf(page, draft);
    const typed = field("price").value;
    const found = readPrice(typed, unit, page.told.units);
    const read = section.querySelector("[data-read]");
    read.replaceChildren();
    if (found.vnd) {
      const strong = Object.assign(document.createElement("b"), { textContent: sayPrice(found.vnd) });
      const [before, after] = fill(page.words.reading, { price: "\u0000", unit: short(page, unit) }).split("\u0000");
      read.append(before, strong, after);
      if (found.writtenUnit !== unit) read.append(" ", fill(page.words.converted, { price: sayPrice(found.writtenVnd), unit: short(page, found.writtenUnit) }));
    } else if (typed.trim()) read.textContent = unread(page, found, unit);
    section.querySelector("[data-go-on]").textContent = found.vnd ? page.words.yes : page.words.goOn;
    return found;
  },
  take(page, draft, section) {
    const found = price.read(page, draft, section);
    const answers = { price: field("price").value };
    if (!found.vnd) return { answers, confirmed: "", wrong: ["price", unread(page, found, unitOf(page, draft))] };
    return { answers, confirmed: `${found.vnd}/${found.unit}` };
  },
};

const place = {
  step: "noi-trong",
  show(page, draft, section) {
    const farms = farmerOf(page, draft)?.farms ?? [];
    const chosen = draft.answers.farm ?? (farms.length ? farms[0].id : "new");
    const all = [...farms.map((farm) => ({ value: farm.id, label: farm.name })), { value: "new", label: page.words.elsewhere }];
    const elsewhere = section.querySelector("[data-elsewhere]");
    const turn = () => (elsewhere.hidden = farms.length > 0 && checked("farm") !== "new");
    choices(page.root, section.querySelector("[data-farms]"), "radio", "farm", farms.length ? all : [], chosen, turn);
    turn();
    field("commune").value = draft.answers.commune ?? farmerOf(page, draft)?.commune ?? "";
    const which = (draft.communes ?? []).map(({ code, name: label }) => ({ value: code, label }));
    choices(page.root, section.querySelector("[data-which]"), "radio", "commune_code", which, draft.answers.commune_code ?? "", () => {});
    for (const one of ["harvested_on", "season_from_month", "season_to_month"]) field(one).value = draft.answers[one] ?? "";
    section.querySelector("[data-season]").open = Boolean(draft.answers.season_from_month);
    return showSoFar(page, draft, section);
  },
  take(page, draft) {
    const farms = farmerOf(page, draft)?.farms ?? [];
    const answers = { farm: farms.length ? checked("farm") : "new", commune: field("commune").value, commune_code: checked("commune_code") };
    for (const one of ["harvested_on", "season_from_month", "season_to_month"]) answers[one] = field(one).value;
    const isSaid = answers.farm && (answers.farm !== "new" || answers.commune.trim());
    return { answers, wrong: isSaid ? null : ["place", page.words.place] };
  },
};

const papers = {
  step: "chung-nhan",
  async show(page, draft, section) {
    const known = (farmerOf(page, draft)?.certificates ?? []).map((one) => ({
      value: one.id,
      label: `${one.name} · ${page.words[one.standing] ?? ""}`,
    }));
    choices(page.root, section.querySelector("[data-certificates]"), "checkbox", "certificates", known, draft.answers.certificates ?? [], () => {});
    tick("scheme", draft.answers.scheme ?? "");
    for (const one of PAPER) field(one).value = draft.answers[one] ?? "";
    const scan = (await store.filesOf(draft)).find((file) => file.kind === "scan");
    const shown = scan && (scan.blob.type === "application/pdf" ? document.createTextNode("PDF") : picture(scan));
    section.querySelector("[data-scan]").replaceChildren(...(shown ? [shown] : []));
    section.querySelector("[data-paper]").open = papers.hasPaper(draft);
  },
  hasPaper: (draft) => Boolean(draft.scan || draft.answers.scheme || PAPER.some((one) => draft.answers[one])),
  take() {
    const answers = Object.fromEntries(PAPER.map((one) => [one, field(one).value]));
    answers.scheme = checked("scheme");
    answers.certificates = [...document.querySelectorAll('input[name="certificates"]:checked')].map((one) => one.value);
    return { answers };
  },
  leaveOut: () => Object.fromEntries([...PAPER, "scheme"].map((one) => [one, ""])),
};

export const QUESTIONS = Object.fromEntries([photos, what, name, amount, price, place, papers].map((one) => [one.step, one]));
export { papers, what };
