import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/prisma/client.ts';

export { PrismaClient };

/** A Prisma client over `pg`. Close it with `$disconnect()`. */
export function createPrisma(url: string, { max = 10 }: { readonly max?: number } = {}): PrismaClient {
  const adapter = new PrismaPg({ connectionString: url, max, connectionTimeoutMillis: 10_000 });
  return new PrismaClient({ adapter });
}
