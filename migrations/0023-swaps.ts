import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seats that are offered for another seat, or for cover. */
export class Swaps0000000000023 implements MigrationInterface {
  name = 'Swaps0000000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table swap_proposal (
        group_id uuid not null,
        id uuid not null,
        give_id uuid not null,
        give_session_id uuid not null,
        give_role text not null,
        give_starts_at timestamptz not null,
        take_id uuid,
        take_session_id uuid,
        take_role text,
        take_starts_at timestamptz,
        proposed_by_id uuid not null,
        proposed_at timestamptz not null,
        asked_of_id uuid,
        answered_by_id uuid,
        answered_at timestamptz,
        reason text not null,
        status text not null,
        constraint swap_proposal_pkey primary key (group_id, id),
        constraint swap_proposal_status_check check (status in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
        constraint swap_proposal_take_check
          check (num_nulls(take_id, take_session_id, take_role, take_starts_at) in (0, 4)),
        constraint swap_proposal_answer_check check (num_nulls(answered_by_id, answered_at) in (0, 2))
      );
      create index swap_proposal_give_idx on swap_proposal (group_id, give_id);
      alter table swap_proposal
        add constraint swap_proposal_give_session_fkey
          foreign key (group_id, give_session_id) references session (group_id, id),
        add constraint swap_proposal_take_session_fkey
          foreign key (group_id, take_session_id) references session (group_id, id),
        add constraint swap_proposal_proposed_by_fkey foreign key (group_id, proposed_by_id) references member (group_id, id),
        add constraint swap_proposal_asked_of_fkey foreign key (group_id, asked_of_id) references member (group_id, id),
        add constraint swap_proposal_answered_by_fkey foreign key (group_id, answered_by_id) references member (group_id, id);
    `);
    for (const [event, rows] of Object.entries({ insert: 'new', update: 'new', delete: 'old' }))
      await runner.query(`
        create trigger note_${event} after ${event} on swap_proposal referencing ${rows} table as changed
          for each statement execute function note_change('scheduling');`);
    await runner.query(
      `create trigger note_truncate after truncate on swap_proposal for each statement execute function note_truncate();`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table swap_proposal;');
  }
}
