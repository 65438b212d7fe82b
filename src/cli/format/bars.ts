/** `████████░░░░`: how much of a whole is behind us. `fraction` outside 0 to 1 is taken as the nearer end. */
export function bar(fraction: number, width: number): string {
  const within = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
  const full = Math.round(within * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
