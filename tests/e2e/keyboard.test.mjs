// Everything by keys, and the focus always somewhere that can be seen.

import assert from "node:assert/strict";
import { appTest, eventually } from "./app.mjs";

/** What has the focus, in words; "the page" where nothing has. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "the page";
    return element.getAttribute("aria-label") ?? element.textContent.trim();
  });
}

const isAt = (app, name) => app.page.getByRole("main", { name }).waitFor();

appTest("the palette finds a story, a view, a document and an action", async (app) => {
  await app.openSample();
  const go = async (...typed) => {
    await app.page.keyboard.press("Control+k");
    await app.palette.getByRole("combobox").waitFor();
    await eventually(async () => assert.equal(await focused(app.page), "Go to or do"));
    await app.page.keyboard.type(typed[0]);
    await app.palette.getByRole("option", { selected: true }).getByText(typed[1]).waitFor();
    await app.page.keyboard.press("Enter");
    await app.palette.waitFor({ state: "detached" });
  };
  await go("pay card", "3-3 Pay by card");
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  await go("graph", "Graph");
  await isAt(app, "Graph");
  await go("2-6", "2-6 Import products from CSV");
  await isAt(app, "Graph");
  await app.inspector.getByRole("heading", { name: "Import products from CSV" }).waitFor();
  await go("sprint-st", "sprint-status.yaml");
  await isAt(app, "Documents");
  await go("undo", "Undo: Open the sample");
  await app.view.getByText("Drop your epics here").waitFor();
});

appTest("the palette is walked by arrows, and says when it finds nothing", async (app) => {
  await app.openSample();
  await app.page.keyboard.press("Control+k");
  await eventually(async () => assert.equal(await focused(app.page), "Go to or do"));
  const options = app.palette.getByRole("option");
  const selected = app.palette.getByRole("option", { selected: true });
  await app.page.keyboard.press("ArrowDown");
  assert.equal(await selected.textContent(), await options.nth(1).textContent());
  await app.page.keyboard.press("ArrowUp");
  assert.equal(await selected.textContent(), await options.first().textContent());
  await app.page.keyboard.type("no such thing at all");
  await app.palette.getByText("Nothing of that name").waitFor();
  await app.page.keyboard.press("Enter");
  await app.page.keyboard.press("Escape");
  await app.palette.waitFor({ state: "detached" });
});

appTest("g and a letter go to a view; typed into a field they are letters", async (app) => {
  await app.openSample();
  for (const [letter, name] of [["g", "Graph"], ["d", "Documents"], ["e", "Export"], ["p", "Plan"]]) {
    await app.page.keyboard.press("g");
    await app.page.keyboard.press(letter);
    await isAt(app, name);
  }
  await app.page.keyboard.press("/");
  await eventually(async () => assert.equal(await focused(app.page), "Filter stories"));
  await app.page.keyboard.type("gd?i");
  assert.equal(await app.page.getByRole("searchbox", { name: "Filter stories" }).inputValue(), "gd?i");
  await isAt(app, "Plan");
});

appTest("? lists the keys", async (app) => {
  await app.openSample();
  await app.page.keyboard.press("?");
  const keys = app.page.getByRole("dialog", { name: "Keys" });
  for (const heading of ["Everywhere", "Plan", "Graph"]) await keys.getByRole("heading", { name: heading }).waitFor();
  await app.page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
});

appTest("Escape leaves one layer at a time", async (app) => {
  await app.openSample();
  await app.card("3-3").click();
  await app.statusLine.getByRole("button", { name: /warning|note/ }).click();
  const list = app.page.getByRole("dialog", { name: "Diagnostics" });
  await list.waitFor();
  const story = app.inspector.getByRole("heading", { name: "Pay by card" });

  await app.page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  assert.ok(await story.isVisible(), "the selection stays");
  await app.page.keyboard.press("Escape");
  await story.waitFor({ state: "detached" });
  await isAt(app, "Plan");
});

appTest("closing a layer gives the focus back to where it was", async (app) => {
  await app.openSample();
  await app.card("3-3").focus();
  const before = await focused(app.page);
  for (const [open, name] of [["Control+k", "Command palette"], ["?", "Keys"]]) {
    await app.page.keyboard.press(open);
    const layer = app.page.getByRole("dialog", { name });
    await eventually(() => layer.evaluate((dialog) => dialog.contains(document.activeElement) || Promise.reject(new Error("focus"))));
    await app.page.keyboard.press("Escape");
    await layer.waitFor({ state: "detached" });
    await eventually(async () => assert.equal(await focused(app.page), before, name));
  }
  for (const button of [app.button("Project menu"), app.statusLine.getByRole("button", { name: /warning|note/ })]) {
    await button.focus();
    const from = await focused(app.page);
    await app.page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await button.getAttribute("aria-expanded"), "true"));
    await app.page.keyboard.press("Escape");
    await eventually(async () => assert.equal(await button.getAttribute("aria-expanded"), "false"));
    await eventually(async () => assert.equal(await focused(app.page), from));
  }
});

appTest("Tab reaches everything in the view, and what has the focus is marked", async (app) => {
  await app.openSample();
  for (const view of ["Plan", "Graph", "Documents", "Export"]) {
    await app.goTo(view);
    const stops = new Set();
    for (let step = 0; step < 30; step += 1) {
      await app.page.keyboard.press("Tab");
      const stop = await app.page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return undefined;
        // A mark may also be drawn around the field, or around the card that a button fills.
        const marked = [element, element.parentElement].some((at) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
          return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
        });
        const { width, height } = element.getBoundingClientRect();
        return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), marked, seen: width > 0 && height > 0 };
      });
      if (!stop) continue;
      assert.ok(stop.marked && stop.seen, `${view}: “${stop.name}” has the focus and shows it`);
      stops.add(stop.name);
    }
    assert.ok(stops.size >= 12, `${view}: ${[...stops]}`);
  }
});

appTest("the focus stays in the page when what had it goes away", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await app.button("Remove sprint-status.yaml").focus();
  await app.page.keyboard.press("Enter");
  await app.documentLink("sprint-status.yaml").waitFor({ state: "detached" });
  await eventually(async () => assert.notEqual(await focused(app.page), "the page"));
});

appTest("arrows walk the cards, + and − set the batch size, Enter opens the source", async (app) => {
  await app.openSample();
  await app.card("1-2").focus();
  await app.page.keyboard.press("ArrowRight");
  const first = app.page.url();
  await app.page.keyboard.press("ArrowDown");
  assert.match(first, /story=/);
  assert.notEqual(app.page.url(), first);
  const selected = app.board.getByRole("button", { pressed: true });
  assert.ok(await selected.evaluate((card) => card === document.activeElement));

  const size = app.page.getByRole("textbox", { name: "Stories in a batch, at most" });
  await app.page.keyboard.press("+");
  await eventually(async () => assert.equal(await size.inputValue(), "4"));
  await app.page.keyboard.press("-");
  await eventually(async () => assert.equal(await size.inputValue(), "3"));

  await app.page.keyboard.press("Enter");
  await isAt(app, "Documents");
});

appTest("Ctrl-Z takes back, in the editor too, and Ctrl-Shift-Z makes again", async (app) => {
  await app.openSample();
  await app.button("Larger batches").click();
  const size = app.page.getByRole("textbox", { name: "Stories in a batch, at most" });
  await app.page.keyboard.press("Control+z");
  await eventually(async () => assert.equal(await size.inputValue(), "3"));
  await app.page.keyboard.press("Control+Shift+z");
  await eventually(async () => assert.equal(await size.inputValue(), "4"));

  await app.goTo("Documents");
  const before = await app.editor.inputValue();
  await app.editor.click();
  await app.page.keyboard.press("Control+End");
  await app.page.keyboard.type("typed words");
  assert.equal(await app.editor.inputValue(), `${before}typed words`);
  await app.page.keyboard.press("Control+z");
  await eventually(async () => assert.equal(await app.editor.inputValue(), before));
  await app.page.keyboard.press("Control+Shift+z");
  await eventually(async () => assert.equal(await app.editor.inputValue(), `${before}typed words`));
});

appTest("i hides and shows the inspector", async (app) => {
  await app.openSample();
  await app.inspector.waitFor();
  await app.page.keyboard.press("i");
  await app.inspector.waitFor({ state: "detached" });
  await app.page.keyboard.press("i");
  await app.inspector.waitFor();
});

appTest("views whose tabs do not fit are in a menu, by keys and by click", { viewport: { width: 390, height: 844 } }, async (app) => {
  await app.openSample();
  const tabs = app.page.getByRole("navigation", { name: "Views" });
  const shown = tabs.getByRole("link");
  const first = await shown.allInnerTexts();
  assert.ok(first.length > 2 && first.length < 9, `${first}`);
  const more = tabs.getByRole("button", { name: "more views" });
  await more.focus();
  await app.page.keyboard.press("Enter");
  const menu = app.page.getByRole("menu", { name: "More views" });
  const items = menu.getByRole("menuitem");
  await eventually(async () => assert.equal(await items.count(), 9 - first.length, "tabs and menu are all views together"));
  await eventually(() => items.first().evaluate((item) => item === document.activeElement || Promise.reject(new Error("focus"))));
  await app.page.keyboard.press("End");
  await app.page.keyboard.press("Enter");
  await isAt(app, "Export");
  await menu.waitFor({ state: "detached" });
  // The button says where one is, as no tab does.
  const here = tabs.getByRole("button", { name: "Export more views" });
  assert.equal(await here.getAttribute("aria-current"), "page");
  await here.click();
  await app.page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  await app.page.setViewportSize({ width: 1440, height: 900 });
  await eventually(async () => assert.equal(await shown.count(), 9));
  await here.waitFor({ state: "hidden" });
});

appTest("the palette copies a link that opens the selected story, wherever it stands", async (app) => {
  await app.openSample();
  await app.card("3-6").click();
  await app.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.page.keyboard.press("Control+k");
  await app.page.keyboard.type("copy a link");
  await app.page.keyboard.press("Enter");
  await app.notices.getByText(/^Copied/).waitFor();
  const link = await app.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#\/plan\?story=3-6$/);
  await app.saved();
  await app.page.setViewportSize({ width: 390, height: 844 });
  await app.open(link.slice(link.indexOf("#")));
  await eventually(() => app.card("3-6").evaluate((card) => {
    const { left, right } = card.getBoundingClientRect();
    if (left < 0 || right > innerWidth) throw new Error(`the card is out of sight: ${left} to ${right}`);
  }));
});
