/** Runs before each test file: its properties use the seed of `TEST_SEED`. */
import { seedProperties } from './random.ts';

seedProperties();
