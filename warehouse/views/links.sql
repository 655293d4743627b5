-- Which entity does each local entity mean, by its names, the knowledge base and what people decided?
with apart as (
    select entity_id, document_id, arg_max(other_id, row(decided_at, decision_id)) as decided_id
    from entity_decisions
    where kind = 'split' and document_id <> ''
    group by entity_id, document_id
),
aliased as (
    select other_id as name_id, arg_max(entity_id, row(decided_at, decision_id)) as decided_id, max(decided_at) as aliased_at
    from entity_decisions
    where kind = 'alias'
    group by other_id
),
-- An alias that was taken back later.
parted as (
    select entity_id as decided_id, other_id as entity_id, max(decided_at) as parted_at
    from entity_decisions
    where kind = 'split' and document_id = ''
    group by all
),
untied as (
    select distinct entity_id as known_id, other_id as entity_id, true as is_untied
    from entity_decisions
    where kind = 'split' and document_id = ''
),
renamed as (
    select entity_id, arg_max(name, row(decided_at, decision_id)) as name
    from entity_decisions
    where kind <> 'split'
    group by entity_id
),
decided as (
    select
        links.*,
        coalesce(apart.decided_id, entity_redirects.resolved_id, case when parted_at is null then aliased.decided_id end) as decided_id
    from stored.links
    left join apart using (entity_id, document_id)
    left join entity_redirects using (entity_id)
    left join aliased using (name_id)
    left join parted on links.entity_id = parted.entity_id and aliased.decided_id = parted.decided_id and parted_at > aliased_at
),
claimed as (
    select
        decided.*,
        coalesce(by_name.entity_id, by_id.entity_id) as known_id
    from decided
    left join known_names as by_name on decided.decided_id is null and decided.name_id = by_name.name_id and not by_name.is_weak
    left join known_names as by_id on coalesce(decided.decided_id, decided.entity_id) = by_id.name_id and not by_id.is_weak
),
-- A weak alias counts where the document has another name of the same entity.
supported as (
    select claimed.document_id, claimed.local_entity_id, any_value(known_names.entity_id) as known_id
    from claimed
    join known_names using (name_id)
    semi join claimed as sure on claimed.document_id = sure.document_id and known_names.entity_id = sure.known_id
    where known_names.is_weak and claimed.decided_id is null and claimed.known_id is null
    group by claimed.document_id, claimed.local_entity_id
    having count(distinct known_names.entity_id) = 1
),
placed as (
    select
        claimed.*,
        case when untied.is_untied is null then coalesce(claimed.known_id, supported.known_id) end as found_id,
        coalesce(found_id, claimed.decided_id, claimed.entity_id) as placed_id
    from claimed
    left join supported using (document_id, local_entity_id)
    left join untied on claimed.entity_id = untied.entity_id and coalesce(claimed.known_id, supported.known_id) = untied.known_id
)
select
    placed.document_id,
    placed.local_entity_id,
    coalesce(entity_redirects.resolved_id, placed.placed_id) as entity_id,
    coalesce(renamed.name, known_entities.name, placed.name) as name,
    case
        when placed.decided_id is not null or entity_redirects.resolved_id is not null then 'decision'
        when placed.found_id is not null then 'knowledge_base'
        else placed.method
    end as method,
    case
        when placed.decided_id is not null or entity_redirects.resolved_id is not null then 1.0
        when placed.found_id is not null then 0.95
        else placed.confidence
    end as confidence,
    placed.entity_id as stored_id,
    placed.name_id
from placed
left join entity_redirects on placed.placed_id = entity_redirects.entity_id
left join renamed on coalesce(entity_redirects.resolved_id, placed.placed_id) = renamed.entity_id
left join known_entities on coalesce(entity_redirects.resolved_id, placed.placed_id) = known_entities.entity_id
