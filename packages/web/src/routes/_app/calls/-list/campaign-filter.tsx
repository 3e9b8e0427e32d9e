import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../../app/trpc.ts';

interface CampaignFilterProps {
  value: string | undefined;
  onChange: (campaignId: string | undefined) => void;
}

export function CampaignFilter({ value, onChange }: CampaignFilterProps) {
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({}));
  return (
    <Select
      aria-label="Campaign"
      placeholder="Any campaign"
      w={{ base: '100%', xs: 220 }}
      clearable
      searchable
      clearButtonProps={{ 'aria-label': 'Any campaign' }}
      data={(campaigns.data ?? []).map((campaign) => ({ value: campaign.id, label: campaign.name }))}
      value={value ?? null}
      onChange={(campaignId) => {
        onChange(campaignId ?? undefined);
      }}
    />
  );
}
