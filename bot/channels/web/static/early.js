// Before the page is painted: what scripts can do may be shown, and large text stays large.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  try { if (localStorage.getItem("large")) root.classList.add("large"); } catch (error) { /* storage is off */ }
})();
