// A month as a grid of days: one tab stop, arrows to move (WAI-ARIA Authoring Practices, date grid).

const DAY = 86400000;

const written = (time) => new Date(time).toISOString().slice(0, 10);

function monthAway(value, months) {
  const [year, month, day] = value.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return written(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}

// How far a key moves from a day, or null for keys that mean nothing here.
function target(key, button, isRightToLeft) {
  const time = Date.parse(button.value);
  const column = button.closest("td").cellIndex;
  const forward = isRightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowLeft": return written(time - DAY * forward);
    case "ArrowRight": return written(time + DAY * forward);
    case "ArrowUp": return written(time - 7 * DAY);
    case "ArrowDown": return written(time + 7 * DAY);
    case "Home": return written(time - column * DAY);
    case "End": return written(time + (6 - column) * DAY);
    case "PageUp": return monthAway(button.value, -1);
    case "PageDown": return monthAway(button.value, 1);
    default: return null;
  }
}

export function makeGrid(table, { turnTo }) {
  const days = [...table.querySelectorAll("button")];
  table.setAttribute("role", "grid");
  for (const cell of table.querySelectorAll("td")) cell.setAttribute("role", "gridcell");
  for (const day of days) {
    const cell = day.closest("td");
    day.tabIndex = -1;
    day.removeAttribute("aria-current");
    cell.setAttribute("aria-selected", cell.classList.contains("chosen"));
  }
  const first = days.find((day) => day.closest(".chosen")) ?? days.find((day) => day.closest(".free")) ?? days[0];
  if (first) first.tabIndex = 0;

  function focus(value) {
    const day = days.find((one) => one.value === value);
    if (!day) return false;
    for (const one of days) one.tabIndex = one === day ? 0 : -1;
    day.focus();
    return true;
  }

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName !== "BUTTON") return;
    const value = target(event.key, event.target, getComputedStyle(table).direction === "rtl");
    if (!value) return;
    event.preventDefault();
    const stays = ["Home", "End"].includes(event.key);
    if (focus(value)) return;
    if (stays || value.slice(0, 7) === event.target.value.slice(0, 7)) focus((value < event.target.value ? days[0] : days.at(-1)).value);
    else if (value > event.target.value || !document.getElementById("previous").disabled) turnTo(value);
    else focus(days[0].value);
  });
}
