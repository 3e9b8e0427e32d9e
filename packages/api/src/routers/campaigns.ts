import {
  addCampaignContacts, cancelCampaign, createCampaign, explainCampaignState, getCampaign,
  launchCampaign, listCampaigns, pauseCampaign, resumeCampaign,
} from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const campaigns = router({
  list: query(listCampaigns),
  byId: query(getCampaign),
  create: mutation(createCampaign),
  addContacts: mutation(addCampaignContacts),
  launch: mutation(launchCampaign),
  pause: mutation(pauseCampaign),
  resume: mutation(resumeCampaign),
  cancel: mutation(cancelCampaign),
  reasons: query(explainCampaignState),
});
