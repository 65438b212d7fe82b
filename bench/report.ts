import { arch, cpus, platform, totalmem } from 'node:os';

/** One way of doing the same work. */
export interface Contender {
  readonly name: string;
  /** Mails a second, from the instant to the last acknowledgement. */
  readonly throughput: number;
  readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly lost: number;
  readonly duplicates: number;
  /** Temporal actions and events of the whole run, launch included; null where there is no Temporal. */
  readonly actions: number | null;
  readonly events: number | null;
}

export interface BenchReport {
  readonly case: string;
  readonly machine: string;
  readonly contenders: readonly Contender[];
  /** Wall time of ours over that of the floor: below 1 is faster than the floor. */
  readonly ratioToFloor: number;
}

export function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${first?.model.trim() ?? 'unknown'}, ${memory} GB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

export function latenesses(at: readonly number[], due: number): Contender['latenessMs'] {
  const sorted = at.map((each) => each - due).sort((a, b) => a - b);
  const quantile = (q: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
  return { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) };
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** For people; the same figures as the JSON. */
export function reportText({ case: name, machine: where, contenders, ratioToFloor }: BenchReport): string {
  const lines = contenders.map(
    (c) =>
      `  ${c.name}\n    ${c.throughput} mails/s; late by p50 ${c.latenessMs.p50} ms, p99 ${c.latenessMs.p99} ms, max ${c.latenessMs.max} ms; ` +
      `${c.cpuSeconds} s of CPU, ${Math.round(c.peakBytes / 2 ** 20)} MB at most; lost ${c.lost}, doubled ${c.duplicates}` +
      (c.actions === null ? '' : `; ${c.actions} actions, ${c.events} events in all`),
  );
  return `${name} on ${where}\n${lines.join('\n')}\n  ratio to the floor: ${ratioToFloor}`;
}
