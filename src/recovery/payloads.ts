import type { Client } from '@temporalio/client';

export type HistoryEvent = NonNullable<
  NonNullable<
    Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistoryReverse']>>['history']
  >['events']
>[number];

export type Payloads = NonNullable<HistoryEvent['activityTaskScheduledEventAttributes']>['input'];

/** Reads the first of some payloads; undefined where there is none. */
export type Decode = <T>(payloads: Payloads) => Promise<T | undefined>;

/** Reads what a workflow or activity was given, or gave. */
export const payloadReader =
  (temporal: Client): Decode =>
  async <T>(payloads: Payloads) => {
    const { payloadCodecs, payloadConverter } = temporal.options.loadedDataConverter;
    let decoded = payloads?.payloads ?? [];
    for (const codec of payloadCodecs.toReversed()) decoded = await codec.decode(decoded);
    return decoded[0] === undefined ? undefined : payloadConverter.fromPayload<T>(decoded[0]);
  };
