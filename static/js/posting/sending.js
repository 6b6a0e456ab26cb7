// Sends what the phone kept, one draft after the other, from an open page only. Every request may come twice: the ids
// are made here, the server counts one. Whatever goes wrong, the draft stays here until the server says "sent".

import * as store from "./store.js";

const PIECE_BYTES = 256 * 1000;
const LOCK = "cho-nong-dan.sending";

class Stop extends Error {}

// Signing out leaves a cookie, so that the next person on this phone does not see what the one before had written.
const hasSignedOut = () => /(?:^|; )da_ra=1/.test(document.cookie);

// Who is signed in: kept, so that the questions work without a network; `isIn` is whether the server knows them now.
export async function whoIsHere(urls) {
  if (hasSignedOut()) await store.remember("me", null);
  let answer;
  try {
    answer = await fetch(urls.session, { cache: "no-store", redirect: "manual", credentials: "same-origin" });
  } catch {
    return { me: await store.known("me"), isIn: null };
  }
  if (answer.status !== 200) return { me: await store.known("me"), isIn: null };
  const { csrf, ...me } = await answer.json();
  if (!me.user) return { me: await store.known("me"), isIn: false };
  await store.remember("me", me);
  return { me, csrf, isIn: true };
}

// Sends all that is ready. Gives back {me, isIn, sent: [{id, url}], isBusy}; `tell` hears of every step.
export async function sendAll(urls, tell = () => {}) {
  if (!navigator.locks) return sendReady(urls, tell);
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? sendReady(urls, tell) : busy(urls)));
}

const busy = async (urls) => ({ ...(await whoIsHere(urls)), sent: [], isBusy: true });

async function sendReady(urls, tell) {
  const here = await whoIsHere(urls);
  const sent = [];
  if (!here.isIn) return { ...here, sent, isBusy: false };
  const line = { urls, csrf: here.csrf, renewed: false };
  for (const draft of await store.draftsOf(here.me.user)) {
    if (!draft.ready) continue;
    try {
      const url = await sendOne(line, draft, here.me, tell);
      if (url) sent.push({ id: draft.id, url });
    } catch (error) {
      if (!(error instanceof Stop || error instanceof TypeError)) throw error;
      tell({ id: draft.id, waits: true });
      return { ...here, isIn: error.message === "401" ? false : here.isIn, sent, isBusy: false };
    }
  }
  return { ...here, sent, isBusy: false };
}

// The address of the listing, or nothing when somebody has to look at the draft again.
async function sendOne(line, draft, me, tell) {
  const farmer = draft.farmer ?? me.farmers[0]?.id;
  if (!farmer) {
    await store.change(draft.id, (kept) => Object.assign(kept, { ready: false, said: "seller" }));
    return tell({ id: draft.id });
  }
  const base = line.urls.send.replace("00000000-0000-0000-0000-000000000000", draft.id);
  tell({ id: draft.id, part: 0 });
  const begun = await post(line, base, JSON.stringify({ farmer, answers: draft.answers }));
  if (begun.body.state === "sent") return done(draft, begun, tell);
  if (begun.status !== 200) return putOff(draft, begun, tell);
  const files = await store.filesOf(draft);
  const total = files.reduce((sum, file) => sum + file.blob.size, 0) || 1;
  let before = 0;
  for (const file of files) {
    const answer = await sendFile(line, `${base}tep/${file.id}/`, draft, file, (bytes) => tell({ id: draft.id, part: (before + bytes) / total }));
    if (answer.body.state === "sent") return done(draft, answer, tell);
    if (answer.status !== 200) return putOff(draft, answer, tell);
    before += file.blob.size;
  }
  // Changed under the hand while its photos went: it waits for the hand.
  if (!(await store.draft(draft.id))?.ready) return tell({ id: draft.id });
  const whole = { photos: draft.photos ?? [], scan: Boolean(draft.scan), confirmed: draft.confirmed ?? "" };
  const answer = await post(line, `${base}xong/`, JSON.stringify(whole));
  return answer.body.state === "sent" ? done(draft, answer, tell) : putOff(draft, answer, tell);
}

async function sendFile(line, url, draft, file, moved) {
  let at = draft.received?.[file.id] ?? 0;
  for (;;) {
    const piece = file.blob.slice(at, at + PIECE_BYTES);
    const answer = await post(line, `${url}?kind=${file.kind}&from=${at}&size=${file.blob.size}`, await piece.arrayBuffer());
    if (answer.status !== 200 || answer.body.whole || answer.body.state === "sent") return answer;
    if (answer.body.received === at && piece.size) throw new Stop("stuck");
    at = answer.body.received;
    await store.change(draft.id, (kept) => (kept.received = { ...kept.received, [file.id]: at }));
    moved(at);
  }
}

async function done(draft, answer, tell) {
  await store.forget(draft.id);
  tell({ id: draft.id, url: answer.body.url });
  return answer.body.url;
}

async function putOff(draft, answer, tell) {
  const { problems = null, communes = [], said = "" } = answer.body;
  await store.change(draft.id, (kept) => {
    Object.assign(kept, { ready: false, problems, communes, said });
    if (answer.status === 404) kept.received = {};
  });
  tell({ id: draft.id });
}

async function post(line, url, body) {
  const isJson = typeof body === "string";
  const answer = await fetch(url, {
    method: "POST",
    body,
    redirect: "manual",
    credentials: "same-origin",
    headers: { "X-CSRFToken": line.csrf, "Content-Type": isJson ? "application/json" : "application/octet-stream" },
  });
  const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.status === 403 && !isOurs && !line.renewed) {
    // The token is of a session that ended meanwhile, in another tab.
    const here = await whoIsHere(line.urls);
    if (!here.isIn) throw new Stop("401");
    Object.assign(line, { csrf: here.csrf, renewed: true });
    return post(line, url, body);
  }
  if (answer.status === 401) throw new Stop("401");
  if (!isOurs || answer.status >= 500 || answer.status === 429) throw new Stop(String(answer.status));
  return { status: answer.status, body: await answer.json() };
}

// Calls `go` now and whenever a network may be back; later and later while something waits.
export function whenever(go) {
  let timer;
  let pause = 15_000;
  const run = async () => {
    clearTimeout(timer);
    const isWaiting = await go();
    pause = isWaiting ? Math.min(pause * 2, 300_000) : 15_000;
    if (isWaiting) timer = setTimeout(run, pause);
  };
  window.addEventListener("online", run);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && run());
  run();
  return run;
}
