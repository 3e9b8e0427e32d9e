import { Group } from '@mantine/core';
import { IconArrowRight, IconPhone } from '@tabler/icons-react';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { callSources, callStates, leadFilters } from '../../../app/status.tsx';
import { keysOf } from '../../../app/search.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { ExportButton } from '../../../components/export-button.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PeekLayout } from '../../../components/peek-layout.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { StatusFilter } from '../../../components/status-filter.tsx';
import { CallPeek } from './-list/call-peek.tsx';
import { CallsTable } from './-list/calls-table.tsx';
import { CampaignFilter } from './-list/campaign-filter.tsx';
import { FilterChips } from './-list/filter-chips.tsx';
import { NewerBar } from './-list/newer-bar.tsx';
import { type CallsFilter, useCalls } from './-list/use-calls.ts';
import { ButtonLink } from '../../../components/links.tsx';

const searchSchema = z.object({
  q: z.string().optional().catch(undefined),
  status: z.enum(keysOf(callStates)).optional().catch(undefined),
  campaign: z.uuid().optional().catch(undefined),
  agent: z.uuid().optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  weekday: z.int().min(1).max(7).optional().catch(undefined),
  hour: z.int().min(0).max(23).optional().catch(undefined),
  source: z.enum(keysOf(callSources)).optional().catch(undefined),
  answered: z.boolean().optional().catch(undefined),
  lead: z.enum(keysOf(leadFilters)).optional().catch(undefined),
  peek: z.uuid().optional().catch(undefined),
});

export type CallsSearch = Omit<z.infer<typeof searchSchema>, 'peek'>;

/** What the list is asked for, from what the address says. */
const listed = ({ q, campaign, agent, source, ...same }: CallsSearch): CallsFilter => ({ search: q, campaignId: campaign, agentId: agent, callSource: source, ...same });

export const Route = createFileRoute('/_app/calls/')({ validateSearch: searchSchema, component: CallsPage });

function CallsPage() {
  const { peek, ...filters } = Route.useSearch();
  const { q, status, campaign } = filters;
  const navigate = Route.useNavigate();
  const { list, rows, isOld, newer, showNewer, hold } = useCalls(listed(filters), peek !== undefined);
  const set = (change: Partial<z.infer<typeof searchSchema>>, replace = false): void =>
    void navigate({ search: (before) => ({ ...before, peek: undefined, ...change }), replace });
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const clear = (): void => void navigate({ search: {} });

  return (
    <PeekLayout
      label="Call"
      peek={peek && <CallPeek callId={peek} />}
      actions={
        peek && (
          <ButtonLink to="/calls/$callId" params={{ callId: peek }} size="xs" variant="default" rightSection={<IconArrowRight size={14} aria-hidden />}>
            Open page
          </ButtonLink>
        )
      }
      onClose={() => {
        set({ peek: undefined });
      }}
    >
      <PageHead title="Calls" actions={<ExportButton list="calls" filter={listed(filters)} />} />
      <Group mb="sm" gap="xs">
        <SearchField label="Name or part of a number" value={q ?? ''} onSearch={(text) => { set({ q: text === '' ? undefined : text }, true); }} />
        <StatusFilter states={callStates} value={status} onChange={(next) => { set({ status: next }); }} />
        <CampaignFilter value={campaign} onChange={(next) => { set({ campaign: next }); }} />
        <FilterChips filters={filters} onRemove={(names) => { set(Object.fromEntries(names.map((name) => [name, undefined]))); }} />
      </Group>
      <Panel flush>
        <NewerBar count={newer} onShow={showNewer} />
        <div {...hold}>
          <Loaded query={list} rows={8}>
            {() => {
              if (rows.length > 0)
                return (
                  <CallsTable
                    label="Calls"
                    rows={rows}
                    openId={peek}
                    pale={isOld}
                    keys
                    onOpen={(call) => {
                      set({ peek: call.id });
                    }}
                  />
                );
              if (filtered) return <NoMatch what="calls" onClear={clear} />;
              return (
                <NothingYet
                  icon={IconPhone}
                  title="No calls yet"
                  description="Calls appear here when a campaign dials, or when you call a contact directly."
                  action={
                    <ButtonLink to="/campaigns" variant="default">
                      Go to campaigns
                    </ButtonLink>
                  }
                />
              );
            }}
          </Loaded>
          <MoreButton query={list} />
        </div>
      </Panel>
    </PeekLayout>
  );
}
