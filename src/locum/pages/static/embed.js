// Booking pages on other sites. Sites call `Cal(...)` before this file is there: their calls wait in a queue.
(() => {
const base = (document.currentScript?.src ?? location.origin).replace(/\/embed(\/embed)?\.js.*$/, "");

const styles = `
.cal-embed-frame{border:0;width:100%;min-height:300px;display:block;color-scheme:auto}
.cal-embed-modal{position:fixed;inset:0;z-index:2147483000;background:rgb(0 0 0 / .5);display:flex;overflow:auto;padding:16px}
.cal-embed-modal>div{margin:auto;width:min(1100px,100%);position:relative}
.cal-embed-close{position:absolute;inset-inline-end:0;top:-8px;font:700 24px/1 system-ui;background:none;border:0;color:#fff;cursor:pointer;padding:8px}
.cal-embed-button{position:fixed;inset-block-end:24px;inset-inline-end:24px;z-index:2147482000;font:600 16px/1 system-ui;padding:16px 24px;border:0;border-radius:999px;cursor:pointer;background:#111;color:#fff}`;

function style() {
  if (document.getElementById("cal-embed-style")) return;
  const sheet = document.createElement("style");
  sheet.id = "cal-embed-style";
  sheet.textContent = styles;
  document.head.append(sheet);
}

class Embed {
  constructor(namespace) {
    this.namespace = namespace;
    this.origin = base;
    this.listeners = new Map();
    this.frame = null;
    this.waiting = [];
    this.isReady = false;
  }

  init(first, second) {
    const config = (typeof first === "string" ? second : first) ?? {};
    this.origin = (config.calOrigin ?? config.origin ?? this.origin).replace(/\/$/, "");
  }

  address(link, config = {}, type = "inline") {
    const url = new URL(link, `${this.origin}/`);
    if (!url.pathname.endsWith("/embed")) url.pathname = `${url.pathname.replace(/\/$/, "")}/embed`;
    url.searchParams.set("embed", this.namespace);
    url.searchParams.set("embedType", type);
    for (const [name, value] of Object.entries(config)) {
      if (name === "iframeAttrs" || value === undefined || value === null) continue;
      for (const one of Array.isArray(value) ? value : [value]) {
        url.searchParams.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
      }
    }
    return url.href;
  }

  makeFrame(link, config, type) {
    style();
    const frame = document.createElement("iframe");
    frame.className = "cal-embed-frame";
    frame.name = `cal-embed=${this.namespace}`;
    frame.title = config?.iframeAttrs?.title ?? "Book a time";
    if (config?.iframeAttrs?.id) frame.id = config.iframeAttrs.id;
    frame.allow = "payment";
    frame.src = this.address(link, config, type);
    this.frame = frame;
    this.isReady = false;
    return frame;
  }

  inline({ elementOrSelector, calLink, config }) {
    const place = typeof elementOrSelector === "string" ? document.querySelector(elementOrSelector) : elementOrSelector;
    if (!place) throw new Error("There is no such element for the booking page.");
    place.replaceChildren(this.makeFrame(calLink, config, "inline"));
  }

  modal({ calLink, config }) {
    this.closeModal();
    const frame = this.makeFrame(calLink, config, "modal");
    const cover = document.createElement("div");
    cover.className = "cal-embed-modal";
    cover.setAttribute("role", "dialog");
    cover.setAttribute("aria-modal", "true");
    const box = document.createElement("div");
    const close = document.createElement("button");
    close.className = "cal-embed-close";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => this.closeModal());
    cover.addEventListener("click", (event) => { if (event.target === cover) this.closeModal(); });
    cover.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closeModal(); });
    box.append(close, frame);
    cover.append(box);
    document.body.append(cover);
    this.cover = cover;
    this.opener = document.activeElement;
    close.focus();
  }

  closeModal() {
    if (!this.cover) return;
    this.cover.remove();
    this.cover = null;
    this.opener?.focus?.();
  }

  floatingButton({ calLink, buttonText = "Book a time", attributes, config }) {
    style();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cal-embed-button";
    button.textContent = buttonText;
    if (attributes?.id) button.id = attributes.id;
    button.addEventListener("click", () => this.modal({ calLink, config }));
    document.body.append(button);
  }

  ui(config) { this.doInFrame("ui", config); }

  doInFrame(method, arg) {
    if (!this.isReady) { this.waiting.push([method, arg]); return; }
    this.frame?.contentWindow?.postMessage({ originator: "CAL", method, arg }, "*");
  }

  on({ action, callback }) {
    if (!this.listeners.has(action)) this.listeners.set(action, new Set());
    this.listeners.get(action).add(callback);
  }

  off({ action, callback }) { this.listeners.get(action)?.delete(callback); }

  preload() {}
  prerender() {}
  initNamespace(namespace) { adopt(namespace); }

  hear(message) {
    const { type } = message;
    if (type === "__iframeReady") {
      this.isReady = true;
      this.doInFrame("parentKnowsIframeReady", {});
      for (const [method, arg] of this.waiting.splice(0)) this.doInFrame(method, arg);
    }
    if (type === "__dimensionChanged" && message.data.iframeHeight) this.frame.style.height = `${message.data.iframeHeight}px`;
    if (type === "__closeIframe") this.closeModal();
    for (const name of [type, "*"]) {
      for (const callback of this.listeners.get(name) ?? []) callback(new CustomEvent(message.fullType, { detail: message }));
    }
  }
}

const embeds = new Map();
function embedOf(namespace) {
  if (!embeds.has(namespace)) embeds.set(namespace, new Embed(namespace));
  return embeds.get(namespace);
}

function run(embed, call) {
  const [method, ...rest] = call;
  if (typeof embed[method] === "function") embed[method](...rest);
}

function take(api, embed) {
  const calls = api.q ?? [];
  api.q = { push: (call) => run(embed, call) };
  for (const call of calls) run(embed, [...call]);
}

function adopt(namespace) {
  const api = window.Cal.ns?.[namespace];
  if (api) take(api, embedOf(namespace));
}

window.Cal ??= function Cal(...call) { window.Cal.q.push(call); };
window.Cal.q ??= [];
window.Cal.ns ??= {};
window.Cal.loaded = true;
window.Cal.fingerprint = "locum";
take(window.Cal, embedOf(""));
for (const namespace of Object.keys(window.Cal.ns)) adopt(namespace);

addEventListener("message", ({ data, source }) => {
  if (data?.originator !== "CAL") return;
  const embed = embeds.get(data.namespace ?? "");
  if (embed?.frame && source === embed.frame.contentWindow) embed.hear(data);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-cal-link]");
  if (!opener) return;
  const { calLink, calNamespace = "", calConfig, calOrigin } = opener.dataset;
  const embed = embedOf(calNamespace);
  if (calOrigin) embed.init({ calOrigin });
  event.preventDefault();
  embed.modal({ calLink, config: calConfig ? JSON.parse(calConfig) : undefined });
});
})();
