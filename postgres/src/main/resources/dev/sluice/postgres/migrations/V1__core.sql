-- The system of record for runs, batches and dead letters. Append-only: a change is a new migration.

create table definition (
  hash       text primary key,
  kind       text not null,
  name       text not null,
  body       text not null,
  stored_at  timestamptz not null default now()
);

create table tenant (
  id         text primary key,
  name       text not null,
  created_at timestamptz not null default now()
);
insert into tenant (id, name) values ('default', 'Default tenant');

-- One intake's unit of work. The counters hold what has been folded in from settled batches;
-- removed_* count what retention took away again, so that a recount still closes.
create table run (
  id              uuid primary key,
  tenant          text not null,
  kind            text not null,
  name            text not null,
  period          text not null,
  status          text not null default 'running'
                  check (status in ('running', 'completed', 'failed', 'cancelled')),
  in_totals       boolean not null default true,
  started_at      timestamptz not null default now(),
  closed_at       timestamptz,
  received        bigint not null default 0,
  stored          bigint not null default 0,
  duplicate       bigint not null default 0,
  changed         bigint not null default 0,
  rejected        bigint not null default 0,
  dead            bigint not null default 0,
  removed_rows    bigint not null default 0,
  removed_letters bigint not null default 0,
  unique (tenant, kind, name, period),
  check (stored + duplicate + rejected + dead = received)
) with (fillfactor = 70);
create index run_started on run (started_at, id);

-- The unit of work and the queue entry: the row is the only truth about the work.
create table batch (
  id            uuid primary key,
  run           uuid not null references run (id),
  tenant        text not null,
  kind          text not null,
  name          text not null,
  dataset       text not null,
  definition    text not null,
  state         text not null check (state in ('ready', 'leased', 'settled')),
  epoch         bigint not null default 0,
  owner         text,
  lease_until   timestamptz,
  not_before    timestamptz,
  attempts      int not null default 0,
  rescues       int not null default 0,
  received      int not null,
  stored        int not null default 0,
  duplicate     int not null default 0,
  changed       int not null default 0,
  rejected      int not null default 0,
  dead          int not null default 0,
  payload       bytea,
  verdicts      text,
  failure       text,
  correlation   text not null,
  accepted_at   timestamptz not null default now(),
  settled_at    timestamptz,
  folded        boolean not null default false,
  check (case state when 'settled' then stored + duplicate + rejected + dead = received
                    else stored + duplicate + rejected + dead = 0 and payload is not null end)
) with (fillfactor = 80);
create index batch_ready on batch (kind, run, id) where state = 'ready';
create index batch_leased on batch (kind, lease_until) where state = 'leased';
create index batch_unfolded on batch (id) where state = 'settled' and not folded;
create index batch_run on batch (run, id);

-- A record, or a whole batch with its count, that could not land. Its identity makes a resent bad
-- record the letter that is there already.
create table dead_letter (
  id           uuid primary key,
  tenant       text not null,
  kind         text not null,
  name         text not null,
  dataset      text not null,
  cause        text not null check (cause in ('REJECTED', 'EXHAUSTED')),
  code         text not null,
  source       text,
  run          uuid not null,
  batch        uuid not null,
  row_number   int not null,
  records      int not null default 1,
  errors       jsonb not null,
  original     bytea not null,
  definition   text not null,
  correlation  text not null,
  state        text not null default 'open' check (state in ('open', 'replaying', 'resolved')),
  resolution   text,
  identity     bytea not null unique,
  created_at   timestamptz not null default now(),
  resolved_at  timestamptz
);
create index dead_letter_created on dead_letter (created_at, id);
create index dead_letter_batch on dead_letter (batch);
create index dead_letter_dataset on dead_letter (dataset, created_at, id);

-- What an Idempotency-Key was answered, committed together with what it answered for.
create table idempotency (
  tenant     text not null,
  key        text not null,
  request    bytea not null,
  status     int not null,
  body       bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant, key)
);
create index idempotency_created on idempotency (created_at);

-- The shape a dataset's table was given, so that a change that is not additive is refused.
create table dataset (
  name        text primary key,
  shape       jsonb not null,
  declared_at timestamptz not null default now()
);

-- Statistics are kept, not scanned: deltas are appended with the rows and folded in small steps.
create table statistics_delta (
  id      bigint generated always as identity primary key,
  dataset text not null,
  tenant  text not null,
  source  text not null,
  day     date not null,
  count   bigint not null,
  sums    jsonb not null
);
create index statistics_delta_dataset on statistics_delta (dataset, tenant);
create table statistics (
  dataset text not null,
  tenant  text not null,
  source  text not null,
  day     date not null,
  count   bigint not null,
  sums    jsonb not null,
  primary key (dataset, tenant, source, day)
) with (fillfactor = 70);

-- What an upsert replaced, for seven days, so that an import can be undone.
create table before_image (
  dataset     text not null,
  id          uuid not null,
  by_batch    uuid not null,
  old_run     uuid not null,
  old_batch   uuid not null,
  image       jsonb not null,
  replaced_at timestamptz not null default now(),
  primary key (dataset, id, by_batch)
);
create index before_image_replaced on before_image (replaced_at);

-- Queues an operator has paused.
create table queue (
  kind   text primary key,
  paused boolean not null default false
);
