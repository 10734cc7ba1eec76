/**
 * Sprintloom: reads the planning documents of a project and weaves its open stories into batches.
 *
 * The WebAssembly module loads with this one (in Node from the file, elsewhere by `fetch`), so
 * {@link read} and {@link plan} are plain calls. The same documents give the same result, byte for
 * byte, whatever their order. Nothing is kept between calls.
 */

/** One text, under the path that tells it from the others. The path is a name; it is never opened. */
export interface PlanningDocument {
  /** Not empty, and no other document's. Diagnostics and places give it back as it is. */
  readonly path: string;
  /** The whole text: an epics document, a story file, a `sprint-status.yaml`, a `tickets.toml` … */
  readonly text: string;
}

/** Where something is written. */
export interface Place {
  /** Path of the document, as it was given. */
  path: string;
  /** Line, from 1. */
  line: number;
}

/** How much a diagnostic matters. */
export type Severity = "error" | "warning" | "info";

/** Something found while reading or planning. */
export interface Diagnostic {
  /** The document; `null` where no single one is concerned. */
  path: string | null;
  /** The line, from 1. */
  line: number | null;
  /** A stable code, such as `SL0301`. */
  code: string;
  severity: Severity;
  /** One sentence for people. */
  message: string;
  /** What to do about it, as a sentence; `null` where nobody but the author can know. */
  hint: string | null;
}

/** A story's status: the ladder of the status file, and what lies beside it. */
export type StoryStatus =
  | "backlog"
  | "ready-for-dev"
  | "in-progress"
  | "review"
  | "done"
  | "blocked"
  | "dropped"
  | "superseded";

/** An epic's status in the status file. */
export type EpicStatus = "backlog" | "in-progress" | "done";

export interface Epic {
  /** `3`, `0.5`, `14c`, `fn-1`. */
  id: string;
  /** Empty where there is none. */
  title: string;
  /** The first paragraph under its heading. */
  goal: string | null;
  /** `null` where no status file has it. */
  status: EpicStatus | null;
  /** `null` where only its stories name it. */
  declared: Place | null;
  /** Number of its stories. */
  stories: number;
}

export interface Story {
  /** Short key: `3-1`, `3-1a`, `fn-1-1`, `STORY-007`. */
  key: string;
  /** Key in the status file: `3-1-user-authentication`. */
  status_key: string | null;
  /** Empty where there is none. */
  title: string;
  /** Id of its epic. */
  epic: string;
  status: StoryStatus;
  /** `null` for a story that only the status file names. */
  declared: Place | null;
  /**
   * What it waits for, whatever the status of that: story keys, and whole epics as `epic-2`. Of
   * alternatives all are listed. Natural order, each once.
   */
  depends_on: string[];
  /** Files, directories (`src/`) and patterns that it declares to touch: as written, in that order, each once. */
  files: string[];
  /** How many. */
  acceptance_criteria: number;
  /** Top-level tasks: how many. */
  tasks: number;
  /** Acceptance criteria plus tasks, at least 1. */
  complexity: number;
}

/** What the documents say. */
export interface ReadResult {
  /** In natural order of their ids. */
  epics: Epic[];
  /** Epic by epic, as their documents list them. */
  stories: Story[];
  /** By path, line, then code. */
  diagnostics: Diagnostic[];
}

export type Strategy = "balanced" | "sequential";

/** What to plan, and how. Anything else in here is an error, so that no wish is lost to a slip. */
export interface PlanOptions {
  /** Which epics: `epic5`, `epic3-epic6`, `epic-5,epic-6`, "epics 3 to 6 except 4", `all` (default). */
  readonly epics?: string | null;
  /** Most stories in a batch, 1 to 20. Default 3. */
  readonly batch_size?: number | null;
  /** `balanced` (default): fewest batches, then even load. `sequential`: plain reading order. */
  readonly strategy?: Strategy | null;
  /** Session id of the message. Default `sprint-001`. */
  readonly session_id?: string | null;
  /** Whether stories of an epic keep their order: `free` (default), `soft` where it costs nothing, `hard`. */
  readonly epic_order?: "free" | "soft" | "hard" | null;
  /** What complexity is taken from: `complexity` (criteria and tasks, default) or `points`. */
  readonly effort?: "complexity" | "points" | null;
  /** Estimated tokens of any story. Default 50000. */
  readonly token_base?: number | null;
  /** Estimated tokens of each point of complexity. Default 10000. */
  readonly token_rate?: number | null;
  /** Most tokens in a batch; a story above it is alone in one. Default none. */
  readonly batch_tokens?: number | null;
  /** Tokens of the sprint: {@link Explanation.sprint} says what fits. Default none. */
  readonly sprint_tokens?: number | null;
  /** Whether registry files (lock files, `package.json` …) keep stories apart: `strict` (default) or `warn`. */
  readonly registry?: "strict" | "warn" | null;
  /** Which files these are: names, ends of paths (with `/`), directories (`migrations/`). Default a list of usual ones. */
  readonly registry_files?: readonly string[] | null;
  /** Whether files that the prose only mentions count as declared. Default false. */
  readonly mentioned_files?: boolean | null;
  /** Stories without known files: `no-conflicts` (default), `alone` in their batch, or `apart-in-epic`. */
  readonly unknown_files?: "no-conflicts" | "alone" | "apart-in-epic" | null;
  /** Stories put into a batch: key to batch id. What cannot be is in {@link Explanation.refused_pins}. */
  readonly pins?: Readonly<Record<string, number>> | null;
  /** Dependencies to leave out where they are part of a circle: `[waiting story, what it waits for]`. */
  readonly left_out?: readonly (readonly [string, string])[] | null;
}

export interface Batch {
  /** From 1. */
  batch_id: number;
  /** Story keys. */
  stories: string[];
}

/** The message that says which batches to run, with exactly these fields in this order. */
export interface BatchPlanReady {
  msg_type: "BATCH_PLAN_READY";
  session_id: string;
  total_stories: number;
  batches: Batch[];
  /** Direct hard dependencies among the planned stories; stories without any are left out. */
  dependency_graph: Record<string, { depends_on: string[] }>;
}

/** What keeps a plan from having fewer batches. */
export type BoundKind =
  | "nothing"
  | "size"
  | "chain"
  | "file"
  | "file-in-chains"
  | "size-in-chains"
  | "clique"
  | "alone"
  | "tokens"
  | "pinned"
  | "exhausted";

export interface Proof {
  /** No plan has fewer batches than this. */
  lower_bound: number;
  /** Why, as a clause: "the chain 1-1 → … → 3-2 has 4 stories". */
  bound_reason: string;
  bound_kind: BoundKind;
  /** Whether the plan has exactly that many. */
  optimal: boolean;
}

interface PlanAnswer {
  session_id: string;
  /** The return value, as YAML. */
  return_value_text: string;
  /** By path, line, then code. */
  diagnostics: Diagnostic[];
}

export interface PlanReady extends PlanAnswer {
  status: "plan-ready";
  message: BatchPlanReady;
  /** The message as text, byte for byte what the command prints. */
  message_text: string;
  proof: Proof;
  errors: [];
}

/** No plan could be given: epics that there are not, mostly. */
export interface PlanFailed extends PlanAnswer {
  status: "plan-failed";
  message: null;
  message_text: null;
  proof: null;
  /** Why, in sentences; at least one. */
  errors: [string, ...string[]];
}

/** Check `status` first; it tells the two apart. */
export type PlanResult = PlanReady | PlanFailed;

/** In which way a call could not be understood. */
export type ErrorCode =
  /** The documents are no array of {@link PlanningDocument}, or two have one path. */
  | "invalid-documents"
  /** The trigger is no `CC_TRIGGER`. */
  | "invalid-trigger"
  /** The request names what there is not: no or several status files, a field that does not exist. */
  | "invalid-request"
  /** There is no option of that name. */
  | "unknown-option"
  /** An option has a value that it cannot have. */
  | "invalid-option"
  /** A defect of Sprintloom, or memory ran out; `cause` has what happened. */
  | "internal";

/** A call that could not be understood. What is wrong inside a document is never an error. */
export class SprintloomError extends Error {
  constructor(code: ErrorCode, message: string, details?: { option?: string; cause?: unknown });
  readonly name: "SprintloomError";
  readonly code: ErrorCode;
  /** The option that is meant, where one is. */
  readonly option?: string;
}

/**
 * Reads planning documents.
 *
 * @throws {SprintloomError} `invalid-documents`
 */
export function read(documents: readonly PlanningDocument[]): ReadResult;

/**
 * Reads planning documents and plans the stories that are not done. Nothing left to do is a plan
 * without batches. A plan that cannot be made is a result too, with `status: "plan-failed"`.
 *
 * @throws {SprintloomError} `invalid-documents`, `unknown-option`, `invalid-option`
 */
export function plan(documents: readonly PlanningDocument[], options?: PlanOptions | null): PlanResult;

/** A story in its batch, and why there. */
export interface Placement {
  key: string;
  batch_id: number;
  complexity: number;
  /** Estimated. */
  tokens: number;
  /** By how many batches it can be late without the plan growing. */
  slack: number;
  /** Whether it is on the longest chain of dependencies. */
  critical: boolean;
  /** Why it is not in the batch before, as clauses: "waits for 1-2". */
  why: string[];
}

/** Something without which the plan would need fewer batches: planned again, not guessed. */
export interface Bottleneck {
  /** "split the work on schema.prisma: 3 batches fewer". */
  sentence: string;
  /** Batches of the plan that was found without it. */
  batches: number;
  saved: number;
}

/** A path and the stories that name it. */
export interface OwnedPath {
  path: string;
  registry: boolean;
  /** Finished ones too. */
  stories: string[];
  /** How many of them are planned. */
  planned: number;
}

/** Why a plan is as it is. */
export interface Explanation {
  batches: number;
  stories: number;
  /** Planned stories whose files are known. */
  files_known: number;
  /** By batch. */
  placements: Placement[];
  /** The longest chain of dependencies, first to last. */
  critical_path: string[];
  /** The most batches saved first. */
  bottlenecks: Bottleneck[];
  /** The path that most planned stories touch first. */
  ownership: OwnedPath[];
  /** The first so many batches fit into the sprint's token budget; `null` without one. */
  sprint: { budget: number; batches: number; tokens: number } | null;
  refused_pins: { story: string; batch_id: number; reason: string }[];
  /** What the other strategy would give; `squares` say how uneven the load is. */
  other_strategy: { strategy: Strategy; batches: number; squares: number; own_squares: number; moved: string[] } | null;
}

/**
 * Plans as {@link plan} does and says why the plan is as it is; `null` where there is no plan.
 *
 * @throws {SprintloomError} `invalid-documents`, `unknown-option`, `invalid-option`
 */
export function explain(documents: readonly PlanningDocument[], options?: PlanOptions | null): Explanation | null;

/** A form for other tools: a flowchart of Mermaid, a digraph of Graphviz, or the picture itself. */
export type GraphFormat = "mermaid" | "dot" | "svg";

/**
 * Plans as {@link plan} does and writes the graph, with a group for each batch; `null` where there is
 * no plan. The same documents give the same bytes.
 *
 * @throws {SprintloomError} `invalid-documents`, `unknown-option`, `invalid-option`
 */
export function graph(documents: readonly PlanningDocument[], format: GraphFormat, options?: PlanOptions | null): string | null;

/** Why a sprint is planned again. */
export type CorrectionReason = "user_request" | "repeated_failures" | "new_requirements";

/** What changed in a running sprint. */
export interface CcTrigger {
  readonly msg_type?: "CC_TRIGGER";
  readonly session_id?: string;
  readonly reason: CorrectionReason;
  /** What somebody wants, in words: "drop 4-2; do 4-3 first". At most 2,000 characters are read. */
  readonly user_input?: string;
  /** The batch from which on is planned again; the first with work left unless said. */
  readonly current_batch_id?: number | null;
  readonly added_stories?: readonly string[];
  readonly dropped_stories?: readonly string[];
  /** A story that failed again stands here twice. */
  readonly failed_stories?: readonly string[];
  /** Stories in the order in which they are wanted, before all others. */
  readonly order?: readonly string[];
  readonly moves?: readonly { readonly story: string; readonly batch: number }[];
  /** What becomes of stories that wait for a dropped one: `relink` unless said. */
  readonly drop_rule?: "relink" | "cascade" | "leave-unmet";
}

export interface CorrectOptions extends PlanOptions {
  /** The plan being executed, or the correction it goes on by; the plan of the documents unless given. */
  readonly executed?: BatchPlanReady | CourseCorrection | null;
  /** The date of the proposal: `2026-01-31`. */
  readonly date?: string | null;
}

/** The message that says how a sprint goes on, with exactly these fields in this order. */
export interface CourseCorrection {
  msg_type: "COURSE_CORRECTION";
  session_id: string;
  reason: CorrectionReason;
  new_batches: Batch[];
  dropped_stories: string[];
  added_stories: string[];
}

interface CorrectionAnswer {
  session_id: string;
  /** The return value, as YAML. */
  return_value_text: string;
  /** Stories in another batch than before. */
  moved: { story: string; from: number; to: number }[];
  /** What of `user_input` was not understood, word for word. Nothing was done about it. */
  not_understood: string[];
  /** What somebody should know, as sentences. */
  warnings: string[];
}

export interface CorrectionReady extends CorrectionAnswer {
  status: "correction-ready";
  message: CourseCorrection;
  /** The message as text, byte for byte what the command prints. */
  message_text: string;
  /** The sprint change proposal, as Markdown. */
  proposal_text: string;
  scope: "Minor" | "Moderate" | "Major";
  errors: [];
}

/** The trigger names what there is not, or asks what cannot be. Nothing has changed. */
export interface CorrectionFailed extends CorrectionAnswer {
  status: "correction-failed";
  message: null;
  message_text: null;
  proposal_text: null;
  scope: null;
  /** Why, in sentences; at least one. */
  errors: [string, ...string[]];
}

/** Check `status` first; it tells the two apart. */
export type CorrectionResult = CorrectionReady | CorrectionFailed;

/**
 * Plans the rest of a running sprint again: what is done stays done, stories in progress keep
 * their batch, and as few stories move as can be for as few batches.
 *
 * @throws {SprintloomError} `invalid-documents`, `invalid-trigger`, `unknown-option`, `invalid-option`
 */
export function correct(
  documents: readonly PlanningDocument[],
  trigger: CcTrigger,
  options?: CorrectOptions | null,
): CorrectionResult;

/** The words that `status` can set: those of stories, `backlog`, `in-progress`, `done` for epics, `optional` and `done` for retrospectives. */
export type SettableStatus = StoryStatus | "awaiting-operator" | "optional";

interface StatusFileNamed {
  /** Path of the status file among the documents; the only one there is unless given. */
  readonly file?: string | null;
}

/** What is to be done with a status file. Nothing is written: the new text is in the result. */
export type StatusRequest =
  /** What it says, what is at risk, what is next. `now` (ISO) is needed to tell its age. */
  | (StatusFileNamed & { readonly action: "show"; readonly now?: string | null })
  /** What is wrong in it. */
  | (StatusFileNamed & { readonly action: "validate" })
  /** Another status for one key (`3-1-user-login`, `3-1`, `epic-3`, `epic-3-retrospective`): the only way to lower one. */
  | (StatusFileNamed & { readonly action: "set"; readonly key: string; readonly status: SettableStatus })
  /** The file that the documents ask for, merged with the one among them; a new one where there is none. */
  | (StatusFileNamed & {
      readonly action: "generate";
      /** Written as the time of the update where the file has one. */
      readonly now?: string | null;
      /** Folder of the story files, for a new file. */
      readonly location?: string | null;
      /** Keys of stories that have another title now and are the same: their lines keep their status. */
      readonly same?: readonly string[] | null;
    });

export interface StatusShown {
  action: "show";
  file: string;
  project: string | null;
  /** As written. */
  last_updated: string | null;
  /** Those that there are, in the order of the ladder. */
  stories: { status: StoryStatus; count: number }[];
  epics: { status: EpicStatus; count: number }[];
  /** As sentences. */
  risks: string[];
  open_action_items: { id: string | null; epic: string; action: string; owner: string; status: string; line: number }[];
  /** Epics whose stories are done and whose retrospective is open. */
  open_retrospectives: string[];
  /** What to do now and why, as a sentence. */
  next: string;
  next_key: string | null;
}

export interface StatusValidated {
  action: "validate";
  file: string;
  /** Whether nothing is worse than a note. */
  valid: boolean;
  /** By line. */
  diagnostics: Diagnostic[];
}

export type StatusSet = { action: "set"; file: string } & (
  | {
      ok: true;
      /** The whole new text; one line differs. */
      text: string;
      /** Whether the key got a line of its own, as the file did not have it. */
      added: boolean;
      errors: [];
    }
  | { ok: false; text: null; added: false; errors: [string, ...string[]] }
);

export interface StatusGenerated {
  action: "generate";
  /** `null` for a new file. */
  file: string | null;
  /** The whole text; that of the file, byte for byte, where nothing changed. */
  text: string;
  changed: boolean;
  /** Keys that got a line. */
  new: string[];
  /** Stories with another title: the line keeps its status under a new key. */
  renamed: { key: string; before: string; now: string }[];
  /**
   * Stories under a number that the file gives to a story with quite another title: the old line
   * stays, orphaned, and the story begins afresh. Where it is the same all the same, name it in
   * `same`.
   */
  replaced: { key: string; before: string; status: string }[];
  /**
   * Keys of stories that got no line, as it would not be read as theirs: the file counts their epic
   * otherwise.
   */
  unclear: string[];
  /** Statuses brought up to what the story's own documents say. */
  raised: { key: string; before: string; now: string }[];
  /** Old words (`drafted`, `contexted`, `completed`) and what replaces them. */
  legacy: { key: string; word: string; now: string | null }[];
  /** Words that no status is called by; `now` is `null` where they stay, as nobody knows what they mean. */
  illegal: { key: string; word: string; now: string | null }[];
  /** Keys that no document declares. They stay. */
  orphaned: { key: string; status: string }[];
  /** How many stories stand in the file as they should. */
  in_sync: number;
  /** None of the file's stories is declared: it is probably another project's. */
  foreign: boolean;
}

/** The result of each {@link StatusRequest}. */
export type StatusResult<R extends StatusRequest = StatusRequest> = R extends { action: "show" }
  ? StatusShown
  : R extends { action: "validate" }
    ? StatusValidated
    : R extends { action: "set" }
      ? StatusSet
      : StatusGenerated;

/**
 * Shows, validates, sets or generates the `sprint-status.yaml` among the documents. What is written
 * is always the fewest bytes: comments, order, unknown keys and line endings stay.
 *
 * @throws {SprintloomError} `invalid-documents`, `invalid-request`, `invalid-option`
 */
export function status<const R extends StatusRequest>(documents: readonly PlanningDocument[], request: R): StatusResult<R>;


/** What one step of a run is asked for. */
export interface RunRequest {
  /**
   * The command as typed, with or without its name in front:
   * `/scrum-master STORY-007 --from=3 --approve=elab,qa`. With a state, the story may be left out.
   */
  readonly command?: string | null;
  /** The `STATE.md` so far; none for a new run. */
  readonly state?: string | null;
  /** What the running phase printed. Without it the run starts, goes on, or continues at its gate. */
  readonly output?: string | null;
  /** Tokens that the phase took, as written (`~120K`); else they are looked for in the output. */
  readonly tokens?: string | number | null;
  /** When, as text; it is only written down. */
  readonly at?: string | null;
  /** What tokens cost. */
  readonly prices?: TokenPrices | null;
}

/** Whole cents for a million tokens. */
export interface TokenPrices {
  readonly input_cents: number;
  readonly output_cents: number;
  /** The day of these prices. */
  readonly dated?: string | null;
}

/** How far a phase is. */
export type PhaseStatus =
  | "pending"
  | "in_progress"
  | "awaiting_approval"
  | "complete"
  | "failed"
  | "blocked"
  | "skipped";

export interface RunPhase {
  /** 1 to 6. */
  phase: number;
  key: "1_pm" | "2_elab" | "3_implement" | "4_review" | "5_qa" | "6_done";
  name: string;
  status: PhaseStatus;
  /** The signal that ended it, in capitals, with its reason. */
  signal: string | null;
  completed_at: string | null;
  /** Taken, or estimated in a dry run; whole thousands. */
  tokens: number | null;
  /** Whether somebody approves before it. */
  approve: boolean;
}

/** What came out of one step of a run. */
export interface RunResult {
  /**
   * `running` (it goes on, or waits at a gate), `complete`, `dry-run`, `stopped` (failed, blocked),
   * `refused` (the event does not fit), `story-not-found` or `wrong-usage`.
   */
  status: "running" | "complete" | "dry-run" | "stopped" | "refused" | "story-not-found" | "wrong-usage";
  /** In one line: `SETUP COMPLETE`, `ELAB PASS`, `WORKFLOW BLOCKED: …`, `SETUP FAILED: …`. */
  signal: string;
  story_id: string | null;
  /** `STATE.md` after the step, or as it was where nothing has changed; `null` for a dry run. */
  state_text: string | null;
  /** The plan of a dry run, as Markdown. */
  plan_text: string | null;
  /** The final report, as Markdown, once the run has ended. */
  report_text: string | null;
  current_phase: number | null;
  /** All six; empty without a state. */
  phases: RunPhase[];
  total_tokens: number;
  cost_cents: number;
  /** The command that runs the phase at hand. */
  next_command: string | null;
  /** Ways to go on with a run that stopped, the likeliest first. */
  resume: { phase: number; command: string; what: string }[];
  /** The lines of the output that speak of signals, and what each was taken for. */
  signal_lines: { line: number; text: string; why: string; decides: boolean }[];
  /** What people should know, as sentences. */
  notes: string[];
  /** The files of `_workflow/` to write after this step. */
  files: { path: string; text: string }[];
}

/**
 * Does one step of a story's run through the six phases. The documents say which stories there
 * are; without any story in them, a state is taken at its word.
 *
 * @throws {SprintloomError} `invalid-documents`, `unknown-option`, `invalid-option`
 */
export function run(documents: readonly PlanningDocument[], request: RunRequest): RunResult;

/** Asks for a plan; answered by {@link BatchPlanReady}. */
export interface SmPlanningRequest {
  readonly msg_type: "SM_PLANNING_REQUEST";
  readonly session_id: string;
  /** As {@link PlanOptions.epics}; or a list of epics. */
  readonly epic_spec: string | readonly (string | number)[];
  /** Which of several status files counts. */
  readonly status_file_path?: string | null;
  /** Options of planning. What there is not is ignored, and noted. */
  readonly user_options?: Readonly<Omit<PlanOptions, "epics" | "session_id">> | null;
}

/** Says who takes part. It is kept, and not answered. */
export interface AgentRosterBroadcast {
  readonly msg_type: "AGENT_ROSTER_BROADCAST";
  readonly residents: readonly unknown[];
  readonly slaves: readonly unknown[];
  readonly temps: readonly unknown[];
}

/** What became of a batch. */
export interface BatchResult {
  readonly batch_id: number;
  /** Keys with the batch's `status`; or each with its own. */
  readonly stories?:
    | readonly (string | { readonly key: string; readonly status?: string; readonly tokens_used?: number | string })[]
    | Readonly<Record<string, string | { readonly status: string; readonly tokens_used?: number | string }>>;
  readonly done?: readonly string[];
  readonly failed?: readonly string[];
  readonly status?: string;
  /** A number, or as in `~120K`. */
  readonly tokens_used?: number | string;
}

/** Asks for a summary of the sprint; answered by {@link SprintSummary}. */
export interface SmSummaryRequest {
  readonly msg_type: "SM_SUMMARY_REQUEST";
  readonly session_id: string;
  readonly batch_results: readonly BatchResult[];
}

/** Ends the session; answered by {@link ShutdownResponse}. */
export interface ShutdownRequest {
  readonly msg_type: "shutdown_request";
  readonly request_id?: string;
}

/** A message that a session takes. Other fields are ignored, and noted. */
export type ReceivedMessage =
  | SmPlanningRequest
  | (CcTrigger & { readonly msg_type: "CC_TRIGGER" })
  | AgentRosterBroadcast
  | SmSummaryRequest
  | ShutdownRequest;

/** What became of the batches that were sent. */
export interface SprintSummary {
  msg_type: "SPRINT_SUMMARY";
  session_id: string;
  batches: { batch_id: number; done: string[]; failed: string[]; open: string[]; tokens: number }[];
  total: { planned: number; done: number; failed: number; open: number; tokens: number };
  velocity: { stories_per_batch: number; complexity_done: number; complexity_per_batch: number; tokens_per_story: number };
  corrections: {
    reason: CorrectionReason;
    batch_id: number;
    stories_reordered: number;
    dropped_stories: string[];
    added_stories: string[];
  }[];
  plans_created: number;
}

export interface ShutdownResponse {
  msg_type: "shutdown_response";
  session_id: string | null;
  request_id?: string;
  shutdown_response: "approve";
}

/** In which way a message could not be followed. */
export type MessageErrorCode =
  | "malformed-json"
  | "no-message"
  | "unknown-message"
  | "missing-field"
  | "wrong-field"
  | "session-closed"
  | "plan-failed"
  | "correction-failed";

/** The answer to a message that could not be followed. The session is as it was before. */
export interface ErrorMessage {
  msg_type: "ERROR";
  session_id: string | null;
  in_reply_to: ReceivedMessage["msg_type"] | null;
  code: MessageErrorCode;
  errors: string[];
}

export type SentMessage = BatchPlanReady | CourseCorrection | SprintSummary | ShutdownResponse | ErrorMessage;

/** What a session answers to one message. */
export interface Reply {
  /** The messages sent: one, or none for a broadcast. */
  messages: SentMessage[];
  /** The same as texts. */
  message_texts: string[];
  /** The return value, as YAML, where something was planned. */
  return_value_text: string | null;
  /** `null` where the message was followed. */
  code: MessageErrorCode | null;
  /** Fields that were ignored, warnings: sentences. */
  notes: string[];
  /** The lines that this message added to the log. */
  log: string[];
}

/**
 * The planner as a session that takes messages and answers them, over documents that may change
 * between messages. A message that cannot be followed is answered by {@link ErrorMessage} and
 * changes nothing.
 */
export class Session {
  /**
   * @param options hold where the messages say nothing
   * @throws {SprintloomError} `invalid-documents`, `unknown-option`, `invalid-option`
   */
  constructor(documents: readonly PlanningDocument[], options?: PlanOptions | null);
  /** The documents as they are now, statuses above all. @throws {SprintloomError} `invalid-documents` */
  update(documents: readonly PlanningDocument[]): void;
  /** Takes one message, as an object or as JSON text. */
  receive(message: ReceivedMessage | string): Reply;
  /** Every message and what became of it: batch ids and story keys, no prose. */
  readonly log: string[];
  /** Whether it was shut down. */
  readonly closed: boolean;
  /** Who takes part; `null` where nobody said. */
  readonly roster: { residents: string[]; slaves: string[]; temps: string[] } | null;
  /** Gives the memory back at once; else that happens when the object is collected. */
  free(): void;
}

/**
 * Reads a skill call (YAML or JSON: `mode`, `session_id`, `epic_paths`, `config_overrides`,
 * `cc_trigger`) as the message that it stands for.
 *
 * @throws {SprintloomError} `invalid-request`
 */
export function readCall(text: string): {
  /** For {@link Session.receive}. */
  message: string;
  /** The documents that it names. */
  paths: string[];
  /** Fields that a call does not have. */
  unknown: string[];
};

/**
 * The files of the agent pack, as they stand in `agent/`: an agent definition and the
 * `/scrum-master` command, written from the tables of the code.
 */
export function agentPack(): { path: string; text: string }[];

/** One question of INVEST, or one line of the checklist, with what the answer rests on. */
export interface StoryCheck {
  /** The checklist's verdict. */
  readiness: "ready" | "needs revision" | "blocked";
  /** INVEST, six of them. */
  letters: { letter: "I" | "N" | "V" | "E" | "S" | "T"; name: string; verdict: "yes" | "doubtful" | "no"; evidence: string; hint: string }[];
  items: { name: string; state: "ready" | "needs revision" | "blocked"; evidence: string }[];
}

/** A pattern of stories, with fields to fill. */
export interface StoryPattern {
  id: string;
  title: string;
  group: "infrastructure" | "migration" | "operations" | "platform" | "own";
  fields: { name: string; hint: string; example: string }[];
  /** Titles, with their fields as `{{name}}`. */
  stories: string[];
}

/** What to draft; without an epic and a pattern, nothing: the result lists the patterns. */
export interface DraftRequest {
  /** `3`, `epic 3` or an epic's title. */
  readonly epic?: string | null;
  /** Id or title of a pattern. */
  readonly pattern?: string | null;
  /** The pattern's fields by name. */
  readonly values?: Readonly<Record<string, string>> | null;
  /** Patterns of one's own, as Markdown. */
  readonly templates?: string | null;
  /** Folder of the drafts' paths; that of the story files there are unless given. */
  readonly folder?: string | null;
}

export interface DraftedStory {
  key: string;
  title: string;
  path: string;
  /** A story file. */
  text: string;
  /** What is left to people: `{{name: hint}}` in the text. */
  placeholders: { name: string; hint: string }[];
  /** Prerequisites that are guessed; they are soft in the text. */
  guesses: { key: string; because: string }[];
  check: StoryCheck;
}

export interface DraftResult {
  drafts: DraftedStory[];
  /** What the epic names and has a story already. */
  skipped: { text: string; reason: string }[];
  /** Fields of the pattern without a value. */
  missing: string[];
  patterns: StoryPattern[];
  /** What is wrong with the templates. */
  problems: { line: number; message: string }[];
}

/**
 * Drafts stories from an epic or a pattern. Deterministic; no model is asked.
 *
 * @throws {SprintloomError} `invalid-documents`, `invalid-request`, `invalid-option`
 */
export function draft(documents: readonly PlanningDocument[], request?: DraftRequest | null): DraftResult;

export interface CheckedStory extends StoryCheck {
  key: string;
  title: string;
  status: StoryStatus;
  /** Who takes it next. */
  route: "Dev" | "DevOps" | "Platform team" | "Architect/PM";
  /** What it waits for; `status` is `null` for what is no story. */
  prerequisites: { name: string; story: boolean; met: boolean; holds: boolean; status: StoryStatus | null }[];
  /** Unfinished stories that wait for it, directly or through others. */
  holds_up: string[];
}

export interface CheckResult {
  stories: CheckedStory[];
  /** As Markdown: the table, the checklists, the notes for the handoff. */
  invest_text: string;
  checklist_text: string;
  handoff_text: string;
}

/**
 * Checks stories by INVEST and the story draft checklist: those named, else all that are open.
 *
 * @throws {SprintloomError} `invalid-documents`, `invalid-request`, `invalid-option`
 */
export function check(documents: readonly PlanningDocument[], request?: { readonly stories?: readonly string[] | null } | null): CheckResult;

/** One thing that happened to a story. */
export interface Recorded {
  readonly story: string;
  /** As in `2026-01-31`. */
  readonly date: string;
  /** `done` unless given. */
  readonly what?: "added" | "done" | "dropped";
}

export interface NextResult {
  action: "finish" | "review" | "begin" | "prepare" | "unblock" | "all-done" | "no-stories";
  story: string | null;
  /** What to do and why. */
  sentence: string;
  /** Others for which the same holds. */
  others: string[];
  /** The planned stories in the order of work, by dependencies and value, each with its reason. */
  sequence: { story: string; batch_id: number; because: string }[];
  epics: { epic: string; stories: number; done: number; status: EpicStatus; proposed: EpicStatus | null }[];
  blockers: {
    kind: "failed" | "blocked" | "unmet prerequisite" | "circle" | "unknown dependency" | "external prerequisite";
    story: string | null;
    sentence: string;
    way_out: string;
    owner: string;
    escalation: string;
    holds: string[];
  }[];
  /** As Markdown. */
  blockers_text: string;
  /**
   * The batches of the plan, with the finished stories in those that `executed` has them in. What
   * stands in none has no `batch_id`: `before this plan`, `not planned`.
   */
  batches: {
    batch_id: number | null;
    name: string;
    stories: number;
    done: number;
    complexity: number;
    complexity_done: number;
    complete: boolean;
  }[];
  /** Averages over the weeks since the first recorded completion, and over the batches that are complete. */
  velocity: {
    weeks: number;
    stories_per_week: number;
    complexity_per_week: number;
    batches_complete: number;
    stories_per_batch: number;
    complexity_per_batch: number;
    sentence: string;
  };
  /** A range with its assumption, as sentences. */
  forecast: string;
  /** What does not fit in the record, as sentences. */
  record_problems: string[];
  /** The sprint report, as Markdown. */
  report_text: string;
}

/**
 * Says what to do next and why, what holds the sprint up, and how far it is.
 *
 * @throws {SprintloomError} `invalid-documents`, `invalid-request`, `unknown-option`, `invalid-option`
 */
export function next(
  documents: readonly PlanningDocument[],
  request?: {
    readonly date?: string | null;
    /** When stories were finished, beside what the `STATE.md` among the documents say. */
    readonly record?: readonly Recorded[] | null;
    /** The plan being executed: the sprint goes on by it, under its numbers. */
    readonly executed?: BatchPlanReady | CourseCorrection | null;
  } | null,
  options?: PlanOptions | null,
): NextResult;

/**
 * Where the story files of a status file may lie: folders from the root of the project, the
 * likeliest first, the last one the status file's own. The path of `status` is from that root
 * too. Follows `story_location`; empty for a document that is no status file.
 */
export function storyFolders(status: PlanningDocument): string[];

/**
 * Which of `paths` are story files called after a key of the status file, one for each key: for
 * `3-1-user-login` that is `3-1-user-login.md`, `story-3-1-user-login.md`, `3.1.story.md`. A key
 * whose file is among `given` has its own already.
 */
export function storyFiles(status: PlanningDocument, given: readonly string[], paths: readonly string[]): string[];

/** The version of Sprintloom: `0.1.0`. */
export function version(): string;
