// Booking pages on other sites. Sites call `Cal(...)` before this file is there: their calls wait in a queue.
(() => {
const base = (document.currentScript?.src ?? location.origin).replace(/\/embed(\/embed)?\.js.*$/, "");
// What a booking page means by these is its own business and never taken over from the address of the site.
const ITS_OWN = new Set(["month", "date", "slot", "rescheduleUid", "bookingUid", "duration", "overlayCalendar"]);

const styles = `
.cal-embed-frame{border:0;width:100%;min-height:300px;display:block;background:none}
.cal-embed-waits{background:linear-gradient(90deg,transparent,rgb(128 128 128/.25),transparent) 0 0/50% 3px no-repeat}
@media (prefers-reduced-motion:no-preference){.cal-embed-waits{animation:cal-embed-waits 1.2s linear infinite}}
@keyframes cal-embed-waits{from{background-position:-100% 0}to{background-position:200% 0}}
dialog.cal-embed-modal{border:0;padding:0;width:min(1100px,100% - 32px);max-width:none;max-height:calc(100% - 32px);margin:auto;background:none;overflow:auto}
dialog.cal-embed-modal::backdrop{background:rgb(0 0 0/.6)}
.cal-embed-close{display:block;margin-inline-start:auto;width:44px;height:44px;font:400 28px/1 system-ui;background:none;border:0;color:#fff;cursor:pointer}
.cal-embed-button{position:fixed;bottom:24px;z-index:2147482000;font:600 16px/1.25 system-ui;padding:14px 22px;border:0;border-radius:999px;cursor:pointer;box-shadow:0 4px 16px rgb(0 0 0/.25)}
.cal-embed-button.right{right:24px}.cal-embed-button.left{left:24px}
.cal-embed-button.icon::before{content:"";display:inline-block;width:1.1em;height:.9em;margin-inline-end:.6em;border:2px solid;border-top-width:5px;border-radius:3px;vertical-align:-.1em}`;

function style() {
  if (document.getElementById("cal-embed-style")) return;
  const sheet = document.createElement("style");
  sheet.id = "cal-embed-style";
  sheet.textContent = styles;
  document.head.append(sheet);
}

function schemeOf(element) {
  const scheme = getComputedStyle(element).colorScheme;
  return ["light", "dark"].includes(scheme) ? scheme : undefined;
}

function forwarded() {
  if (!window.Cal.config?.forwardQueryParams) return {};
  const query = new URLSearchParams(location.search);
  return Object.fromEntries([...new Set(query.keys())].filter((name) => !ITS_OWN.has(name)).map((name) => [name, query.getAll(name)]));
}

// One frame with a booking page in it.
class Frame {
  constructor(embed, link, config, type, around) {
    style();
    const { iframeAttrs = {} } = config;
    this.embed = embed;
    this.isReady = false;
    this.element = document.createElement("iframe");
    this.element.className = "cal-embed-frame cal-embed-waits";
    this.element.name = `cal-embed=${embed.namespace}`;
    this.element.title = iframeAttrs.title ?? "Book a time";
    if (iframeAttrs.id) this.element.id = iframeAttrs.id;
    this.element.allow = "payment";
    this.element.src = embed.address(link, { "ui.color-scheme": schemeOf(around), ...config, embedType: type });
  }

  send(method, arg) { this.element.contentWindow?.postMessage({ originator: "CAL", method, arg }, "*"); }

  ui(config) { if (this.isReady) this.send("ui", config); }

  hear(type, data) {
    if (type === "__iframeReady") {
      this.isReady = true;
      if (this.embed.looks) this.ui(this.embed.looks);
      this.send("parentKnowsIframeReady");
    }
    if (type === "__dimensionChanged" && data.iframeHeight) this.element.style.height = `${data.iframeHeight}px`;
    if (type === "linkReady" || type === "linkFailed") this.element.classList.remove("cal-embed-waits");
    if (type === "__routeChanged" && this.element.getBoundingClientRect().top < 0) this.element.scrollIntoView({ block: "start" });
    if (type === "__closeIframe" && this.embed.popup?.frame === this) this.embed.popup.close();
  }
}

// A frame in front of the site. The browser keeps the focus in it and gives it back.
class Popup {
  constructor(embed, link, config, isAhead = false) {
    this.embed = embed;
    this.link = link;
    this.frame = embed.frame(link, isAhead ? { ...config, prerender: "true" } : config, "modal", document.body);
    this.dialog = document.createElement("dialog");
    this.dialog.className = "cal-embed-modal";
    this.dialog.setAttribute("aria-label", this.frame.element.title);
    const close = document.createElement("button");
    close.className = "cal-embed-close";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => this.close());
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.close(); });
    this.dialog.addEventListener("close", () => this.embed.dropped(this));
    this.dialog.append(close, this.frame.element);
    document.body.append(this.dialog);
    if (!isAhead) this.dialog.showModal();
  }

  connect(config) {
    this.frame.send("connect", { config: { "ui.color-scheme": schemeOf(document.body), ...config, embedType: "modal" }, params: forwarded() });
    this.dialog.showModal();
  }

  close() { this.dialog.close(); }
}

class Embed {
  constructor(namespace) {
    this.namespace = namespace;
    this.origin = base;
    this.listeners = new Map();
    this.frames = new Set();
    this.looks = null;
    this.popup = null;
    this.ahead = null;
  }

  init(first, second) {
    const config = (typeof first === "string" ? second : first) ?? {};
    if (typeof first === "string" && first !== this.namespace) return;
    this.origin = (config.calOrigin || config.origin || this.origin).replace(/\/$/, "");
  }

  initNamespace(namespace) { adopt(namespace); }

  address(link, config) {
    const url = new URL(link.replace(/^\/+/, ""), `${this.origin}/`);
    if (!url.pathname.endsWith("/embed")) url.pathname = `${url.pathname.replace(/\/$/, "")}/embed`;
    url.searchParams.set("embed", this.namespace);
    for (const [name, value] of Object.entries({ ...forwarded(), ...config })) {
      if (name === "iframeAttrs" || value === undefined || value === null) continue;
      for (const one of Array.isArray(value) ? value : [value]) {
        url.searchParams.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
      }
    }
    return url.href;
  }

  frame(link, config, type, around) {
    for (const frame of this.frames) if (!frame.element.isConnected) this.frames.delete(frame);
    const frame = new Frame(this, link, config ?? {}, type, around);
    this.frames.add(frame);
    return frame;
  }

  inline({ elementOrSelector, calLink, config }) {
    const place = typeof elementOrSelector === "string" ? document.querySelector(elementOrSelector) : elementOrSelector;
    if (!place) throw new Error("There is no such element for the booking page.");
    place.replaceChildren(this.frame(calLink, config, "inline", place).element);
  }

  modal({ calLink, config = {}, calOrigin }) {
    if (calOrigin) this.init({ calOrigin });
    this.popup?.close();
    if (this.ahead?.link === calLink) {
      this.popup = this.ahead;
      this.ahead = null;
      this.popup.connect(config);
    } else this.popup = new Popup(this, calLink, config);
  }

  dropped(popup) {
    popup.dialog.remove();
    if (this.popup === popup) this.popup = null;
  }

  floatingButton({ calLink, calOrigin, config, attributes, buttonText = "Book a time", hideButtonIcon = false, buttonPosition = "bottom-right", buttonColor = "#111", buttonTextColor = "#fff" }) {
    style();
    let button = attributes?.id ? document.getElementById(attributes.id) : null;
    if (!button) {
      button = document.body.appendChild(document.createElement("button"));
      button.type = "button";
      if (attributes?.id) button.id = attributes.id;
    }
    Object.assign(button.dataset, { calLink, calNamespace: this.namespace, calOrigin: calOrigin ?? "", calConfig: JSON.stringify(config ?? {}) });
    button.className = `cal-embed-button ${buttonPosition === "bottom-left" ? "left" : "right"}${hideButtonIcon ? "" : " icon"}`;
    button.textContent = buttonText;
    button.style.background = buttonColor;
    button.style.color = buttonTextColor;
  }

  ui(config) {
    this.looks = { ...this.looks, ...config };
    for (const frame of this.frames) frame.ui(config);
  }

  on({ action, callback }) {
    if (!this.listeners.has(action)) this.listeners.set(action, new Set());
    this.listeners.get(action).add(callback);
  }

  off({ action, callback }) { this.listeners.get(action)?.delete(callback); }

  preload({ calLink, type, options = {} }) {
    if (type && options.prerenderIframe !== false) { this.prerender({ calLink, type }); return; }
    const frame = document.body.appendChild(document.createElement("iframe"));
    const url = new URL(calLink.replace(/^\/+/, ""), `${this.origin}/`);
    url.searchParams.set("preload", "true");
    Object.assign(frame, { src: url.href, hidden: true, title: "", tabIndex: -1 });
  }

  // Only pop-ups are known before somebody wants them.
  prerender({ calLink, type = "modal" }) {
    if (type === "inline" || this.ahead?.link === calLink) return;
    this.ahead?.dialog.remove();
    this.ahead = new Popup(this, calLink, {}, true);
  }

  hear(frame, message) {
    frame.hear(message.type, message.data ?? {});
    for (const name of [message.type, "*"]) {
      for (const callback of [...(this.listeners.get(name) ?? [])]) {
        callback(new CustomEvent(message.fullType, { detail: message }));
      }
    }
  }
}

const embeds = new Map();
function embedOf(namespace) {
  if (!embeds.has(namespace)) embeds.set(namespace, new Embed(namespace));
  return embeds.get(namespace);
}

// A call is a method with what it needs, or several calls at once.
function run(embed, call) {
  const [method, ...rest] = call;
  if (typeof method !== "string") { for (const one of call) run(embed, one); return; }
  if (typeof embed[method] === "function") embed[method](...rest);
}

function take(api, embed) {
  const calls = api.q ?? [];
  api.q = { push: (call) => run(embed, call) };
  for (const call of calls) run(embed, call);
}

function adopt(namespace) {
  const api = window.Cal.ns?.[namespace];
  if (api && Array.isArray(api.q)) take(api, embedOf(namespace));
}

window.Cal ??= function Cal(...call) { window.Cal.q.push(call); };
window.Cal.q ??= [];
window.Cal.ns ??= {};
window.Cal.config ??= {};
window.Cal.loaded = true;
window.Cal.fingerprint = "locum";
take(window.Cal, embedOf(""));
for (const namespace of Object.keys(window.Cal.ns)) adopt(namespace);

addEventListener("message", ({ data, source }) => {
  if (data?.originator !== "CAL") return;
  const embed = embeds.get(data.namespace ?? "");
  const frame = embed && [...embed.frames].find((one) => one.element.contentWindow === source);
  if (frame) embed.hear(frame, data);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-cal-link]");
  if (!opener) return;
  const { calLink, calNamespace = "", calConfig, calOrigin } = opener.dataset;
  let config = {};
  try { config = JSON.parse(calConfig || "{}"); } catch { /* an unreadable wish is none */ }
  event.preventDefault();
  embedOf(calNamespace).modal({ calLink, config, calOrigin });
});

// The frame is transparent only while both sides have the same scheme.
function watchScheme() {
  let known = schemeOf(document.body);
  new MutationObserver(() => {
    const scheme = schemeOf(document.body);
    if (!scheme || scheme === known) return;
    known = scheme;
    for (const embed of embeds.values()) embed.ui({ colorScheme: scheme });
  }).observe(document.documentElement, { attributes: true, subtree: false });
}
watchScheme();
})();
