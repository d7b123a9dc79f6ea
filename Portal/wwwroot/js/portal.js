// What only the browser can do: theme, clipboard, menus and the dialog for a lost connection.
window.dodas = {
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
  show(id) {
    const element = document.getElementById(id);
    if (!element)
      return;
    element.scrollIntoView({ block: "center" });
    (element.matches("input, textarea, button, select, a") ? element : element.querySelector("input, textarea, button, select") ?? element).focus();
  },
};

(function () {
  const root = document.documentElement;
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

  function toggleTheme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
    const next = dark ? "light" : "dark";
    // Back at what the system says, the system is followed again.
    const followsSystem = (next === "dark") === systemDark.matches;
    try {
      if (followsSystem)
        localStorage.removeItem("theme");
      else
        localStorage.setItem("theme", next);
    } catch {
      // Then it holds for this page.
    }
    if (followsSystem)
      delete root.dataset.theme;
    else
      root.dataset.theme = next;
  }

  document.addEventListener("click", event => {
    if (event.target.closest("[data-theme-toggle]"))
      toggleTheme();
    for (const menu of document.querySelectorAll("details[data-menu][open]"))
      if (!menu.contains(event.target) || event.target.closest("a"))
        menu.open = false;
    if (event.target.closest("[data-reload]"))
      location.reload();
    if (event.target.closest("[data-reconnect]"))
      Blazor.reconnect().then(ok => ok || location.reload()).catch(() => location.reload());
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape")
      return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", event => {
    const dialog = event.currentTarget;
    if (event.detail.state === "hide")
      dialog.close();
    else if (!dialog.open)
      dialog.showModal();
  });
})();
