/** What the processes of this bench say to each other. All times are epoch ms, with fractions. */
export interface Arrival {
  readonly key: string;
  readonly at: number;
}

export type ToSink = { readonly type: 'reset' } | { readonly type: 'report' };
export type FromSink =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'reset' }
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'report'; readonly arrivals: readonly Arrival[] };

/** Sent to a sender to begin a new measurement, and to have it. */
export type ToSender = { readonly type: 'measure' } | { readonly type: 'report' } | { readonly type: 'stop' };
export type FromSender =
  | { readonly type: 'ready' }
  | { readonly type: 'report'; readonly cpuSeconds: number; readonly peakBytes: number };

/** Real time with fractions of a millisecond, comparable between processes of one machine. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
