#!/usr/bin/env node
// The command line: loads TypeScript as it is, so there is nothing to build.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const present = (path) => existsSync(fileURLToPath(new URL(path, import.meta.url)));

if (!present('../node_modules/tsx')) {
  process.stderr.write('This checkout is not set up yet. Run `npm start` once, or `node tools/setup.js`.\n');
  process.exit(1);
}
const { register } = await import('tsx/esm/api');
// The compiler's options are ours, wherever the command is called from.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
const { main } = await import('../src/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
