import { Stack } from '@mantine/core';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { PageHead } from '../../../components/page-head.tsx';
import { ImportForm } from './-import/import-form.tsx';
import { ImportHistory } from './-import/import-history.tsx';
import { ImportReport } from './-import/import-report.tsx';
import { AnchorLink } from '../../../components/links.tsx';

const searchSchema = z.object({ show: z.uuid().optional().catch(undefined) });

export const Route = createFileRoute('/_app/contacts/import')({ validateSearch: searchSchema, component: ImportPage });

function ImportPage() {
  const { show } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <>
      <PageHead
        title="Import contacts"
        sub={
          <AnchorLink to="/contacts" inherit>
            Contacts
          </AnchorLink>
        }
      />
      <Stack gap="md">
        {show !== undefined && <ImportReport importId={show} />}
        <ImportForm onChecked={(importId) => void navigate({ search: { show: importId } })} />
        <ImportHistory shownId={show} />
      </Stack>
    </>
  );
}
