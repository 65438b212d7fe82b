import type { Connection } from '@temporalio/client';
// The default: Node finds no named export in this CommonJS package.
import proto from '@temporalio/proto';
import { searchAttributeNames } from '../../contracts/search-attributes.ts';

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

/**
 * Makes sure that the namespace knows our search attributes. Safe to call from every worker at once. Where the server
 * lets nobody but its operators look (a managed one), they are taken to be there: starting a workflow says if not.
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const known = await connection.operatorService
    .listSearchAttributes({ namespace })
    .catch((error: unknown) => (operatorsOnly(error) ? null : Promise.reject(error as Error)));
  if (known === null) return;
  const missing = searchAttributeNames.filter((name) => !(name in known.customAttributes));
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
  } catch (error) {
    // Another worker was quicker.
    if (!(error instanceof Error) || !/already exists/i.test(error.message)) throw error;
  }
}

const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

const operatorsOnly = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === PERMISSION_DENIED || error.code === UNIMPLEMENTED);
