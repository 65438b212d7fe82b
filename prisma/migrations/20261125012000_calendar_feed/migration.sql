-- CreateTable
CREATE TABLE "calendar_feed" (
    "program_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_feed_pkey" PRIMARY KEY ("program_id","person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feed_token_hash_key" ON "calendar_feed"("token_hash");

-- AddForeignKey
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_program_id_person_id_fkey" FOREIGN KEY ("program_id", "person_id") REFERENCES "person"("program_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
