import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stageWorkflows } from '../../src/contracts/workflow-inputs.ts';
import { workflowBundle } from '../../src/worker/workflow-bundle.ts';

const { code } = await workflowBundle();

/** The files that went into the bundle, by the source map at its end. */
function sources(): string[] {
  const [, encoded] = /sourceMappingURL=data:application\/json[^,]*,([A-Za-z0-9+/=]+)\s*$/.exec(code) ?? [];
  const map = JSON.parse(Buffer.from(encoded ?? '', 'base64').toString('utf8')) as { sources: string[] };
  return map.sources;
}

it('the workflow bundle holds the SDK and our rules, and nothing that reads a clock, a file or a network', () => {
  const foreign = sources()
    .map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1])
    .filter((name) => name !== undefined);
  expect([...new Set(foreign)].sort()).toEqual([
    '@temporalio/common',
    '@temporalio/workflow',
    'long',
    'ms',
    'nexus-rpc',
  ]);
  const ours = sources().filter(
    (source) => /\bsrc\/(?!workflows|domain|contracts)\w+\//.test(source) && !source.includes('node_modules'),
  );
  expect(ours).toEqual([]);
});

it('the workflow bundle stays small: every cached workflow carries it', () => {
  const [, map = ''] = code.split('//# sourceMappingURL=');
  expect(code.length - map.length).toBeLessThan(800_000);
});

it('every kind of stage has its workflow, and the entry exports nothing else', () => {
  const entry = readFileSync(new URL('../../src/workflows/index.ts', import.meta.url), 'utf8');
  const exported = [...entry.matchAll(/^(?:export \{ | {2})(\w+)/gm)].map(([, name]) => name);
  expect(exported.sort()).toEqual(
    ['programWorkflow', 'teamRoadmapWorkflow', 'reconcileWorkflow', ...Object.values(stageWorkflows)].sort(),
  );
});
