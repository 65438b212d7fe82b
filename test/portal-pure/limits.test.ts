import { describe, expect, it } from 'vitest';
import { createBuckets } from '../../src/portal/http/rate-limit.ts';
import { languageOf } from '../../src/portal/http/language.ts';
import { calendarsOf, testPortal } from './portal.ts';

describe('a limit', () => {
  const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });

  it('answers 429 to the one who asks too often, says for how long, and lets others in', async () => {
    let now = 0;
    const { app } = testPortal({ now: () => now }, { proxies: 1 });
    let last = await app.request('/calendar/x.ics', from('203.0.113.7'));
    for (let n = 0; n < 200 && last.status === 404; n += 1) {
      last = await app.request('/calendar/x.ics', from('203.0.113.7'));
    }
    expect(last.status).toBe(429);
    const wait = Number(last.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(0);
    expect((await app.request('/calendar/x.ics', from('203.0.113.8'))).status).toBe(404);
    now += wait * 1_000;
    expect((await app.request('/calendar/x.ics', from('203.0.113.7'))).status).toBe(404);
  });

  it('is not escaped by an address that the asker wrote, nor by one out of a household’s own', async () => {
    const { app } = testPortal(
      { calendars: calendarsOf('s', { text: () => '', etag: 't', modified: new Date(0) }) },
      { proxies: 1 },
    );
    const statuses = new Set<number>();
    for (let n = 0; n < 130; n += 1) {
      const { status } = await app.request(
        '/calendar/s.ics',
        from(`198.51.100.${n}, 2001:db8:1:2::${n.toString(16)}`),
      );
      statuses.add(status);
    }
    expect(statuses).toEqual(new Set([200, 429]));
  });

  it('keeps so many addresses and no more, and forgets the silent ones first', () => {
    const buckets = createBuckets({ burst: 1, perSecond: 0.001 }, 100);
    buckets.take('loud', 0);
    for (let n = 0; n < 10_000; n += 1) {
      buckets.take(`address ${n}`, n);
      expect(buckets.take('loud', n)).toBeGreaterThan(0);
    }
    expect(buckets.size).toBe(100);
    expect(buckets.take('address 0', 10_000)).toBe(0);
  });

  it('gives back what was used at its rate, and never more than a burst', () => {
    const buckets = createBuckets({ burst: 2, perSecond: 1 });
    const take = (now: number) => buckets.take('a', now);
    expect([take(0), take(0), take(0)]).toEqual([0, 0, 1_000]);
    expect([take(1_000), take(1_000)]).toEqual([0, 1_000]);
    expect([take(60_000), take(60_000), take(60_000)]).toEqual([0, 0, 1_000]);
  });
});

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['es', 'es'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['fr-FR,fr;q=0.9,es;q=0.5,en;q=0.4', 'es'],
  ['en;q=0.1, es;q=0.2', 'es'],
  ['es;q=0, de', 'en'],
  ['*', 'en'],
  [';;;,=,q=', 'en'],
] as const)('the language of a browser that likes %j is %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
