import type { Typed } from './form.ts';
import type { OpenTaskView } from './port.ts';
import { taskWords } from './words.ts';

/** What one may do with a task other than finish it: hand it over, take it on, say that one cannot. */
export const OtherWays = ({
  view,
  typed,
  lacks,
}: {
  readonly view: OpenTaskView;
  readonly typed: Typed;
  readonly lacks: 'hand' | 'cannot' | null;
}) => (
  <>
    {view.may.take ? <Take view={view} /> : null}
    {view.may.handTo.length > 0 ? <HandOver {...{ view, typed }} lacks={lacks === 'hand'} /> : null}
    {view.may.cannot === null ? null : <Cannot {...{ view, typed }} lacks={lacks === 'cannot'} />}
  </>
);

const Take = ({ view }: { readonly view: OpenTaskView }) => {
  const words = taskWords[view.language].take;
  return (
    <details>
      <summary>{words.title}</summary>
      <form method="post">
        <p>{words.text}</p>
        <button type="submit" name="do" value="take" class="second">
          {words.button}
        </button>
      </form>
    </details>
  );
};

interface WayProps {
  readonly view: OpenTaskView;
  readonly typed: Typed;
  readonly lacks: boolean;
}

const HandOver = ({ view, typed, lacks }: WayProps) => {
  const { hand: words, problems } = taskWords[view.language];
  return (
    <details open={lacks}>
      <summary>{words.title}</summary>
      <form method="post" novalidate>
        <p>{words.text}</p>
        <fieldset aria-describedby={lacks ? 'to-problem' : undefined}>
          <legend>{words.label}</legend>
          {lacks ? (
            <p class="problem" id="to-problem" role="alert">
              {problems.whom}
            </p>
          ) : null}
          <div class="choices">
            {view.may.handTo.map(({ id, name }) => (
              <label for={`to-${id}`}>
                <input
                  type="radio"
                  id={`to-${id}`}
                  name="to"
                  value={id}
                  checked={typed['to'] === id}
                  required
                />
                <span>{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <button type="submit" name="do" value="hand" class="second">
          {words.button}
        </button>
      </form>
    </details>
  );
};

const Cannot = ({ view, typed, lacks }: WayProps) => {
  const { problems } = taskWords[view.language];
  const may = view.may.cannot;
  if (may === null) return null;
  const words = wordsOf(may, view);
  return (
    <details open={lacks}>
      <summary>{words.title}</summary>
      <form method="post" novalidate>
        <p>{words.text}</p>
        <div class="written">
          <label for="reason">{words.label}</label>
          {lacks ? (
            <p class="problem" id="reason-problem" role="alert">
              {problems.reason}
            </p>
          ) : null}
          <textarea
            rows={3}
            id="reason"
            name="reason"
            maxlength={REASON_LENGTH}
            required
            aria-describedby={lacks ? 'reason-problem' : undefined}
            aria-invalid={lacks ? 'true' : undefined}
          >
            {`\n${typed['reason'] ?? ''}`}
          </textarea>
        </div>
        <button type="submit" name="do" value="cannot" class="second">
          {words.button}
        </button>
      </form>
    </details>
  );
};

function wordsOf(may: NonNullable<OpenTaskView['may']['cannot']>, { language, owner }: OpenTaskView) {
  const { cannot } = taskWords[language];
  switch (may.how) {
    case 'ask':
      return cannot.ask(may.whom.name);
    case 'aside_for_owner':
      return cannot.aside_for_owner(owner ?? '');
    default:
      return cannot[may.how];
  }
}

/** What a word to somebody may hold. */
export const REASON_LENGTH = 500;
