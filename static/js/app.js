// Enhancements only: every page works without this file.

// A form is sent once; its button says what is happening (data-busy="Adding…").
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(release, 10000, document); // an answer that is a file leaves this page standing
  const button = event.submitter;
  if (!button || !button.classList.contains("button")) return;
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busy) {
    button.dataset.idle = button.innerHTML;
    button.textContent = button.dataset.busy;
  }
});

// Going back, or a fragment that came or did not: the form may be sent again.
function release(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of root.querySelectorAll("[aria-busy=true]")) {
    button.removeAttribute("aria-busy");
    if (button.dataset.idle) button.innerHTML = button.dataset.idle;
  }
}
addEventListener("pageshow", () => release(document));
addEventListener("htmx:finally:request", () => release(document));

addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { step, dismiss, copy } = button.dataset;

  if (step) {
    const input = button.parentElement.querySelector("input");
    const { min = 1, max = Infinity } = input.dataset;
    const wanted = (Number.parseInt(input.value, 10) || 0) + Number(step);
    const next = String(Math.min(Math.max(wanted, Number(min)), Number(max)));
    if (input.value !== next) {
      input.value = next;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  if (dismiss) {
    document.cookie = `announcement=${dismiss}; path=/; max-age=2592000; SameSite=Lax`;
    button.closest("aside").remove();
  }
  if (copy) {
    await navigator.clipboard.writeText(copy);
    const told = button.querySelector("[role=status]") ?? button;
    told.textContent = button.dataset.copied;
  }
});

let soon;
addEventListener("change", (event) => {
  const { dataset, form, checked } = event.target;
  // The price of the chosen option, wherever the price is repeated.
  if (checked && dataset.price)
    for (const place of document.querySelectorAll("[data-shows]"))
      place.textContent = dataset[place.dataset.shows] ?? "";
  // A choice that is its own button: sorting, a quantity in the basket.
  if (form && event.target.closest("[data-autosubmit]")) {
    clearTimeout(soon);
    soon = setTimeout(() => form.requestSubmit(), 350);
  }
});

// Count a hold down: <time datetime="2026-11-26T14:32:00+01:00" data-countdown>14:32</time>
for (const time of document.querySelectorAll("time[data-countdown]")) {
  const end = Date.parse(time.dateTime);
  const block = time.closest(".held-block, .cart-line, .notice");
  const bar = block?.querySelector("progress");
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    time.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (bar) bar.value = left;
    if (left) return;
    clearInterval(timer);
    block?.classList.add("is-over");
  };
  const timer = setInterval(tick, 1000);
  tick();
}
