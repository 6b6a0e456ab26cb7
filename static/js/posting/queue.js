// On the farmer's other pages: how many listings wait on this phone, and their sending. Shown only when there are any.

import { sendAll, whenever } from "./sending.js";
import { fill } from "./showing.js";
import * as store from "./store.js";

export async function start(line) {
  const { words, wordsSent, session, send } = line.dataset;
  try {
    await store.known("me");
  } catch {
    return; // nothing can be kept in this browser
  }
  navigator.serviceWorker?.register("/sw.js", { scope: "/" }).catch(() => {});
  const said = line.querySelector("[data-said]");

  async function show(sent = 0) {
    const me = await store.known("me");
    const many = me ? (await store.draftsOf(me.user)).length : 0;
    line.hidden = !many && !sent;
    said.textContent = many ? fill(words, { many }) : fill(wordsSent, { many: sent });
    return many;
  }

  await show();
  whenever(async () => {
    const me = await store.known("me");
    const isWaiting = async () => Boolean(me) && (await store.draftsOf(me.user)).some((draft) => draft.ready);
    if (!(await isWaiting())) return false;
    const outcome = await sendAll({ session, send });
    await show(outcome.sent.length);
    return outcome.isIn !== false && isWaiting();
  });
}
