-- A function runs with the rights of its owner, so it sees and changes rows that its caller may not, and it is not
-- on the list; or one on the list no longer is what the list says.
-- Repair: make it `security invoker`; or, if it must act for others than its caller, add its name with the reason and
-- end its file with `alter function … owner to …`. Such a function checks every id it is given.
with reasons (owner, reason, names) as (
  values
    (
      'app_definer',
      'before there is a session, or at its end',
      array[
        'api.begin_oauth_login',
        'api.finish_oauth_login',
        'api.finish_registration',
        'api.get_link_owner',
        'api.get_password_salt',
        'api.request_password_reset',
        'api.renew_session',
        'api.request_registration',
        'api.reset_password',
        'api.sign_in',
        'api.sign_out',
        'api.take_oauth_login',
        'public.add_link',
        'public.add_oauth_login',
        'public.count_link_request',
        'public.count_login_try',
        'public.current_session_id',
        'public.current_user_id',
        'public.finish_oauth_login',
        'public.forget_login_tries',
        'public.open_account_for_identity',
        'public.open_session',
        'public.refuse_used_token',
        'public.take_link'
      ]
    ),
    (
      'app_definer',
      'what may be called is looked up for claim and fence in tables that no tenant writes; each names the tenant itself',
      array[
        'api.add_opt_outs',
        'api.explain_contact',
        'api.preview_launch',
        'api.record_consents',
        'api.remove_opt_out',
        'api.set_calling_rule',
        'api.withdraw_consent',
        'public.legal_window',
        'public.next_rule_window',
        'public.note_opt_outs_of_calls',
        'public.obey_opt_outs',
        'public.person_obstacle',
        'public.refuse_unlawful_call',
        'public.rule_key_of',
        'public.rule_of'
      ]
    ),
    (
      'app_definer',
      'mail of all tenants, written where it becomes necessary and read by the job that sends it',
      array[
        'public.cleanup_old_emails',
        'public.queue_email',
        'public.record_email_answer',
        'public.take_emails',
        'public.tell_password_changed'
      ]
    ),
    (
      'app_definer',
      'an account is deleted from every table, of which its person may write hardly any',
      array[
        'api.delete_account',
        'api.delete_my_account',
        'public.begin_account_deletion',
        'public.delete_account_rows',
        'public.delete_accounts',
        'public.forget_person',
        'public.rows_of_deleted_accounts',
        'public.tables_of_accounts'
      ]
    ),
    (
      'app_definer',
      'no tenant may write its numbers; administrators see those of all',
      array[
        'api.add_phone_number',
        'api.list_all_phone_numbers',
        'api.move_phone_number',
        'api.rename_phone_number',
        'api.set_phone_number_active',
        'public.find_phone_number',
        'public.lock_phone_number'
      ]
    ),
    (
      'app_definer',
      'no tenant may write its follow-ups and customers, which other rows follow; each asks whose the row is',
      array[
        'api.change_customer',
        'api.change_follow_up',
        'api.complete_follow_up',
        'api.convert_contact',
        'api.create_follow_up',
        'api.delete_follow_up',
        'api.remove_customer',
        'public.told_customer',
        'public.told_follow_up'
      ]
    ),
    (
      'app_definer',
      'no tenant may write its contacts, which calls and law hang on; each asks whose the contact is',
      array[
        'api.act_on_contacts',
        'api.add_contact',
        'api.cancel_contact_import',
        'api.change_contact',
        'api.start_contact_import',
        'api.undo_contact_action',
        'api.undo_contact_import',
        'public.apply_contact_action',
        'public.check_contact_import',
        'public.contact_in_use',
        'public.expire_contact_imports',
        'public.forecast_contact_import',
        'public.judge_contact_lines',
        'public.stop_calling_removed',
        'public.undo_contact_import_chunk',
        'public.work_on_contact_action'
      ]
    ),
    (
      'app_definer',
      'no tenant may write its meetings, messages and calendars, or read what opens those; each asks whose the row is',
      array[
        'api.begin_calendar_connection',
        'api.book_meeting',
        'api.change_meeting',
        'api.connect_calendar',
        'api.disconnect_calendar',
        'api.get_calendar_account',
        'api.move_meeting',
        'api.push_upcoming_meetings',
        'api.read_all_notifications',
        'api.read_notification',
        'api.retry_calendar',
        'api.set_meeting_status',
        'api.set_notification_preferences',
        'api.take_calendar_connection',
        'public.push_meeting',
        'public.told_meeting'
      ]
    ),
    (
      'app_definer',
      'Google has no session: the channel names the calendar, and its word has been checked',
      array[
        'api.note_calendar_push'
      ]
    ),
    (
      'app_definer',
      'calendars, meetings and messages of all tenants, for the worker, which reads no table',
      array[
        'public.adopt_calendar_event',
        'public.break_calendar',
        'public.cleanup_old_notifications',
        'public.purge_removed',
        'public.complete_past_meetings',
        'public.daily_summary',
        'public.doubt_calendar_request',
        'public.email_facts',
        'public.leave_calendar',
        'public.meeting_request',
        'public.merge_calendar_event',
        'public.next_calendar_request',
        'public.note_calendar_event',
        'public.note_event_gone',
        'public.note_event_written',
        'public.pull_request',
        'public.queue_daily_summaries',
        'public.record_calendar_answer',
        'public.record_channel_answer',
        'public.record_meeting_answer',
        'public.record_pull_answer',
        'public.take_calendar_account',
        'public.tell_meeting_changed'
      ]
    ),
    ('app_definer', 'answers probes by counts over all tenants', array['api.get_health']),
    ('app_definer', 'most failed requests have no session; what is kept of them is redacted before', array['api.record_failures']),
    ('app_definer', 'the provider has no session: the secret address names the agent', array['api.receive_call_event']),
    (
      'app_definer',
      'no tenant may write imports or their staging; each step checks whose the import is',
      array[
        'api.begin_contact_import',
        'api.finish_contact_import',
        'public.end_contact_import',
        'public.merge_contact_import_chunk',
        'public.merge_contact_lines'
      ]
    ),
    (
      'app_definer',
      'beneath a row policy a search is no index condition, so the tenant is named instead',
      array[
        'api.count_contacts',
        'api.list_contact_tags',
        'api.list_contacts',
        'public.find_contact_ids'
      ]
    ),
    (
      'app_definer',
      'one number of the tenant out of tables or columns that it may not read',
      array[
        'public.hold_for_call',
        'public.my_held_credits',
        'public.my_lines_limit',
        'public.my_password_is_set',
        'public.my_session_expires_at',
        'public.my_view',
        'public.newest_ui_event_id',
        'public.next_allowed'
      ]
    ),
    (
      'app_definer',
      'reports over all tenants; no tenant may call them',
      array[
        'public.audit_data_isolation',
        'public.validate_user_data_consistency'
      ]
    ),
    ('app_definer', 'the load of the whole platform', array['public.get_system_active_calls_count']),
    (
      'app_definer',
      'the dispatcher acts for all tenants at once',
      array[
        'public.claim_calls',
        'public.dispatch_sweep',
        'public.ensure_lane',
        'public.heed_wakes',
        'public.next_tenants',
        'public.open_breaker',
        'public.park_tenants',
        'public.pick_queue_items',
        'public.promote_due_items',
        'public.refuse_queue_items',
        'public.set_lane_windows',
        'public.take_queue_items',
        'public.walk_ring',
        'public.turn_lanes',
        'public.wake_lanes',
        'public.wake_tenants'
      ]
    ),
    (
      'app_definer',
      'attempts of all tenants, for the worker, which reads no table',
      array[
        'public.accept_attempts',
        'public.adopt_ghosts',
        'public.assert_dial_settings',
        'public.beat_worker',
        'public.cleanup_orphaned_active_calls',
        'public.end_attempts',
        'public.expire_attempts',
        'public.fence_attempt',
        'public.fence_refusal',
        'public.finish_reconciliation',
        'public.get_worker_settings',
        'public.insert_dialed_calls',
        'public.note_listed_executions',
        'public.record_dial_answer',
        'public.release_queue_items',
        'public.start_reconciliations'
      ]
    ),
    (
      'app_definer',
      'events and calls of all tenants, for the worker, which reads no table',
      array[
        'public.apply_call_events',
        'public.apply_event_alone',
        'public.apply_events',
        'public.fold_call_events',
        'public.insert_inbound_calls',
        'public.list_calls_to_confirm',
        'public.lock_appliers',
        'public.lock_event_shares',
        'public.match_unknown_executions',
        'public.merge_folded_calls',
        'public.postpone_call_events',
        'public.price_confirmed_calls',
        'public.set_aside_foreign_events',
        'public.share_of_event',
        'public.store_call_event',
        'public.store_pulled_execution',
        'public.take_unapplied_events'
      ]
    ),
    (
      'app_definer',
      'campaigns of all tenants',
      array[
        'public.advance_campaigns',
        'public.cancel_campaign_items',
        'public.complete_campaigns'
      ]
    ),
    (
      'app_definer',
      'money is written in one place, by nobody who can log in',
      array[
        'public.add_credits',
        'public.write_credit_transactions'
      ]
    ),
    (
      'app_worker',
      'enqueues jobs, so it runs as the owner of their tables; only our functions may call it',
      array[
        'public.add_job'
      ]
    ),
    (
      'app_definer',
      'trigger: consequences reach rows and tables that the writer may not touch',
      array[
        'public.book_meetings_of_leads',
        'public.deliver_notifications',
        'public.publish_meetings',
        'public.refuse_illegal_meeting_step',
        'public.tell_calls',
        'public.tell_campaigns',
        'public.tell_low_credits',
        'public.announce_queue_items',
        'public.announce_ui_events',
        'public.cleanup_active_calls_on_status_change',
        'public.count_call_outcomes',
        'public.count_call_outcomes_on_delete',
        'public.count_call_outcomes_on_insert',
        'public.delete_campaigns_of_user',
        'public.forget_attempts',
        'public.open_account',
        'public.publish_call_changes',
        'public.publish_campaign_changes',
        'public.publish_new_calls',
        'public.publish_lines',
        'public.refuse_illegal_campaign_step',
        'public.refuse_ledger_change',
        'public.settle_credits',
        'public.settle_queue_items',
        'public.store_transcripts',
        'public.update_campaign_statistics',
        'public.update_campaign_statistics_on_delete',
        'public.update_campaign_statistics_on_insert',
        'public.wake_after_release'
      ]
    ),
    (
      'app_definer',
      'trigger: rollups are written by what they count, and by nobody else',
      array[
        'public.add_to_agent_analytics',
        'public.add_to_user_analytics',
        'public.batch_calculate_call_analytics',
        'public.calculate_daily_call_analytics',
        'public.lock_agent_days',
        'public.lock_rollups_before_delete',
        'public.note_changed_kpi',
        'public.note_deleted_kpi',
        'public.note_kpi_of_calls',
        'public.note_kpi_of_deleted_calls',
        'public.recompute_agent_daily_from_calls',
        'public.recompute_user_daily_from_agent',
        'public.refresh_user_kpi_summary',
        'public.refresh_user_kpi_summary_for_user',
        'public.restamp_after_zone_change',
        'public.restamp_calls',
        'public.restamp_leads',
        'public.roll_up_agent_days',
        'public.roll_up_agent_days_on_delete',
        'public.roll_up_agent_days_on_insert',
        'public.roll_up_calls',
        'public.roll_up_calls_on_delete',
        'public.roll_up_calls_on_insert',
        'public.roll_up_leads_on_delete',
        'public.roll_up_leads_on_insert',
        'public.scheduled_refresh_user_kpi_summary',
        'public.stamp_lead',
        'public.update_agent_scores_from_lead_analytics'
      ]
    ),
    (
      'app_definer',
      'schedule: throws away what has had its time, of all tenants',
      array[
        'public.cleanup_expired_dashboard_cache',
        'public.cleanup_expired_sessions',
        'public.cleanup_old_failure_logs',
        'public.cleanup_old_login_attempts',
        'public.purge_ui_events',
        'public.purge_webhook_events'
      ]
    ),
    (
      'app_definer',
      'no tenant may write leads, and the analysis is about all tenants; a person''s decision is about a lead of the session''s tenant',
      array[
        'api.list_leads',
        'api.move_lead',
        'api.override_lead',
        'api.withdraw_lead_override',
        'public.analyse_calls',
        'public.note_calls_to_analyse',
        'public.note_calls_to_analyse_on_insert',
        'public.publish_leads',
        'public.refuse_illegal_lead_step',
        'public.set_customer_reference',
        'public.write_leads'
      ]
    ),
    (
      'app_definer',
      'no tenant may write what is cached',
      array[
        'public.fill_dashboard_cache',
        'public.test_cache_invalidation',
        'public.update_dashboard_cache_from_agents',
        'public.update_dashboard_cache_from_agents_on_delete'
      ]
    ),
    (
      'app_definer',
      'accounts, jobs and settings are not one tenant''s; whoever looks at them or changes them is asked for the role first',
      array[
        'api.adjust_credits',
        'api.view_as',
        'api.check_consistency',
        'api.check_isolation',
        'api.get_tenant',
        'api.list_audit_entries',
        'api.list_failure_groups',
        'api.list_failures',
        'api.list_jobs',
        'api.list_settings',
        'api.list_stuck_emails',
        'api.resend_email',
        'api.list_tenants',
        'api.preview_lines_limit',
        'api.set_lines_limit',
        'api.set_setting',
        'api.set_tenant_active',
        'api.set_user_role',
        'public.announce_jobs',
        'public.find_tenant',
        'public.lock_user',
        'public.record_job_run',
        'public.require_admin',
        'public.require_another_super_admin',
        'public.require_super_admin',
        'public.restamp_after_default_zone_change',
        'public.write_audit'
      ]
    ),
    (
      'app_definer',
      'an analyst may read no table; each looks only for the login that asks',
      array[
        'analytics.granted_tenants',
        'analytics.personal_tenants',
        'analytics.sees_all_tenants'
      ]
    ),
    (
      'app_watchdog',
      'may end sessions and statements of analysts, and nothing else',
      array[
        'public.end_login_sessions',
        'public.end_long_analyst_queries'
      ]
    ),
    (
      'app_login_maker',
      'may make roles, and is nothing but these functions; each looks at the name first',
      array[
        'public.create_login',
        'public.drop_login',
        'public.set_login_password'
      ]
    ),
    (
      'app_definer',
      'nobody may see or write the grants of analysts, or make roles',
      array[
        'api.create_analyst',
        'api.list_analysts',
        'api.remove_analyst',
        'api.renew_analyst_password',
        'public.create_analyst',
        'public.remove_analyst',
        'public.require_analyst',
        'public.set_analyst_password'
      ]
    ),
    (
      'app_definer',
      'nobody may write accounts or sessions; the session that asks says whose they are',
      array[
        'api.begin_oauth_link',
        'api.change_password',
        'api.disconnect_identity',
        'api.finish_oauth_link',
        'api.revoke_other_sessions',
        'api.revoke_session',
        'api.end_view',
        'api.prove_password',
        'api.touch_session',
        'public.refuse_view_session',
        'public.require_proof',
        'public.end_sessions',
        'public.tell_identity_changed'
      ]
    ),
    (
      'app_definer',
      'what a person does has consequences in rows it may not write; the tenant is the session''s',
      array[
        'api.add_campaign_contacts',
        'api.cancel_campaign',
        'api.create_campaign',
        'api.launch_campaign',
        'api.pause_campaign',
        'api.request_direct_call',
        'api.resume_campaign',
        'public.lock_own_campaign',
        'public.refuse_direct_call',
        'public.set_campaign_status',
        'public.stop_failing_campaigns'
      ]
    ),
    (
      'app_definer',
      'reasons and steps come out of tables that the tenant may not read; each asks whose the row is',
      array[
        'api.explain_campaign_state',
        'api.list_call_steps',
        'public.campaign_dialing_reasons',
        'public.campaign_status_reasons'
      ]
    )
),
definers as (
  select r.owner, unnest(r.names) as function_name
  from reasons r
),
functions as (
  select distinct format('%I.%I', n.nspname, p.proname) as name, p.proowner::regrole::text as owner
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where p.prosecdef
    and n.nspname in ('public', 'api', 'analytics')
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
)
select f.name as object, 'runs as its owner and is not on the list' as finding
from functions f
where not exists (select from definers d where d.function_name = f.name)
union all
select f.name, format('belongs to %s instead of %s', f.owner, d.owner)
from functions f
join definers d on d.function_name = f.name
where f.owner <> d.owner
union all
select d.function_name, 'is on the list, but no function of that name runs as its owner'
from definers d
where not exists (select from functions f where f.name = d.function_name)
order by 1
