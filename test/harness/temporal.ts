import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, inject } from 'vitest';

export interface TestNamespace {
  readonly address: string;
  readonly namespace: string;
  /** A task queue that nobody else polls. */
  readonly taskQueue: string;
  readonly client: Client;
}

/** A Temporal namespace of this test file's own, so that files can use the same workflow ids side by side. */
export async function testNamespace(): Promise<TestNamespace> {
  const address = inject('services').temporalAddress;
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  afterAll(() => connection.close());
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: (24 * 3600) as never },
  });
  return { address, namespace, taskQueue: namespace, client: new Client({ connection, namespace }) };
}
