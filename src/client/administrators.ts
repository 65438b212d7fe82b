/**
 * Who runs the system, by mail address, whatever its capitals. `by` is the mail address of the administrator who
 * changes it, null for who uses the command line; each change is in the audit log.
 */
export interface Administrators {
  /** False where they are one already. */
  add(email: string, by: string | null): Promise<boolean>;
  /** False where they were none. From their next request on, they are none. */
  remove(email: string, by: string | null): Promise<boolean>;
  list(): Promise<readonly { readonly email: string; readonly addedAt: Date }[]>;
}
