import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  /** Names its content, so it may be kept for ever. */
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

function asset(file: string, type: string): Asset {
  const content = readFileSync(new URL(file, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${file.replace(/(\.\w+)$/, `.${hash}$1`)}`, type, content };
}

/** Everything that pages load, all of it ours. */
export const assets = {
  style: asset('style.css', 'text/css; charset=utf-8'),
  page: asset('page.css', 'text/css; charset=utf-8'),
  tasks: asset('tasks.css', 'text/css; charset=utf-8'),
  system: asset('system.css', 'text/css; charset=utf-8'),
  team: asset('team.css', 'text/css; charset=utf-8'),
  lead: asset('lead.css', 'text/css; charset=utf-8'),
  icon: asset('icon.svg', 'image/svg+xml'),
} as const;
