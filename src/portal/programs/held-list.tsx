import type { Language } from '../../domain/language.ts';
import { inLanguage } from '../page/frame.tsx';
import type { HeldView } from './port.ts';
import { programWords } from './words.ts';

const kinds = ['nobody', 'late', 'gate', 'waits'] as const;

/** Enough to begin with; the rest stands with its team. */
const FIRST = 10;

/** What is stuck: by kind, the longest first, each kind with what to do next. Nobody is ranked. */
export const HeldList = ({
  held,
  language,
}: {
  readonly held: readonly HeldView[];
  readonly language: Language;
}) => {
  const words = programWords[language].held;
  if (held.length === 0) return <p>{words.none}</p>;
  return (
    <>
      {kinds.map((kind) => {
        const own = held.filter(({ why }) => why === kind);
        if (own.length === 0) return null;
        const { title, next } = words.kinds[kind];
        return (
          <section>
            <h3>
              {title} <span class="quiet">({own.length})</span>
            </h3>
            <p class="quiet">{next}</p>
            <ul class="held">
              {own.slice(0, FIRST).map((each) => (
                <li>
                  <HeldLine held={each} language={language} />
                </li>
              ))}
            </ul>
            {own.length > FIRST ? <p class="quiet">{words.more(own.length - FIRST)}</p> : null}
          </section>
        );
      })}
    </>
  );
};

export const HeldLine = ({ held, language }: { readonly held: HeldView; readonly language: Language }) => {
  const words = programWords[language].held;
  const hrefs = [...held.hrefs, ...held.whom.map(({ href }) => href)];
  const [only, ...more] = hrefs;
  const said = saysHeld(more.length === 0 ? held : { ...held, whom: [] }, language);
  return (
    <>
      {only === undefined || only === null || more.length > 0 ? (
        <strong>{held.title}</strong>
      ) : (
        <a href={inLanguage(only, language)}>{held.title}</a>
      )}
      <span class="held-facts">{[held.team ?? words.all, said].join(' · ')}</span>
      {more.length === 0 ? null : (
        <span class="held-facts">
          {held.whom.length === 0 ? words.look : words.hands}:{' '}
          {hrefs.map((href, i) =>
            href === null ? null : (
              <a
                href={inLanguage(href, language)}
                aria-label={`${held.title}: ${held.whom[i]?.name ?? i + 1}`}
              >
                {held.whom[i]?.name ?? i + 1}
              </a>
            ),
          )}
        </span>
      )}
    </>
  );
};

/** Whom or what it waits for, and since when. */
export function saysHeld({ why, whom, waitsFor, since }: HeldView, language: Language): string {
  const words = programWords[language].held;
  const withWhom = whom.length === 0 ? [] : [words.withWhom(whom.map(({ name }) => name))];
  const on =
    why === 'nobody'
      ? [words.withNobody]
      : waitsFor === null
        ? withWhom
        : [words.waitsFor(waitsFor), ...withWhom];
  return [...on, words.since(since)].join(', ');
}
