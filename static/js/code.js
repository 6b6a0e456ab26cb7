// The digits of a message come into the field by themselves, where the browser offers it (WebOTP: the message ends with
// our address); anywhere else the field is filled by the keyboard's own offer, or by hand.

export function start(form) {
  if (!("OTPCredential" in window)) return;
  const input = form.querySelector("input[autocomplete=one-time-code]");
  const waiting = new AbortController();
  form.addEventListener("submit", () => waiting.abort());
  navigator.credentials
    .get({ otp: { transport: ["sms"] }, signal: waiting.signal })
    .then((found) => {
      if (!found?.code || input.value) return;
      input.value = found.code;
      form.requestSubmit();
    })
    .catch(() => {}); // not allowed, or given up: typing is as good
}
