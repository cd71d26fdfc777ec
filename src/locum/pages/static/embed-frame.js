// A booking page inside somebody else's: what it tells the page around it, and what it is told (client surface sheet, 3.3).
import { dress } from "./embed-looks.js";

const root = document.documentElement;
const query = new URLSearchParams(location.search);
const namespace = query.get("embed") ?? "";
const isFramed = window.parent !== window;
const isPrerendered = query.get("prerender") === "true";
const SHOWS_ALONE_AFTER = 1500;

// What the page before this one left. The name of a frame outlives its pages, is its own and needs no storage; that the
// page before led here, and not the site around anew, shows in the referrer.
const MARK = "#locum=";
const [frameName, left] = window.name.split(MARK);
const past = inherited();
const kept = { ui: past.ui ?? asked(), isReady: Boolean(past.isReady), viewed: past.viewed };

function inherited() {
  try {
    const found = JSON.parse(left);
    return found.from === document.referrer ? found : {};
  } catch { return {}; }
}

function leave() { window.name = frameName + MARK + JSON.stringify({ ...kept, from: location.href.split("#")[0] }); }

function asked() {
  const wishes = { hideEventTypeDetails: query.get("hideEventTypeDetails") === "true" };
  for (const [name, wish] of [["layout", "layout"], ["ui.color-scheme", "colorScheme"]]) if (query.get(name)) wishes[wish] = query.get(name);
  return wishes;
}

function tell(type, data = {}) {
  if (!isFramed || query.get("preload") === "true") return;
  parent.postMessage({ originator: "CAL", type, namespace, fullType: `CAL:${namespace}:${type}`, data }, "*");
}

let told = "";
function tellSize() {
  const main = document.getElementById("main");
  if (!main || !root.classList.contains("shown")) return;
  const size = { iframeHeight: Math.ceil(document.body.getBoundingClientRect().height), iframeWidth: Math.ceil(main.getBoundingClientRect().width) };
  if (told === JSON.stringify(size)) return;
  tell("__dimensionChanged", { ...size, isFirstTime: !told });
  told = JSON.stringify(size);
}

function show() {
  root.classList.add("shown");
  tellSize();
}

// Once for a meeting, however many pages are turned until it is booked.
function tellOfView() {
  const book = document.getElementById("book");
  if (!book || kept.viewed === book.dataset.eventSlug) return;
  const event = { eventId: Number(book.dataset.eventId) || null, eventSlug: book.dataset.eventSlug };
  kept.viewed = event.eventSlug;
  tell("bookerViewed", { ...event, slotsLoaded: true });
  tell("availabilityLoaded", event);
  tell("bookerReady", event);
}

function tellOfBooking(article) {
  const { happened, booking, eventType, organizer, length } = JSON.parse(article.dataset.happened);
  const tried = { tried: "dryRunBookingSuccessfulV2", triedToMove: "dryRunRescheduleBookingSuccessfulV2" }[happened];
  if (tried) { tell(tried, booking); return; }
  if (happened === "cancelled") { tell("bookingCancelled", { booking, organizer, eventType }); return; }
  const name = happened === "moved" ? "rescheduleBookingSuccessful" : "bookingSuccessful";
  tell(`${name}V2`, booking);
  tell(name, { booking, eventType, date: booking.startTime, duration: length, organizer, confirmed: booking.status === "ACCEPTED" });
}

// A page that was loaded ahead is shown now: with what is known by now, and with the times that are free by now.
function connected(arg) {
  const { config = arg, params = {} } = arg ?? {};
  const url = new URL(location.href);
  for (const [name, value] of Object.entries({ ...params, ...config })) {
    if (value === undefined || value === null || ["iframeAttrs", "embed", "prerender"].includes(name)) continue;
    url.searchParams.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, typeof one === "object" ? JSON.stringify(one) : one);
  }
  for (const name of ["prerender", "cal.skipSlotsFetch"]) url.searchParams.delete(name);
  return url;
}

const methods = {
  parentKnowsIframeReady() {
    if (isPrerendered) { tell("linkPrerendered"); return; }
    show();
    if (!kept.isReady && !document.querySelector("[data-failed]")) {
      kept.isReady = true;
      tell("linkReady");
    }
    tellOfView();
  },
  ui(config) {
    kept.ui = { ...kept.ui, ...config };
    dress(kept.ui);
    tellSize();
  },
  connect(arg) {
    tell("__connectInitiated");
    location.replace(connected(arg));
  },
};

function listen() {
  addEventListener("message", ({ data, source }) => {
    if (source !== parent || data?.originator !== "CAL" || !Object.hasOwn(methods, data.method)) return;
    methods[data.method](data.arg);
  });
  // When a page is left it is too late: the next one has its name by then.
  for (const type of ["click", "submit"]) document.addEventListener(type, leave);
  addEventListener("load", () => { tell("__windowLoadComplete"); tellSize(); });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("main, footer")) tell("__closeIframe");
    const chosen = target.closest("[data-event-type]");
    if (chosen) tell("eventTypeSelected", { eventType: JSON.parse(chosen.dataset.eventType) });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && query.get("embedType") === "modal") tell("__closeIframe");
  });
  new ResizeObserver(tellSize).observe(document.body);
}

// The first page: the site says what it wants and then lets itself be told that all is there.
function introduce() {
  tell("__iframeReady", { isPrerendering: isPrerendered });
  // Somebody may have made a frame by hand, where nobody answers.
  if (!isPrerendered) setTimeout(show, SHOWS_ALONE_AFTER);
}

// A later page: the site has been told, and what it wanted is known. Asked again, it would repeat its first wishes.
function goOn() {
  show();
  tell("__routeChanged");
  tellOfView();
  // Browsers leave the focus of frames alone while they load.
  document.querySelector("[data-focus]")?.focus();
}

function begin() {
  dress(kept.ui);
  listen();
  if (kept.isReady) goOn();
  else introduce();
  const failed = document.querySelector("[data-failed]");
  if (failed) {
    show();
    tell("linkFailed", { code: failed.dataset.failed, msg: document.title, data: { url: location.href } });
  }
  const done = document.querySelector("[data-happened]");
  if (done) tellOfBooking(done);
  // The page around learns of the booking first; where it may not be left from here, the link on this page remains.
  if (done?.dataset.leads) setTimeout(() => { try { window.top.location.href = done.dataset.leads; } catch { /* the link remains */ } }, 200);
}

if (isFramed) begin();
else show();
