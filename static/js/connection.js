// Says in one line (components/connection.html) what did not reach the server, until something does again.
const line = document.querySelector(".connection");
let isOffline = false; // since this page came: it did come, whatever the browser thought of its connection then

function say(words) {
  if (line.textContent !== words) line.textContent = words; // the same again is not read out again
  line.classList.toggle("is-said", words !== "");
}
const failed = (words) => say(isOffline ? line.dataset.offline : words || line.dataset.failed);
function changed({ type }) {
  isOffline = type === "offline";
  isOffline ? failed() : say("");
  for (const form of document.querySelectorAll("form[data-held]")) delete form.dataset.held; // the next time, it is told again
}

addEventListener("offline", changed);
addEventListener("online", changed);
addEventListener("request-failed", () => failed());
addEventListener("htmx:error", ({ detail }) => failed(detail.ctx?.sourceElement.dataset.failed));
addEventListener("htmx:after:request", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  if (response.status < 400 || response.status === 422) return say("");
  event.preventDefault(); // or the page of the error would be put into this one
  failed(sourceElement.dataset.failed);
});

// What was typed is not sent into nowhere; pressed once more, it is.
function hold(event) {
  const { target: form, submitter } = event;
  if (!isOffline || form.method !== "post" || (submitter && form.dataset.held)) return;
  form.dataset.held = "1";
  event.preventDefault();
  event.stopImmediatePropagation();
  say("");
  setTimeout(failed, 100); // said anew
}
addEventListener("submit", hold, true);
