// Paper is white: print the light colours of the theme, also for readers of its dark ones.
(() => {
  const root = document.documentElement;
  let restore = () => {};
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    restore();
    restore = () => {};
    if (!matches) {
      return;
    }
    if (root.dataset.theme === "dark") {
      // pydata-sphinx-theme, sphinx-book-theme
      root.dataset.theme = "light";
      restore = () => {
        root.dataset.theme = "dark";
      };
    } else if (root.classList.contains("dark")) {
      // shibuya
      root.classList.replace("dark", "light");
      restore = () => root.classList.replace("light", "dark");
    }
  });
})();
