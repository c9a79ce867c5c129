-- AlterTable
ALTER TABLE "inbox_entry" ADD COLUMN     "tried_by" TEXT NOT NULL DEFAULT '';

-- Dead entries that a new release has not tried: few, and sought by every sweep.
create index inbox_entry_dead on inbox_entry (store_id, tried_by) where state = 'dead';
-- /metrics counts over all stores.
select open_to_system('parity_proof', 'select');
