// Cancels the people of a cancelled campaign who still wait, in portions. Payload: campaign_id.
import { repeatWith } from './run-function.ts';

export const task = repeatWith('public.cancel_campaign_items', 'campaign_id');
