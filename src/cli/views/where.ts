import type { StackAddresses } from '../../embedded/stack.ts';
import { portalOf } from '../services.ts';

/** Where to look while a stack runs. `mailsUrl` replaces the stack's own mail catcher; null leaves it out. */
export function whereToLook(stack: StackAddresses, mailsUrl: string | null = stack.catcherUrl): string[] {
  return [
    `  Portal     ${portalOf(stack).publicUrl.origin}`,
    ...(stack.uiUrl === null ? [] : [`  Workflows  ${stack.uiUrl}`]),
    ...(mailsUrl === null ? [] : [`  Mails      ${mailsUrl}`]),
    '  Status     npx milepost status',
  ];
}
