/** Ends with the run, also when a test left something open. */
process.once('disconnect', () => process.exit());
