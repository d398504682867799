-- Queues are asked every two seconds how many of their batches are dead letters; without it that reads all letters.
create index dead_letter_exhausted on dead_letter (kind)
  where cause = 'EXHAUSTED' and state <> 'resolved';

-- Block ranges are summed up by Sluice as rows come; new tables are made so.
do $$
declare index_name regclass;
begin
  for index_name in
    select i.indexrelid::regclass from dataset d
    join pg_index i on i.indrelid = to_regclass('public.' || quote_ident(d.name))
    join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
    where a.amname = 'brin'
  loop
    execute format('alter index %s reset (autosummarize)', index_name);
  end loop;
end $$;
