import { describe, expect, it } from 'vitest';
import { calendarsOf, testPortal } from './portal.ts';

const SECRET = 'q7Jk2mZp0sQvXyTnB4wLr8dHc1fGa5eUi9oNjKtVbRM';
const text = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR';
const calendar = {
  text: () => text,
  etag: 'abc',
  modified: new Date('2026-11-02T14:00:00Z'),
};
const { app } = testPortal({ calendars: calendarsOf(SECRET, calendar) });
const ask = (headers: Record<string, string> = {}, method = 'GET') =>
  app.request(`/calendar/${SECRET}.ics`, { method, headers });

describe('the address of a calendar', () => {
  it('answers calendar text that is its receiver’s own', async () => {
    const answer = await ask();
    expect(answer.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('Cache-Control')).toMatch(/^private/);
    expect(answer.headers.get('ETag')).toBe('"abc"');
    expect(answer.headers.get('Last-Modified')).toBe('Mon, 02 Nov 2026 14:00:00 GMT');
    expect(await answer.text()).toBe(text);
  });

  it('answers HEAD like GET, without the text', async () => {
    const answer = await ask({}, 'HEAD');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ETag')).toBe('"abc"');
    expect(await answer.text()).toBe('');
  });

  it.each(['"abc"', 'W/"abc"', '"old", "abc"', '*'])('is not sent again to who has it: %s', async (tag) => {
    const answer = await ask({ 'If-None-Match': tag });
    expect(answer.status).toBe(304);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('ETag')).toBe('"abc"');
  });

  it('is sent to who has an older one, or only a date: what left a calendar leaves no date behind', async () => {
    expect((await ask({ 'If-None-Match': '"old"' })).status).toBe(200);
    expect((await ask({ 'If-Modified-Since': 'Tue, 03 Nov 2026 14:00:00 GMT' })).status).toBe(200);
  });

  it('answers each address that is not one alike, whatever is wrong with it', async () => {
    const wrong = [
      `/calendar/${SECRET.replace('q', 'Q')}.ics`,
      '/calendar/x.ics',
      '/calendar/.ics',
      `/calendar/${'A'.repeat(5_000)}.ics`,
      '/calendar/%00.ics',
      "/calendar/'%20OR%201=1.ics",
    ];
    const answers = await Promise.all(
      wrong.map(async (path) => {
        const answer = await app.request(path);
        const headers = Object.fromEntries(answer.headers);
        delete headers['x-request-id'];
        return { status: answer.status, headers, text: await answer.text() };
      }),
    );
    expect(answers[0]?.status).toBe(404);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});
