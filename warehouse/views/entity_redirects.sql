-- Which ids of entities mean another one, because people decided so?
with recursive decided as (
    select
        other_id as entity_id,
        arg_max(case kind when 'merge' then entity_id else other_id end, row(decided_at, decision_id)) as next_id
    from entity_decisions
    where kind in ('merge', 'split') and document_id = ''
    group by other_id
    having next_id <> other_id
),
followed as (
    select entity_id, next_id, 1 as steps
    from decided
    union
    select followed.entity_id, decided.next_id, followed.steps + 1
    from followed
    join decided on followed.next_id = decided.entity_id
    -- Two people who merge at the same moment could make a circle.
    where decided.next_id <> followed.next_id and followed.steps < 50
)
select entity_id, arg_max(next_id, steps) as resolved_id
from followed
group by entity_id
