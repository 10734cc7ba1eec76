import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documentsIn, fixtures, packageFolder, run, sprintloom } from "./sprintloom.mjs";

const { plan, read, SprintloomError, version } = sprintloom;
const path = "spec-example/epics.md";
const documents = [{ path, text: readFileSync(join(fixtures, path), "utf8") }];

test("the module gives what the command prints", () => {
  assert.equal(`${JSON.stringify(read(documents), null, 2)}\n`, run(["read", "--json", path]).stdout);
  const result = plan(documents, { session_id: "sprint-xxx" });
  assert.equal(result.status, "plan-ready");
  assert.equal(result.message_text, run(["plan", "--session-id", "sprint-xxx", path]).stdout);
  assert.deepEqual(result.message, JSON.parse(result.message_text));
  assert.equal(
    result.return_value_text,
    run(["plan", "--return-value", "--session-id", "sprint-xxx", path]).stdout,
  );
  assert.deepEqual(result.errors, []);
  assert.equal(result.proof.lower_bound, 3);
  assert.equal(result.proof.optimal, true);
});

test("results are plain data", () => {
  const result = plan(documentsIn("sixty"));
  assert.deepEqual(structuredClone(result), result);
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
});

test("the order of the documents does not matter, and calls leave nothing behind", () => {
  const sixty = documentsIn("sixty");
  const forth = plan(sixty, { batch_size: 4 });
  plan(documents);
  assert.deepEqual(plan(sixty.toReversed(), { batch_size: 4 }), forth);
  assert.deepEqual(read(sixty.toReversed()), read(sixty));
});

test("absent options are the defaults, and no documents are an empty plan", () => {
  const plain = plan(documents);
  for (const options of [undefined, null, {}, { epics: undefined, batch_size: null, strategy: undefined }]) {
    assert.deepEqual(plan(documents, options), plain);
  }
  assert.deepEqual(read([]), { epics: [], stories: [], diagnostics: [] });
  assert.deepEqual(plan([]).message.batches, []);
});

test("a failed plan is a result", () => {
  const result = plan(documents, { epics: "epic9" });
  assert.equal(result.status, "plan-failed");
  assert.deepEqual([result.message, result.message_text, result.proof], [null, null, null]);
  assert.equal(result.errors.length, 1);
  assert.match(result.return_value_text, /^status: plan-failed$/m);
});

test("calls that cannot be understood throw errors with a code", () => {
  const thrown = (call) => {
    try {
      call();
    } catch (error) {
      assert.ok(error instanceof SprintloomError && error instanceof Error, String(error));
      assert.equal(error.name, "SprintloomError");
      assert.notEqual(error.message, "");
      return error.option === undefined ? error.code : `${error.code}:${error.option}`;
    }
    return assert.fail("it did not throw");
  };
  const two = [{ path: "a.md", text: "" }, { path: "a.md", text: "" }];
  for (const wrong of [undefined, null, "epics.md", {}, [null], ["a"], [{ path: "a" }], [{ path: 1, text: "" }], two]) {
    assert.equal(thrown(() => read(wrong)), "invalid-documents");
    assert.equal(thrown(() => plan(wrong)), "invalid-documents");
  }
  for (const wrong of ["epic1", 3, []]) assert.equal(thrown(() => plan([], wrong)), "invalid-option");
  assert.equal(thrown(() => plan([], { batchSize: 3 })), "unknown-option:batchSize");
  for (const [option, values] of Object.entries({
    batch_size: ["3", 0, 21, 2.5, NaN, Infinity, -1, true, []],
    strategy: ["fast", 1],
    epics: ["", 3, ["epic1"]],
    session_id: [" ", {}],
  })) {
    for (const value of values) assert.equal(thrown(() => plan([], { [option]: value })), `invalid-option:${option}`);
  }
});

test("odd texts are read, not thrown at", () => {
  const texts = ["\u0000\u0001", "\ud800 lone", "#".repeat(100_000), "| ".repeat(50_000), "- [ ] ".repeat(10_000)];
  for (const [at, text] of texts.entries()) assert.deepEqual(read([{ path: `${at}.md`, text }]).stories, []);
});

test("module and package have one version", () => {
  const description = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  assert.equal(version(), description.version);
  assert.equal(description.dependencies, undefined);
});
