-- Tenants' limits and API keys.

alter table tenant
  add column rate_permits bigint,
  add column rate_seconds bigint,
  add check ((rate_permits is null) = (rate_seconds is null));

-- Of a secret only its SHA-256 is kept; a revoked key stays as a line that says so.
create table api_key (
  id             uuid primary key,
  tenant         text not null references tenant (id),
  name           text not null,
  scopes         text[] not null,
  secret         bytea not null check (length(secret) = 32),
  previous       bytea check (length(previous) = 32),
  previous_until timestamptz,
  created_at     timestamptz not null,
  expires_at     timestamptz,
  revoked_at     timestamptz,
  allow_ips      text[] not null,
  signature      text not null check (signature in ('optional', 'required')),
  rate_permits   bigint,
  rate_seconds   bigint,
  check ((previous is null) = (previous_until is null)),
  check ((rate_permits is null) = (rate_seconds is null))
);
create index api_key_tenant on api_key (tenant, id);

-- One row that every change of tenants and keys raises: whoever remembers them asks this row.
create table tenancy (
  single  boolean primary key default true check (single),
  version bigint not null default 1
);
insert into tenancy default values;
