-- Everything that a write to user_sessions sets off.
create or replace trigger update_session_last_used
  before update on public.user_sessions
  for each row execute function public.update_session_last_used();
comment on trigger update_session_last_used on public.user_sessions is 'A session that changes has been used.';
