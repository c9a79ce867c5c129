-- CreateTable
CREATE TABLE "alert_setting" (
    "store_id" UUID NOT NULL,
    "email" TEXT,
    "webhook" TEXT,
    "quiet_from" INTEGER,
    "quiet_to" INTEGER,
    "thresholds" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_setting_pkey" PRIMARY KEY ("store_id")
);

-- CreateTable
CREATE TABLE "alert" (
    "store_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told_at" TIMESTAMPTZ(6),
    "recovered_at" TIMESTAMPTZ(6),
    "recovery_told_at" TIMESTAMPTZ(6),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("store_id", "id")
);

alter table alert_setting
  add constraint alert_setting_quiet check ((quiet_from is null) = (quiet_to is null)
    and coalesce(quiet_from, 0) between 0 and 1439 and coalesce(quiet_to, 0) between 0 and 1439);
-- Of one rule at most one alert is open: two workers that look at once raise it once.
create unique index alert_open on alert (store_id, rule) where recovered_at is null;
-- What is still to be told: every look asks for it.
create index alert_untold on alert (store_id) where told_at is null or (recovered_at is not null and recovery_told_at is null);
select guard_tenant_table('alert_setting');
select guard_tenant_table('alert');
