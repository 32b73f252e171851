// The close codes that mean more than one sentence: see docs/wire.md.

/** Another person is signed in than the one for whom a page was made. */
export const SOMEBODY_ELSE = 4403;
