-- Which people and organisations appear in the same documents, and in how many?
with present as (
    select distinct links.document_id, links.entity_id, entities.name, entities.label
    from links
    join entities using (entity_id)
    where entities.label in ('PERSON', 'ORG')
)
select
    one.name,
    one.label,
    other.name as other_name,
    other.label as other_label,
    count(*) as documents,
    min(documents.published_at) as first_published_at,
    max(documents.published_at) as last_published_at,
    one.entity_id,
    other.entity_id as other_id
from present as one
join present as other on one.document_id = other.document_id and one.entity_id < other.entity_id
join documents on one.document_id = documents.document_id
group by one.name, one.label, one.entity_id, other.name, other.label, other.entity_id
order by count(*) desc, one.name, other.name
