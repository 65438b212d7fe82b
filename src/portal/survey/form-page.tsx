import type { Language } from '../../domain/language.ts';
import { COMMENT_LENGTH, type FormProblem, type Typed } from '../../survey/form.ts';
import { isRated, valuesOf, type Item, type RatedItem } from '../../survey/instrument-schema.ts';
import { Frame } from './frame.tsx';
import type { OpenedCard } from './port.ts';
import { surveyWords, type SurveyWords } from '../../survey/words.ts';

interface Shown {
  readonly language: Language;
  readonly words: SurveyWords;
  readonly typed: Typed;
  readonly problems: readonly FormProblem[];
}

/** The form that a card opens; with what was typed and what it still needs, where it came back. */
export const FormPage = ({
  card,
  language,
  typed = {},
  problems = [],
}: {
  readonly card: OpenedCard;
  readonly language: Language;
  readonly typed?: Typed;
  readonly problems?: readonly FormProblem[];
}) => {
  const words = surveyWords[language];
  const shown: Shown = { language, words, typed, problems };
  const title = card.instrument.title[language];
  const items = card.instrument.items.filter((item) => isRated(item) || card.comments !== null);
  return (
    <Frame language={language} title={problems.length > 0 ? `${words.problems.title}: ${title}` : title}>
      <h1>{title}</h1>
      <Problems items={items} {...shown} />
      <p>{words.place(card.place)}</p>
      {words.intro.map((line) => (
        <p>{line}</p>
      ))}
      <p>
        <strong>{words.notUrgent}</strong>
      </p>
      <form method="post" class="survey">
        <input type="hidden" name="version" value={String(card.instrument.version)} />
        {items.map((item) =>
          isRated(item) ? <Rated item={item} {...shown} /> : <Written item={item} card={card} {...shown} />,
        )}
        <button type="submit">{words.send}</button>
      </form>
    </Frame>
  );
};

const Problems = ({ items, language, words, problems }: Shown & { readonly items: readonly Item[] }) => {
  if (problems.length === 0) return null;
  return (
    <div class="problems" role="alert" tabindex={-1} autofocus>
      <h2>{words.problems.title}</h2>
      <ul>
        {problems.map(({ item, kind }) => {
          const about = items.find(({ id }) => id === item);
          return (
            <li>
              {about === undefined ? (
                words.problems[kind]
              ) : (
                <a href={`#${fieldOf(about)}`}>
                  {about.text[language]} {words.problems[kind]}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};

/** Where a link to an item leads: its first field. */
const fieldOf = (item: Item): string => (isRated(item) ? `${item.id}-${shownValues(item)[0] ?? 0}` : item.id);

const problemOf = ({ problems }: Shown, item: Item): FormProblem | undefined =>
  problems.find((problem) => problem.item === item.id);

const Problem = ({ shown, item }: { readonly shown: Shown; readonly item: Item }) => {
  const problem = problemOf(shown, item);
  return problem === undefined ? null : (
    <p class="problem" id={`${item.id}-problem`}>
      {shown.words.problems[problem.kind]}
    </p>
  );
};

/** The ids of what is said about an item, beside its name. */
const describedBy = (shown: Shown, item: Item, more: readonly string[] = []): string | undefined => {
  const ids = [
    ...(item.hint === undefined ? [] : [`${item.id}-hint`]),
    ...more,
    ...(problemOf(shown, item) === undefined ? [] : [`${item.id}-problem`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
};

const Hint = ({ item, language }: { readonly item: Item; readonly language: Language }) =>
  item.hint === undefined ? null : (
    <p class="quiet" id={`${item.id}-hint`}>
      {item.hint[language]}
    </p>
  );

const Rated = ({ item, ...shown }: Shown & { readonly item: RatedItem }) => {
  const { language, words, typed } = shown;
  const given = typed[item.id] ?? '';
  return (
    <fieldset class={item.type} aria-describedby={describedBy(shown, item)}>
      <legend>
        {item.text[language]}
        {item.required ? ` (${words.required})` : null}
      </legend>
      <Hint item={item} language={language} />
      <Problem shown={shown} item={item} />
      <div class="choices">
        {shownValues(item).map((value) => (
          <Choice item={item} value={String(value)} label={labelOf(item, value, shown)} given={given} />
        ))}
      </div>
      {item.required ? null : (
        <div class="choices">
          <Choice item={item} value="" label={words.skip} given={given === '' ? null : given} />
        </div>
      )}
    </fieldset>
  );
};

/** Yes comes before no, as people say it. */
const shownValues = (item: RatedItem): readonly number[] =>
  item.type === 'yes-no' ? valuesOf(item).toReversed() : valuesOf(item);

function labelOf(item: RatedItem, value: number, { language, words }: Shown): string {
  switch (item.type) {
    case 'frequency':
      return words.levels[value - 1] ?? String(value);
    case 'yes-no':
      return value === 1 ? words.yes : words.no;
    case 'scale':
      if (value === 0) return `0 (${item.low[language]})`;
      return value === 10 ? `10 (${item.high[language]})` : String(value);
  }
}

const Choice = ({
  item,
  value,
  label,
  given,
}: {
  readonly item: RatedItem;
  readonly value: string;
  readonly label: string;
  readonly given: string | null;
}) => {
  const id = `${item.id}-${value === '' ? 'skip' : value}`;
  return (
    <label for={id}>
      <input
        type="radio"
        id={id}
        name={item.id}
        value={value}
        checked={given === value}
        required={item.required}
      />
      <span>{label}</span>
    </label>
  );
};

const Written = ({
  item,
  card,
  ...shown
}: Shown & { readonly item: Exclude<Item, RatedItem>; readonly card: OpenedCard }) => {
  const { language, words, typed } = shown;
  const note = `${item.id}-note`;
  return (
    <div class="written">
      <label for={item.id}>{item.text[language]}</label>
      <Hint item={item} language={language} />
      <div id={note}>
        <p>{words.written}</p>
        <p>{words.urgent}</p>
        <ul>
          {card.comments?.urgent.map(({ label, phone }) => (
            <li>
              {label[language]}: <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
            </li>
          ))}
        </ul>
      </div>
      <Problem shown={shown} item={item} />
      <textarea
        id={item.id}
        name={item.id}
        rows={4}
        maxlength={COMMENT_LENGTH}
        aria-describedby={describedBy(shown, item, [note])}
        aria-invalid={problemOf(shown, item) === undefined ? undefined : 'true'}
      >
        {typed[item.id] ?? ''}
      </textarea>
    </div>
  );
};
