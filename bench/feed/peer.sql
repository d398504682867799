create table orders (
  id uuid not null, external_order_id text not null, partner_id text not null, sequence_number bigint,
  product_id text, customer_id text, quantity bigint, unit_price numeric(38,4), tax_rate numeric(38,4),
  gross_amount numeric(38,4), tax_amount numeric(38,8), net_amount numeric(38,8),
  transaction_time timestamptz, processed_at timestamptz,
  unique (partner_id, external_order_id)
);
