/** Who runs the system, by mail address, whatever its capitals. */
export interface Administrators {
  /** False where they are one already. */
  add(email: string): Promise<boolean>;
  /** False where they were none. From their next request on, they are none. */
  remove(email: string): Promise<boolean>;
  list(): Promise<readonly { readonly email: string; readonly addedAt: Date }[]>;
}
