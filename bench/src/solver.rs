//! The same question for a constraint solver: it is given the documents' facts and knows nothing
//! of how Sprintloom plans.

use std::ops::ControlFlow;
use std::time::Duration;

use pumpkin_conflict_resolvers::resolvers::ResolutionResolver;
use pumpkin_constraints as constraints;
use pumpkin_propagators::disjunctive::ArgDisjunctiveTask;
use pumpkin_solver::Solver;
use pumpkin_solver::core::DefaultBrancher;
use pumpkin_solver::core::optimisation::OptimisationDirection;
use pumpkin_solver::core::optimisation::linear_sat_unsat::LinearSatUnsat;
use pumpkin_solver::core::predicate;
use pumpkin_solver::core::results::{
    OptimisationResult, ProblemSolution, SatisfactionResult, SolutionReference,
};
use pumpkin_solver::core::termination::TimeBudget;
use pumpkin_solver::core::variables::{DomainId, TransformableVariable};
use sprintloom_core::backlog::Backlog;
use sprintloom_core::graph::Graph;

/// What the solver says.
pub enum Answer {
    /// It found a plan; where asked for, with this sum of squares, and whether that is the least.
    Found { squares: i64, least: bool },
    /// There is none.
    Impossible,
    /// It ran out of time.
    OutOfTime,
}

/// What is to be planned: weights, pairs in order, pairs that collide.
pub struct Question {
    weights: Vec<i64>,
    orders: Vec<(usize, usize)>,
    collisions: Vec<(usize, usize)>,
    /// Stories that name one path: each two collide, which the solver understands better as one.
    shared: Vec<Vec<usize>>,
    batch_size: usize,
}

impl Question {
    pub fn new(backlog: &Backlog, graph: &Graph, batch_size: usize) -> Self {
        let stories = &backlog.stories;
        let mut collisions = Vec::new();
        for (b, second) in stories.iter().enumerate() {
            for (a, first) in stories.iter().take(b).enumerate() {
                if !graph.shared_paths(first, second).is_empty() {
                    collisions.push((a, b));
                }
            }
        }
        assert!(
            graph.gates.is_empty(),
            "the generator makes no dependencies on whole epics"
        );
        Self {
            weights: stories
                .iter()
                .map(|story| i64::from(story.complexity()))
                .collect(),
            orders: graph
                .edges
                .iter()
                .filter(|edge| edge.constrains())
                .map(|edge| (edge.dependency, edge.dependent))
                .collect(),
            collisions,
            shared: graph
                .owners
                .iter()
                .map(|(_, stories)| stories.clone())
                .filter(|stories| stories.len() > 2)
                .collect(),
            batch_size,
        }
    }

    /// Is there a plan with so many batches?
    pub fn fits(&self, batches: usize, time: Duration) -> Answer {
        let mut solver = Solver::default();
        let Some(_) = self.post(&mut solver, batches) else {
            return Answer::Impossible;
        };
        let (mut brancher, mut resolver) =
            (solver.default_brancher(), ResolutionResolver::default());
        let mut clock = TimeBudget::starting_now(time);
        match solver.satisfy(&mut brancher, &mut clock, &mut resolver) {
            SatisfactionResult::Satisfiable(_) => Answer::Found {
                squares: 0,
                least: false,
            },
            SatisfactionResult::Unsatisfiable(..) => Answer::Impossible,
            SatisfactionResult::Unknown(..) => Answer::OutOfTime,
        }
    }

    /// The least sum of squares below `than` that it finds with so many batches.
    pub fn evener(&self, batches: usize, than: i64, time: Duration) -> Answer {
        let mut solver = Solver::default();
        let Some(places) = self.post(&mut solver, batches) else {
            return Answer::Impossible;
        };
        let tag = solver.new_constraint_tag();
        let total: i64 = self.weights.iter().sum();
        let mut squares = Vec::new();
        for batch in 0..batches as i32 {
            let load = solver.new_bounded_integer(0, total as i32);
            let mut terms: Vec<_> = places
                .iter()
                .zip(&self.weights)
                .map(|(&place, &weight)| {
                    let here = solver.new_literal_for_predicate(predicate![place == batch], tag);
                    here.get_integer_variable().scaled(weight as i32)
                })
                .collect();
            terms.push(load.scaled(-1));
            solver
                .add_constraint(constraints::equals(terms, 0, tag))
                .post();
            let square = solver.new_bounded_integer(0, than as i32);
            // The square is convex: a line through each two neighbours says all about whole numbers.
            let most = self.weights.iter().max().copied().unwrap_or(1) * self.batch_size as i64;
            for t in 0..most {
                solver
                    .add_constraint(constraints::less_than_or_equals(
                        vec![load.scaled(2 * t as i32 + 1), square.scaled(-1)],
                        (t * (t + 1)) as i32,
                        tag,
                    ))
                    .post();
            }
            squares.push(square.scaled(1));
        }
        let sum = solver.new_bounded_integer(0, (than - 1) as i32);
        squares.push(sum.scaled(-1));
        solver
            .add_constraint(constraints::less_than_or_equals(squares, 0, tag))
            .post();
        if solver.is_inconsistent() {
            return Answer::Impossible;
        }
        let (mut brancher, mut resolver) =
            (solver.default_brancher(), ResolutionResolver::default());
        let mut clock = TimeBudget::starting_now(time);
        let go_on = |_: &Solver,
                     _: SolutionReference,
                     _: &DefaultBrancher,
                     _: &ResolutionResolver|
         -> ControlFlow<()> { ControlFlow::Continue(()) };
        match solver.optimise(
            &mut brancher,
            &mut clock,
            &mut resolver,
            LinearSatUnsat::new(OptimisationDirection::Minimise, sum, go_on),
        ) {
            OptimisationResult::Optimal(found) => Answer::Found {
                squares: i64::from(found.get_integer_value(sum)),
                least: true,
            },
            OptimisationResult::Satisfiable(found) | OptimisationResult::Stopped(found, ()) => {
                Answer::Found {
                    squares: i64::from(found.get_integer_value(sum)),
                    least: false,
                }
            }
            OptimisationResult::Unsatisfiable => Answer::Impossible,
            OptimisationResult::Unknown => Answer::OutOfTime,
        }
    }

    /// The batch of each story, with everything that must hold; `None` where that is plainly impossible.
    fn post(&self, solver: &mut Solver, batches: usize) -> Option<Vec<DomainId>> {
        let last = i32::try_from(batches)
            .ok()?
            .checked_sub(1)
            .filter(|last| *last >= 0)?;
        let tag = solver.new_constraint_tag();
        let places: Vec<DomainId> = self
            .weights
            .iter()
            .map(|_| solver.new_bounded_integer(0, last))
            .collect();
        let n = places.len();
        for &(first, then) in &self.orders {
            solver
                .add_constraint(constraints::less_than_or_equals(
                    vec![places[first].scaled(1), places[then].scaled(-1)],
                    -1,
                    tag,
                ))
                .post();
        }
        for &(a, b) in &self.collisions {
            solver
                .add_constraint(constraints::binary_not_equals(places[a], places[b], tag))
                .post();
        }
        solver
            .add_constraint(constraints::cumulative(
                places.clone(),
                vec![1; n],
                vec![1; n],
                self.batch_size as i32,
                tag,
            ))
            .post();
        for stories in &self.shared {
            let tasks = stories.iter().map(|&story| ArgDisjunctiveTask {
                start_time: places[story],
                processing_time: 1,
            });
            solver
                .add_constraint(constraints::disjunctive_strict(tasks, tag))
                .post();
        }
        (!solver.is_inconsistent()).then_some(places)
    }
}
