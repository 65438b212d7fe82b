import { CliError } from '../errors.ts';
import type { Run } from '../command.ts';

export const launch: Run = async () => {
  throw new CliError('away', 'this part of milepost is not here yet');
};
