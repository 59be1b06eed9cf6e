/* On the search page: what is shown of a page that was found.

   Sphinx takes it from the page's main element, in which themes put navigation too. Leave only the article,
   where there is one, without navigation, buttons and the indentation of the HTML. Pagefind has summaries
   of its own. */
(() => {
  "use strict";
  if (typeof Search === "undefined" || !Search.htmlToText) return;
  const htmlToText = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("[role=main]");
    const article = main?.querySelector("article");
    if (article) main.replaceChildren(article);
    page.querySelectorAll("[role=main] :is(nav, button)").forEach((part) => part.remove());
    return htmlToText(page.documentElement.outerHTML, anchor).replace(/\s+/g, " ").trim();
  };
})();
