import { createHash } from 'node:crypto';
import { createDoor, type DoorStore, type SignedIn, type SignInRequest } from '../../src/client/door.ts';
import { hashOf, newSecret } from '../../src/client/secrets.ts';

type Somebody = Pick<SignedIn, 'entries' | 'admin'> & Partial<SignedIn>;

interface Kept {
  readonly id: string;
  readonly email: string;
  readonly browser: string;
}

const DAY = new Date('2026-11-25T14:00:00Z');

/** A door that is kept in memory, with everything that was asked of it. People by mail address. */
export function doorOf(people: Readonly<Record<string, Somebody>> = {}) {
  const asked: SignInRequest[] = [];
  const links = new Map<string, { email: string; works: boolean; returnTo: string | null }>();
  const sessions = new Map<string, Kept>();
  let looks = 0;
  const store: DoorStore = {
    async ask(request) {
      asked.push(request);
    },
    async askAgain(hash) {
      const link = links.get(hash);
      if (link !== undefined) asked.push({ email: link.email, language: 'en', returnTo: link.returnTo });
      return link !== undefined;
    },
    async look(hash) {
      const link = links.get(hash);
      return link === undefined ? null : { language: 'en', works: link.works };
    },
    async spend(hash, { hash: session, browser }) {
      const link = links.get(hash);
      if (link?.works !== true) return null;
      link.works = false;
      const id = createHash('md5').update(session).digest('hex');
      sessions.set(session, { id, email: link.email, browser });
      return { returnTo: link.returnTo };
    },
    async who(hash) {
      looks += 1;
      const session = sessions.get(hash);
      const somebody = session === undefined ? undefined : people[session.email];
      return session === undefined || somebody === undefined
        ? null
        : { session: session.id, email: session.email, language: 'en', zone: 'America/Denver', ...somebody };
    },
    async leave(hash) {
      sessions.delete(hash);
    },
    async sessions(email) {
      return [...sessions.values()]
        .filter((each) => each.email === email)
        .map(({ id, browser }) => ({ id, browser, createdAt: DAY, seenAt: DAY }));
    },
    async end(email, id) {
      const found = [...sessions].find(([, each]) => each.email === email && each.id === id);
      return found !== undefined && sessions.delete(found[0]);
    },
    async endOthers(email, id) {
      for (const [hash, each] of sessions) if (each.email === email && each.id !== id) sessions.delete(hash);
    },
  };
  const link = (email: string, { works = true, returnTo = null as string | null } = {}): string => {
    const secret = newSecret();
    links.set(hashOf(secret), { email, works, returnTo });
    return secret;
  };
  const door = createDoor(store);
  return {
    door,
    asked,
    sessions,
    link,
    works: (secret: string) => links.get(hashOf(secret))?.works,
    /** How often it was asked who somebody is. */
    looks: () => looks,
    /** The headers of a browser in which somebody is signed in, at a portal without HTTPS. */
    async browserOf(email: string, browser = 'Firefox, Windows') {
      const spent = await door.spend(link(email), browser);
      return { Cookie: `milepost=${spent!.token}` };
    },
  };
}

/** What a browser says of a form of ours. */
export const ours = { 'Sec-Fetch-Site': 'same-origin' };

export const form = (
  fields: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: { ...ours, ...headers },
});
