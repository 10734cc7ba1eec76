// How it looks: accessible by rule in both themes, no page that runs out of its window, and
// pictures of every view to look at in out/.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, checkout, out } from "./app.mjs";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const wide = { width: 1440, height: 900 };
const middle = { width: 900, height: 800 };
const narrow = { width: 390, height: 844 };

/** Every view with the sample in it, and how to come there from the one before. */
const views = [
  ["plan", (app) => app.goTo("Plan")],
  ["plan selected", (app) => app.page.evaluate(() => (location.hash = "#/plan?story=3-3"))],
  ["plan settings", (app) => app.button("Settings").click()],
  ["plan held back", (app) => app.button("What holds it back").click()],
  ["plan files", (app) => app.button("Files").click()],
  ["plan compare", (app) => app.button("Compare").click()],
  ["graph selected", (app) => app.goTo("Graph")],
  ["graph", (app) => app.page.evaluate(() => (location.hash = "#/graph"))],
  ["graph as list", (app) => app.page.keyboard.press("l")],
  ["documents", (app) => app.goTo("Documents")],
  ["documents drift", (app) => app.button("Drift").click()],
  ["documents status", (app) => app.button("Status").click()],
  ["correct", (app) => app.goTo("Correct")],
  ["correct draft", draftCorrection],
  ["stories", (app) => app.goTo("Stories")],
  ["stories draft", draftStories],
  ["progress", (app) => app.goTo("Progress")],
  ["workflow", (app) => app.goTo("Workflow")],
  ["workflow run", startRun],
  ["export", (app) => app.goTo("Export")],
];

/** A pattern's drafts, the first one open. */
async function draftStories(app) {
  await app.page.keyboard.press("3");
  await app.button("Draft").click();
  await app.button("Draft with placeholders").click();
  await app.page.getByRole("textbox", { name: "The draft" }).waitFor();
}


/** A correction with something of everything in it. */
async function draftCorrection(app) {
  await app.page.getByRole("textbox", { name: "In words" }).fill("do 4-4 first; drop 3-2; move 2-5 to batch 5; paint it blue");
  await app.page.getByRole("textbox", { name: "Stories", exact: true }).fill("3-3, 3-3");
  await app.button("Failed").click();
  await app.page.getByText("failed twice").waitFor();
}

/** A batch under way, and one of its stories failed in its first phase. */
async function startRun(app) {
  await app.batch(1).getByRole("button", { name: /^Start/ }).click();
  await app.batch(1).locator(".run-open").first().click();
  await app.page.getByRole("textbox", { name: "Output of the phase" }).fill("I will say PM COMPLETE.");
  await app.button("Capture output").click();
  await app.view.getByText(/^PM Generate: No line of 1 to 1/).click();
}

/** What lies over a view, opened by key or click; Escape leaves it. */
const layers = [
  ["palette", (app) => app.page.keyboard.press("Control+k")],
  ["keys", (app) => app.page.keyboard.press("?")],
  ["diagnostics", (app) => app.statusLine.getByRole("button", { name: /warning|note/ }).click()],
  ["menu", (app) => app.button("Project menu").click()],
];

/** What breaks a rule in this part, a line a rule: where it does so, and what is wrong with the first. */
async function violations(app, part) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(rules).include(part).analyze();
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.target.join(" "));
    const more = nodes.length > 3 ? ` and ${nodes.length - 3} more` : "";
    return `${id}: ${places.join(", ")}${more}: ${nodes[0].failureSummary.split("\n")[1].trim()}`;
  });
}

/** How much wider than its window the page is, in pixels, as a fault. */
async function overflow(app) {
  const { has, wants } = await app.page.evaluate(() => ({
    has: document.documentElement.clientWidth,
    wants: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
  }));
  return wants > has ? [`the page wants ${wants} px of ${has}`] : [];
}

/** Looks at a part of the page at all three widths, photographs it, and returns its faults. */
async function faultsOf(app, name, theme, part = "html") {
  const faults = [];
  const note = (size, found) => faults.push(...found.map((fault) => `${name} at ${size.width}: ${fault}`));
  for (const size of [wide, middle, narrow]) {
    await app.page.setViewportSize(size);
    await settled(app);
    note(size, await overflow(app));
    if (size === middle) continue;
    await app.page.screenshot({ path: join(out, `${name} ${theme} ${size.width}.png`), animations: "disabled" });
    // Colours are the same at every width.
    if (size === wide || theme === "light") note(size, await violations(app, part));
  }
  await app.page.setViewportSize(wide);
  return faults;
}

/** Waits until nothing moves any more and the planner has answered. */
async function settled(app) {
  await app.page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

for (const theme of ["light", "dark"]) {
  appTest(`every view keeps WCAG 2.2 AA and its window, ${theme}`, { colorScheme: theme }, async (app) => {
    const faults = await faultsOf(app, "empty", theme);
    await app.openSample();
    for (const [name, go] of views) {
      await go(app);
      faults.push(...(await faultsOf(app, name, theme)));
    }
    assert.deepEqual(faults, []);
  });

  appTest(`everything that lies over a view keeps WCAG 2.2 AA and its window, ${theme}`, { colorScheme: theme }, async (app) => {
    await app.openSample();
    const faults = [];
    for (const [name, open] of layers) {
      await open(app);
      await app.page.getByRole("dialog").or(app.page.getByRole("menu")).waitFor();
      faults.push(...(await faultsOf(app, name, theme, "[role=dialog], [role=menu]")));
      await app.page.keyboard.press("Escape");
      await app.page.getByRole("dialog").or(app.page.getByRole("menu")).waitFor({ state: "detached" });
    }
    assert.deepEqual(faults, []);
  });
}

appTest("the theme is chosen in the bar and stays chosen", { colorScheme: "light" }, async (app) => {
  await app.openSample();
  const background = () => app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await app.button("Colours: as the system has it").click();
  await app.button("Colours: light").click();
  await app.button("Colours: dark").waitFor();
  assert.notEqual(await background(), light);
  await app.reload();
  assert.notEqual(await background(), light);
});

appTest("a page that was dark is dark from its first moment on", { colorScheme: "light" }, async (app) => {
  await app.openSample();
  await app.button("Colours: as the system has it").click();
  await app.button("Colours: light").click();
  await app.page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => (window.themeAtFirst = document.documentElement.dataset.theme));
  });
  await app.reload();
  assert.equal(await app.page.evaluate(() => window.themeAtFirst), "dark");
});

appTest("the plan is whole on paper, in light colours, without the tools around it", { colorScheme: "dark" }, async (app) => {
  await app.openSample();
  const cards = await app.board.locator("[data-card]").count();
  await app.page.emulateMedia({ media: "print" });
  const { inside, light } = await app.page.evaluate(() => {
    const all = [...document.querySelectorAll("[data-card]")].map((card) => card.getBoundingClientRect());
    const page = document.scrollingElement;
    const fits = (box) => box.width > 0 && box.right <= page.clientWidth && box.bottom <= page.scrollHeight;
    return { inside: all.filter(fits).length, light: getComputedStyle(document.documentElement).colorScheme };
  });
  assert.equal(inside, cards);
  assert.equal(light, "light");
  for (const gone of [app.statusLine, app.page.getByRole("banner"), app.button("Settings")]) {
    assert.equal(await gone.isVisible(), false);
  }
});

const picture = join(checkout, "docs", "plan.png");
const isWanted = process.env.UPDATE_SCREENSHOTS === "1" || !existsSync(picture);

appTest("the plan of the sample is the picture in the README", { colorScheme: "dark", deviceScaleFactor: 1, viewport: wide }, async (app) => {
  await app.openSample();
  await app.card("3-3").click();
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  await app.saved();
  await app.page.mouse.move(720, 880);
  await settled(app);
  if (isWanted) await app.page.screenshot({ path: picture, animations: "disabled" });
  assert.ok(existsSync(picture));
});
