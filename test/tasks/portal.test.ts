import { describe, expect, it } from 'vitest';
import { PROGRAM, underWay } from './world.ts';

const world = await underWay('2027-04-14T15:00:00Z');
const { pool } = world;

const key = (rest: string): string => `${PROGRAM}/${rest}`;

/** What one person sees and sends, signed in or by a link. */
const as = (person: string, url = world.url) => ({
  get: (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { Cookie: `as=${person}` } }),
  send: (path: string, fields: Record<string, string>) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: `as=${person}`, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    }),
});
const nobody = as('');

async function taskRow(task: string) {
  const { rows } = await pool.query<{
    status: string;
    owner: string;
    closed_by: string | null;
    answer: unknown;
    evidence: string[];
    reason: string | null;
  }>('SELECT status, owner, closed_by, answer, evidence, reason FROM task WHERE key = $1', [task]);
  return rows[0]!;
}
const completions = async (task: string) =>
  (await pool.query(`SELECT FROM event WHERE key = $1 AND type = 'task.completed'`, [task])).rowCount;
const drafts = async () =>
  (await pool.query<Record<string, unknown>>('SELECT task_key, person_id, typed FROM task_draft')).rows;

describe('a form on the page of a task', () => {
  const story = key('maple/monthly-story/M03');
  const path = `/tasks/${story}`;
  const hugo = as('hugo-marsh');

  it('that lacks something comes back with the field marked and everything typed, which is kept', async () => {
    const answer = await hugo.send(path, { do: 'complete', 'f-story': 'A walk <along> the hall' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('A walk &lt;along&gt; the hall</textarea>');
    expect(page).toContain('<fieldset aria-describedby="f-share-with-problem">');
    expect(page).toContain('Please fill this in.');
    expect(await taskRow(story)).toMatchObject({ status: 'assigned' });
    expect(await drafts()).toEqual([
      { task_key: story, person_id: 'hugo-marsh', typed: { 'f-story': 'A walk <along> the hall' } },
    ]);
  });

  it('shows what was kept to who typed it, and to nobody else', async () => {
    expect(await (await hugo.get(path)).text()).toMatch(/what you typed on .+A walk &lt;along&gt;/s);
    expect(await (await as('greta-lind').get(path)).text()).not.toContain('A walk');
  });

  it('closes the task once, by who sent it, however often and at once it is sent; and says so', async () => {
    const fields = { do: 'complete', 'f-story': 'A walk', 'f-share-with': 'team' };
    const sent = await Promise.all(Array.from({ length: 8 }, () => hugo.send(path, fields)));
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await completions(story)).toBe(1);
    expect(await taskRow(story)).toMatchObject({
      status: 'completed',
      closed_by: 'hugo-marsh',
      answer: { story: 'A walk', 'share-with': 'team' },
    });
    expect(await drafts()).toEqual([]);
    const again = await hugo.send(path, fields);
    expect(again.headers.get('Location')).toBe(`${path}?lang=en&said=twice`);
    expect(await (await hugo.get(`${path}?said=twice`)).text()).toContain('We had this already');
    expect(await completions(story)).toBe(1);
    const other = await hugo.send(path, { ...fields, 'f-story': 'A walk by the river' });
    expect(other.status).toBe(409);
    const told = await other.text();
    expect(told).toContain('You closed this already');
    expect(told).toContain('A walk by the river');
    expect(await completions(story)).toBe(1);
  });

  it('afterwards shows what was filled in to who had a part in it', async () => {
    const page = await (await as('greta-lind').get(path)).text();
    expect(page).toMatch(/Hugo Marsh said so on .*April 14, 2027/);
    expect(page).toContain('A walk');
    expect((await as('june-rivers').get(path)).status).toBe(404);
  });

  it('of a task that somebody closed meanwhile says who and when, and gives back what was typed', async () => {
    const advice = key('maple/council-advice/M03');
    const greta = as('greta-lind');
    expect((await greta.get(`/tasks/${advice}`)).status).toBe(200);
    const filled = { 'f-advice': 'Chairs', 'f-taken-up': '2', 'f-still-open': '1' };
    const done = await as('hugo-marsh').send(`/tasks/${advice}`, { do: 'complete', ...filled });
    expect(done.status).toBe(303);
    const late = await greta.send(`/tasks/${advice}`, { do: 'complete', 'f-advice': 'My own words' });
    expect(late.status).toBe(409);
    const said = await late.text();
    expect(said).toMatch(
      /Somebody was quicker.*My own words.*Hugo Marsh said so on Wednesday, April 14, 2027/s,
    );
  });

  it('names neither task nor person: what it says of them is not heard', async () => {
    const mine = key('willow/survey-intent/once/theo-grant');
    const fields = { do: 'complete', by: 'noor-banks', person: 'noor-banks', task: story, 'f-story': 'x' };
    expect((await as('june-rivers').send(`/tasks/${mine}`, fields)).status).toBe(404);
    expect((await nobody.send(`/tasks/${mine}`, fields)).status).toBe(401);
    expect(await taskRow(mine)).toMatchObject({ closed_by: null });
  });
});

describe('a link in a mail', () => {
  const task = key('maple/survey-intent/once/hugo-marsh');

  it('opens its task without a sign-in; looked at a thousand times, nothing has changed', async () => {
    const path = await world.linkFor(task, 'hugo-marsh');
    const before = await pool.query('SELECT * FROM task ORDER BY key');
    for (let n = 0; n < 100; n += 1) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, each) =>
          fetch(`${world.url}${path}?do=complete`, {
            method: each % 2 === 0 ? 'GET' : 'HEAD',
            headers: { Purpose: 'prefetch' },
          }),
        ),
      );
      for (const { status } of answers) expect(status).toBe(200);
    }
    expect((await pool.query('SELECT * FROM task ORDER BY key')).rows).toEqual(before.rows);
    expect(await drafts()).toEqual([]);
  });

  it('is told to no other site, and kept by no browser; one that nobody was sent is not found', async () => {
    const path = await world.linkFor(task, 'hugo-marsh');
    const { headers } = await nobody.get(path);
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect((await nobody.get(`${path}x`)).status).toBe(404);
    expect((await nobody.send('/t/unknown', { do: 'complete' })).status).toBe(404);
  });

  it('opens nothing else: neither the list of whoever it is for, nor another task', async () => {
    const path = await world.linkFor(task, 'hugo-marsh');
    const page = await (await nobody.get(path)).text();
    expect(page).not.toMatch(/href="\/(me|tasks)/);
    expect((await nobody.get(`/tasks/${task}`)).status).toBe(401);
  });

  it('shows it to whoever was written to because they may help, who may do nothing; signed in, it is not theirs', async () => {
    const path = await world.linkFor(task, 'omar-field');
    const page = await (await nobody.get(path)).text();
    expect(page).toContain('Hugo Marsh has this in hand. You see it because you may be able to help.');
    expect(page).not.toContain('<form');
    expect((await nobody.send(path, { do: 'complete' })).status).toBe(400);
    expect((await as('omar-field').get(`/tasks/${task}`)).status).toBe(404);
    const lead = await (await as('greta-lind').get(`/tasks/${task}`)).text();
    expect(lead).toContain('Set it aside for Hugo Marsh');
    expect(lead).not.toContain('I cannot');
  });

  it('takes what is sent through it as from whom it was sent to; then says that it is done, and nothing else of it', async () => {
    const path = await world.linkFor(task, 'hugo-marsh');
    const older = await world.linkFor(task, 'hugo-marsh');
    const helping = await world.linkFor(task, 'greta-lind');
    const fields = await requiredFields(path);
    expect((await nobody.send(path, { do: 'complete', by: 'noor-banks', ...fields })).status).toBe(303);
    expect(await taskRow(task)).toMatchObject({ status: 'completed', closed_by: 'hugo-marsh' });
    const said = await (await nobody.get(older)).text();
    expect(said).toMatch(/This is done.*You said so on Wednesday, April 14, 2027.*Thank you/s);
    expect(said).not.toContain('How we listen');
    expect(said).not.toContain(Object.values(fields)[0]);
    expect(await (await nobody.get(helping)).text()).toContain('Hugo Marsh said so on');
    const again = await nobody.send(older, { do: 'complete', ...fields });
    expect(again.headers.get('Location')).toContain('said=twice');
  });

  it('of a task that was handed on says so kindly, and nothing of it', async () => {
    const handed = key('maple/choose-journeys/once');
    const own = await world.linkFor(handed, 'greta-lind');
    await nobody.send(own, { do: 'hand', to: 'hugo-marsh' });
    const hugos = await world.linkFor(handed, 'hugo-marsh');
    expect(await (await nobody.get(hugos)).text()).toContain('it is with you');
    expect((await nobody.send(hugos, { do: 'hand', to: 'ana-ruedas' })).status).toBe(303);
    const said = await (await nobody.get(hugos)).text();
    expect(said).toMatch(/This is in other hands now.*Thank you/s);
    expect(said).not.toMatch(/journeys|Ana Ruedas/);
    const late = await nobody.send(hugos, { do: 'complete', 'f-group-1': 'Those who walk <in>' });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('Those who walk &lt;in&gt;');
    // Signed in, there is no such task for them: what they wrote is given back all the same.
    const june = await as('june-rivers').send(`/tasks/${handed}`, { do: 'complete', 'f-group-1': 'Mine' });
    expect(june.status).toBe(404);
    expect(await june.text()).toMatch(/Mine(?!.*journeys)/s);
    expect(await taskRow(handed)).toMatchObject({ owner: 'ana-ruedas', status: 'assigned' });
  });

  it('leaves nothing of a draft behind when the task is closed, however that comes', async () => {
    const task = key('willow/survey-wording/once');
    const link = await world.linkFor(task, 'noor-banks');
    const filled = { do: 'save', ...(await requiredFields(link)) };
    expect((await nobody.send(link, filled)).status).toBe(303);
    const client = await pool.connect();
    const own = async () =>
      (await client.query('SELECT FROM task_draft WHERE task_key = $1', [task])).rowCount;
    try {
      await client.query('BEGIN');
      await client.query('UPDATE task SET closed_at = closed_at WHERE key = $1', [task]);
      expect(await own()).toBe(1);
      await client.query(`UPDATE task SET status = 'lapsed', closed_at = now() WHERE key = $1`, [task]);
      expect(await own()).toBe(0);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('opens nothing any more once the address to which it went is another’s', async () => {
    const task = key('willow/council-advice/M03');
    const link = await world.linkFor(task, 'noor-banks');
    const others = await world.linkFor(key('maple/survey-wording/once'), 'greta-lind');
    expect((await nobody.get(link)).status).toBe(200);
    await pool.query(`UPDATE person SET email = upper(email) WHERE id = 'noor-banks'`);
    expect((await nobody.get(link)).status).toBe(200);
    await pool.query(`UPDATE person SET email = 'noor@elsewhere.example' WHERE id = 'noor-banks'`);
    expect((await nobody.get(link)).status).toBe(404);
    expect((await nobody.get(others)).status).toBe(200);
  });

  /** Something for each field that has to be filled in. */
  async function requiredFields(path: string): Promise<Record<string, string>> {
    const page = await (await nobody.get(path)).text();
    const names = [...page.matchAll(/<textarea rows="3" id="(f-[a-z0-9-]+)" name="[^"]+" required/g)];
    expect(names.length).toBeGreaterThan(0);
    return Object.fromEntries(names.map(([, name = '']) => [name, `words for ${name}`]));
  }
});

describe('other ways to deal with a task', () => {
  it('handed over, it is with the other, and off the list of whoever had it', async () => {
    const task = key('maple/survey-wording/once');
    const greta = as('greta-lind');
    const sent = await greta.send(`/tasks/${task}`, { do: 'hand', to: 'ana-ruedas' });
    expect(sent.headers.get('Location')).toBe('/me?lang=en&said=handed');
    expect(await taskRow(task)).toMatchObject({ owner: 'ana-ruedas', status: 'assigned' });
    expect(await (await greta.get('/me?said=handed')).text()).toContain('Handed over.');
    expect(await (await greta.get(`/tasks/${task}`)).text()).toContain('Ana Ruedas has this in hand');
    expect(await (await as('ana-ruedas').get('/me')).text()).toContain(`/tasks/${task}`);
  });

  it('cannot be handed to somebody who is not offered', async () => {
    const task = key('willow/council-advice/M03');
    const sent = await as('noor-banks').send(`/tasks/${task}`, { do: 'hand', to: 'greta-lind' });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('Please choose a person.');
    // What was kept of the form is still in it.
    const noor = as('noor-banks');
    expect((await noor.send(`/tasks/${task}`, { do: 'save', 'f-advice': 'Chairs' })).status).toBe(303);
    const again = await noor.send(`/tasks/${task}`, { do: 'hand', to: 'nobody-there' });
    expect(await again.text()).toContain('Chairs</textarea>');
    expect(await taskRow(task)).toMatchObject({ owner: 'noor-banks' });
  });

  it('who cannot do what one does for all gives it to their lead, who hears why', async () => {
    const task = key('willow/survey-offer/M03');
    const theo = as('theo-grant');
    expect((await theo.send(`/tasks/${task}`, { do: 'cannot', reason: ' ' })).status).toBe(422);
    const sent = await theo.send(`/tasks/${task}`, { do: 'cannot', reason: 'I am away that week.' });
    expect(sent.headers.get('Location')).toContain('said=asked');
    expect(await taskRow(task)).toMatchObject({ owner: 'noor-banks', status: 'assigned' });
    const { rows } = await pool.query('SELECT person, by, note FROM nudge WHERE task_key = $1', [task]);
    expect(rows).toEqual([{ person: 'noor-banks', by: 'theo-grant', note: 'I am away that week.' }]);
    // Nobody is written to twice in two days: who asks again has their words back, to tell them otherwise.
    await as('noor-banks').send(`/tasks/${task}`, { do: 'hand', to: 'theo-grant' });
    const again = await theo.send(`/tasks/${task}`, { do: 'cannot', reason: 'I am still away.' });
    expect(await again.text()).toMatch(/could not be passed on.*I am still away\./s);
    expect(await taskRow(task)).toMatchObject({ owner: 'noor-banks' });
  });

  it('who cannot do what is theirs alone sets it aside, with the reason', async () => {
    const task = key('willow/survey-intent/once/june-rivers');
    const sent = await as('june-rivers').send(`/tasks/${task}`, {
      do: 'cannot',
      reason: 'I know this already.',
    });
    expect(sent.status).toBe(303);
    expect(await taskRow(task)).toMatchObject({ status: 'waived', reason: 'I know this already.' });
  });

  it('whoever may do it too takes it on', async () => {
    const task = key('willow/monthly-story/M03');
    const sent = await as('june-rivers').send(`/tasks/${task}`, { do: 'take' });
    expect(sent.headers.get('Location')).toContain('said=taken');
    expect(await taskRow(task)).toMatchObject({ owner: 'june-rivers' });
  });

  it('what nobody offers is not understood', async () => {
    const task = key('willow/sdm-evidence/once/june-rivers');
    for (const fields of [{ do: 'take' }, { do: 'hand', to: 'theo-grant' }, { do: 'waive' }, {}]) {
      expect((await as('june-rivers').send(`/tasks/${task}`, fields)).status).toBe(400);
    }
    expect(await taskRow(task)).toMatchObject({ status: 'assigned', owner: 'june-rivers' });
  });
});

describe('while the workflows cannot be reached', () => {
  it('a form says so, loses nothing, and works once they are back', async () => {
    const { url } = await world.serve('127.0.0.1:1');
    const task = key('willow/sdm-evidence/once/theo-grant');
    const fields = { do: 'complete', 'f-decision': 'How we plan a day' };
    const away = await as('theo-grant', url).send(`/tasks/${task}`, fields);
    expect([away.status, away.headers.get('Retry-After')]).toEqual([503, '10']);
    expect(await away.text()).toMatch(/We could not keep it just now.*How we plan a day<\/textarea>/s);
    expect(await taskRow(task)).toMatchObject({ status: 'assigned' });
    expect((await as('theo-grant').send(`/tasks/${task}`, fields)).status).toBe(303);
    expect(await taskRow(task)).toMatchObject({
      status: 'completed',
      answer: { decision: 'How we plan a day' },
    });
  });
});

describe('what is mine this month', () => {
  it('has what is to do, what comes and what is done, and is nobody’s without a viewer', async () => {
    const page = await (await as('noor-banks').get('/me')).text();
    expect(page).toMatch(/To do now.*Coming in the next weeks.*Done this month/s);
    expect(page).toContain(`/tasks/${PROGRAM}/willow/council-advice/M03?lang=en`);
    expect((await nobody.get('/me')).status).toBe(401);
  });

  it('calls nobody late, and offers help instead', async () => {
    for (const person of ['noor-banks', 'ana-ruedas', 'rosa-almendro', 'walt-jensen', 'pia-holm']) {
      const page = await (await as(person).get('/me')).text();
      expect(page).not.toMatch(/overdue|\blate\b|atrasad|vencid|retras/i);
    }
    expect(await (await as('pia-holm').get('/me')).text()).toContain('Is there something we can help with?');
    expect(await (await as('walt-jensen').get('/me')).text()).not.toContain('planned day has passed');
  });
});

it('no line of the log has a key, a secret or a name', () => {
  expect(world.log.length).toBeGreaterThan(100);
  expect(JSON.stringify(world.log)).not.toMatch(/maple|willow|hugo|\/t\/[A-Za-z0-9_-]{20}/);
});
