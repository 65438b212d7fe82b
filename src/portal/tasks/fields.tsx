import type { Language } from '../../domain/language.ts';
import { EVIDENCE, fieldName, type FormProblem, type Typed, upperName } from './form.ts';
import type { OpenTaskView, ShownField } from './port.ts';
import { taskWords } from './words.ts';

interface Shown {
  readonly language: Language;
  readonly typed: Typed;
  readonly problems: readonly FormProblem[];
}

/** The fields of a task's form, each with what was typed and what is still to be put right. */
export const Fields = ({
  view,
  typed,
  problems,
}: Omit<Shown, 'language'> & { readonly view: OpenTaskView }) => {
  const shown: Shown = { language: view.language, typed, problems };
  return (
    <>
      {view.fields.map((field) => (
        <Field field={field} {...shown} />
      ))}
      {view.asked.evidence === 'none' ? null : (
        <Evidence required={view.asked.evidence === 'required'} {...shown} />
      )}
    </>
  );
};

/** What a problem is about, in words, and where a link to it leads. */
export const aboutOf = (
  view: OpenTaskView,
  at: string,
): { readonly label: string; readonly href: string } => {
  const field = view.fields.find(({ id }) => fieldName(id) === at);
  if (field === undefined) return { label: taskWords[view.language].form.evidence, href: `#${at}` };
  return { label: field.label, href: `#${firstId(field)}` };
};

/** The id of the first control of a field. */
function firstId(field: ShownField): string {
  const [first] = choicesOf(field);
  return first === undefined ? fieldName(field.id) : `${fieldName(field.id)}-${first}`;
}

const choicesOf = ({ type, options }: ShownField): readonly string[] =>
  type === 'yes_no' ? ['yes', 'no'] : type === 'choice' ? options.map(({ id }) => id) : [];

const Field = ({ field, ...shown }: Shown & { readonly field: ShownField }) => {
  switch (field.type) {
    case 'yes_no':
    case 'choice':
      return <Choices field={field} {...shown} />;
    case 'range':
      return <FromTo field={field} {...shown} />;
    case 'text':
    case 'number':
    case 'date':
      return <Written field={field} {...shown} />;
  }
};

const Label = ({ field, language }: { readonly field: ShownField; readonly language: Language }) => (
  <>
    {field.label}
    {field.required ? null : <span class="optional"> ({taskWords[language].form.optional})</span>}
  </>
);

const Problem = ({ at, language, problems }: Shown & { readonly at: string }) => {
  const problem = problems.find((each) => each.at === at);
  return problem === undefined ? null : (
    <p class="problem" id={`${at}-problem`}>
      {taskWords[language].problems.fault(problem.fault)}
    </p>
  );
};

/** What is said about a field beside its label, for those who hear the page. */
function marks({ problems }: Shown, at: string, hints: readonly (string | null)[]) {
  const wrong = problems.some((each) => each.at === at);
  const ids = [...hints.filter((each) => each !== null), ...(wrong ? [`${at}-problem`] : [])];
  return {
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
    'aria-invalid': wrong ? ('true' as const) : undefined,
  };
}

const Written = ({ field, ...shown }: Shown & { readonly field: ShownField }) => {
  const name = fieldName(field.id);
  const bounds = field.type === 'number' ? taskWords[shown.language].form.bounds(field.min, field.max) : null;
  const hint = bounds === null ? null : `${name}-hint`;
  const given = shown.typed[name] ?? '';
  const common = { id: name, name, required: field.required, ...marks(shown, name, [hint]) };
  return (
    <div class="written">
      <label for={name}>
        <Label field={field} language={shown.language} />
      </label>
      {hint === null ? null : (
        <p class="quiet hint" id={hint}>
          {bounds}
        </p>
      )}
      <Problem at={name} {...shown} />
      {field.type === 'text' ? (
        <textarea rows={3} {...common}>
          {`\n${given}`}
        </textarea>
      ) : (
        <input
          type={field.type === 'date' ? 'date' : 'text'}
          inputmode={field.type === 'date' ? undefined : 'decimal'}
          class="short"
          autocomplete="off"
          value={given}
          {...common}
        />
      )}
    </div>
  );
};

const FromTo = ({ field, ...shown }: Shown & { readonly field: ShownField }) => {
  const words = taskWords[shown.language].form;
  const name = fieldName(field.id);
  const hint = `${name}-hint`;
  return (
    <fieldset aria-describedby={marks(shown, name, [hint])['aria-describedby']}>
      <legend>
        <Label field={field} language={shown.language} />
      </legend>
      <p class="quiet hint" id={hint}>
        {words.rangeHint}
      </p>
      <Problem at={name} {...shown} />
      <div class="from-to">
        {[
          [name, words.from],
          [upperName(field.id), words.to],
        ].map(([at = name, label]) => (
          <div>
            <label for={at}>{label}</label>
            <input
              type="text"
              inputmode="numeric"
              autocomplete="off"
              id={at}
              name={at}
              value={shown.typed[at] ?? ''}
              aria-invalid={marks(shown, name, [])['aria-invalid']}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
};

const Choices = ({ field, ...shown }: Shown & { readonly field: ShownField }) => {
  const words = taskWords[shown.language].form;
  const name = fieldName(field.id);
  const given = shown.typed[name] ?? '';
  const labels: Readonly<Record<string, string>> =
    field.type === 'yes_no'
      ? { yes: words.yes, no: words.no }
      : Object.fromEntries(field.options.map(({ id, label }) => [id, label]));
  const choices: readonly (readonly [value: string, id: string, label: string])[] = [
    ...choicesOf(field).map((value) => [value, `${name}-${value}`, labels[value] ?? value] as const),
    ...(field.required ? [] : [['', `${name}.none`, words.none] as const]),
  ];
  return (
    <fieldset aria-describedby={marks(shown, name, [])['aria-describedby']}>
      <legend>
        <Label field={field} language={shown.language} />
      </legend>
      <Problem at={name} {...shown} />
      <div class="choices">
        {choices.map(([value, id, label]) => (
          <label for={id}>
            <input
              type="radio"
              id={id}
              name={name}
              value={value}
              checked={given === value && (value !== '' || !field.required)}
              required={field.required}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};

const Evidence = ({ required, ...shown }: Shown & { readonly required: boolean }) => {
  const words = taskWords[shown.language].form;
  const hint = `${EVIDENCE}-hint`;
  return (
    <div class="written">
      <label for={EVIDENCE}>
        {words.evidence}
        {required ? null : <span class="optional"> ({words.optional})</span>}
      </label>
      <p class="quiet hint" id={hint}>
        {words.evidenceHint}
      </p>
      <Problem at={EVIDENCE} {...shown} />
      <textarea
        rows={3}
        id={EVIDENCE}
        name={EVIDENCE}
        required={required}
        {...marks(shown, EVIDENCE, [hint])}
      >
        {`\n${shown.typed[EVIDENCE] ?? ''}`}
      </textarea>
    </div>
  );
};
