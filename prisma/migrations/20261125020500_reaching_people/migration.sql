-- AlterTable
ALTER TABLE "person" ADD COLUMN     "channel" TEXT NOT NULL DEFAULT 'email',
ADD COLUMN     "delivery" TEXT NOT NULL DEFAULT 'immediate',
ADD COLUMN     "webhook_url" TEXT;

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "bundle" TEXT;

-- CreateTable
CREATE TABLE "mail_domain" (
    "domain" TEXT NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "burst" DOUBLE PRECISION NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "wanted" INTEGER NOT NULL,
    "granted" INTEGER NOT NULL,
    "refilled_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "mail_domain_pkey" PRIMARY KEY ("domain")
);

-- CreateTable
CREATE TABLE "unsubscribe" (
    "token_hash" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "kind_group" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unsubscribe_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "opt_out" (
    "program_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "kind_group" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opt_out_pkey" PRIMARY KEY ("program_id","person_id","kind_group")
);

-- What Prisma cannot express.

-- The rest of a bundle, and what a person was sent this month: small indexes beside a large table.
CREATE INDEX "outbox_bundle_idx" ON "outbox" ("program_id", "recipient", "attempt_at") WHERE "bundle" IS NOT NULL;
CREATE INDEX "outbox_received_idx" ON "outbox" ("program_id", "recipient", "sent_at") WHERE "state" = 'sent';

-- Who is reached through a domain, and at an address in any program.
CREATE INDEX "person_domain_idx" ON "person" ((lower(CASE "channel" WHEN 'webhook' THEN substring("webhook_url" FROM '^https?://([^/:?#]+)') ELSE split_part("email", '@', 2) END)));
CREATE INDEX "person_email_idx" ON "person" ((lower("email")));

-- A new address has not bounced, whoever writes it. (\073 is a semicolon: migrations are divided at those.)
CREATE FUNCTION "person_has_new_address"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN NEW."bounced_at" := NULL\073 RETURN NEW\073 END\073';
CREATE TRIGGER "person_new_address" BEFORE UPDATE OF "email" ON "person"
  FOR EACH ROW WHEN (lower(OLD."email") <> lower(NEW."email")) EXECUTE FUNCTION "person_has_new_address"();
