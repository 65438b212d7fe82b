export type CheckState = 'ok' | 'warn' | 'fail';

/** One line of the doctor. Whatever is not ok says how to mend it. */
export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly found: string;
  readonly fix: string | null;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, fix: null });
export const warn = (name: string, found: string, fix: string): Check => ({
  name,
  state: 'warn',
  found,
  fix,
});
export const fail = (name: string, found: string, fix: string): Check => ({
  name,
  state: 'fail',
  found,
  fix,
});

/** The worst of all: what the doctor’s exit code rests on. */
export function worst(checks: readonly Check[]): CheckState {
  if (checks.some((check) => check.state === 'fail')) return 'fail';
  return checks.some((check) => check.state === 'warn') ? 'warn' : 'ok';
}
