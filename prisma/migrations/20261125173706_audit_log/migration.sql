-- AlterTable
ALTER TABLE "administrator" ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" UUID,
    "via" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "program_id" TEXT,
    "reason" TEXT,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_program_id_id_idx" ON "audit_entry"("program_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "administrator_id_key" ON "administrator"("id");

-- What Prisma cannot express.

-- The log is only ever added to. (\073 is a semicolon.)
CREATE FUNCTION "audit_log_stands"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''the audit log is only ever added to'' USING ERRCODE = ''insufficient_privilege''\073 END\073';
CREATE TRIGGER "audit_entry_stands" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_log_stands"();
