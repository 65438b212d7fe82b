-- CreateTable
CREATE TABLE "survey_card" (
    "code_hash" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "spent" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "survey_card_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "survey_spool" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "answers" JSONB NOT NULL,
    "comment" JSONB,

    CONSTRAINT "survey_spool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_answer" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "survey_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_comment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reader" TEXT,
    "decided" DATE,

    CONSTRAINT "survey_comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disclosure" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "program_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "from_month" TEXT NOT NULL,
    "to_month" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "figures" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "contributors" TEXT[],

    CONSTRAINT "disclosure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "survey_card_program_id_team_idx" ON "survey_card"("program_id", "team");

-- CreateIndex
CREATE INDEX "survey_spool_program_id_team_idx" ON "survey_spool"("program_id", "team");

-- CreateIndex
CREATE INDEX "survey_answer_program_id_team_instrument_item_month_idx" ON "survey_answer"("program_id", "team", "instrument", "item", "month");

-- CreateIndex
CREATE INDEX "survey_comment_program_id_team_state_idx" ON "survey_comment"("program_id", "team", "state");

-- CreateIndex
CREATE INDEX "disclosure_program_id_scope_instrument_item_idx" ON "disclosure"("program_id", "scope", "instrument", "item");
