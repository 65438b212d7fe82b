-- AlterTable
ALTER TABLE "task" ADD COLUMN     "minutes" INTEGER NOT NULL DEFAULT 0;
