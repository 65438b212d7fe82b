-- CreateIndex
CREATE INDEX "task_eligible_idx" ON "task" USING GIN ("eligible");

-- CreateIndex
CREATE INDEX "task_program_id_closed_by_closed_at_idx" ON "task"("program_id", "closed_by", "closed_at");

-- CreateIndex
CREATE INDEX "task_link_program_id_person_id_idx" ON "task_link"("program_id", "person_id");

-- CreateIndex
CREATE INDEX "sign_in_link_email_expires_at_idx" ON "sign_in_link"("email", "expires_at");

-- What Prisma cannot express.

-- A new address has not bounced, and the links in mails to the old one open nothing any more. (\073 is a semicolon.)
CREATE OR REPLACE FUNCTION "person_has_new_address"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN NEW."bounced_at" := NULL\073 DELETE FROM "task_link" WHERE "program_id" = NEW."program_id" AND "person_id" = NEW."id"\073 RETURN NEW\073 END\073';

-- What was begun to be filled in, and not sent, is nobody's any more when the task is closed, however that comes.
CREATE FUNCTION "task_was_closed"() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN DELETE FROM "task_draft" WHERE "task_key" = NEW."key"\073 RETURN NULL\073 END\073';
CREATE TRIGGER "task_closed" AFTER UPDATE OF "closed_at" ON "task"
  FOR EACH ROW WHEN (OLD."closed_at" IS NULL AND NEW."closed_at" IS NOT NULL) EXECUTE FUNCTION "task_was_closed"();
