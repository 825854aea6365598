/** `wasPresent` in SQL, of what counts. */
const presentSql = (attendance: string) => `coalesce(${attendance}, 'ATTENDED') in ('ATTENDED', 'LATE')`;

/** `attendanceOfSeat` in SQL, of a row of assignment at the instant of one parameter. */
export const countedAttendanceSql = (seat: string, now: string) =>
  `case when ${seat}.next_attendance_at <= ${now}::timestamptz then ${seat}.next_attendance else ${seat}.attendance end`;

/** `isPresentAt` in SQL. */
export const seatPresentSql = (seat: string, now: string) => presentSql(countedAttendanceSql(seat, now));

/** The same of the candidate of a row `s` of session. */
export const candidatePresentSql = (now: string) =>
  presentSql(
    `case when s.next_candidate_attendance_at <= ${now}::timestamptz then s.next_candidate_attendance else s.candidate_attendance end`,
  );

/**
 * `sessionStatus` in SQL, for filters, on a row `s` of session at the instant of one parameter. A test compares the
 * two case by case.
 */
export const statusSql = (now: string) => `
  case
    when s.cancelled_at is not null then 'CANCELLED'
    when ${now}::timestamptz < s.starts_at then 'SCHEDULED'
    when ${now}::timestamptz < s.ends_at then 'IN_PROGRESS'
    when not ${candidatePresentSql(now)} or not exists (
      select 1 from assignment seat
      where seat.group_id = s.group_id and seat.session_id = s.id and seat.role <> 'SHADOW'
        and ${seatPresentSql('seat', now)}
    ) then 'NOT_HELD'
    when s.stays_released_at is not null or s.all_submitted_at <= ${now}::timestamptz
      or (s.first_submitted_at <= ${now}::timestamptz and s.feedback_due_at <= ${now}::timestamptz) then 'COMPLETED'
    else 'AWAITING_FEEDBACK'
  end`;

/** `feedbackReleasedAt` in SQL, on a row `s` of a session that took place; it may lie in the future. */
export const releasedAtSql = `
  coalesce(s.stays_released_at, case when s.first_submitted_at is not null then
    least(s.all_submitted_at, greatest(s.first_submitted_at, s.feedback_due_at))
  end)`;
