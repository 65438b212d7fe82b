import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What became of one form. Times are of this process’s clock. */
export interface Sent {
  /** What it says of itself, so that it is found again. */
  readonly mark: string;
  /** When it was to be sent: a pace that the answers do not slow down. */
  readonly due: number;
  /** When the last answer to it was there. */
  readonly answered: number;
  readonly thanked: boolean;
  /** Whether its patient had to press again. */
  readonly told: boolean;
}

export interface Sending {
  readonly url: string;
  readonly codes: readonly string[];
  /** Begins the marks of these forms. */
  readonly name: string;
  readonly perSecond: number;
}

/** One in so many presses twice at once. */
const IMPATIENT = 20;
const PRESSES = 4;
const ANSWER_MS = 20_000;

/** Sends a form for each code at an even pace. Whoever is told to press again does, after as long as was said. */
export async function submitAll({ url, codes, name, perSecond }: Sending): Promise<readonly Sent[]> {
  const agent = new Agent({ keepAlive: true });
  const begin = performance.now() + 50;
  const sent = await Promise.all(
    codes.map(async (code, i) => {
      const due = begin + (i * 1_000) / perSecond;
      await pause(Math.max(0, due - performance.now()));
      return submit({ agent, url: `${url}/s/${code}`, mark: `${name} ${i}`, i, due });
    }),
  );
  agent.destroy();
  return sent;
}

async function submit({
  agent,
  url,
  mark,
  i,
  due,
}: {
  agent: Agent;
  url: string;
  mark: string;
  i: number;
  due: number;
}): Promise<Sent> {
  const body = new URLSearchParams({
    version: '1',
    access: String((i % 5) + 1),
    communication: String((i % 4) + 2),
    respect: '5',
    coordination: String((i % 3) + 1),
    'shared-decisions': String((i % 5) + 1),
    overall: String(i % 11),
    'same-again': String(i % 2),
    comment: mark,
  }).toString();
  let told = false;
  for (let press = 1; ; press += 1) {
    const answers = [post(agent, url, body)];
    if (i % IMPATIENT === 0 && press === 1) answers.push(post(agent, url, body));
    const [answer, ...more] = await Promise.all(answers as [Promise<Answer>, ...Promise<Answer>[]]);
    const thanked = [answer, ...more].some(({ status }) => status === 200);
    if (thanked || press === PRESSES) return { mark, due, answered: performance.now(), thanked, told };
    told = true;
    await pause(answer.retryAfter * 1_000);
  }
}

interface Answer {
  /** 0 where none came. */
  readonly status: number;
  readonly retryAfter: number;
}

const post = (agent: Agent, url: string, body: string): Promise<Answer> =>
  new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, retryAfter: 1 });
    const asked = request(
      url,
      {
        agent,
        method: 'POST',
        timeout: ANSWER_MS,
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(body),
          Accept: 'text/html',
        },
      },
      (response) => {
        response.resume();
        response.on('error', none);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number(response.headers['retry-after'] ?? 1),
          }),
        );
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', none);
    asked.end(body);
  });
