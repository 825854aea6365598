import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session knows when all of its scorecards say NO_DECISION. It does not count for its round then. */
export class UndecidedSessions0000000000027 implements MigrationInterface {
  name = 'UndecidedSessions0000000000027';

  async up(runner: QueryRunner): Promise<void> {
    // The cards of interviewers who count as present, by what was stated last; shadows grade for themselves.
    await runner.query(`
      alter table session add column undecided boolean not null default false;

      update session s set undecided = true from (
        select card.group_id, card.session_id, bool_and(version.recommendation = 'NO_DECISION') as undecided
          from scorecard card
            join assignment seat on seat.group_id = card.group_id and seat.session_id = card.session_id
              and seat.member_id = card.author_id
            cross join lateral (
              select recommendation from scorecard_version newest
                where newest.group_id = card.group_id and newest.scorecard_id = card.id
                order by number desc limit 1
            ) version
          where seat.role <> 'SHADOW'
            and coalesce(case when seat.next_attendance_at is null then seat.attendance else seat.next_attendance end, 'ATTENDED')
              not in ('NO_SHOW', 'EXCUSED')
          group by card.group_id, card.session_id
      ) verdicts
        where verdicts.group_id = s.group_id and verdicts.session_id = s.id and verdicts.undecided
          and not exists (
            select 1 from assignment seat
              where seat.group_id = s.group_id and seat.session_id = s.id and seat.role <> 'SHADOW'
                and seat.card_waived_at is null
                and coalesce(case when seat.next_attendance_at is null then seat.attendance else seat.next_attendance end, 'ATTENDED')
                  not in ('NO_SHOW', 'EXCUSED')
                and not exists (
                  select 1 from scorecard card
                    join scorecard_version version on version.group_id = card.group_id and version.scorecard_id = card.id
                    where card.group_id = s.group_id and card.session_id = s.id and card.author_id = seat.member_id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session drop column undecided');
  }
}
