-- AlterTable
ALTER TABLE "person" ADD COLUMN     "joined_by" TEXT,
ADD COLUMN     "original" JSONB;

-- AlterTable
ALTER TABLE "task" ADD COLUMN     "withdrawn_by" TEXT;
