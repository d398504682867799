-- Claim checks: the records of such a batch lie in an object, and the row says where. A held batch
-- belongs to a run that has not been admitted yet.
alter table batch
  add column object      text,
  add column from_byte   bigint,
  add column byte_count  bigint,
  add column first_row   bigint,
  add column first_line  bigint,
  add column renewed_at  timestamptz;
alter table batch drop constraint batch_state_check;
alter table batch drop constraint batch_check;
alter table batch add constraint batch_state_check
  check (state in ('held', 'ready', 'leased', 'settled'));
alter table batch add constraint batch_counts_check
  check (case state when 'settled' then stored + duplicate + rejected + dead = received
                    else stored + duplicate + rejected + dead = 0
                         and (payload is not null or object is not null) end);
alter table batch add constraint batch_claim_check
  check (object is null or (from_byte >= 0 and byte_count >= 0 and first_row >= 1
                            and first_line >= 1));
create index batch_held on batch (run, id) where state = 'held';
create index batch_open on batch (run) where state <> 'settled';

-- One upload and what becomes of it. Its run has the books, its batches the progress.
create table import (
  id           uuid primary key,
  run          uuid not null unique references run (id),
  tenant       text not null,
  name         text not null,
  dataset      text not null,
  definition   text not null,
  status       text not null default 'uploading'
               check (status in ('uploading', 'queued', 'running', 'completed',
                                 'completed_with_errors', 'failed', 'cancelled')),
  dry_run      boolean not null default false,
  corrects     uuid references import (id),
  file_name    text,
  content_type text,
  size         bigint,
  digest       bytea,
  resumable    boolean not null,
  correlation  text not null,
  -- While it is uploaded: bytes kept so far, in how many parts, and until when somebody is at it.
  uploaded     bigint not null default 0,
  parts        int not null default 0,
  busy_until   timestamptz,
  busy_by      uuid,
  -- Once it is: the file as sent, what the chunks refer to where that is another, and how to read it.
  object       text,
  readable     text,
  sha256       text,
  format       jsonb,
  row_count    bigint,
  byte_count   bigint,
  problem      jsonb,
  created_at   timestamptz not null default now(),
  queued_at    timestamptz,
  admitted_at  timestamptz,
  started_at   timestamptz,
  finished_at  timestamptz,
  check (status not in ('queued', 'running') or row_count is not null)
) with (fillfactor = 80);
create index import_tenant on import (tenant, id);
create index import_active on import (tenant, queued_at) where status in ('queued', 'running');
create index import_uploading on import (created_at) where status = 'uploading';
create index import_objects on import (finished_at) where object is not null;

-- What undoing one batch of an import came to; the steps of an undo that was interrupted stay done.
create table undo_step (
  run       uuid not null references run (id),
  batch     uuid not null,
  reverted  bigint not null,
  kept      bigint not null,
  why       jsonb not null,
  done_at   timestamptz not null default now(),
  primary key (run, batch)
);

-- Letters of one run, in the order of its rows.
create index dead_letter_run on dead_letter (run, row_number, id);

-- Bulk loads leave out what can be found elsewhere: the correlation is the import's, and rows
-- without a key need no fingerprint. New tables are made so.
do $$
declare table_name text;
begin
  for table_name in select name from dataset loop
    execute format('alter table public.%I alter column _correlation drop not null,
                    alter column _fingerprint drop not null, alter column _md5 drop not null',
                   table_name);
  end loop;
end $$;
