// Shows what is typed into a password field, for as long as the box is ticked.

const choice = document.querySelector("[data-show]");
const input = document.getElementById(choice.dataset.show);
const box = choice.querySelector("input");

const apply = () => { input.type = box.checked ? "text" : "password"; };
box.addEventListener("change", apply);
// Browsers keep the text of ordinary fields for the way back, but not that of passwords.
input.form.addEventListener("submit", () => { box.checked = false; apply(); });
addEventListener("pageshow", apply);
choice.hidden = false;
