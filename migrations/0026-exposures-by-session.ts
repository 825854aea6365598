import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A question that a member opens for several sessions has a row for each, and a set knows the topics that were asked for. */
export class ExposuresBySession0000000000026 implements MigrationInterface {
  name = 'ExposuresBySession0000000000026';

  async up(runner: QueryRunner): Promise<void> {
    // The constraint keeps its name, which processes of the version before use during a rolling restart.
    await runner.query(`
      alter table question_exposure
        drop constraint question_exposure_kind_key,
        add constraint question_exposure_kind_key
          unique nulls not distinct (group_id, member_id, question_id, kind, session_id);

      alter table question_set add column topic_keys text[];
    `);
  }

  /** Only the first row of a question that was opened for several sessions stays. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table question_set drop column topic_keys;

      delete from question_exposure later using question_exposure first
        where later.group_id = first.group_id and later.member_id = first.member_id
          and later.question_id = first.question_id and later.kind = first.kind and (later.at, later.id) > (first.at, first.id);
      alter table question_exposure
        drop constraint question_exposure_kind_key,
        add constraint question_exposure_kind_key unique (group_id, member_id, question_id, kind);
    `);
  }
}
