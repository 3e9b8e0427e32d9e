import {
  addCampaignContacts, cancelCampaign, createCampaign, explainCampaignState, getCampaign,
  launchCampaign, listCallingRules, listCampaignDays, listCampaigns, pauseCampaign, previewLaunch, resumeCampaign,
} from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const campaigns = router({
  list: query(listCampaigns),
  byId: query(getCampaign),
  create: mutation(createCampaign),
  addContacts: mutation(addCampaignContacts),
  /** How many of its people will be called, and why not the others. */
  preview: query(previewLaunch),
  /** What the law says where people live. */
  rules: query(listCallingRules),
  launch: mutation(launchCampaign),
  pause: mutation(pauseCampaign),
  resume: mutation(resumeCampaign),
  cancel: mutation(cancelCampaign),
  days: query(listCampaignDays),
  reasons: query(explainCampaignState),
});
