// Posting on a phone, with a network or without: one question a screen, every answer and photo kept here as it is given,
// and a queue that is sent when it can be. The address names draft and question (#<draft>/<step>), so that Back works.

import { showCheck } from "./checking.js";
import { nameOf, farmersOf, papers, QUESTIONS, what } from "./questions.js";
import { sendAll, whenever } from "./sending.js";
import { addressOf, button, choices, fill, link, notice, piece, wrong } from "./showing.js";
import { keepPhoto, showPhotos, take } from "./taking.js";
import * as store from "./store.js";

const DAY = 86_400_000;
const CHECK = "xem-lai";

export async function start(root) {
  const told = JSON.parse(document.getElementById("told").textContent);
  const page = { root, told, words: told.words, here: { me: null, isIn: null }, draft: null, sent: new Map(), moving: new Map() };
  try {
    await store.known("me");
  } catch {
    location.replace(root.dataset.stepwise); // nothing can be kept here: a private window, or a very old browser
    return;
  }
  navigator.serviceWorker?.register("/sw.js", { scope: "/" }).catch(() => {});
  page.here = { me: await store.known("me"), isIn: null };
  page.sectionOf = (step) => sectionOf(page, step);
  page.go = go;
  page.showPhotos = (draft) => showPhotos(page, draft);
  listen(page);
  root.hidden = false;
  await show(page);
  page.send = whenever(() => send(page));
}

const sectionOf = (page, step) => page.root.querySelector(`[data-screen="${step}"]`);

function where() {
  const [id, step, back] = location.hash.slice(1).split("/");
  return { id, step, isBack: back === CHECK };
}

const go = (id, step, isBack = false) => (location.hash = id ? `${id}/${step}${isBack ? `/${CHECK}` : ""}` : "");

// ---------- One screen ----------
async function show(page) {
  const { id, step } = where();
  page.draft = id ? await store.draft(id) : null;
  const isMine = page.draft && page.draft.owner === page.here.me?.user;
  const screen = isMine && (QUESTIONS[step] || step === CHECK) ? step : "start";
  if (screen === "start") page.draft = null;
  const before = page.screen;
  page.screen = screen; // before anything is waited for: a finger may be faster
  for (const section of page.root.querySelectorAll("[data-screen]")) section.hidden = section.dataset.screen !== screen;
  showStepper(screen);
  showNotices(page);
  const section = sectionOf(page, screen);
  wrong(section, "", "");
  if (screen === "start") await showStart(page, section);
  else if (screen === CHECK) await showCheck(page, section);
  else {
    await QUESTIONS[screen].show(page, page.draft, section);
    const problem = page.draft.problems?.[screen]?.[0];
    if (problem) wrong(section, "", problem);
  }
  if (before !== undefined && before !== screen) section.querySelector("h1")?.focus();
  window.scrollTo(0, 0);
}

function showStepper(screen) {
  const { order } = JSON.parse(document.getElementById("told").textContent);
  const stepper = document.querySelector("[data-stepper]");
  const at = order.indexOf(screen === "ten" ? CHECK : screen);
  stepper.hidden = at < 0;
  document.querySelector("[data-title]").hidden = at >= 0;
  stepper.querySelectorAll("li").forEach((one, place) => (one.className = place < at ? "done" : place === at ? "now" : ""));
  stepper.querySelector("span").textContent = `${at + 1}/${order.length}`;
  stepper.setAttribute("aria-label", fill(stepper.dataset.words, { at: at + 1, all: order.length }));
}

function showNotices(page) {
  const { words, here, told } = page;
  const all = [];
  const isOffline = here.isIn === null && (!navigator.onLine || page.hasFailed);
  document.querySelector("[data-offline]").hidden = !isOffline;
  if (here.me && isOffline) all.push(notice(page.root, "wifi-off", "info", words.offline));
  if (here.me && here.isIn === false) {
    const address = `${told.urls.signIn}?next=${encodeURIComponent(told.urls.page)}`;
    all.push(notice(page.root, "warn", "warn", words.expired, link(words.signIn, address, "main")));
  }
  if (page.isShort) all.push(notice(page.root, "warn", "warn", words.short));
  for (const [, { name, url }] of page.sent) all.push(notice(page.root, "check", "success", fill(words.sent, { name }), link(words.see, url)));
  page.root.querySelector("[data-notices]").replaceChildren(...all);
  const line = document.querySelector("[data-contact]");
  const { contact } = here.me ?? {};
  line.hidden = !contact;
  if (!contact) return;
  Object.assign(line.querySelector("a"), { href: `tel:${contact.phone}`, textContent: `${contact.name}, ${contact.shown}` });
  line.querySelector(".soft").textContent = contact.office;
}

// ---------- The start, with the queue ----------
async function showStart(page, section) {
  const { me } = page.here;
  section.querySelector("[data-no-owner]").hidden = Boolean(me) || (page.here.isIn === null && !page.hasFailed);
  section.querySelector("[data-begin]").hidden = !me;
  section.querySelector("[data-stepwise-line]").hidden = !me?.unfinished;
  const sellers = farmersOf(page).map((one) => ({ value: one.id, label: one.name }));
  page.seller ??= sellers[0]?.value;
  choices(page.root, section.querySelector("[data-sellers]"), "radio", "seller", sellers.length > 1 ? sellers : [], page.seller, (event) => {
    page.seller = Number(event.target.value);
  });
  const signIn = section.querySelector("[data-sign-in]");
  signIn.href = `${page.told.urls.signIn}?next=${encodeURIComponent(page.told.urls.page)}`;
  const drafts = me ? await store.draftsOf(me.user) : [];
  const cards = await Promise.all(drafts.map((draft) => card(page, draft)));
  section.querySelector("[data-kept]").replaceChildren(...cards);
  section.querySelector("[data-drawn]").hidden = cards.length > 0;
}

async function card(page, draft) {
  const { words } = page;
  const made = piece(page.root, "kept");
  const [cover] = await store.filesOf(draft);
  made.dataset.draft = draft.id;
  made.querySelector("h2").textContent = nameOf(page, draft);
  if (cover?.kind === "photo") Object.assign(made.querySelector("img"), { src: addressOf(cover), hidden: false });
  const said = made.querySelector("[data-state]");
  said.textContent = stateOf(page, draft);
  const days = Math.floor((Date.now() - (draft.begun ?? Date.now())) / DAY);
  if (days >= 3) said.append(` ${fill(words.old, { days })}`);
  const part = page.moving.get(draft.id);
  Object.assign(made.querySelector("progress"), { hidden: part === undefined, value: part ?? 0 });
  const step = draft.ready || draft.answers.price ? CHECK : firstOpen(page, draft);
  const actions = made.querySelector(".actions");
  if (draft.said === "seller") actions.append(link(words.saySeller, page.told.urls.seller, "main"));
  actions.append(button(words.goOnWith, () => go(draft.id, step)));
  const drop = button(words.throwAway, () => throwAway(page, draft), "danger");
  drop.setAttribute("aria-label", `${words.throwAway}: ${nameOf(page, draft)}`);
  actions.append(drop);
  return made;
}

function stateOf(page, draft) {
  const { words } = page;
  const part = page.moving.get(draft.id);
  if (part !== undefined && draft.ready) return fill(words.sending, { percent: Math.round(part * 100) });
  if (draft.ready) return page.here.isIn === false ? words.waitsForCode : words.waits;
  if (draft.said === "seller") return words.whoSells;
  if (draft.problems) return words.mend;
  return draft.said || words.unfinished;
}

const firstOpen = (page, draft) => page.told.order.find((step) => step !== CHECK && isOpen(draft, step)) ?? CHECK;
const isOpen = (draft, step) =>
  ({ anh: !draft.photos?.length, "mat-hang": !draft.answers.category, "so-luong": !draft.answers.amount, gia: !draft.confirmed, "noi-trong": draft.answers.farm === undefined, "chung-nhan": draft.answers.scheme === undefined })[step];

async function throwAway(page, draft) {
  if (!window.confirm(page.words.surely)) return;
  await store.forget(draft.id);
  await show(page);
}

// ---------- What fingers do ----------
function listen(page) {
  const { root } = page;
  window.addEventListener("hashchange", () => show(page));
  window.addEventListener("offline", () => showNotices(Object.assign(page, { here: { ...page.here, isIn: null } })));
  document.querySelector("[data-back]").addEventListener("click", (event) => back(page, event));
  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-take]")) {
      const files = [...event.target.files];
      event.target.value = "";
      take(page, files);
    } else if (event.target.matches("[data-take-scan]")) takeScan(page, event.target);
    else keep(page);
  });
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-find]")) what.narrow(page, sectionOf(page, "mat-hang"), event.target.value);
    else keep(page);
    if (event.target.id === "id_price") QUESTIONS.gia.read(page, page.draft, sectionOf(page, "gia"));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
      event.preventDefault();
      if (!event.target.matches("[data-find]")) goOn(page);
    }
  });
  root.addEventListener("click", (event) => {
    const tile = event.target.closest("[data-category]");
    if (tile) choose(page, tile.dataset.category);
    else if (event.target.closest("[data-go-on]")) goOn(page);
    else if (event.target.closest("[data-send]")) ready(page);
    else if (event.target.closest("[data-leave-out]")) leaveOut(page);
  });
}

// Keeps what stands in the fields, right or wrong; a draft that is changed is not sent under the hand.
async function keep(page, more = {}) {
  const question = QUESTIONS[page.screen];
  if (!page.draft || !question) return null;
  const taken = question.take(page, page.draft, sectionOf(page, page.screen));
  const answers = { ...taken.answers, ...more };
  if (answers.unit && page.draft.answers.unit && answers.unit !== page.draft.answers.unit) taken.confirmed = "";
  page.draft = await store.change(page.draft.id, (kept) => {
    kept.answers = { ...kept.answers, ...answers };
    kept.ready = false;
    if (taken.confirmed !== undefined) kept.confirmed = taken.confirmed;
  });
  if (page.draft) return taken;
  await show(page); // sent meanwhile, or thrown away in another tab
  return null;
}

async function choose(page, category) {
  const hadUnit = page.draft.answers.category === category && page.draft.answers.unit;
  const unit = hadUnit || page.told.usual[category] || "kg";
  if (await keep(page, { category, unit })) forward(page);
}

async function goOn(page) {
  const taken = await keep(page);
  if (!taken) return;
  const section = sectionOf(page, page.screen);
  if (taken.wrong) {
    // Said once, in red; not earlier, or the button would slip away from under the finger.
    section.querySelector("[data-read]")?.replaceChildren();
    return wrong(section, ...taken.wrong);
  }
  await store.change(page.draft.id, (kept) => kept.problems && delete kept.problems[page.screen]);
  forward(page);
}

function forward(page) {
  const { isBack } = where();
  const { order } = page.told;
  const next = order[order.indexOf(page.screen) + 1] ?? CHECK;
  // A price said of another unit is asked anew in any case: "98k" was for one kg, not for one tạ.
  if (page.screen === "so-luong" && page.draft.answers.price && !page.draft.confirmed) go(page.draft.id, "gia", isBack);
  else go(page.draft.id, isBack || page.screen === "ten" ? CHECK : next, false);
}

async function back(page, event) {
  if (page.screen === "start") return;
  event.preventDefault();
  if (!(await keep(page)) && page.screen !== CHECK) return;
  const { isBack, id } = where();
  const { order } = page.told;
  if (isBack || page.screen === "ten") return go(id, CHECK);
  const before = order[order.indexOf(page.screen) - 1];
  go(before ? id : "", before);
}

async function takeScan(page, input) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  await keep(page);
  const { scan } = page.draft;
  const problem = await keepPhoto(page, page.draft.id, "scan", file);
  if (scan && !problem) await store.dropFile(page.draft.id, scan);
  page.draft = await store.draft(page.draft.id);
  await QUESTIONS["chung-nhan"].show(page, page.draft, sectionOf(page, "chung-nhan"));
  if (problem) wrong(sectionOf(page, "chung-nhan"), "papers", problem);
}

async function leaveOut(page) {
  if (page.draft.scan) await store.dropFile(page.draft.id, page.draft.scan);
  page.draft = await store.change(page.draft.id, (kept) => (kept.answers = { ...kept.answers, ...papers.leaveOut() }));
  await QUESTIONS["chung-nhan"].show(page, page.draft, sectionOf(page, "chung-nhan"));
}

// ---------- Sending ----------
async function ready(page) {
  await page.taking;
  if (page.gap) return go(page.draft.id, page.gap, true);
  const { id } = page.draft;
  await store.change(id, (kept) => Object.assign(kept, { ready: true, problems: null, said: "" }));
  go("", "");
  page.send();
}

// True while something waits, so that it is tried again.
async function send(page) {
  const outcome = await sendAll(page.told.urls, (news) => hear(page, news));
  page.here = { me: outcome.me, isIn: outcome.isIn };
  page.hasFailed = outcome.isIn === null;
  page.moving.clear();
  await redraw(page);
  const drafts = outcome.me ? await store.draftsOf(outcome.me.user) : [];
  return outcome.isIn !== false && drafts.some((draft) => draft.ready);
}

async function hear(page, { id, part, url }) {
  if (part !== undefined) page.moving.set(id, part);
  else page.moving.delete(id);
  if (url) page.sent.set(id, { url, name: page.names?.get(id) ?? "" });
  const known = page.root.querySelector(`[data-draft="${id}"]`);
  if (part !== undefined && known) {
    Object.assign(known.querySelector("progress"), { hidden: false, value: part });
    known.querySelector("[data-state]").textContent = fill(page.words.sending, { percent: Math.round(part * 100) });
    (page.names ??= new Map()).set(id, known.querySelector("h2").textContent);
  } else await redraw(page);
}

// The start shows what changed; a question stays as it is under the fingers.
async function redraw(page) {
  if (page.screen === "start") await show(page);
  else showNotices(page);
}
