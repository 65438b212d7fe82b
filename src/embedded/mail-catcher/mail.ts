/** One received mail, as the catcher keeps it. */
export interface CaughtMail {
  /** Order of receipt, from 0. */
  readonly row: number;
  /** Real time of the last byte, epoch ms. */
  readonly receivedAt: number;
  /** The envelope's sender. */
  readonly from: string;
  /** The envelope's recipients. */
  readonly to: readonly string[];
  /** By lower-case name, unfolded, otherwise as received; the last one where a name repeats. */
  readonly headers: Readonly<Record<string, string>>;
  /** Size of the whole message in bytes. */
  readonly size: number;
}

/** The headers of a raw message. */
export function parseHeaders(raw: Buffer): Record<string, string> {
  const end = raw.indexOf('\r\n\r\n');
  const block = raw.toString('utf8', 0, end < 0 ? raw.length : end);
  const headers: Record<string, string> = {};
  for (const line of block.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}
