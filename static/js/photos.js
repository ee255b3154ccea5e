// Show the photos just taken and make them small enough for a shop's mobile connection.
// <input type="file" data-photos="preview-id">; without this file the originals are uploaded.

const LONGEST_SIDE = 2000;

async function shrink(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = LONGEST_SIDE / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
  return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

// A file that the browser cannot draw gets no preview; the server says in words what is wrong with it.
async function picture(file) {
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  await image.decode();
  return image;
}

for (const input of document.querySelectorAll("input[type=file][data-photos]")) {
  const preview = document.getElementById(input.dataset.photos);
  input.addEventListener("change", async () => {
    const button = input.form?.querySelector(".button:not([type=button])");
    button?.setAttribute("aria-busy", "true");
    const ready = new DataTransfer();
    for (const file of input.files) ready.items.add(await shrink(file).catch(() => file));
    input.files = ready.files;
    button?.removeAttribute("aria-busy");
    const drawn = await Promise.allSettled([...input.files].map(picture));
    preview?.replaceChildren(...drawn.filter((each) => each.status === "fulfilled").map((each) => each.value));
  });
}
