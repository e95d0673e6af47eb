//! What the writer keeps in memory between commits, and drops whenever a commit fails.

/// Aggregates and clock of the branch, owned by the writer thread.
#[derive(Debug, Default)]
pub struct Working {}

/// How far a job had come when it began.
#[derive(Debug, Clone, Copy)]
pub struct Mark {}

impl Working {
    /// Where undoing the next job must return to.
    pub fn mark(&self) -> Mark {
        Mark {}
    }

    /// Undoes a job that failed.
    pub fn undo_to(&mut self, _mark: Mark) {
        self.forget();
    }

    /// Drops everything that a failed commit may have left ahead of the disk.
    pub fn forget(&mut self) {}

    /// Tells the listeners what was committed.
    pub fn publish(&mut self) {}
}
