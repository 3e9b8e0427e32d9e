// Written by `npm run generate` from the raise statements of all functions. Do not edit.

/** By error key: the HTTP status and the sentence for the person. */
export const errors = {
  agent_not_found: { status: 404, hint: 'This agent no longer exists or does not make calls; choose another one.' },
  agent_off: { status: 409, hint: 'This agent is switched off; switch it on or choose another one.' },
  call_not_found: { status: 404, hint: 'This call no longer exists.' },
  campaign_dates_are_over: { status: 412, hint: 'The last day of the campaign has passed; choose other dates.' },
  campaign_ends_before_start: { status: 400, hint: 'The last day must not be before the first day.' },
  campaign_has_no_people: { status: 412, hint: 'Add people to the campaign first.' },
  campaign_is_over: { status: 409, hint: 'This campaign is over; make a new one for further people.' },
  campaign_name_missing: { status: 400, hint: 'Give the campaign a name of at most 255 characters.' },
  campaign_not_found: { status: 404, hint: 'This campaign no longer exists.' },
  campaign_not_launched: { status: 409, hint: 'This campaign was never launched; launch it instead.' },
  campaign_step_not_allowed: { status: 409, hint: 'The campaign is in a state in which this cannot be done; look at it again.' },
  claim_needs_read_committed: { status: 500, hint: 'The claim has to run in its own transaction at isolation level read committed.' },
  contact_not_found: { status: 404, hint: 'This contact no longer exists.' },
  contact_opted_out: { status: 409, hint: 'This person has asked not to be called.' },
  credits_are_held: { status: 402, hint: 'Calls in progress have reserved these credits; try again when they have ended.' },
  date_range_invalid: { status: 422, hint: 'Give a first and a last day that are in order and at most 366 days apart.' },
  dial_settings_contradict: { status: 412, hint: 'The dialing settings contradict each other; an administrator has to correct them.' },
  import_not_found: { status: 404, hint: 'This import no longer exists.' },
  import_running: { status: 409, hint: 'Another file is being imported; wait until it is done.' },
  ledger_is_append_only: { status: 403, hint: 'Entries of the ledger and of the audit log stay as they are; write a new one that corrects it.' },
  not_enough_credits: { status: 402, hint: 'There are not enough free credits for a call; add credits first.' },
  not_found: { status: 404, hint: 'There is nothing at this address.' },
  not_signed_in: { status: 401, hint: 'Sign in to go on.' },
  refresh_needs_read_committed: { status: 500, hint: 'The refresh has to run in its own transaction at isolation level read committed.' },
  setting_missing: { status: 500, hint: 'The installation is not configured completely; an administrator has to set this value.' },
  timezone_unknown: { status: 400, hint: 'Choose a time zone from the list, such as Europe/London.' },
  user_not_found: { status: 404, hint: 'This account does not exist.' },
} as const;
export type ErrorKey = keyof typeof errors;
