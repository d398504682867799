\set n random(1, 2000000000)
\set q random(1, 9)
insert into orders values (gen_random_uuid(), 'ORD-A-' || :client_id || '-' || :n, 'PARTNER_A', :n, 'SKU-ABC123', 'CUST-001', :q, 29.99, 0.08, 149.95, 11.996, 161.946, '2024-01-15T10:30:00.000Z', now()) on conflict do nothing;
