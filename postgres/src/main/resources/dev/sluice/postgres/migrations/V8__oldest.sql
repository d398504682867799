-- What a lease asks for, in an order that no other index has: asked for by id alone, the planner may prefer the primary
-- key, where everything that is settled comes first.
drop index batch_ready;
create index batch_ready on batch (kind, run, accepted_at, id) where state = 'ready';
