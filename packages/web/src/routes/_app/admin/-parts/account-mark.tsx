import { Badge } from '@mantine/core';
import type { TenantAccount } from '../../../../app/rows.ts';

/** Whether an account is on, off, or going. */
export function AccountMark({ account }: { account: TenantAccount }) {
  if (account.deleted_at !== null) return <Badge color="gray">Deleted</Badge>;
  if (account.deletion_began_at !== null) return <Badge color="red">Being deleted</Badge>;
  return <Badge color={account.is_active ? 'green' : 'gray'}>{account.is_active ? 'On' : 'Off'}</Badge>;
}
