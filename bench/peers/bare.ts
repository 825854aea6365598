import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import { parseId } from '../../src/common/ids.js';

/**
 * The least code that can answer the query `Tree`: a Fastify handler with one SQL statement on the same tables. The statement
 * authenticates, leaves out what the viewer may not read, and builds the JSON. This peer answers no other query.
 */
const TREE = `
  with me as (
    select m.group_id, m.id from sign_in si join member m on m.person_id = si.person_id
    where si.token_hash = $1 and si.expires_at > now() and m.left_at is null
  )
  select json_build_object('plan', json_build_object('candidates', (
    select json_agg(json_build_object('id', c.id,
      'member', (select json_build_object('id', m.id, 'person', json_build_object('displayName', p.display_name))
        from member m join person p on p.id = m.person_id where m.group_id = c.group_id and m.id = c.member_id),
      'loop', (
        select json_agg(json_build_object('id', l.id, 'windowStart', l.window_start, 'windowEnd', l.window_end,
          'round', json_build_object('id', r.id, 'title', r.title),
          'sessions', coalesce((
            select json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
              'status', case when s.cancelled_at is not null then 'CANCELLED' when now() < s.starts_at then 'SCHEDULED'
                when now() < s.ends_at then 'IN_PROGRESS' when s.all_submitted_at <= now() then 'COMPLETED' else 'AWAITING_FEEDBACK' end,
              'panel', (
                select json_agg(json_build_object('role', a.role, 'member', json_build_object('id', m.id, 'person',
                  json_build_object('displayName', p.display_name))) order by a.role desc)
                from assignment a join member m on m.group_id = a.group_id and m.id = a.member_id
                  join person p on p.id = m.person_id where a.group_id = s.group_id and a.session_id = s.id),
              'scorecards', coalesce((
                select json_agg(json_build_object('id', k.id, 'recommendation', v.recommendation, 'author', json_build_object('id', k.author_id),
                  'ratings', (
                    select json_agg(json_build_object('level', x.level, 'criterion', json_build_object('key', x.criterion_key,
                      'title', (select e ->> 'title' from jsonb_array_elements(r.criteria) e where e ->> 'key' = x.criterion_key))))
                    from rating x where x.group_id = v.group_id and x.version_id = v.id)))
                from scorecard k join lateral (
                    select * from scorecard_version v where v.group_id = k.group_id and v.scorecard_id = k.id order by number desc limit 1
                  ) v on true
                where k.group_id = s.group_id and k.session_id = s.id and (k.author_id = me.id or (
                  s.all_submitted_at <= now() and (c.member_id = me.id or exists (
                    select 1 from scorecard own where own.group_id = s.group_id and own.session_id = s.id and own.author_id = me.id
                  ))))), '[]')
            ) order by s.starts_at) from session s where s.group_id = l.group_id and s.loop_round_id = l.id), '[]')
        ) order by r.position) from loop_round l join round r on r.group_id = l.group_id and r.id = l.round_id
        where l.group_id = c.group_id and l.candidate_id = c.id)
    ) order by c.enrolled_at) from candidate c where c.group_id = me.group_id and c.plan_id = plan.id and c.withdrawn_at is null
  )))::text as answer from me join plan on plan.group_id = me.group_id and plan.group_id = $2 and plan.id = $3`;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();
app.post('/graphql', async (request, reply) => {
  const { id } = (request.body as { variables: { id: string } }).variables;
  const plan = parseId('PrepPlan', id)!;
  const token = request.headers.authorization!.slice('Bearer '.length);
  const values = [createHash('sha256').update(token).digest(), plan.groupId, plan.id];
  const { rows } = await pool.query<{ answer: string }>({ name: 'tree', text: TREE, values });
  return reply.type('application/json').send(`{"data":${rows[0]!.answer}}`);
});
console.log(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}`);
