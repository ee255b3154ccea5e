// Help opens beside the page. Without this file its links lead to pages of their own.
const panel = document.createElement("dialog");
panel.className = "help-panel";
panel.setAttribute("aria-labelledby", "help-title");
panel.setAttribute("closedby", "any");
document.body.append(panel);

async function show(url) {
  try {
    const answer = await fetch(url, { headers: { "X-Help-Panel": "1" } });
    if (answer.redirected || !answer.ok) throw new Error(answer.status);
    panel.innerHTML = await answer.text();
  } catch (error) {
    if (error instanceof TypeError) dispatchEvent(new Event("request-failed")); // nobody answered: this page stays, and says so
    else location.assign(url);
    return;
  }
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
  panel.querySelector("#help-title").focus();
}

addEventListener("click", (event) => {
  const link = event.target.closest("a.bo-help, .help-panel a[href^='/backoffice/help/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.href);
});

// Caught before app.js marks the form as sent: this one may be sent again and again.
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches(".help-panel form[role=search]")) return;
    event.preventDefault();
    show(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  },
  true,
);
