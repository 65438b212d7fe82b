import type { Child } from 'hono/jsx';
import type { Language } from '../../domain/language.ts';
import { assets } from '../assets.ts';
import { Frame } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import { isNotice, taskWords } from './words.ts';

/** A page of tasks. */
export const TaskFrame = ({
  framing,
  title,
  children,
}: {
  readonly framing: Framing;
  readonly title: string;
  readonly children: Child;
}) => (
  <Frame framing={framing} title={title} sheet={assets.tasks}>
    {children}
  </Frame>
);

/** What was just done, in a sentence. Says nothing of what it does not know. */
export const Notice = ({ language, said }: { readonly language: Language; readonly said: string | null }) =>
  isNotice(said) ? <Said text={taskWords[language].notice[said]} /> : null;

export const Said = ({ text, children }: { readonly text: string; readonly children?: Child }) => (
  <div class="said" role="status">
    <p>{text}</p>
    {children}
  </div>
);
