// Keeps the place: where the link leads to the same page, the present #anchor and ?query go along.
(() => {
  const keepPlace = () => {
    for (const link of document.querySelectorAll(".variant-switcher a[data-same-page]")) {
      link.search = window.location.search;
      link.hash = window.location.hash;
    }
  };
  window.addEventListener("hashchange", keepPlace);
  // A page may change its own address without an event, as a search does.
  document.addEventListener("pointerdown", keepPlace, true);
  document.addEventListener("keydown", keepPlace, true);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", keepPlace);
  } else {
    keepPlace();
  }
})();
