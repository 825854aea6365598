/** `wasPresent` in SQL, of a column. */
export const presentSql = (attendance: string) => `coalesce(${attendance}, 'ATTENDED') in ('ATTENDED', 'LATE')`;

/**
 * `sessionStatus` in SQL, for filters, on a row `s` of session at the instant of one parameter. A test compares the
 * two case by case.
 */
export const statusSql = (now: string) => `
  case
    when s.cancelled_at is not null then 'CANCELLED'
    when ${now}::timestamptz < s.starts_at then 'SCHEDULED'
    when ${now}::timestamptz < s.ends_at then 'IN_PROGRESS'
    when not ${presentSql('s.candidate_attendance')} or not exists (
      select 1 from assignment seat
      where seat.group_id = s.group_id and seat.session_id = s.id and seat.role <> 'SHADOW'
        and ${presentSql('seat.attendance')}
    ) then 'NOT_HELD'
    when s.all_submitted_at <= ${now}::timestamptz
      or (s.first_submitted_at <= ${now}::timestamptz and s.feedback_due_at <= ${now}::timestamptz) then 'COMPLETED'
    else 'AWAITING_FEEDBACK'
  end`;

/** `feedbackReleasedAt` in SQL, on a row `s` of a session that took place; it may lie in the future. */
export const releasedAtSql = `
  case when s.first_submitted_at is not null then
    least(s.all_submitted_at, greatest(s.first_submitted_at, s.feedback_due_at))
  end`;
