import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

// Prisma's schema engine as WebAssembly: the engine of `prisma migrate`, without its download.
// It is an internal package of Prisma, so it is pinned to the exact version and used in this file only.
// Nothing here lets it describe a database: over the `pg` adapter that fails on columns of the type "char".

export type { MigrationList };

const NO_FILTERS = { externalTables: [], externalEnums: [] };

// TypeScript knows WebAssembly only together with the whole DOM.
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ exports: { __wbindgen_start(): void } }>;
};

let instantiated: Promise<void> | undefined;

/** The package's own entry imports the .wasm as a module, which Node cannot do without a flag. */
function instantiate(): Promise<void> {
  instantiated ??= (async () => {
    const glueFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const module = await WebAssembly.compile(await readFile(glueFile.replace(/\.js$/, '.wasm')));
    const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': engineModule });
    const glue = engineModule as unknown as { __wbg_set_wasm(exports: object): void };
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start();
  })();
  return instantiated;
}

/** The engine wants a database that can be reached, even where only two schemas are compared. */
async function withEngine<T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await instantiate();
  // A pool of our own, since the engine would leave one behind that holds the process for ten seconds.
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    const engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/** Runs the migrations that the database lacks, and records each in `_prisma_migrations`. Returns their names. */
export function applyMigrations(url: string, migrationsList: MigrationList): Promise<string[]> {
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  });
}

/**
 * The SQL that leads from one Prisma schema to another; empty where nothing is to be done.
 *
 * @param from the text of a schema, null for an empty database
 */
export function sqlBetween(url: string, from: string | null, to: string): Promise<string> {
  const target = (content: string | null): DiffTarget =>
    content === null
      ? { tag: 'empty' }
      : { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    const sql = stdout ?? '';
    return sql.trim() === '-- This is an empty migration.' ? '' : sql;
  });
}
