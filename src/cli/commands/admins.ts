import { z } from 'zod';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { findServices } from '../services.ts';
import type { Outcome, Run } from '../command.ts';

const invocationSchema = z
  .strictObject({
    what: z.enum(['add', 'remove', 'list'], 'is one of add, remove, list'),
    address: z.email('give a mail address, as in robin@clinic.example').optional(),
  })
  .refine(({ what, address }) => what === 'list' || address !== undefined, {
    path: ['address'],
    error: 'say who: a mail address, as in robin@clinic.example',
  });

/** Says who runs the system, and changes it. They sign in with the same links as everybody. */
export const admins: Run = async (invocation) => {
  const { what, address = '' } = parseInvocation(invocationSchema, invocation, ['what', 'address']);
  const { live } = await findServices();
  const { openAdministrators } = await import('../../connect/administrators.ts');
  const administrators = openAdministrators(live.databaseUrl);
  try {
    if (what === 'add') return told(address, 'added', await administrators.add(address, null));
    if (what === 'remove') return told(address, 'removed', await administrators.remove(address, null));
    const found = await administrators.list();
    return {
      exit: exitCodes.ok,
      document: { administrators: found },
      lines:
        found.length === 0
          ? ['Nobody runs the system yet. `milepost admins add ADDRESS` names somebody.']
          : found.map(({ email }) => email),
    };
  } finally {
    await administrators.close();
  }
};

/** Said twice is the same as once. */
function told(address: string, change: 'added' | 'removed', changed: boolean): Outcome {
  const lines = {
    added: [
      changed ? `${address} is an administrator.` : `${address} is an administrator already.`,
      'They sign in on the portal with a link to that address.',
    ],
    removed: [
      changed
        ? `${address} is no administrator any more, from their next request on.`
        : `${address} is no administrator; there was nothing to remove.`,
    ],
  };
  return { exit: exitCodes.ok, document: { address, [change]: changed }, lines: lines[change] };
}
