import { createFileRoute } from '@tanstack/react-router';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { AuditTable } from './-parts/audit-table.tsx';

export const Route = createFileRoute('/_app/admin/audit')({ component: AuditPage });

function AuditPage() {
  return (
    <>
      <PageHead title="Audit" sub="What administrators did; nobody can change or remove an entry." />
      <Panel flush>
        <AuditTable />
      </Panel>
    </>
  );
}
