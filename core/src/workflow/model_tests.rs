//! The rules of a run once more, described in another way, and random runs against both.
//!
//! Here a run is a walk: a position, a mood, and a list of marks. Nothing is taken from the code
//! under test but the types that go in and come out.

use super::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Going,
    AtGate,
    Stopped,
    Broken,
    Stuck,
    Over,
}

#[derive(Debug, Clone)]
struct Walk {
    /// One letter a phase: `.` pending, `x` complete, `-` skipped.
    marks: [char; 6],
    at: usize,
    mood: Mood,
    last: usize,
    gates: [bool; 6],
    spent: [u32; 6],
}

/// What can happen, with what an output says already known.
#[derive(Debug, Clone)]
enum Happening {
    Start(Option<u8>, Option<u8>, Option<u8>),
    OtherStory,
    Continue,
    Skip,
    Stop,
    Says(Says, u32),
    Crash,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Says {
    Success,
    Fail,
    Blocked,
    Nothing,
    /// The success signal of this phase, whichever runs.
    Of(u8),
}

const SIGNALS: [&str; 6] = [
    "PM COMPLETE",
    "ELAB PASS",
    "DOCUMENTATION COMPLETE",
    "CODE REVIEW PASS",
    "QA PASS",
    "WORKFLOW COMPLETE",
];
const FAILS: [&str; 6] = [
    "PM FAILED: x",
    "ELAB FAIL",
    "IMPLEMENTATION FAILED: x",
    "CODE REVIEW FAIL",
    "QA FAIL",
    "WORKFLOW FAILED: x",
];
const BLOCKS: [&str; 6] = [
    "PM BLOCKED: x",
    "ELAB BLOCKED: x",
    "IMPLEMENTATION BLOCKED: x",
    "CODE REVIEW BLOCKED: x",
    "QA BLOCKED: x",
    "WORKFLOW BLOCKED: x",
];

impl Walk {
    /// Walks on from a position that has just been reached.
    fn arrive(&mut self, position: usize) {
        if position > self.last {
            self.mood = Mood::Over;
            return;
        }
        self.at = position;
        if self.gates[position] {
            self.mood = Mood::AtGate;
        } else {
            self.go();
        }
    }

    fn go(&mut self) {
        if self.at == 5 {
            self.marks[5] = 'x';
            self.mood = Mood::Over;
        } else {
            self.mood = Mood::Going;
        }
    }

    /// Where the walk would go on by itself.
    fn on(&self) -> Option<usize> {
        match self.mood {
            Mood::Over if self.last == 5 => None,
            Mood::Over => Some(self.last + 1),
            _ => Some(self.at),
        }
    }
}

fn walk(before: Option<&Walk>, happening: &Happening) -> Option<Walk> {
    if let Happening::Start(from, to, gates) = happening {
        let fresh = Walk {
            marks: ['.'; 6],
            at: 0,
            mood: Mood::Stopped,
            last: 5,
            gates: [false; 6],
            spent: [0; 6],
        };
        let known = before.is_some();
        let mut walk = before.cloned().unwrap_or(fresh);
        let busy = known && matches!(walk.mood, Mood::Going | Mood::AtGate);
        let from = match from {
            None if busy => return None,
            None if known => walk.on()?,
            None => 0,
            Some(from) => usize::from(*from).checked_sub(1)?,
        };
        if known && walk.mood == Mood::Going && from > walk.at {
            return None;
        }
        if known && from > walk.last {
            walk.last = 5;
        }
        if let Some(to) = to {
            walk.last = usize::from(*to).checked_sub(1)?;
        }
        if from > walk.last || walk.last > 5 {
            return None;
        }
        if let Some(gates) = gates {
            walk.gates = std::array::from_fn(|at| gates >> at & 1 == 1);
        }
        for at in 0..6 {
            if at >= from {
                walk.marks[at] = '.';
            } else if walk.marks[at] == '.' {
                walk.marks[at] = '-';
            }
        }
        walk.arrive(from);
        return Some(walk);
    }
    let mut walk = before?.clone();
    match (happening, walk.mood) {
        (Happening::Continue, Mood::AtGate) => walk.go(),
        (Happening::Skip, Mood::AtGate) => {
            walk.marks[walk.at] = '-';
            walk.arrive(walk.at + 1);
        }
        (Happening::Stop, Mood::AtGate | Mood::Going) => walk.mood = Mood::Stopped,
        (Happening::Crash, Mood::Going) => walk.mood = Mood::Broken,
        (Happening::Says(says, tokens), Mood::Going) => {
            let says = match *says {
                Says::Of(phase) if usize::from(phase) == walk.at + 1 => Says::Success,
                Says::Of(phase) if walk.marks[usize::from(phase) - 1] == 'x' => return None,
                other => other,
            };
            walk.spent[walk.at] += tokens;
            match says {
                Says::Success => {
                    walk.marks[walk.at] = 'x';
                    walk.arrive(walk.at + 1);
                }
                Says::Blocked => walk.mood = Mood::Stuck,
                Says::Fail | Says::Nothing | Says::Of(_) => walk.mood = Mood::Broken,
            }
        }
        _ => return None,
    }
    Some(walk)
}

/// The event that the code under test gets for what happens.
fn event(happening: &Happening, before: Option<&Walk>) -> RunEvent {
    let at = "2026-01-01".to_owned();
    let started = |story: &str, from, to, approve| RunEvent::Started {
        story_id: story.to_owned(),
        from,
        to,
        approve,
        at: "2026-01-01".to_owned(),
    };
    match happening {
        Happening::Start(from, to, gates) => started("1-1", *from, *to, *gates),
        Happening::OtherStory => started("9-9", None, None, None),
        Happening::Continue => RunEvent::Approved { at },
        Happening::Skip => RunEvent::Skipped { at },
        Happening::Stop => RunEvent::Stopped,
        Happening::Crash => RunEvent::Failed {
            reason: "timeout".to_owned(),
        },
        Happening::Says(says, tokens) => {
            let position = before.map_or(0, |walk| walk.at);
            let signal = match says {
                Says::Success => SIGNALS[position],
                Says::Fail => FAILS[position],
                Says::Blocked => BLOCKS[position],
                Says::Nothing => "that is all",
                Says::Of(phase) => SIGNALS[usize::from(*phase) - 1],
            };
            RunEvent::Output {
                text: format!("Working…\n\n**{signal}**\n\nTokens used: {tokens},000\n"),
                at,
                tokens: None,
            }
        }
    }
}

fn compare(walk: &Walk, run: &RunState) {
    let marks: Vec<char> = (0..6)
        .map(|at| match walk.mood {
            _ if at != walk.at || matches!(walk.marks[at], 'x' | '-') => walk.marks[at],
            Mood::Going => 'r',
            Mood::AtGate => 'g',
            Mood::Broken => 'f',
            Mood::Stuck => 'b',
            Mood::Stopped | Mood::Over => '.',
        })
        .collect();
    let shown: Vec<char> = run
        .phases
        .iter()
        .map(|phase| match phase.status {
            PhaseStatus::Pending => '.',
            PhaseStatus::InProgress => 'r',
            PhaseStatus::AwaitingApproval => 'g',
            PhaseStatus::Complete => 'x',
            PhaseStatus::Failed => 'f',
            PhaseStatus::Blocked => 'b',
            PhaseStatus::Skipped => '-',
        })
        .collect();
    assert_eq!(shown, marks, "{walk:?}\n{run:?}");
    let resume = match walk.mood {
        Mood::Going | Mood::AtGate => None,
        _ => walk.on().map(|at| at as u8 + 1),
    };
    assert_eq!(run.resume_from, resume, "{walk:?}\n{run:?}");
    let spent: Vec<u32> = run.phases.iter().map(|p| p.tokens.unwrap_or(0)).collect();
    assert_eq!(spent, walk.spent, "{walk:?}\n{run:?}");
}

/// What must hold of every state, whatever led to it.
fn check_invariants(run: &RunState) {
    let status: Vec<PhaseStatus> = run.phases.iter().map(|phase| phase.status).collect();
    let busy = status
        .iter()
        .filter(|s| matches!(s, PhaseStatus::InProgress | PhaseStatus::AwaitingApproval));
    assert!(busy.count() <= 1, "two phases run: {run:?}");
    for (later, state) in status.iter().enumerate() {
        if *state == PhaseStatus::Complete {
            let before = &status[..later];
            assert!(
                before.iter().all(|s| s.is_behind()),
                "out of order: {run:?}"
            );
        }
    }
    if let Some(from) = run.resume_from {
        assert!((1..=6).contains(&from));
        let again = RunEvent::Started {
            story_id: run.story_id.clone(),
            from: Some(from),
            to: None,
            approve: None,
            at: String::new(),
        };
        assert!(
            step(Some(run.clone()), &again).is_ok(),
            "no resume: {run:?}"
        );
    }
    for choice in resume_choices(run) {
        let typed = parse_command(&choice.command).expect("a command that can be typed");
        assert_eq!(typed.from, Some(choice.phase));
    }
    let sum: u32 = run.phases.iter().filter_map(|phase| phase.tokens).sum();
    assert_eq!(run.total_tokens(), sum);
    assert!(run.from_phase <= run.to_phase && run.to_phase <= 6 && run.from_phase >= 1);
    assert!((1..=6).contains(&run.current_phase));
}

/// Numbers that look random and are the same every time.
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    fn maybe(&mut self, limit: u64) -> Option<u8> {
        // One too far at either end, too.
        (self.below(2) == 0).then(|| self.below(limit) as u8)
    }

    fn happening(&mut self) -> Happening {
        match self.below(12) {
            0 | 1 => Happening::Start(
                self.maybe(8),
                self.maybe(8),
                (self.below(3) == 0).then(|| self.below(64) as u8),
            ),
            2 => Happening::Continue,
            3 => Happening::Skip,
            4 if self.below(3) == 0 => Happening::Stop,
            5 if self.below(3) == 0 => Happening::Crash,
            6 if self.below(8) == 0 => Happening::OtherStory,
            _ => {
                let says = match self.below(10) {
                    0 => Says::Fail,
                    1 => Says::Blocked,
                    2 => Says::Nothing,
                    3 => Says::Of(self.below(6) as u8 + 1),
                    _ => Says::Success,
                };
                Happening::Says(says, self.below(200) as u32)
            }
        }
    }
}

/// A random run, and every event of it that was taken.
pub(super) fn random_run(seed: u64) -> (Option<RunState>, Vec<RunEvent>) {
    let mut dice = Dice::new(seed);
    let mut model: Option<Walk> = None;
    let mut run: Option<RunState> = None;
    let mut taken = Vec::new();
    for number in 0..3 + dice.below(24) {
        let happening = match number {
            0 if dice.below(4) > 0 => Happening::Start(None, None, None),
            _ => dice.happening(),
        };
        let event = event(&happening, model.as_ref());
        let expected = match happening {
            Happening::OtherStory if model.is_some() => None,
            Happening::OtherStory => continue,
            _ => walk(model.as_ref(), &happening),
        };
        let before = run.clone();
        match (step(run.take(), &event), expected) {
            (Ok(next), Some(walk)) => {
                compare(&walk, &next);
                check_invariants(&next);
                taken.push(event);
                (run, model) = (Some(next), Some(walk));
            }
            (Err(_), None) => run = before,
            (step, walk) => panic!("{happening:?} on {before:?}: {step:?}, but {walk:?}"),
        }
    }
    (run, taken)
}

#[test]
fn random_runs_go_as_the_rules_say() {
    let sequences = match std::env::var_os("SPRINTLOOM_LONG") {
        Some(_) => 150_000,
        None => 4_000,
    };
    let (mut finished, mut stopped) = (0, 0);
    for seed in 0..sequences {
        let (run, taken) = random_run(seed);
        let whole = Run {
            story_id: "1-1".to_owned(),
            origin: None,
            events: taken,
        };
        assert_eq!(fold(&whole).state, run, "a run is the fold of its events");
        match run.map(|run| run.outcome()) {
            Some(Outcome::Finished) => finished += 1,
            Some(Outcome::Failed(_) | Outcome::Blocked(_)) => stopped += 1,
            _ => {}
        }
    }
    // Both ends are reached, or the sequences would say little.
    assert!(
        finished > sequences / 20 && stopped > sequences / 20,
        "{finished} {stopped}"
    );
}
