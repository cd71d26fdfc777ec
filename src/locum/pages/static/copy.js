// A button that copies what stands beside it. Without a secure connection browsers do not allow it: then there is none.

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const said = button.nextElementSibling;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    said.textContent = button.dataset.said;
  });
  button.hidden = false;
}
