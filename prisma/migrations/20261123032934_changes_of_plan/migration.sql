-- DropIndex
DROP INDEX "plan_step_program_id_version_team_stage_stage_occurrence_idx";

-- AlterTable
ALTER TABLE "plan_version" ADD COLUMN     "change_id" TEXT,
ADD COLUMN     "edits" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "plan_step" DROP CONSTRAINT "plan_step_pkey",
ADD COLUMN     "until_version" INTEGER,
ADD CONSTRAINT "plan_step_pkey" PRIMARY KEY ("program_id", "team", "step", "occurrence", "version");

-- AlterTable
ALTER TABLE "plan_stage" DROP CONSTRAINT "plan_stage_pkey",
ADD COLUMN     "until_version" INTEGER,
ADD CONSTRAINT "plan_stage_pkey" PRIMARY KEY ("program_id", "team", "stage", "occurrence", "version");

-- CreateTable
CREATE TABLE "change" (
    "id" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "edit" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'previewed',
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "lines" JSONB NOT NULL,
    "applied_by" TEXT,
    "applied_at" TIMESTAMPTZ(3),
    "version" INTEGER,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "change_program_id_asked_at_idx" ON "change"("program_id", "asked_at");

-- CreateIndex
CREATE INDEX "plan_step_program_id_team_stage_stage_occurrence_idx" ON "plan_step"("program_id", "team", "stage", "stage_occurrence");
