-- AlterTable
ALTER TABLE "add_on" ADD COLUMN     "at_once_since" TIMESTAMPTZ(6);
