// The counselor's own card: filled in once, remembered by this phone alone, and set on every sheet.
(() => {
  const { page } = window;
  for (const field of document.querySelectorAll("[data-card]")) {
    const key = "card-" + field.dataset.card;
    if (!field.value) field.value = page.browser(key) || "";
    field.addEventListener("input", () => page.browser(key, field.value));
  }
})();
