/* A button beside the page's heading that copies the page as Markdown. */
(() => {
  const source = document.querySelector('link[rel="alternate"][type="text/markdown"]');
  const heading = document.querySelector("main h1, [role=main] h1, article h1");
  // From disk a page may not read its neighbours, and without https there is no clipboard.
  if (!source || !heading || !navigator.clipboard || location.protocol === "file:") return;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .copy-page { float: inline-end; margin-inline-start: 1rem; padding: 0.25rem 0.7rem; font: inherit;
      font-size: 0.85rem; line-height: 1.5; color: inherit; background: transparent;
      border: 1px solid currentColor; border-radius: 0.3rem; cursor: pointer; }
    @media print { .copy-page { display: none; } }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const texts = TEXTS; // filled in when the site is assembled, in its language
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-page";
  button.textContent = texts.label;
  button.title = texts.title;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      const answer = await fetch(source.href);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
      button.textContent = texts.copied;
    } catch {
      button.textContent = texts.failed;
    }
    setTimeout(() => { button.textContent = texts.label; }, 2000);
  });
  heading.before(button);
})();
