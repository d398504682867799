-- The books ask for what is not folded yet, run by run. A busy feed keeps millions of folded batches, which nobody
-- should have to read for that; what is not settled is not folded either, so this takes the place of batch_open.
drop index batch_open;
alter index batch_unfolded rename to batch_to_fold;
create index batch_unfolded on batch (run) where not folded;
