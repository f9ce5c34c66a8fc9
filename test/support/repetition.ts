/**
 * How often a test repeats what is random: inputs of a property, rounds of a race, moments of a kill. `npm run
 * test:long` repeats it more often and tests nothing else.
 */
const long = process.env.TEST_LONG === 'true';

export const repetitions = (usual: number, inLongRun: number): number => (long ? inLongRun : usual);
