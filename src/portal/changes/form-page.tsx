import type { Language } from '../../domain/language.ts';
import { assets } from '../assets.ts';
import { Frame, inLanguage } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import type { Typed } from '../tasks/form.ts';
import { ChangeFields } from './fields.tsx';
import { type ChangeKind, changeKinds, type Choices, type FieldProblem } from './port.ts';
import { type ChangeWords, changeWords } from './words.ts';

/** What is said above a form that came back. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
  /** What the rules say, in English. */
  readonly detail?: string | null;
}

interface FormPageProps {
  readonly framing: Framing;
  readonly choices: Choices;
  /** Null while it is to be chosen. */
  readonly kind: ChangeKind | null;
  readonly typed?: Typed;
  readonly problems?: readonly FieldProblem[];
  readonly trouble?: Trouble | null;
}

/** What can be changed; or, of one kind, its form with everything that was typed. */
export const FormPage = ({
  framing,
  choices,
  kind,
  typed = {},
  problems = [],
  trouble = null,
}: FormPageProps) => {
  const { language, program, title } = choices;
  const { form, list } = changeWords[language];
  const at = `/programs/${program}/changes`;
  const heading = kind === null ? form.title : form.kinds[kind].title;
  return (
    <Frame
      framing={framing}
      title={`${problems.length > 0 ? `${form.problems} ` : ''}${heading}: ${title}`}
      sheet={assets.lead}
      back={kind === null ? { href: at, text: list.title } : { href: `${at}/new`, text: form.other }}
    >
      <h1>{heading}</h1>
      {trouble === null ? null : <TroubleBox trouble={trouble} />}
      {problems.length === 0 ? null : (
        <div class="problems" role="alert" tabindex={-1} autofocus>
          <h2>{form.problems}</h2>
          <ul>
            {problems.map((problem) => (
              <li>
                <a href={`#${problem.field}`}>{labelOf(kind, problem.field, language)}</a>{' '}
                {form.problem(problem)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p class="lead">{kind === null ? form.lead : `${form.kinds[kind].text} ${form.lead}`}</p>
      {kind === null ? <Kinds choices={choices} /> : <Form {...{ choices, kind, typed, problems }} />}
    </Frame>
  );
};

type FieldName = keyof ChangeWords['form']['fields'];

/** What a field is called in the form of a kind: some names are those of two fields. */
function labelOf(kind: ChangeKind | null, field: string, language: Language): string {
  const { fields } = changeWords[language].form;
  const names: Readonly<Record<string, FieldName>> =
    kind === 'rest'
      ? { from: 'restFrom', until: 'restUntil' }
      : kind === 'reassign'
        ? { person: 'handFrom', to: 'handTo' }
        : {};
  const name = names[field] ?? (field in fields ? (field as FieldName) : null);
  return name === null ? '' : fields[name];
}

export const TroubleBox = ({ trouble: { title, text, detail = null } }: { readonly trouble: Trouble }) => (
  <div class="problems" role="alert" tabindex={-1} autofocus>
    <h2>{title}</h2>
    <p>{text}</p>
    {detail === null ? null : (
      <p lang="en" class="kept-lines quiet">
        {detail}
      </p>
    )}
  </div>
);

const Kinds = ({ choices: { language, program, paused } }: { readonly choices: Choices }) => {
  const { kinds } = changeWords[language].form;
  return (
    <ul class="programs">
      {changeKinds
        .filter((kind) => kind !== 'resume' || paused.length > 0)
        .map((kind) => (
          <li>
            <h2>
              <a href={inLanguage(`/programs/${program}/changes/new?kind=${kind}`, language)}>
                {kinds[kind].title}
              </a>
            </h2>
            <p>{kinds[kind].text}</p>
          </li>
        ))}
    </ul>
  );
};

const Form = ({
  choices,
  kind,
  typed,
  problems,
}: Required<Pick<FormPageProps, 'choices' | 'typed' | 'problems'>> & { readonly kind: ChangeKind }) => {
  const { language, program, teams, people, paused } = choices;
  const { form } = changeWords[language];
  const at = `/programs/${program}/changes/new`;
  if (kind === 'resume' && paused.length === 0) return <p>{form.nothingPaused}</p>;
  if ((kind === 'absence' || kind === 'reassign') && people === null) {
    return (
      <form method="get" action={at}>
        <input type="hidden" name="lang" value={language} />
        <input type="hidden" name="kind" value={kind} />
        <div class="written">
          <label for="of">{form.chooseTeam.text}</label>
          <select id="of" name="of">
            {teams.map(({ value, text }) => (
              <option value={value}>{text}</option>
            ))}
          </select>
        </div>
        <button type="submit">{form.chooseTeam.button}</button>
      </form>
    );
  }
  return (
    <form method="post" action={inLanguage(at, language)} class="change" novalidate>
      <input type="hidden" name="kind" value={kind} />
      {typed['of'] === undefined ? null : <input type="hidden" name="of" value={typed['of']} />}
      <ChangeFields {...{ kind, choices, typed, problems }} />
      <button type="submit">{form.show}</button>
    </form>
  );
};
