/** The part of pino that is used. */
export interface DeliveryLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** A database error carries row values in its other fields: only its message is written down. */
export const trouble = (error: unknown): { readonly trouble: string } => ({
  trouble: error instanceof Error ? error.message : String(error),
});
