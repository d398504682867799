-- A source counts under a name of at most 256 characters: its value, or its beginning and a hash of
-- all of it. Longer ones did not fit into the keys of these tables, or only just.
update statistics_delta set source = left(source, 223) || '…' || md5(source)
where char_length(source) > 256;
update statistics set source = left(source, 223) || '…' || md5(source)
where char_length(source) > 256;
update sender set source = left(source, 223) || '…' || md5(source)
where char_length(source) > 256;
