// A booking page inside somebody else's: what it tells the page around it, and what it is told (client surface sheet, 3.3).
const root = document.documentElement;
const query = new URLSearchParams(location.search);
const namespace = query.get("embed") ?? "";
const isFramed = window.top !== window.self;
const isSilent = query.get("preload") === "true";

function tell(type, data = {}) {
  if (!isFramed || isSilent) return;
  parent.postMessage({ originator: "CAL", type, namespace, fullType: `CAL:${namespace}:${type}`, data }, "*");
}

function show() { root.classList.add("shown"); }

let isFirst = true;
function tellSize() {
  const main = document.getElementById("main");
  if (!main) return;
  const { width } = main.getBoundingClientRect();
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  tell("__dimensionChanged", { iframeHeight: height, iframeWidth: Math.ceil(width), isFirstTime: isFirst });
  isFirst = false;
}

function tellOfBooking() {
  const article = document.querySelector("[data-happened]");
  if (!article) return;
  const { happened, booking, eventType, organizer } = JSON.parse(article.dataset.happened);
  if (happened === "cancelled") { tell("bookingCancelled", { booking, organizer, eventType }); return; }
  const name = happened === "moved" ? "rescheduleBookingSuccessful" : "bookingSuccessful";
  tell(`${name}V2`, booking);
  tell(name, { booking, eventType, date: booking.startTime, duration: booking.length, organizer, confirmed: booking.status === "ACCEPTED" });
}

const methods = {
  parentKnowsIframeReady() { show(); tellSize(); tell("linkReady"); },
  ui(config = {}) {
    if (config.theme === "light" || config.theme === "dark") root.dataset.theme = config.theme;
    if (config.theme === "auto") delete root.dataset.theme;
    if (config.hideEventTypeDetails !== undefined) root.classList.toggle("without-details", Boolean(config.hideEventTypeDetails));
    const colors = { ...config.cssVarsPerTheme?.light, ...(root.dataset.theme === "dark" ? config.cssVarsPerTheme?.dark : {}) };
    const accent = colors["cal-brand"] ?? config.styles?.branding?.brandColor;
    if (typeof accent === "string" && CSS.supports("color", accent)) root.style.setProperty("--accent", accent);
    tellSize();
  },
  connect() { show(); tellSize(); },
};

if (isFramed) {
  addEventListener("message", ({ data, source }) => {
    if (source !== parent || data?.originator !== "CAL") return;
    methods[data.method]?.(data.arg);
  });
  tell("__iframeReady", { isPrerendering: query.get("prerender") === "true" });
  const failed = document.querySelector("[data-failed]");
  if (failed) tell("linkFailed", { code: failed.dataset.failed, msg: document.title, data: { url: location.href } });
  addEventListener("load", () => { tell("__windowLoadComplete"); tellSize(); });
  new ResizeObserver(tellSize).observe(document.body);
  document.addEventListener("click", ({ target }) => { if (!target.closest("main, footer")) tell("__closeIframe"); });
  tellOfBooking();
} else {
  show();
}
