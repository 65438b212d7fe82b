-- CreateTable
CREATE TABLE "task_link" (
    "token_hash" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "task_key" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "task_draft" (
    "task_key" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "typed" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_draft_pkey" PRIMARY KEY ("task_key","person_id")
);

-- CreateIndex
CREATE INDEX "task_link_task_key_idx" ON "task_link"("task_key");
