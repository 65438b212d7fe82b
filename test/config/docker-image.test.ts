import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the image has every folder that is read beside the source', () => {
  const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(`src/${name}`, 'utf8'))
    .join('\n');
  const folders = new Set([...source.matchAll(/new URL\('\.\.\/\.\.\/(\w+)\/'/g)].map(([, name]) => name!));
  expect([...folders]).toEqual(expect.arrayContaining(['roadmaps', 'instruments']));
  const copied = readFileSync('Dockerfile', 'utf8');
  const sent = readFileSync('.dockerignore', 'utf8').split('\n');
  for (const folder of folders) {
    expect(copied).toContain(`\nCOPY ${folder} ${folder}\n`);
    expect(sent).toContain(`!${folder}`);
  }
});
