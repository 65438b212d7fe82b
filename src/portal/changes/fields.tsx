import type { Child } from 'hono/jsx';
import type { Language } from '../../domain/language.ts';
import type { Typed } from '../tasks/form.ts';
import type { ChangeKind, Choice, Choices, FieldProblem } from './port.ts';
import { changeWords } from './words.ts';

interface FieldsProps {
  readonly kind: ChangeKind;
  readonly choices: Choices;
  readonly typed: Typed;
  readonly problems: readonly FieldProblem[];
}

/** What a kind of change asks. Who is asked for is chosen from a list: nothing has to be known by heart. */
export const ChangeFields = ({ kind, choices, typed, problems }: FieldsProps) => {
  const { language, teams, periods, restable, people } = choices;
  const { fields, options, hints } = changeWords[language].form;
  const own = { typed, problems, language };
  const persons = people ?? [];
  const choose = { value: '', text: options.choose };
  const Team = () => (
    <Select
      {...own}
      name="team"
      label={fields.team}
      choices={[
        { value: '', text: kind === 'rest' ? options.program : options.everything },
        ...(kind === 'rest' ? [] : [{ value: 'all', text: options.whole }]),
        ...teams,
      ]}
    />
  );
  const Part = ({ needed }: { readonly needed: boolean }) => (
    <Field {...own} name="part" label={fields.part}>
      <select id="part" name="part" {...described('part', problems)}>
        <option value="">{needed ? options.choose : options.allParts}</option>
        {choices.parts.map(({ label, choices: each }) => (
          <optgroup label={label}>
            <Options choices={each} chosen={typed['part']} />
          </optgroup>
        ))}
      </select>
    </Field>
  );
  const Period = () => (
    <Select
      {...own}
      name="period"
      label={fields.period}
      choices={[{ value: '', text: options.allPeriods }, ...periods]}
    />
  );
  switch (kind) {
    case 'shift':
      return (
        <>
          <Team />
          <Part needed={false} />
          <Period />
          <Field {...own} name="days" label={fields.days}>
            <input
              id="days"
              name="days"
              type="number"
              min={1}
              max={730}
              value={typed['days'] ?? ''}
              {...described('days', problems)}
            />
          </Field>
          <Select
            {...own}
            name="way"
            label={fields.way}
            choices={[
              { value: 'later', text: options.later },
              { value: 'earlier', text: options.earlier },
            ]}
          />
          <Day {...own} name="to" label={fields.to} hint={hints.to} />
        </>
      );
    case 'skip':
      return (
        <>
          <Part needed />
          <Team />
          <Period />
        </>
      );
    case 'pause':
      return (
        <Select
          {...own}
          name="team"
          label={fields.team}
          choices={[{ value: '', text: options.program }, ...teams]}
        />
      );
    case 'resume':
      return (
        <>
          <Select {...own} name="team" label={fields.team} choices={choices.paused} />
          <fieldset {...described('dates', problems)} id="dates">
            <legend>{fields.dates}</legend>
            <Problem name="dates" {...own} />
            <div class="choices">
              {(['keep', 'move'] as const).map((value) => (
                <label>
                  <input type="radio" name="dates" value={value} checked={typed['dates'] === value} />{' '}
                  {options[value]}
                </label>
              ))}
            </div>
          </fieldset>
        </>
      );
    case 'rest':
      return (
        <>
          <Team />
          <Select {...own} name="from" label={fields.restFrom} choices={[choose, ...restable]} />
          <Select
            {...own}
            name="until"
            label={fields.restUntil}
            choices={[{ value: '', text: options.sameMonth }, ...restable]}
          />
        </>
      );
    case 'absence':
      return (
        <>
          <Select {...own} name="person" label={fields.person} choices={[choose, ...persons]} />
          <Day {...own} name="from" label={fields.from} />
          <Day {...own} name="until" label={fields.until} />
          <Select
            {...own}
            name="cover"
            label={fields.cover}
            hint={hints.cover}
            choices={[{ value: '', text: options.nobody }, ...persons]}
          />
        </>
      );
    case 'reassign':
      return (
        <>
          <Select {...own} name="person" label={fields.handFrom} choices={[choose, ...persons]} />
          <Select {...own} name="to" label={fields.handTo} choices={[choose, ...persons]} />
          <Part needed={false} />
          <Period />
        </>
      );
  }
};

interface OwnProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly typed: Typed;
  readonly problems: readonly FieldProblem[];
  readonly language: Language;
}

const Field = ({
  name,
  label,
  hint,
  problems,
  language,
  children,
}: OwnProps & { readonly children: Child }) => (
  <div class="written">
    <label for={name}>{label}</label>
    {hint === undefined ? null : (
      <p class="quiet hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
    <Problem {...{ name, problems, language }} />
    {children}
  </div>
);

const Problem = ({ name, problems, language }: Pick<OwnProps, 'name' | 'problems' | 'language'>) => {
  const problem = problems.find(({ field }) => field === name);
  return problem === undefined ? null : (
    <p class="problem" id={`${name}-problem`}>
      {changeWords[language].form.problem(problem)}
    </p>
  );
};

const described = (name: string, problems: readonly FieldProblem[], hint?: string): object => {
  const wrong = problems.some(({ field }) => field === name);
  const by = [...(wrong ? [`${name}-problem`] : []), ...(hint === undefined ? [] : [`${name}-hint`])];
  return {
    ...(wrong ? { 'aria-invalid': 'true' } : {}),
    ...(by.length === 0 ? {} : { 'aria-describedby': by.join(' ') }),
  };
};

const Select = ({ choices, ...own }: OwnProps & { readonly choices: readonly Choice[] }) => (
  <Field {...own}>
    <select id={own.name} name={own.name} {...described(own.name, own.problems, own.hint)}>
      <Options choices={choices} chosen={own.typed[own.name]} />
    </select>
  </Field>
);

const Options = ({
  choices,
  chosen,
}: {
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
}) => (
  <>
    {choices.map(({ value, text }) => (
      <option value={value} selected={value === (chosen ?? '')}>
        {text}
      </option>
    ))}
  </>
);

const Day = (own: OwnProps) => (
  <Field {...own}>
    <input
      id={own.name}
      name={own.name}
      type="date"
      class="short"
      value={own.typed[own.name] ?? ''}
      {...described(own.name, own.problems, own.hint)}
    />
  </Field>
);
