/** A roadmap or program that cannot be dated. The message names the place, the value and the way out. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}
