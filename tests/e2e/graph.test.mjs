// The graph: batches as columns, what waits for what, and why.

import assert from "node:assert/strict";
import { join } from "node:path";
import { appTest, checkout, eventually, plannedBatches } from "./app.mjs";

const planned = plannedBatches(["."], join(checkout, "web", "sample"));

/** The graph of the sample, its parts found by what they are to a reader. */
async function openGraph(app) {
  await app.openSample();
  await app.goTo("Graph");
  const picture = app.view.getByRole("group", { name: /^Graph of the stories/ });
  const node = (key) => picture.getByRole("button", { name: new RegExp(`^${key} `) });
  await node("3-3").waitFor();
  return { picture, node };
}

/** How strongly an element is drawn, 1 for fully. */
function strength(element) {
  return element.evaluate((start) => {
    let strength = 1;
    for (let at = start; at; at = at.parentElement) strength *= Number(getComputedStyle(at).opacity);
    return strength;
  });
}

/** An edge's title says what it stands for: `3-3 waits for 3-2: …`. */
function edge(picture, words) {
  return picture.locator("[data-edge]").filter({ has: picture.page().locator("title", { hasText: words }) });
}

/** A point on the edge that nothing covers, on the screen. */
function pointOn(edge) {
  return edge.evaluate((group) => {
    const path = group.querySelector("path");
    const matrix = path.getScreenCTM();
    for (let share = 0.05; share < 1; share += 0.01) {
      const point = path.getPointAtLength(path.getTotalLength() * share).matrixTransform(matrix);
      if (group.contains(document.elementFromPoint(point.x, point.y))) return { x: point.x, y: point.y };
    }
    throw new Error("all of the edge is covered");
  });
}

appTest("columns are batches, from left to right, and every story has its node", async (app) => {
  const { picture, node } = await openGraph(app);
  assert.equal(await picture.getByRole("button").count(), 21);
  let last = -Infinity;
  for (const batch of planned) {
    const boxes = await Promise.all(batch.map((key) => node(key).boundingBox()));
    const lefts = new Set(boxes.map((box) => Math.round(box.x)));
    assert.equal(lefts.size, 1, `${batch} stand under each other`);
    const tops = boxes.map((box) => box.y).sort((a, b) => a - b);
    tops.slice(1).forEach((top, at) => assert.ok(top >= tops[at] + boxes[0].height, `${batch} do not overlap`));
    assert.ok(boxes[0].x > last, `${batch} stand right of the batch before`);
    last = boxes[0].x;
  }
  for (let at = 1; at <= planned.length; at += 1) {
    await picture.getByText(new RegExp(`^(Batch )?${at}$`)).first().waitFor();
  }
});

appTest("there is an edge for each dependency, and the legend hides its kind", async (app) => {
  const { picture } = await openGraph(app);
  for (const words of ["3-3 waits for 3-2", "1-3 waits for 1-2", "2-4 waits for 2-5", " share src/auth/session.rs"]) {
    await edge(picture, words).first().waitFor({ state: "attached" });
  }
  const requires = app.view.getByRole("group", { name: "Kinds of edges" }).getByRole("button", { name: "requires" });
  await requires.click();
  await edge(picture, "3-3 waits for 3-2").waitFor({ state: "detached" });
  await edge(picture, "2-4 waits for 2-5").waitFor({ state: "attached" });
  await requires.click();
  await edge(picture, "3-3 waits for 3-2").waitFor({ state: "attached" });
});

appTest("a selected story lights its neighbours and dims the others", async (app) => {
  const { picture, node } = await openGraph(app);
  await node("3-3").click();
  await app.view.getByText("waits for 7 stories and holds up 3").waitFor();
  await eventually(async () => {
    const selected = await strength(node("3-3"));
    for (const key of ["3-2", "3-4"]) assert.equal(await strength(node(key)), selected, key);
    for (const key of ["2-6", "4-4"]) assert.ok((await strength(node(key))) < 0.7 * selected, key);
    const lit = await strength(edge(picture, "3-3 waits for 3-2").locator("path").last());
    assert.ok((await strength(edge(picture, "2-3 waits for 2-2").locator("path").last())) < lit);
  });
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  await app.page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await strength(node("4-4")), await strength(node("3-3"))));
});

appTest("the picture moves and grows by mouse, wheel, buttons and keys", async (app) => {
  const { picture, node } = await openGraph(app);
  const box = () => node("3-3").boundingBox();
  const changes = async (deed, is) => {
    const before = await box();
    await deed();
    await eventually(async () => assert.ok(is(await box(), before), `${deed}`));
  };
  const frame = await picture.boundingBox();
  const empty = { x: frame.x + frame.width / 2, y: frame.y + frame.height - 12 };

  await changes(
    async () => {
      await app.page.mouse.move(empty.x, empty.y);
      await app.page.mouse.down();
      await app.page.mouse.move(empty.x - 60, empty.y - 40, { steps: 5 });
      await app.page.mouse.up();
    },
    (now, before) => Math.abs(now.x - before.x + 60) < 2 && Math.abs(now.y - before.y + 40) < 2,
  );
  await changes(() => app.page.mouse.wheel(0, -240), (now, before) => now.width > 1.2 * before.width);
  await changes(() => app.page.mouse.wheel(0, 240), (now, before) => now.width < before.width / 1.2);
  await changes(() => app.page.mouse.wheel(50, 0), (now, before) => Math.abs(now.x - before.x + 50) < 2);
  await changes(() => app.page.keyboard.press("+"), (now, before) => now.width > 1.1 * before.width);
  await changes(() => app.page.keyboard.press("-"), (now, before) => now.width < before.width / 1.1);
  await changes(() => app.page.keyboard.press("ArrowRight"), (now, before) => now.x < before.x - 20);
  await changes(() => app.page.keyboard.press("ArrowDown"), (now, before) => now.y < before.y - 20);
  await changes(() => app.button("Nearer").click(), (now, before) => now.width > before.width);
  await app.page.keyboard.press("0");
  await eventually(async () => {
    for (const key of [planned[0][0], planned.at(-1)[0]]) {
      const { x, width } = await node(key).boundingBox();
      assert.ok(x >= frame.x && x + width <= frame.x + frame.width, `${key} is in sight`);
    }
  });
});

appTest("a story is selected by touch, and two fingers bring the picture nearer", { hasTouch: true }, async (app) => {
  const { node } = await openGraph(app);
  await node("3-3").tap();
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();

  const before = await node("3-3").boundingBox();
  const session = await app.context.newCDPSession(app.page);
  // Around the story, so that it stays in sight.
  const [x, y] = [before.x + before.width / 2, before.y + before.height + 12];
  const touch = (type, apart) => {
    const touchPoints = apart === undefined ? [] : [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }];
    return session.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  await touch("touchStart", 50);
  for (const apart of [60, 70, 80, 90, 100]) await touch("touchMove", apart);
  await touch("touchEnd");
  await eventually(async () => assert.ok((await node("3-3").boundingBox()).width > 1.3 * before.width));
});

appTest("a click on an edge says why it is there and leads to the line that says so", async (app) => {
  const { picture } = await openGraph(app);
  const { x, y } = await pointOn(edge(picture, "3-5 waits for 1-5"));
  await app.page.mouse.click(x, y);
  const card = app.view.getByRole("status").filter({ hasText: "waits for" });
  await card.getByText("Prerequisites: Story 3.3, Story 1.5").or(card.getByText("Story 1.5")).first().waitFor();
  await card.getByRole("link", { name: /^epics\.md:\d+$/ }).first().click();
  await app.page.getByRole("main", { name: "Documents" }).waitFor();
  await eventually(async () => {
    const line = await app.editor.evaluate((area) => area.value.slice(area.selectionStart).split("\n")[0]);
    assert.equal(line, "**Prerequisites:** Story 3.3, Story 1.5 (admin role)");
  });
});

appTest("the list says the same as the picture, opened and left by its key", async (app) => {
  const { picture } = await openGraph(app);
  await app.page.keyboard.press("l");
  const row = app.view.getByRole("row").filter({ has: app.page.getByRole("rowheader", { name: /Pay by card/ }) });
  const cells = await row.getByRole("cell").allTextContents();
  const batch = planned.findIndex((keys) => keys.includes("3-3")) + 1;
  assert.equal(cells[0], String(batch));
  assert.equal(cells[1], "3-2");
  assert.equal(cells[2], "3-43-53-6");
  assert.match(cells[3], /1-2/);
  await row.getByRole("rowheader").getByRole("button", { name: "3-3" }).click();
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  await app.page.keyboard.press("l");
  await picture.waitFor();
});

appTest("the picture goes along with its window, until the user has moved it", async (app) => {
  await app.openSample();
  await app.page.setViewportSize({ width: 900, height: 800 });
  await app.goTo("Graph");
  const transform = () => app.page.locator(".picture-svg > g[transform*=\"scale\"]").getAttribute("transform");
  await eventually(async () => assert.match(await transform(), /scale/));
  const small = await transform();
  await app.page.setViewportSize({ width: 1600, height: 1000 });
  await eventually(async () => assert.notEqual(await transform(), small));
  await app.button("Nearer").click();
  const moved = await transform();
  await app.page.setViewportSize({ width: 1200, height: 800 });
  await app.page.waitForTimeout(200);
  assert.equal(await transform(), moved);
});

appTest("the list has no tools of the picture", async (app) => {
  await app.openSample();
  await app.goTo("Graph");
  await app.button("Fit to the window").waitFor();
  await app.button("Graph as a list").click();
  await app.page.getByRole("region", { name: "The graph as a list" }).waitFor();
  for (const name of ["Fit to the window", "Nearer", "Farther"]) assert.equal(await app.button(name).count(), 0);
  assert.equal(await app.page.getByRole("group", { name: "Kinds of edges" }).count(), 0);
});

appTest("by epic, each epic is one bar from its first batch to its last", async (app) => {
  const { picture, node } = await openGraph(app);
  const left = async (key) => (await node(key).boundingBox()).x;
  await app.button("By epic").click();
  const bar = picture.getByRole("button", { name: /^Epic 3 · 6 stories/ });
  await bar.waitFor();
  assert.equal(await picture.getByRole("button").count(), 4, "a bar for each epic, and no story");
  const batchesOf = (epic) => planned.flatMap((keys, at) => (keys.some((key) => key.startsWith(`${epic}-`)) ? [at] : []));
  const spans = await Promise.all([1, 2, 3, 4].map(async (epic) => {
    const box = await picture.getByRole("button", { name: new RegExp(`^Epic ${epic} `) }).boundingBox();
    return { epic, first: batchesOf(epic)[0], columns: batchesOf(epic).at(-1) - batchesOf(epic)[0], ...box };
  }));
  for (const a of spans) {
    for (const b of spans) {
      if (a.columns > b.columns) assert.ok(a.width > b.width, `epic ${a.epic} takes longer than epic ${b.epic}`);
      if (a.first < b.first) assert.ok(a.x < b.x, `epic ${a.epic} begins before epic ${b.epic}`);
    }
  }
  await bar.click();
  await app.inspector.getByRole("heading", { level: 2 }).or(app.inspector.getByText(/^3-\d$/)).first().waitFor();
  await app.button("By epic").click();
  await node("3-3").waitFor();
  assert.ok(await left("3-3"));
});

appTest("what is finished can be left out of the graph and of its list", async (app) => {
  const { picture, node } = await openGraph(app);
  await node("1-1").waitFor();
  await app.button("Hide done").click();
  await node("1-1").waitFor({ state: "detached" });
  assert.equal(await picture.getByRole("button").count(), planned.flat().length);
  await app.button("Graph as a list").click();
  const rows = app.view.getByRole("region", { name: "The graph as a list" }).getByRole("row");
  await eventually(async () => assert.equal(await rows.count(), planned.flat().length + 1));
});

appTest("the filter of the graph dims what does not fit, and Enter goes from one to the next", async (app) => {
  const { node } = await openGraph(app);
  await app.page.keyboard.press("/");
  await app.page.keyboard.type("epic 3 card");
  await eventually(async () => assert.ok((await strength(node("2-6"))) < 0.7 * (await strength(node("3-3")))));
  await app.page.keyboard.press("Enter");
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  const field = app.page.getByRole("searchbox", { name: "Filter stories" });
  await field.fill("epic 4");
  const keys = [];
  for (let at = 0; at < 4; at += 1) {
    await field.press("Enter");
    keys.push(await app.inspector.getByText(/^4-\d$/).first().textContent());
  }
  assert.ok(new Set(keys).size >= 3, keys.join(" "));
});

appTest("a key and a button go from circle to circle", async (app) => {
  const circle = (epic) => `## Epic ${epic}: E\n\n### Story ${epic}.1: A\n\n**Dependencies:** Story ${epic}.2\n\n### Story ${epic}.2: B\n\n**Dependencies:** Story ${epic}.1\n\n`;
  await app.page.evaluate(() => document.activeElement?.blur());
  await app.paste(circle(1) + circle(2));
  await app.goTo("Graph");
  const card = app.view.getByText("but this is left out of the plan: it closes a circle");
  await app.button("2 circles").click();
  await card.waitFor();
  const first = await card.locator("..").textContent();
  await app.page.keyboard.press("c");
  await eventually(async () => assert.notEqual(await card.locator("..").textContent(), first));
  await app.page.keyboard.press("c");
  await eventually(async () => assert.equal(await card.locator("..").textContent(), first));
});
