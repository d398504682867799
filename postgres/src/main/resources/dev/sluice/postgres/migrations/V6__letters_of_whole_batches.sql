-- Queues are asked every two seconds how many of their batches are dead letters; without it that reads all letters.
create index dead_letter_exhausted on dead_letter (kind)
  where cause = 'EXHAUSTED' and state <> 'resolved';
