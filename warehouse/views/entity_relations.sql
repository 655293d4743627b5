-- Which entity acts for which other, and how many documents name it?
with placed as (
    select distinct document_id, stored_id, entity_id
    from links
)
select
    placed.entity_id,
    said.relation,
    coalesce(after.resolved_id, known_names.entity_id, before.resolved_id, said.other_id) as other_id,
    max(said.confidence) as confidence,
    count(distinct said.document_id) as documents
from stored.entity_relations as said
join placed on said.document_id = placed.document_id and said.entity_id = placed.stored_id
left join entity_redirects as before on said.other_id = before.entity_id
left join known_names on coalesce(before.resolved_id, said.other_id) = known_names.name_id and not known_names.is_weak
left join entity_redirects as after on known_names.entity_id = after.entity_id
group by all
