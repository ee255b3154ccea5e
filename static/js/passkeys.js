// A passkey is made or asked for by the browser; the form then carries what it says to the server.
// <form data-passkey="create|get" data-passkey-options="JSON" (or data-passkey-from="URL")> with an input named
// credential, and a button[type=button] that begins. Without this file the other ways to sign in stay.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));

function readable(options, kind) {
  const key = options.publicKey;
  key.challenge = bytes(key.challenge);
  if (kind === "get") return { publicKey: { ...key, allowCredentials: known(key.allowCredentials) } };
  key.user.id = bytes(key.user.id);
  key.authenticatorSelection = { ...key.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return { publicKey: { ...key, excludeCredentials: known(key.excludeCredentials) } };
}

function sendable(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const { passkey: kind, passkeyOptions, passkeyFrom } = form.dataset;
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.hidden = false;
  form.querySelector("button[type=button]").addEventListener("click", async () => {
    if (trouble) trouble.hidden = true;
    try {
      const options = passkeyOptions
        ? JSON.parse(passkeyOptions)
        : (await (await fetch(passkeyFrom, { headers: { Accept: "application/json" } })).json()).request_options;
      form.elements.credential.value = JSON.stringify(sendable(await navigator.credentials[kind](readable(options, kind))));
      form.submit();
    } catch (error) {
      if (trouble) trouble.hidden = false;
    }
  });
}
