import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commandTable } from '../../src/cli/command-table.ts';
import { loadConfig } from '../../src/config/env.ts';
import { loadPortalConfig } from '../../src/config/portal-env.ts';
import { TEMPORAL_SERVER_VERSION } from '../../src/embedded/temporal-binary.ts';
import { readEnvExample } from './env-example.ts';

const service = z
  .strictObject({
    image: z
      .string()
      .regex(/^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?$/, 'an image is pinned to a version')
      .optional(),
    build: z.string().optional(),
    restart: z.literal('unless-stopped'),
    depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    env_file: z.string().optional(),
    command: z.array(z.string()).min(1).optional(),
    ports: z
      .array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'a port is published on loopback only'))
      .optional(),
    volumes: z.array(z.string()).optional(),
    healthcheck: z
      .strictObject({
        test: z.array(z.string()).min(2),
        interval: z.string(),
        timeout: z.string(),
        retries: z.number(),
        start_period: z.string().optional(),
      })
      .optional(),
    stop_grace_period: z.string().optional(),
  })
  .refine(
    ({ image, build }) => (image === undefined) !== (build === undefined),
    'an image or a build, not both',
  );

const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const text = await readFile('docker-compose.yml', 'utf8');
const { services } = composeFile.parse(parse(text));

describe('docker-compose.yml', () => {
  it('has Postgres, Temporal, its UI, a mail catcher, the worker and the portal', () => {
    expect(Object.keys(services)).toEqual([
      'postgres',
      'temporal',
      'temporal-ui',
      'mail-catcher',
      'worker',
      'portal',
    ]);
  });

  it('waits only for services that say when they are healthy', () => {
    for (const { depends_on = {} } of Object.values(services)) {
      for (const name of Object.keys(depends_on)) expect(services[name]?.healthcheck, name).toBeDefined();
    }
  });

  it('holds no secret: passwords come from the environment', () => {
    for (const { environment = {} } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|PWD|SECRET|TOKEN/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
      }
    }
  });

  it('runs the Temporal server that the local stack runs', () => {
    expect(services['temporal']?.image).toBe(`temporalio/auto-setup:${TEMPORAL_SERVER_VERSION}`);
  });

  it('gives the worker an environment that it accepts, with the names of these services', async () => {
    const config = loadConfig(await readEnvExample());
    for (const url of [config.databaseUrl, config.smtpUrl, `tcp://${config.temporalAddress}`]) {
      expect(Object.keys(services)).toContain(new URL(url).hostname);
    }
  });

  it('gives the portal an environment that it accepts, and publishes the port on which it listens', async () => {
    const { environment = {}, ports = [], command = [] } = services['portal']!;
    const config = loadPortalConfig({ ...(await readEnvExample()), ...environment });
    expect(config.host).toBe('0.0.0.0');
    expect(ports).toEqual([`127.0.0.1:${config.publicUrl.port}:${config.port}`]);
    expect(command.slice(0, 2)).toEqual(['node', 'bin/milepost.js']);
    expect(commandTable.map(({ name }) => name)).toContain(command[2]);
  });

  it('builds from files that are there', async () => {
    const dockerfile = await readFile('Dockerfile', 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) =>
      names!.split(' '),
    );
    expect(copied.length).toBeGreaterThan(5);
    for (const name of copied) expect(existsSync(name), name).toBe(true);
  });
});
