import type { FirstLook, Mended, ReconcileInput, Suspect } from '../contracts/reconcile.ts';
import type { Ports } from './ports.ts';

export const createReconcileActivities = ({ sweeper }: Ports) => ({
  findDrift: (input: ReconcileInput): Promise<FirstLook> => sweeper.find(input),

  mendDrift: ({
    suspects,
    ...input
  }: ReconcileInput & { readonly suspects: readonly Suspect[] }): Promise<readonly Mended[]> =>
    sweeper.mend(input, suspects),
});
