-- Money: whole credits, held before a call and charged once after it.
create table public.credit_transactions (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  amount integer not null,
  type varchar(20) not null,
  description text,
  call_id uuid,
  balance_after integer not null,
  seq bigint generated always as identity,
  created_at timestamptz not null default current_timestamp,
  constraint credit_transactions_pkey primary key (id),
  constraint credit_transactions_id_user_key unique (user_id, id),
  constraint credit_transactions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint credit_transactions_call_id_fkey foreign key (call_id, user_id) references public.calls (id, user_id) on delete set null (call_id),
  constraint credit_transactions_type_check check (type in ('purchase', 'usage', 'refund', 'adjustment')),
  constraint credit_transactions_balance_never_negative check (balance_after >= 0),
  constraint credit_transactions_usage_takes_purchase_gives check (
    (type = 'usage' and amount < 0) or (type in ('purchase', 'refund') and amount > 0) or (type = 'adjustment' and amount <> 0)
  )
);
-- A call is charged once and refunded once, whoever asks twice.
create unique index idx_credit_transactions_call_type on public.credit_transactions (call_id, type) where call_id is not null;
create unique index idx_credit_transactions_user_seq on public.credit_transactions (user_id, seq);
