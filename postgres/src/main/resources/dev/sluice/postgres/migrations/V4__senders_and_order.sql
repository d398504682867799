-- Senders and their sequences, order within a sender, and tickets for live connections.

-- seen: the numbers a batch brought, by sender; folded with the batch.
-- lane: batches of one lane land one after the other. All but the first of a lane have not_before
-- 'infinity' until it is their turn.
alter table batch add column seen text, add column lane text, add column lane_position bigint;
create sequence batch_lane_position;
create index batch_lane on batch (lane, lane_position) where lane is not null and state <> 'settled';

-- What is folded of a sender. Gaps are told of when they were there at two looks in turn: candidate
-- is what the look before saw, announced what was told.
create table sender (
  tenant     text not null,
  feed       text not null,
  source     text not null,
  last_at    timestamptz not null,
  lowest     bigint,
  highest    bigint,
  missing    int8multirange not null default '{}',
  floor      bigint,
  forgotten  bigint not null default 0,
  repeated   bigint not null default 0,
  late       bigint not null default 0,
  candidate  int8multirange not null default '{}',
  announced  int8multirange not null default '{}',
  looked_at  timestamptz not null default '-infinity',
  silent     boolean not null default false,
  primary key (tenant, feed, source)
) with (fillfactor = 70);

-- A ticket opens one live connection, once and soon. Only its hash is kept.
create table live_ticket (
  hash       bytea primary key,
  holder     text not null,
  expires_at timestamptz not null
);
create index live_ticket_expires on live_ticket (expires_at);
