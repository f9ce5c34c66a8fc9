/**
 * The number of repetitions of random tests: inputs of a property, rounds of a race, moments of a kill. `npm run
 * test:long` repeats them more often and runs nothing else.
 */
const long = process.env.TEST_LONG === 'true';

export const repetitions = (usual: number, inLongRun: number): number => (long ? inLongRun : usual);
