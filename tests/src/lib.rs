//! Business days, faults and independent books.
