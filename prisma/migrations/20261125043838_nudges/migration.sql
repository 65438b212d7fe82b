-- CreateTable
CREATE TABLE "nudge" (
    "key" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "task_key" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,

    CONSTRAINT "nudge_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "nudge_program_id_person_at_idx" ON "nudge"("program_id", "person", "at");
