/** Ends with the run, even when a test left something open. */
process.once('disconnect', () => process.exit());
