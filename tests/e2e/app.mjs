// The app in a real browser, as its users meet it: opened from a file server, filled by drop,
// paste and dialogs, and watched for what it must never do.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serveFolder } from "./file_server.mjs";

export const checkout = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const fixtures = join(checkout, "tests", "fixtures");
/** What test runs leave behind: pictures of the views, and of the page where a test failed. */
export const out = join(checkout, "tests", "e2e", "out");

const site = process.env.SPRINTLOOM_SITE ?? join(checkout, "dist");
const packageFolder = process.env.SPRINTLOOM_PACKAGE ?? join(checkout, "target", "npm");

let browser;
let servers = [];
let root = process.env.SPRINTLOOM_URL;
let below = process.env.SPRINTLOOM_SUBPATH_URL;

before(async () => {
  mkdirSync(out, { recursive: true });
  if (!root || !below) {
    assert.ok(existsSync(join(site, "index.html")), "There is no app in dist/. `cargo xtask build` makes it.");
    servers = await Promise.all([serveFolder(site, "/"), serveFolder(site, "/some/where/")]);
    [root, below] = servers.map((server) => server.address);
  }
  browser = await chromium.launch({
    executablePath: process.env.SPRINTLOOM_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
});

after(async () => {
  await browser?.close();
  await Promise.all(servers.map((server) => server.close()));
});

/**
 * A test of the app in a browser context of its own. `options` are Playwright's for the context,
 * and `belowRoot` to open the app at `/some/where/`. No service worker is there unless it is allowed.
 * With `ownSite` the test has a copy of the site to change, `app.site.folder`, and a server to stop. Whatever the test is about, it also fails
 * when the page asks for anything that is not its own, breaks its policy or logs an error.
 */
export function appTest(name, options, body = options) {
  const { belowRoot = false, ownSite = false, ...settings } = options === body ? {} : options;
  test(name, async () => {
    const own = ownSite ? await copiedSite() : undefined;
    const usual = { viewport: { width: 1440, height: 900 }, serviceWorkers: "block" };
    const context = await browser.newContext({ ...usual, ...settings });
    context.setDefaultTimeout(10_000);
    const app = new App(context, own?.address ?? (belowRoot ? below : root));
    app.site = own;
    try {
      await app.open();
      await body(app);
      app.watch.assertClean();
    } catch (error) {
      await app.page?.screenshot({ path: join(out, `failed ${name.replaceAll(/[^\w ]/g, "")}.png`) }).catch(() => {});
      throw error;
    } finally {
      await context.close();
      await own?.close();
      if (own) rmSync(own.folder, { recursive: true });
    }
  });
}

/** A copy of the site below a path of a server of its own. */
async function copiedSite() {
  const folder = mkdtempSync(join(tmpdir(), "sprintloom-site-"));
  cpSync(site, folder, { recursive: true });
  return { folder, ...(await serveFolder(folder, "/some/where/")) };
}

/** What `sprintloom ARGS` prints, run in a folder; the same question is asked once. */
export function sprintloom(args, cwd) {
  const question = JSON.stringify([args, cwd]);
  if (!answers.has(question)) {
    const command = join(packageFolder, "bin", "sprintloom.mjs");
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    answers.set(question, stdout);
  }
  return answers.get(question);
}

const answers = new Map();

/** The batches of the plan that the command prints for these arguments, each as its keys. */
export function plannedBatches(args, cwd) {
  return JSON.parse(sprintloom(["plan", ...args], cwd)).batches.map((batch) => batch.stories);
}

/** Repeats the check until it throws no more. */
export async function eventually(check, milliseconds = 10_000) {
  const end = performance.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Everything that the page says and asks for. */
class Watch {
  /** Addresses asked of the network, in order. */
  requests = [];
  errors = [];
  #base;

  constructor(context, base) {
    this.#base = base;
    context.on("request", (request) => {
      // What the page made itself never leaves it.
      if (!/^(blob|data):/.test(request.url())) this.requests.push(request.url());
    });
    context.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    context.on("weberror", (error) => this.errors.push(String(error.error())));
    context.on("page", (page) => page.on("websocket", (socket) => this.requests.push(socket.url())));
  }

  /** No error so far, and no request but for the app's own files. */
  assertClean() {
    assert.deepEqual(this.errors, []);
    const strange = this.requests.filter((url) => !url.startsWith(this.#base) || /[?]/.test(url));
    assert.deepEqual(strange, []);
  }
}

class App {
  site;
  context;
  page;
  watch;
  #address;

  constructor(context, address) {
    this.context = context;
    this.#address = address;
    this.watch = new Watch(context, address);
  }

  /** Opens the page; it is ready when what was saved is back and the planner has answered. */
  async open(hash = "") {
    this.page = await this.context.newPage();
    await this.page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await this.page.goto(this.#address + hash);
    await this.ready();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /** Waits until the saved project is back and shown. */
  async ready() {
    await this.view.locator(":scope > *").first().waitFor();
  }

  // ---------------------------------------------------------------- places

  get view() {
    return this.page.getByRole("main");
  }

  get statusLine() {
    return this.page.getByRole("contentinfo", { name: "Status" });
  }

  get inspector() {
    return this.page.getByRole("complementary", { name: "Inspector" });
  }

  get palette() {
    return this.page.getByRole("dialog", { name: "Command palette" });
  }

  get board() {
    return this.page.getByRole("list", { name: "Batches" });
  }

  get editor() {
    return this.page.getByRole("textbox", { name: /^Text of / });
  }

  get notices() {
    return this.page.locator(".notices");
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  tab(name) {
    return this.page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });
  }

  /** The column of a batch on the board, from 1. */
  batch(number) {
    return this.board.getByRole("listitem", { name: `Batch ${number}`, exact: true });
  }

  /** The button that a card of the board is. */
  card(key) {
    return this.board.locator(`[data-story="${key}"][aria-pressed]`);
  }

  /** The link to a document in the rail of Documents. */
  documentLink(path) {
    return this.page.getByRole("navigation", { name: "Documents" }).getByTitle(path, { exact: true });
  }

  // ---------------------------------------------------------------- deeds

  /** Goes to a view by its tab, or where that does not fit by the menu of the others. */
  async goTo(name) {
    const more = this.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: /more views$/ });
    await this.tab(name).or(more).first().waitFor();
    if (await this.tab(name).isVisible()) await this.tab(name).click();
    else {
      await more.click();
      await this.page.getByRole("menuitem", { name }).click();
    }
    await this.page.getByRole("main", { name }).waitFor();
  }

  async openSample() {
    await this.button("Try the sample").click();
    await this.batch(1).waitFor();
  }

  /** Drags files and folders of the disk over the page and lets go. */
  async drop(...paths) {
    const session = await this.context.newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
    }
    await session.detach();
  }

  /** Answers the file dialog that the button opens. */
  async choose(buttonName, paths) {
    const dialog = this.page.waitForEvent("filechooser");
    await this.button(buttonName).click();
    await (await dialog).setFiles(paths);
  }

  /** Puts text on the clipboard and pastes it where the focus is. */
  async paste(text) {
    await this.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.page.keyboard.press("Control+v");
  }

  /** Clicks, and returns the file that the browser saves: its name, its bytes and its text. */
  async download(button) {
    const saved = this.page.waitForEvent("download");
    await button.click();
    const download = await saved;
    const chunks = await (await download.createReadStream()).toArray();
    const bytes = Buffer.concat(chunks);
    return { name: download.suggestedFilename(), bytes, text: bytes.toString("utf8") };
  }

  /** The batches on the board, each as its keys. */
  batches() {
    return this.board
      .getByRole("listitem", { name: /^Batch \d+$/ })
      .evaluateAll((columns) =>
        columns.map((column) => [...column.querySelectorAll("[data-story][aria-pressed]")].map((card) => card.dataset.story)),
      );
  }

  /** Waits until the board shows these batches. */
  async showsBatches(expected) {
    await eventually(async () => assert.deepEqual(await this.batches(), expected));
  }

  /** Waits until all of what the user did is saved. */
  async saved() {
    await this.statusLine.getByText("saved in this browser").waitFor();
  }

  /** Takes back one step after the other, until the next one would be this. */
  async undoUntilNextIs(step) {
    const undo = this.button("Undo");
    await eventually(async () => {
      const next = await undo.getAttribute("title");
      if (next === `Undo: ${step}`) return;
      await undo.click();
      throw new Error(`The next step to take back is “${next}”, not “${step}”.`);
    });
  }

  /** Waits until the page and the planner have all their files. */
  async loaded() {
    await eventually(() => assert.equal(this.page.workers().length, 1));
    await this.page.waitForLoadState("networkidle");
  }
}
