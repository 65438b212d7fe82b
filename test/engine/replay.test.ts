import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { stageWorkflows } from '../../src/contracts/workflow-inputs.ts';
import { workflowBundle } from '../../src/worker/workflow-bundle.ts';

const corpus = new URL('../histories/', import.meta.url);

interface Recorded {
  readonly file: string;
  readonly history: {
    events: { workflowExecutionStartedEventAttributes?: { workflowType: { name: string } } }[];
  };
}

const recorded: Recorded[] = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    file,
    history: JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as Recorded['history'],
  }));

const typeOf = ({ history }: Recorded): string =>
  history.events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name ?? '';

const bundle = await workflowBundle();

/** Resolves where today's code makes of the history what was made of it then. */
const replay = (history: unknown): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: bundle }, history, 'live:program/replayed');

describe('histories of every release', () => {
  it('are there for every workflow type', () => {
    const types = [
      'programWorkflow',
      'teamRoadmapWorkflow',
      'reconcileWorkflow',
      ...Object.values(stageWorkflows),
    ];
    expect([...new Set(recorded.map(typeOf))].sort()).toEqual(types.sort());
  });

  it.each(recorded)('replay with today’s code: $file', async ({ history }) => {
    await expect(replay(history)).resolves.toBeUndefined();
  });

  it.each(recorded)('are told from altered ones: $file', async (original) => {
    const altered: { events: Record<string, unknown>[] } = structuredClone<never>(original.history as never);
    // As if, back then, the code had asked for something else first.
    if (!alterLoad(altered.events)) alterActivity(altered.events);
    await expect(replay(altered)).rejects.toThrow(/[Nn]ondetermini/);
  });
});

/** Every workflow of a program loads first, in a local activity, which leaves a marker. */
function alterLoad(events: readonly Record<string, unknown>[]): boolean {
  const marker = events.find((event) => event['markerRecordedEventAttributes'] !== undefined) as
    { markerRecordedEventAttributes: { details: { data: { payloads: { data: string }[] } } } } | undefined;
  if (marker === undefined) return false;
  const payload = marker.markerRecordedEventAttributes.details.data.payloads[0]!;
  const data = Buffer.from(payload.data, 'base64').toString('utf8');
  expect(data).toMatch(/"load(Stage|Timeline)"/);
  payload.data = Buffer.from(data.replace(/"load(Stage|Timeline)"/, '"loadSomethingElse"')).toString(
    'base64',
  );
  return true;
}

function alterActivity(events: readonly Record<string, unknown>[]): void {
  const scheduled = events.find((event) => event['activityTaskScheduledEventAttributes'] !== undefined) as {
    activityTaskScheduledEventAttributes: { activityType: { name: string } };
  };
  scheduled.activityTaskScheduledEventAttributes.activityType.name = 'doSomethingElse';
}
