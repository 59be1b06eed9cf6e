// The preview's part of each page: loads it again when it has been built, says what is wrong, and switches
// the writer's view on and off.
(() => {
  "use strict";
  const script = document.currentScript;
  const folder = new URL(".", script.src);
  const data = JSON.parse(document.getElementById("variantdocs-writers-view")?.textContent ?? "null");
  const isWriting = document.cookie.split("; ").includes("variantdocs-view=writer");
  const bar = document.createElement("variantdocs-preview");
  const shadow = bar.attachShadow({ mode: "open" });
  shadow.innerHTML = `
    <link rel="stylesheet" href="${new URL("bar.css", folder)}">
    <section aria-label="Preview">
      <div class="line">
        <p role="status"></p>
        <button type="button" aria-pressed="${isWriting}">Writer’s view</button>
      </div>
      <div role="region" aria-label="Problems" tabindex="0" hidden><ul></ul></div>
      <details hidden><summary></summary><ul></ul></details>
    </section>`;
  const find = (selector) => shadow.querySelector(selector);

  const element = (name, className, text) => {
    const found = document.createElement(name);
    found.className = className;
    found.textContent = text;
    return found;
  };

  const problemItem = ({ level, place, text }) => {
    const item = document.createElement("li");
    item.append(element("span", `level ${level}`, level), " ");
    if (place) item.append(element("code", "", place), ": ");
    item.append(text);
    return item;
  };

  const show = ({ building, problems, absent, titles, editor }) => {
    const errors = problems.filter((problem) => problem.level !== "WARNING").length;
    const counted = [[errors, "error"], [problems.length - errors, "warning"]]
      .filter(([count]) => count)
      .map(([count, name]) => `${count} ${name}${count > 1 ? "s" : ""}`);
    find("section").className = errors ? "errors" : problems.length ? "warnings" : "";
    find("[role=status]").textContent = building ? "building…" : counted.join(", ") || "up to date";
    find("[role=region]").hidden = !problems.length;
    find("[role=region] ul").replaceChildren(...problems.map(problemItem));
    if (isWriting) showAbsent(absent);
    if (isWriting && data) mark(titles, editor);
  };

  const showAbsent = (absent) => {
    const details = find("details");
    details.hidden = !absent.length;
    find("summary").textContent = `${absent.length} page${absent.length > 1 ? "s" : ""} of other editions only`;
    details.querySelector("ul").replaceChildren(
      ...absent.map(({ path, variants }) => {
        const item = document.createElement("li");
        variants.forEach(({ name, title }) => {
          const link = element("a", "", `${path} (${title})`);
          link.href = `/${name}/${path}`;
          item.append(link, " ");
        });
        return item;
      }),
    );
  };

  // ---- the writer's view ----

  let isMarked = false;
  const mark = (titles, editor) => {
    if (isMarked) return;
    isMarked = true;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("writers-view.css", folder);
    document.head.append(style);
    for (const block of document.querySelectorAll(".vd-own, .vd-other")) {
      const names = [...block.classList].filter((name) => name.startsWith("vd-in-")).map((name) => name.slice(6));
      block.dataset.vdLabel = names.map((name) => titles[name] ?? name).join(", ");
      if (block.localName === "tr") block.cells[0].dataset.vdLabel = block.dataset.vdLabel;
    }
    const taken = new Set();
    for (const block of document.querySelectorAll("[class*='vd-at-']")) {
      const [, file, line] = block.className.match(/vd-at-(\d+)-(\d+)/);
      const host = block.localName === "section" ? block.querySelector("h1, h2, h3, h4, h5, h6") : block;
      const isFit = host && /^(p|li|dt|dd|h\d|div|blockquote)$/.test(host.localName);
      if (!isFit || taken.has(`${file}:${line}`)) continue;
      taken.add(`${file}:${line}`);
      host.classList.add("vd-block");
      host.append(sourceLink(data.files[file], line, editor));
    }
  };

  const sourceLink = ([shown, path], line, editor) => {
    const place = `${shown}:${line}`;
    const found = element(editor ? "a" : "button", "vd-source", line);
    found.title = editor ? `edit ${place}` : `copy ${place}`;
    found.setAttribute("aria-label", found.title);
    if (editor) found.href = editor.replace("{path}", encodeURI(path)).replace("{line}", line);
    else {
      found.type = "button";
      found.onclick = () => navigator.clipboard.writeText(place);
    }
    return found;
  };

  find("button").onclick = () => {
    document.cookie = `variantdocs-view=${isWriting ? "reader" : "writer"}; path=/; SameSite=Strict`;
    location.reload();
  };

  // ---- the connection ----

  let wasConnected = false;
  const connect = () => {
    const query = new URLSearchParams({
      page: location.pathname,
      generation: script.dataset.generation,
      view: isWriting ? "writer" : "reader",
    });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/websocket-reload?${query}`);
    socket.onopen = () => {
      // The server has been started again, and may serve another page.
      if (wasConnected) location.reload();
      wasConnected = true;
    };
    socket.onmessage = (event) => {
      const state = JSON.parse(event.data);
      if (state.reload) location.reload();
      else show(state);
    };
    socket.onclose = () => {
      find("[role=status]").textContent = "the preview has ended";
      setTimeout(connect, 1000);
    };
  };
  document.body.append(bar);
  connect();
})();
