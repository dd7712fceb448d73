// The counselor's own card: filled in once, remembered by this phone alone, and set on every sheet.
(() => {
  const { page } = window;
  for (const field of document.querySelectorAll("[data-card]")) {
    const key = "card-" + field.dataset.card;
    if (!field.value) field.value = page.browser(key) || "";
    field.addEventListener("input", () => page.browser(key, field.value));
  }
  // The address of a card in WeChat becomes its code where it would be stuck on by hand
  const wechat = document.querySelector('[data-card="wechat"]'), stick = document.querySelector(".stick");
  const words = stick && stick.innerHTML;
  const draw = () => {
    const found = /u\.wechat\.com\/([\w-]{8,64})\s*$/.exec(wechat.value);
    stick.classList.toggle("code", Boolean(found));
    if (!found) { stick.innerHTML = words; return; }
    const code = new Image();
    code.alt = "加辅导员微信的二维码";
    code.src = new URL(`handouts/wechat/${found[1]}.svg`, page.home).href;
    stick.replaceChildren ? stick.replaceChildren(code) : (stick.textContent = "", stick.append(code));
  };
  if (wechat && stick) { wechat.addEventListener("input", draw); draw(); }
})();
