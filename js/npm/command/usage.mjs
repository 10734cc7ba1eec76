// What the command says about itself.

/** Wrong usage: ends the command with status 2. */
export class UsageError extends Error {}

const paths = `A PATH is a file, a folder, or - for standard input. Folders are walked for .md, .markdown,
.yaml, .yml and .toml files; hidden folders, node_modules, target, dist and _bmad (the
method's own files) are left out.`;

export const help = {
  sprintloom: `Weaves epics into batches: reads planning documents, plans their open stories.

usage: sprintloom COMMAND [OPTIONS] PATH…

commands:
  read    what the documents say: epics, stories, dependencies, files, and what is wrong
  plan    the batches, as a BATCH_PLAN_READY message
  correct the rest of a running sprint planned again, as a COURSE_CORRECTION message

options:
  -h, --help       this text; after a command, about that command
  -V, --version    the version

${paths}

Exit status: 0, 1 for a failed plan or correction, 2 for wrong usage. Messages for people go to standard error.
`,

  read: `Says what planning documents say.

usage: sprintloom read [--json] PATH…

options:
      --json    epics, stories and diagnostics as JSON, instead of a summary
  -h, --help    this text

${paths}

example: sprintloom read --json _bmad-output
`,

  plan: `Plans the open stories of planning documents: prints the BATCH_PLAN_READY message.

usage: sprintloom plan [OPTIONS] PATH…

options:
      --epics SPEC         which epics: epic5, epic3-epic6, epic-5,epic-6,
                           "epics 3 to 6 except 4"; all of them unless said
      --batch-size N       most stories in a batch, 1 to 20 (default 3)
      --strategy NAME      balanced (default): fewest batches, then even load;
                           sequential: plain reading order
      --session-id ID      session id of the message (default sprint-001)
      --epic-order WORD    stories of an epic in order: free (default), soft, hard
      --effort WORD        complexity from criteria and tasks (complexity, default) or points
      --token-base N       estimated tokens of any story (default 50000)
      --token-rate N       and of each point of complexity (default 10000)
      --batch-tokens N     most tokens in a batch (default no limit)
      --sprint-tokens N    token budget of the sprint: --explain says what fits
      --registry WORD      files that all stories touch keep them apart (strict, default) or
                           not (warn)
      --registry-file NAME which files these are, instead of the usual ones; more than once
      --mentioned-files    files that the prose only mentions count as declared
      --unknown-files WORD stories without known files: no-conflicts (default), alone,
                           apart-in-epic
      --pin STORY=BATCH    put a story into a batch; more than once
      --left-out A<-B      where A waiting for B is part of a circle, leave that out
      --return-value       the return value with its proof, as YAML, instead of the message
      --explain            why each story is where it is, and what holds the plan, as JSON
  -h, --help               this text

${paths}

example: sprintloom plan --epics epic3-epic5 --session-id sprint-7 _bmad-output
`,

  correct: `Plans the rest of a running sprint again: prints the COURSE_CORRECTION message.

usage: sprintloom correct --trigger FILE [OPTIONS] PATH…

options:
      --trigger FILE     a CC_TRIGGER as JSON: reason (user_request, repeated_failures or
                         new_requirements), user_input, current_batch_id, and where wanted
                         added_stories, dropped_stories, failed_stories, order, moves
                         ([{story, batch}]), drop_rule (relink, cascade or leave-unmet)
      --plan FILE        the plan being executed, a BATCH_PLAN_READY as JSON; the plan of the
                         documents unless said
      --batch-size N     most stories in a batch, 1 to 20 (default 3)
      --session-id ID    session id of the message (default that of the trigger, else sprint-001)
      --date DATE        date of the proposal (default today)
      --return-value     the return value, as YAML, instead of the message
      --proposal         the sprint change proposal, as Markdown, instead of the message
  -h, --help             this text

${paths}

example: sprintloom correct --trigger trigger.json --plan plan.json _bmad-output
`,
};
