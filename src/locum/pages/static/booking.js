// Days and times without leaving the page. Every step is also a plain form, so nothing here is needed to book.
import { makeGrid } from "./grid.js";
import { makeFinder } from "./zones.js";

const book = document.getElementById("book");
const live = document.getElementById("live");
let running = null;

const kept = {
  read(name) { try { return localStorage.getItem(`locum.${name}`); } catch { return null; } },
  write(name, value) { try { localStorage.setItem(`locum.${name}`, value); } catch { /* frames may have no storage */ } },
};

function addressOf(form, submitter) {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form, submitter));
  return url;
}

function withQuery(changes) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return url;
}

async function show(url, { focus, quiet = false } = {}) {
  running?.abort();
  running = new AbortController();
  book.classList.add("busy");
  try {
    const answer = await fetch(url, { signal: running.signal, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.getElementById("book")) throw new Error("not the page that was asked for");
    for (const id of ["what", "month", "times"]) document.getElementById(id).replaceWith(page.getElementById(id));
    book.dataset.zone = page.getElementById("book").dataset.zone;
    if (!quiet) history.replaceState(null, "", url);
    book.classList.remove("busy");
    enhance();
    focus?.();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

const chosenDay = () => document.querySelector(".day-times.chosen");

function goToTimes() {
  const day = chosenDay();
  if (!day) return;
  live.textContent = day.dataset.say;
  day.querySelector("h3").focus();
}

function choose(button) {
  const day = [...document.querySelectorAll(".day-times")].find((one) => one.dataset.day === button.value);
  if (!day) { show(addressOf(button.form, button), { focus: goToTimes }); return; }
  chosenDay()?.classList.remove("chosen");
  day.classList.add("chosen");
  for (const radio of document.querySelectorAll("#pick input[type=radio]")) radio.checked = false;
  for (const cell of document.querySelectorAll(".month .day")) {
    const isChosen = cell.contains(button);
    cell.classList.toggle("chosen", isChosen);
    cell.setAttribute("aria-selected", isChosen);
  }
  history.replaceState(null, "", addressOf(button.form, button));
  goToTimes();
}

function focusDay(value) {
  const days = [...document.querySelectorAll(".month button")];
  const day = days.find((one) => one.value === value) ?? days.find((one) => one.value > value) ?? days.at(-1);
  if (!day) return;
  for (const one of days) one.tabIndex = one === day ? 0 : -1;
  day.focus();
}

function turnTo(value) {
  show(withQuery({ month: value.slice(0, 7), date: "" }), { focus: () => { focusDay(value); sayMonth(); } });
}

function sayMonth() { live.textContent = document.getElementById("month-name").textContent; }

function enhance() {
  makeGrid(document.querySelector(".month"), { choose, turnTo });
  const zone = document.getElementById("zone");
  if (zone?.tagName === "SELECT") {
    makeFinder(zone, book.dataset.zones, (name) => {
      kept.write("zone", name);
      const day = chosenDay()?.dataset.day;
      show(withQuery({ "cal.tz": name, ...(day && { date: day }) }), { focus: () => document.getElementById("zone").focus() });
    });
  }
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  // Whoever goes on does not wait for what he asked for before.
  if (form.id === "pick") running?.abort();
  if (form.id !== "ask" || !submitter) return;
  event.preventDefault();
  if (submitter.closest(".month")) choose(submitter);
  else if (submitter.name === "month") {
    const { id } = submitter;
    show(addressOf(form, submitter), { focus: () => { document.getElementById(id).focus(); sayMonth(); } });
  } else show(addressOf(form, submitter), { focus: goToTimes });
});

document.addEventListener("click", (event) => {
  const hours = event.target.closest("a[data-hours]");
  if (!hours || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  kept.write("hours", hours.dataset.hours);
  const day = chosenDay()?.dataset.day;
  const focus = () => document.querySelector(`a[data-hours="${hours.dataset.hours}"]`).focus();
  show(withQuery({ hours: hours.dataset.hours, ...(day && { date: day }) }), { focus });
});

enhance();

const wishes = {};
const zone = kept.read("zone") ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone !== book.dataset.zone && !("locked" in book.dataset) && !("asked" in book.dataset)) wishes["cal.tz"] = zone;
const hours = kept.read("hours");
if (hours && !new URL(location.href).searchParams.has("hours")) wishes.hours = hours;
if (Object.keys(wishes).length) show(withQuery(wishes), { quiet: true });
