// Paper is white: what is printed has the light colours, also for readers of the dark ones.
(() => {
  const root = document.documentElement;
  let theme;
  const choose = ({ matches }) => {
    if (matches) {
      theme = root.dataset.theme;
      root.dataset.theme = "light";
    } else if (theme) {
      root.dataset.theme = theme;
    }
  };
  window.matchMedia("print").addEventListener("change", choose);
})();
