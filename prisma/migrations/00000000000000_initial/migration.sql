-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "program" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "launch_date" DATE NOT NULL,
    "launch_at" TIMESTAMPTZ(3),
    "zone" TEXT NOT NULL,
    "clock" TEXT NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_version" (
    "program_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "roadmap" JSONB NOT NULL,
    "roadmap_id" TEXT NOT NULL,
    "roadmap_version" TEXT NOT NULL,
    "roadmap_sha256" TEXT NOT NULL,
    "tzdata" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_version_pkey" PRIMARY KEY ("program_id","version")
);

-- CreateTable
CREATE TABLE "person" (
    "program_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "quiet_from" TEXT NOT NULL,
    "quiet_to" TEXT NOT NULL,
    "days_off" TEXT[],
    "bounced_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "plan_step" (
    "program_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "team" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "stage_occurrence" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "zone" TEXT NOT NULL,
    "waits_for" TEXT,
    "planned" JSONB NOT NULL,

    CONSTRAINT "plan_step_pkey" PRIMARY KEY ("program_id","version","team","step","occurrence")
);

-- CreateTable
CREATE TABLE "plan_stage" (
    "program_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "team" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "workflow" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_stage_pkey" PRIMARY KEY ("program_id","version","team","stage","occurrence")
);

-- CreateTable
CREATE TABLE "step_dating" (
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "dates" JSONB NOT NULL,
    "event" TEXT NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "step_dating_pkey" PRIMARY KEY ("program_id","team","step","occurrence")
);

-- CreateTable
CREATE TABLE "workflow_state" (
    "workflow_id" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "stage" TEXT,
    "occurrence" TEXT,
    "status" TEXT NOT NULL DEFAULT 'starting',
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,
    "state" JSONB,
    "outcome" JSONB,
    "next_at" TIMESTAMPTZ(3),
    "hint" INTEGER NOT NULL DEFAULT 1,
    "seen_hint" INTEGER NOT NULL DEFAULT 0,
    "seen_tick" BIGINT NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workflow_state_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "task" (
    "key" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "stage_occurrence" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "eligible" TEXT[],
    "volunteer" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "level" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "answer" JSONB,
    "evidence" TEXT[],
    "reason" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "monthly_count" (
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "asked" INTEGER NOT NULL,
    "returned" INTEGER NOT NULL,
    "seen_low" INTEGER,
    "seen_high" INTEGER,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "monthly_count_pkey" PRIMARY KEY ("program_id","team","occurrence")
);

-- CreateTable
CREATE TABLE "quarter_collection" (
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "expected" TEXT[],
    "present" TEXT[],
    "collected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quarter_collection_pkey" PRIMARY KEY ("program_id","team","stage","occurrence")
);

-- CreateTable
CREATE TABLE "event" (
    "id" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "actor" TEXT,
    "detail" JSONB,
    "workflow_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "program_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "task_key" TEXT,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'email',
    "language" TEXT NOT NULL,
    "template_version" INTEGER NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "no_retry" BOOLEAN NOT NULL DEFAULT false,
    "lease" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "reply" TEXT,
    "reason" TEXT,
    "why" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "on_wire" (
    "task_key" TEXT NOT NULL,
    "outbox_id" TEXT NOT NULL,
    "message_key" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "on_wire_pkey" PRIMARY KEY ("task_key","outbox_id")
);

-- CreateTable
CREATE TABLE "command" (
    "id" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "tick" BIGINT NOT NULL,
    "now" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "plan_step_program_id_version_team_stage_stage_occurrence_idx" ON "plan_step"("program_id", "version", "team", "stage", "stage_occurrence");

-- CreateIndex
CREATE INDEX "workflow_state_program_id_team_idx" ON "workflow_state"("program_id", "team");

-- CreateIndex
CREATE INDEX "workflow_state_status_next_at_idx" ON "workflow_state"("status", "next_at");

-- CreateIndex
CREATE INDEX "task_program_id_team_status_idx" ON "task"("program_id", "team", "status");

-- CreateIndex
CREATE INDEX "task_program_id_owner_status_idx" ON "task"("program_id", "owner", "status");

-- CreateIndex
CREATE INDEX "task_workflow_id_idx" ON "task"("workflow_id");

-- CreateIndex
CREATE INDEX "event_program_id_at_idx" ON "event"("program_id", "at");

-- CreateIndex
CREATE INDEX "event_program_id_key_idx" ON "event"("program_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_key_key" ON "outbox"("key");

-- CreateIndex
CREATE INDEX "outbox_state_attempt_at_idx" ON "outbox"("state", "attempt_at");

-- CreateIndex
CREATE INDEX "outbox_task_key_idx" ON "outbox"("task_key");

-- CreateIndex
CREATE INDEX "outbox_program_id_state_attempt_at_idx" ON "outbox"("program_id", "state", "attempt_at");

-- CreateIndex
CREATE INDEX "outbox_state_expires_at_idx" ON "outbox"("state", "expires_at");

-- CreateIndex
CREATE INDEX "outbox_lease_until_idx" ON "outbox"("lease_until");

-- AddForeignKey
ALTER TABLE "plan_version" ADD CONSTRAINT "plan_version_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE CASCADE ON UPDATE CASCADE;
