// The shop as a phone beside the form of its look: <form data-preview="id of the iframe">. Without this file: the Preview button.

for (const form of document.querySelectorAll("form[data-preview]")) {
  const frame = document.getElementById(form.dataset.preview);
  const [page] = frame.src.split("?");
  const wanted = ["theme", "font_pair", "use_brand", "brand_color"];
  let soon;

  const show = () => {
    const sent = new FormData(form);
    const query = new URLSearchParams(wanted.flatMap((name) => (sent.has(name) ? [[name, sent.get(name)]] : [])));
    const url = `${page}?${query}`;
    if (frame.src !== url) frame.contentWindow.location.replace(url);
  };
  form.addEventListener("input", (event) => {
    if (!wanted.includes(event.target.name)) return;
    clearTimeout(soon);
    soon = setTimeout(show, 300);
  });

  // A colour that is offered: taken over into the form, to be looked at before it is saved.
  form.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-color]");
    if (!offer) return;
    event.preventDefault();
    form.elements.use_brand.checked = true;
    form.elements.brand_color.value = offer.dataset.color;
    form.elements.brand_color.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
