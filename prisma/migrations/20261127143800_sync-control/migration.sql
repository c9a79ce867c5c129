-- AlterTable
ALTER TABLE "store" ADD COLUMN     "sync_enabled" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "sync_every_minutes" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "sync_overlap_minutes" INTEGER NOT NULL DEFAULT 1440;

alter table store add constraint store_sync_every check (sync_every_minutes between 5 and 1440);
alter table store add constraint store_sync_overlap check (sync_overlap_minutes between 10 and 20160);

-- A sync job's state changes only as app/sync/job-moves.ts has it.
create function sync_job_moves() returns trigger language plpgsql as $$
begin
  if old.state || ' ' || new.state not in (
    'pending running', 'paused running', 'pending paused', 'running paused', 'paused pending', 'pending cancelled',
    'paused cancelled', 'running cancelling', 'cancelling cancelled', 'running cancelled', 'running completed',
    'completed_with_errors completed', 'running completed_with_errors', 'completed completed_with_errors',
    'pending failed', 'running failed', 'cancelling failed', 'failed pending', 'completed_with_errors running') then
    raise exception 'a sync job cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger sync_job_moves before update of state on sync_job
  for each row when (old.state is distinct from new.state) execute function sync_job_moves();
