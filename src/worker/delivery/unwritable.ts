/** A message that cannot be written: somebody is missing, not the database. It fails visibly and is not tried again. */
export class UnwritableMessage extends Error {
  /** Those of several rows that it is about; the rest can be written. Empty: all of them. */
  readonly rows: readonly string[];

  constructor(message: string, options: ErrorOptions & { readonly rows?: readonly string[] } = {}) {
    super(message, options);
    this.rows = options.rows ?? [];
  }
}
