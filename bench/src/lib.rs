//! Seeded backlogs and, for the browser, the calls that are timed there.

use sprintloom_core::backlog::{Backlog, Status};
use sprintloom_core::correct::{Correction, Executed, Sprint, Trigger, correct};
use sprintloom_core::graph::{self, Graph, GraphRules};
use sprintloom_core::plan::{self, Plan, PlanSettings};
use sprintloom_core::source::Document;

/// A small generator of numbers: the same seed gives the same backlog everywhere.
pub struct Numbers(u64);

impl Numbers {
    /// Numbers that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `end` (which is not 0).
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % end as u64) as usize
    }
}

/// How a backlog is drawn.
pub struct Shape {
    /// Stories.
    pub stories: usize,
    /// A story waits for up to so many others.
    pub most_dependencies: usize,
    /// How far back these are.
    pub reach: usize,
    /// Files of the project.
    pub files: usize,
    /// A story touches up to so many of them.
    pub most_files: usize,
}

impl Shape {
    /// One of the shapes that plans are compared on: 10 to 60 stories, from loose to dense.
    pub fn compared(numbers: &mut Numbers) -> Self {
        let stories = 10 + numbers.below(51);
        Self {
            stories,
            most_dependencies: numbers.below(4),
            reach: 4 + numbers.below(stories),
            files: 3 + numbers.below(stories),
            most_files: 1 + numbers.below(6),
        }
    }

    /// A large backlog as projects have them: most stories wait for one near them, files of their
    /// own area, and some that many touch.
    pub fn large(stories: usize) -> Self {
        Self {
            stories,
            most_dependencies: 2,
            reach: 40,
            files: 2 * stories,
            most_files: 3,
        }
    }
}

/// Documents of that shape: one for each epic.
pub fn documents(numbers: &mut Numbers, shape: &Shape) -> Vec<Document> {
    // Epics have numbers of up to three digits.
    let per_epic = if shape.stories > 4_000 { 20 } else { 8 };
    let key = |at: usize| format!("{}.{}", at / per_epic + 1, at % per_epic + 1);
    let mut documents: Vec<Document> = Vec::new();
    for at in 0..shape.stories {
        if at % per_epic == 0 {
            let epic = at / per_epic + 1;
            documents.push(Document::new(
                format!("epic-{epic:05}.md"),
                format!("## Epic {epic}: Part {epic}\n"),
            ));
        }
        let mut text = format!(
            "\n### Story {}: Work {at}\n\n**Acceptance Criteria:**\n\n",
            key(at)
        );
        for criterion in 0..=numbers.below(9) {
            text.push_str(&format!("{}. It holds.\n", criterion + 1));
        }
        let mut waits = Vec::new();
        for _ in 0..numbers.below(shape.most_dependencies + 1) {
            if at > 0 {
                let other = key(at - 1 - numbers.below(shape.reach.min(at)));
                if !waits.contains(&other) {
                    waits.push(other);
                }
            }
        }
        if !waits.is_empty() {
            let names: Vec<String> = waits.iter().map(|key| format!("Story {key}")).collect();
            text.push_str(&format!("\n**Prerequisites:** {}\n", names.join(", ")));
        }
        let mut files = Vec::new();
        for _ in 0..numbers.below(shape.most_files + 1) {
            // Some files are touched far more often than others.
            let file = numbers.below(shape.files).min(numbers.below(shape.files));
            if !files.contains(&file) {
                files.push(file);
            }
        }
        if !files.is_empty() {
            text.push_str("\n**Files to modify:**\n\n");
            for file in files {
                text.push_str(&format!("- `src/part_{}/file_{file}.rs`\n", file % 7));
            }
        }
        if let Some(document) = documents.last_mut() {
            document.text.push_str(&text);
        }
    }
    documents
}

/// What these documents say.
pub fn backlog(documents: &[Document]) -> Backlog {
    sprintloom_core::read::documents(documents).0
}

/// The calls that are timed in the browser. Nothing is exchanged but numbers and one text.
#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;

    use sprintloom_core::backlog::Backlog;

    use sprintloom_core::read;
    use sprintloom_core::source::Document;

    thread_local! {
        static BACKLOG: RefCell<Backlog> = RefCell::default();
        static MESSAGE: RefCell<String> = RefCell::default();
        static SPRINT: RefCell<Option<crate::Running>> = const { RefCell::new(None) };
        static TEXT: RefCell<Vec<u8>> = RefCell::default();
        static DOCUMENTS: RefCell<Vec<Document>> = RefCell::default();
    }

    /// Makes room for so many bytes of text; returns where.
    #[unsafe(no_mangle)]
    extern "C" fn room(bytes: usize) -> *mut u8 {
        TEXT.with_borrow_mut(|text| {
            *text = vec![0; bytes];
            text.as_mut_ptr()
        })
    }

    /// Takes the text as the next document; returns how many there are.
    #[unsafe(no_mangle)]
    extern "C" fn take() -> usize {
        let text = TEXT.with_borrow_mut(std::mem::take);
        let (path, text) = String::from_utf8_lossy(&text)
            .split_once('\0')
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .unwrap_or_default();
        DOCUMENTS.with_borrow_mut(|documents| {
            documents.push(Document::new(path, text));
            documents.len()
        })
    }

    /// Forgets the documents.
    #[unsafe(no_mangle)]
    extern "C" fn forget() {
        DOCUMENTS.with_borrow_mut(Vec::clear);
        BACKLOG.with_borrow_mut(|backlog| *backlog = Backlog::default());
    }

    /// Reads the documents into one backlog; returns its stories.
    #[unsafe(no_mangle)]
    extern "C" fn read_all() -> usize {
        let backlog = DOCUMENTS.with_borrow(|documents| read::documents(documents).0);
        let stories = backlog.stories.len();
        BACKLOG.with_borrow_mut(|kept| *kept = backlog);
        stories
    }

    /// Draws and reads a backlog of so many stories; returns how many were read.
    #[unsafe(no_mangle)]
    extern "C" fn prepare(stories: u32) -> u32 {
        let backlog = crate::large(stories as usize);
        let read = backlog.stories.len() as u32;
        BACKLOG.with_borrow_mut(|kept| *kept = backlog);
        read
    }

    /// From the parsed backlog to the validated plan; returns its batches.
    #[unsafe(no_mangle)]
    extern "C" fn plan() -> u32 {
        BACKLOG.with_borrow(|backlog| crate::planned(backlog).1.batches.len() as u32)
    }

    /// Takes the backlog as a sprint half done.
    #[unsafe(no_mangle)]
    extern "C" fn start_sprint() {
        let sprint = BACKLOG.with_borrow(|backlog| crate::Running::of(backlog.clone()));
        SPRINT.with_borrow_mut(|kept| *kept = Some(sprint));
    }

    /// Corrects that sprint: from the trigger to the validated plan; returns who moved.
    #[unsafe(no_mangle)]
    extern "C" fn correct() -> usize {
        let moved = |sprint: &crate::Running| sprint.corrected().moved.len();
        SPRINT.with_borrow(|sprint| sprint.as_ref().map_or(0, moved))
    }

    /// Writes the correction's message; returns its length.
    #[unsafe(no_mangle)]
    extern "C" fn write_correction() -> usize {
        let message = |sprint: &crate::Running| sprint.message();
        let message = SPRINT.with_borrow(|sprint| sprint.as_ref().map(message));
        MESSAGE.with_borrow_mut(|kept| *kept = message.unwrap_or_default());
        MESSAGE.with_borrow(String::len)
    }

    /// Writes the plan's message; returns its length.
    #[unsafe(no_mangle)]
    extern "C" fn write() -> usize {
        let message = BACKLOG.with_borrow(crate::message);
        MESSAGE.with_borrow_mut(|kept| *kept = message);
        MESSAGE.with_borrow(String::len)
    }

    /// Where the message is.
    #[unsafe(no_mangle)]
    extern "C" fn message() -> *const u8 {
        MESSAGE.with_borrow(|kept| kept.as_ptr())
    }
}

/// A large backlog, read.
pub fn large(stories: usize) -> Backlog {
    let mut numbers = Numbers::new(stories as u64);
    let backlog = backlog(&documents(&mut numbers, &Shape::large(stories)));
    assert_eq!(
        backlog.stories.len(),
        stories,
        "the reader reads what the generator writes"
    );
    backlog
}

/// From the backlog to the validated plan, as by default.
pub fn planned(backlog: &Backlog) -> (Graph, Plan) {
    let (graph, _) = graph::build(backlog, &GraphRules::default());
    let plan = plan::plan(backlog, &graph, &PlanSettings::default());
    (graph, plan.expect("every backlog has a plan"))
}

/// The message of the plan.
pub fn message(backlog: &Backlog) -> String {
    let (graph, plan) = planned(backlog);
    sprintloom_core::write::batch_plan_ready("bench", backlog, &graph, &plan)
}

/// A sprint half done.
pub struct Running {
    backlog: Backlog,
    graph: Graph,
    executed: Executed,
    trigger: Trigger,
}

impl Running {
    /// The sprint of a backlog: as planned, the first half of its batches done, the next one in
    /// progress; of what is left one story is dropped, one put first and one last.
    pub fn of(mut backlog: Backlog) -> Self {
        let (_, plan) = planned(&backlog);
        let executed = Executed::of(&plan, &backlog);
        let done = plan.batches.len() / 2;
        for (at, batch) in plan.batches.iter().enumerate().take(done + 1) {
            for &story in &batch.stories {
                backlog.stories[story].status = match at < done {
                    true => Status::Done,
                    false => Status::InProgress,
                };
            }
        }
        let key = |batch: usize| {
            let batch = &plan.batches[batch.min(plan.batches.len() - 1)];
            backlog.stories[batch.stories[0]].key.to_string()
        };
        let trigger = Trigger {
            reason: "user_request".to_owned(),
            user_input: format!("{} first; defer {}", key(done + 4), key(done + 2)),
            dropped_stories: vec![key(done + 3)],
            ..Trigger::default()
        };
        let (graph, _) = graph::build(&backlog, &GraphRules::default());
        Self {
            backlog,
            graph,
            executed,
            trigger,
        }
    }

    /// The rest, planned again.
    pub fn corrected(&self) -> Correction {
        let sprint = Sprint {
            backlog: &self.backlog,
            graph: &self.graph,
            rules: &GraphRules::default(),
            settings: &PlanSettings::default(),
            executed: Some(&self.executed),
        };
        correct(&sprint, &self.trigger).expect("the sprint can be corrected")
    }

    /// The message of the correction.
    pub fn message(&self) -> String {
        sprintloom_core::write::course_correction("bench", &self.backlog, &self.corrected())
    }
}
