/** The meaning of a badge or a notice, which decides its colors. */
export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'info';
