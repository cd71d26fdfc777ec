// The form of a booking: only what the chosen place asks for, and no second sending by impatience.

const form = document.getElementById("answers");

function showChosenPlace() {
  for (const radio of form.querySelectorAll('input[type="radio"][name="a.location"]')) {
    const detail = radio.closest("label").nextElementSibling;
    if (detail?.classList.contains("within")) detail.hidden = !radio.checked;
  }
}

form.addEventListener("change", showChosenPlace);
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  form.querySelector("button.button").setAttribute("aria-disabled", "true");
});
// Coming back with the back button must not find a form that cannot be sent.
addEventListener("pageshow", () => { delete form.dataset.sent; form.querySelector("button.button").removeAttribute("aria-disabled"); });
showChosenPlace();
