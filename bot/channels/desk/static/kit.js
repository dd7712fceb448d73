// A tap fills a field; the site then shows this phone the way to the log; a text is copied.
(() => {
  "use strict";
  const me = document.currentScript || document.querySelector("script[data-home]");
  const home = new URL(me.dataset.home, location.href).pathname;
  if (me.hasAttribute("data-counsels")) {
    try { localStorage.setItem("fudaoyuan" + home + "desk", "1"); } catch (error) { /* forbidden: the menu of the desk leads there too */ }
  }
  const two = (number) => String(number).padStart(2, "0");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (button) {
      const field = document.querySelector(`[name="${button.dataset.fill}"]`);
      let value = button.dataset.value;
      if (button.dataset.days) {
        const day = new Date();
        day.setDate(day.getDate() + Number(button.dataset.days));
        value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
      }
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(document.querySelector(copy.dataset.copy).innerText).then(() => { copy.textContent = "复制好了"; }, () => {});
    }
  });
  const room = document.querySelector(".rooms [aria-current]");
  if (room) room.parentElement.scrollLeft = room.offsetLeft - 16;
  if (location.hash === "#landed") document.querySelector("#landed").open = true;
})();
