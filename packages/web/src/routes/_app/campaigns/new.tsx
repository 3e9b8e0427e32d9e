import { createFileRoute } from '@tanstack/react-router';
import { noop } from '@tanstack/react-query';
import { PageHead } from '../../../components/page-head.tsx';
import { CampaignForm } from './-form/campaign-form.tsx';

export const Route = createFileRoute('/_app/campaigns/new')({
  loader: ({ context }) => {
    context.queryClient.query({ ...context.trpc.agents.list.queryOptions(), staleTime: 'static' }).catch(noop);
  },
  component: NewCampaignPage,
});

function NewCampaignPage() {
  return (
    <>
      <PageHead title="New campaign" sub="Saved as a draft. Nothing is dialed before you launch it." />
      <CampaignForm />
    </>
  );
}
