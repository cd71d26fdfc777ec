// The list of time zones as a field to search in (WAI-ARIA Authoring Practices, combobox with list autocomplete).

const MOST = 60;
const lists = new Map();

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

async function fetchZones(address) {
  const answer = await fetch(address);
  const zones = await answer.json();
  return zones.map(([name, city, offset]) => ({ name, city, offset, words: plain(`${city} ${name.replaceAll(/[/_]/g, " ")} ${offset}`) }));
}

// The promise is kept, so that typing while the list is on its way does not ask for it again; a failure is forgotten.
function load(address) {
  if (!lists.has(address)) {
    const coming = fetchZones(address);
    coming.catch(() => lists.delete(address));
    lists.set(address, coming);
  }
  return lists.get(address);
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function makeFinder(select, address, choose) {
  const shown = select.selectedOptions[0]?.textContent ?? "";
  const input = element("input", {
    id: "zone", role: "combobox", type: "text", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": "zone-list", "aria-autocomplete": "list", placeholder: select.dataset.search,
  });
  const list = element("ul", { id: "zone-list", role: "listbox", "aria-label": select.dataset.search, hidden: "" });
  input.value = shown;
  select.removeAttribute("id");
  select.hidden = true;
  select.after(element("div", { class: "finder" }, input, list));
  let active = -1;
  // Counts what was asked: an answer that comes after a later question, or after leaving, is not shown.
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    asked += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const all = options();
    if (!all.length) return;
    active = (index + all.length) % all.length;
    all.forEach((one, at) => one.setAttribute("aria-selected", at === active));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  async function open(query) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    const question = ++asked;
    const zones = await load(address);
    if (question !== asked) return;
    const found = zones.filter((zone) => words.every((word) => zone.words.includes(word))).slice(0, MOST);
    list.replaceChildren(...found.map((zone, at) => {
      const option = element("li", { role: "option", id: `zone-${at}`, "data-name": zone.name, "aria-selected": "false" });
      option.append(element("span", {}, zone.city), element("span", { class: "soft", dir: "ltr" }, zone.offset));
      return option;
    }));
    if (!found.length) list.replaceChildren(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, select.dataset.none));
    list.hidden = false;
    active = -1;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    if (!option?.dataset.name) return;
    close();
    input.value = option.textContent;
    choose(option.dataset.name);
  }

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) open(""); });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", () => { close(); input.value = shown; });
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await open("");
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(options()[Math.max(active, 0)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
      input.value = shown;
      input.select();
    }
  });
  // On press, because the field loses its focus, and the list closes, before a click is complete.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(event.target.closest("[role=option]"));
  });
}
