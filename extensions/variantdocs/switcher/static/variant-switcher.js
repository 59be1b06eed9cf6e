// Keeps the place in the page: where the link leads to the same page, the present #anchor goes along.
(() => {
  const keepAnchor = () => {
    for (const link of document.querySelectorAll(".variant-switcher a[data-same-page]")) {
      link.hash = window.location.hash;
    }
  };
  window.addEventListener("hashchange", keepAnchor);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", keepAnchor);
  } else {
    keepAnchor();
  }
})();
