// `sprintloom graph`: what is written parses, strictly, and says what the plan says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { folderWith, run, sprintloom } from "./sprintloom.mjs";

const epics = `## Epic 1: The "quay" [new]; } end

### Story 1.1: Set \`buoys\` <b>&amp;</b> "lights" #1; \\ --> x

**Files to modify:**

- \`src/quay.rs\`

### Story 1.2: Tie up

**Dependencies:** Story 1.1

**Files to modify:**

- \`src/quay.rs\`

### Story 1.3: Paint

**Dependencies:** Story 1.4

### Story 1.4: Dry

**Dependencies:** Story 1.3

## Epic 2: Boats

### Story 2.1: Sail

**Dependencies:** Epic 1
`;
const documents = [{ path: "epics.md", text: epics }];

/** Takes a Mermaid flowchart apart, by a grammar that knows just what may be there. */
function parseMermaid(text) {
  const name = "[A-Za-z][A-Za-z0-9_]*";
  const words = '(?:[^"#&<>`\\\\]|#\\d+;)*';
  const lines = text.split("\n");
  assert.equal(lines.shift(), "flowchart LR");
  assert.equal(lines.pop(), "");
  const groups = [];
  const edges = [];
  let open = null;
  for (const line of lines) {
    const [, title] = line.match(new RegExp(`^  subgraph ${name}\\["(${words})"\\]$`)) ?? [];
    const [, id, key, label] = line.match(new RegExp(`^    (${name})\\["([^"<]+)<br/>(${words})"\\](?::::done)?$`)) ?? [];
    const [, from, arrow, , to] = line.match(new RegExp(`^  (${name}) (-->|==>|-\\.->|-\\.-x|-\\.-|~~~)(\\|"${words}"\\|)? (${name})$`)) ?? [];
    if (title !== undefined) groups.push((open = { title, stories: [] }));
    else if (line === "  end") open = null;
    else if (id && open) open.stories.push({ id, key, label });
    else if (from && !open) edges.push({ from, arrow, to });
    else assert.match(line, /^  classDef done [\w:#,]+$/);
  }
  const stories = groups.flatMap((group) => group.stories);
  const known = new Map(stories.map(({ id, key }) => [id, key]));
  assert.equal(known.size, stories.length, "every story has its own name");
  for (const { from, to } of edges) assert.ok(known.has(from) && known.has(to), `${from} ${to}`);
  return { groups, edges: edges.map(({ from, arrow, to }) => [known.get(from), arrow, known.get(to)]) };
}

/** Takes a DOT file apart: words, quoted strings and signs, then statements. */
function parseDot(text) {
  const token = /\s*(?:"((?:[^"\\]|\\.)*)"|(->|[{}[\];=,])|([A-Za-z_][\w]*|\d+))/y;
  const tokens = [];
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const [, quoted, sign, word] = token.exec(text) ?? assert.fail(`no DOT: ${text.slice(at, at + 60)}`);
    tokens.push(sign ?? { value: quoted ?? word });
  }
  const take = (sign) => assert.equal(tokens.shift(), sign);
  const word = () => tokens.shift().value ?? assert.fail("a word is missing");
  const clusters = [];
  const nodes = new Map();
  const edges = [];
  const attributes = () => {
    const found = {};
    if (tokens[0] !== "[") return found;
    do {
      tokens.shift();
      const name = word();
      take("=");
      found[name] = word();
    } while (tokens[0] === ",");
    take("]");
    return found;
  };
  const statements = (cluster) => {
    take("{");
    while (tokens[0] !== "}") {
      const first = word();
      if (first === "subgraph") {
        clusters.push({ name: word(), stories: [] });
        statements(clusters.at(-1));
        continue;
      }
      if (tokens[0] === "->") {
        tokens.shift();
        edges.push({ from: first, to: word(), ...attributes() });
      } else if (tokens[0] === "=") {
        tokens.shift();
        const value = word();
        if (cluster) cluster[first] = value;
      } else if (["node", "edge"].includes(first)) attributes();
      else {
        assert.ok(!nodes.has(first), first);
        nodes.set(first, attributes());
        cluster.stories.push(first);
      }
      take(";");
    }
    take("}");
  };
  assert.equal(word(), "digraph");
  word();
  statements(null);
  assert.deepEqual(tokens, []);
  for (const { from, to } of edges) assert.ok(nodes.has(from) && nodes.has(to), `${from} ${to}`);
  return { clusters, nodes, edges };
}

const batches = sprintloom.plan(documents).message.batches.map(({ stories }) => [...stories].sort());

test("Mermaid has a subgraph for each batch and every kind of edge, whatever the titles hold", () => {
  const { groups, edges } = parseMermaid(sprintloom.graph(documents, "mermaid"));
  assert.deepEqual(groups.map(({ stories }) => stories.map(({ key }) => key).sort()), batches);
  assert.deepEqual(groups.map(({ title }) => title), batches.map((_, at) => `Batch ${at + 1}`));
  const has = (from, arrow, to) => edges.some((edge) => edge.join(" ") === `${from} ${arrow} ${to}`);
  assert.ok(has("1-1", "-->", "1-2") && has("1-1", "-.-", "1-2"), "waits, and shares a file");
  assert.ok(has("1-3", "-->", "1-4") !== has("1-4", "-->", "1-3"), "one of the circle binds");
  assert.equal(edges.filter(([, arrow]) => arrow === "-.-x").length, 1, "the other one is marked");
  assert.ok(edges.some(([, arrow, to]) => arrow === "==>" && to === "2-1"), "the whole epic");
});

test("DOT has a cluster for each batch, and a label is what the title says", () => {
  const { clusters, nodes, edges } = parseDot(sprintloom.graph(documents, "dot"));
  assert.deepEqual(clusters.map(({ stories }) => [...stories].sort()), batches);
  assert.deepEqual(clusters.map(({ label }) => label), batches.map((_, at) => `Batch ${at + 1}`));
  const { title } = sprintloom.read(documents).stories.find(({ key }) => key === "1-1");
  assert.match(title, /["\\]/);
  const unescaped = nodes.get("1-1").label.replaceAll(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign));
  assert.equal(unescaped, `1-1\n${title}`);
  assert.ok(edges.some((edge) => edge.from === "1-1" && edge.to === "1-2" && edge.style === "dotted" && edge.dir === "none" && edge.label === "src/quay.rs"));
  assert.equal(edges.filter(({ arrowhead }) => arrowhead === "tee").length, 1);
});

test("the command prints the same, and says what is wrong", (context) => {
  const cwd = folderWith(context, { "epics.md": epics });
  for (const format of ["mermaid", "dot", "svg"]) {
    const { status, stdout, stderr } = run(["graph", "--format", format, "epics.md"], { cwd });
    assert.deepEqual([status, stderr], [0, ""], format);
    assert.equal(stdout, sprintloom.graph(documents, format));
    assert.equal(JSON.parse(run(["graph", "--json", "--format", format, "epics.md"], { cwd }).stdout).text, stdout);
  }
  assert.match(run(["graph", "epics.md"], { cwd }).stdout, /^flowchart LR\n/);
  assert.match(sprintloom.graph(documents, "svg"), /^<svg xmlns="[^"]+" width="\d+" height="\d+"/);
  const wrong = run(["graph", "--format", "png", "epics.md"], { cwd });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /--format must be “mermaid”, “dot” or “svg”, not “png”/);
  const none = run(["graph", "--epics", "epic-9", "epics.md"], { cwd });
  assert.deepEqual([none.status, none.stdout], [1, ""]);
  assert.match(none.stderr, /epic-9|Epic 9/i);
  assert.equal(sprintloom.graph(documents, "dot", { epics: "epic-9" }), null);
});
