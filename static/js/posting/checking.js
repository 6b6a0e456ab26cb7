// All answers of a draft told back, with what is still missing, before it is sent.

import { readAmount, readPrice, sayAmount, sayPrice } from "./reading.js";
import { button, fill, line, notice, picture } from "./showing.js";
import { categoryName, farmersOf, papers, short, unitOf } from "./questions.js";
import * as store from "./store.js";

export async function showCheck(page, section) {
  const { draft, words } = page;
  const { answers, problems = {} } = draft;
  const unit = unitOf(page, draft);
  const files = await store.filesOf(draft);
  const amount = readAmount(answers.amount ?? "", unit, page.told.units);
  const price = readPrice(answers.price ?? "", unit, page.told.units);
  const farm = farmersOf(page).flatMap((one) => one.farms).find((one) => String(one.id) === String(answers.farm));
  const photos = document.createElement("div");
  photos.className = "photos";
  photos.append(...files.filter((file) => file.kind === "photo").map((file) => picture(file)));
  const season = answers.season_from_month && fill(words.season, { first: answers.season_from_month, last: answers.season_to_month });
  const rows = [
    ["anh", [draft.photos?.length ? photos : ""]],
    ["mat-hang", [categoryName(page, answers.category)]],
    ["ten", [answers.name || categoryName(page, answers.category), answers.description]],
    ["so-luong", [amount.milli ? `${sayAmount(amount.milli)} ${short(page, unit)}` : ""]],
    ["gia", [price.vnd ? fill(words.perUnit, { price: sayPrice(price.vnd), unit: short(page, unit) }) : ""]],
    ["noi-trong", [farm?.name ?? answers.commune, answers.harvested_on && fill(words.harvested, { day: sayDay(answers.harvested_on) }), season]],
    ["chung-nhan", papersOf(page, draft)],
  ];
  const isGap = (step, texts) => !texts.some(Boolean) || problems[step]?.length || (step === "gia" && !draft.confirmed);
  section.querySelector("[data-told]").replaceChildren(
    ...rows.map(([step, texts]) => {
      const label = page.told.labels[step];
      const row = line(page.root, label, [...texts, ...(problems[step] ?? [])], Boolean(isGap(step, texts)));
      if (["so-luong", "gia"].includes(step)) row.querySelector("dd")?.classList.add("strong");
      const change = button(words.change, () => page.go(draft.id, step, true), "plain");
      change.setAttribute("aria-label", `${words.change}: ${label}`);
      const cell = Object.assign(document.createElement("dd"), { className: "alter" });
      cell.append(change);
      row.append(cell);
      return row;
    }),
  );
  if (draft.said && draft.said !== "seller") page.root.querySelector("[data-notices]").append(notice(page.root, "warn", "warn", draft.said));
  page.gap = rows.find(([step, texts]) => isGap(step, texts))?.[0];
}

const sayDay = (iso) => iso.split("-").reverse().join("/");

function papersOf(page, draft) {
  const known = farmersOf(page).flatMap((one) => one.certificates).filter((one) => (draft.answers.certificates ?? []).map(String).includes(String(one.id)));
  const all = known.map((one) => one.name);
  if (papers.hasPaper(draft)) all.push(`${page.words.newPaper}: ${draft.answers.number ?? ""}`);
  return all.length ? all : [page.words.noPapers];
}
