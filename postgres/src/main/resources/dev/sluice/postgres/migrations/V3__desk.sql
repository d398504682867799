-- The desk: edits, replays and dismissals of dead letters.

-- payload: what somebody made of the original bytes. held_by: the unsettled batch that replays it.
-- record: what it became, where it stood for one record.
alter table dead_letter
  add column payload   bytea,
  add column edited_at timestamptz,
  add column version   bigint not null default 1,
  add column replays   int not null default 0,
  add column held_by   uuid,
  add column record    uuid,
  add column reason    text,
  add check ((payload is null) = (edited_at is null)),
  add check ((state = 'replaying') = (held_by is not null)),
  add check ((state = 'resolved') = (resolution is not null and resolved_at is not null)),
  add check (resolution in ('stored', 'duplicate', 'split', 'dismissed')),
  add check ((resolution = 'dismissed') = (reason is not null));

-- What is open is few among many, and what the desk and the books ask for.
create index dead_letter_unresolved on dead_letter (id) include (records) where state <> 'resolved';

-- A further try of a letter: made when a batch claims it, or when a batch that corrects it settles.
-- The books of the run that tried are held against this; the letter itself stays in its own run's.
create table correction (
  batch      uuid not null,
  letter     uuid not null references dead_letter (id),
  run        uuid not null references run (id),
  records    int not null,
  stored     int not null default 0,
  duplicate  int not null default 0,
  rejected   int not null default 0,
  dead       int not null default 0,
  record     uuid,
  code       text,
  errors     jsonb,
  started_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (batch, letter),
  check (case when settled_at is null then stored + duplicate + rejected + dead = 0
              else stored + duplicate + rejected + dead = records end)
) with (fillfactor = 80);
create index correction_letter on correction (letter);
create index correction_run on correction (run, letter);
