-- Who is written about in a document without a word of theirs being reported in it?
with mentioned as (
    select document_id, local_entity_id, count(*) as mentions
    from local_entity_mentions
    group by all
),
heard as (
    select distinct document_id, local_entity_id
    from claim_speakers
),
heard_anywhere as (
    select distinct entity_id
    from heard
    join links using (document_id, local_entity_id)
)
select
    documents.published_at,
    documents.publisher,
    coalesce(links.name, local_entities.name) as name,
    local_entities.label,
    coalesce(mentioned.mentions, 0) as mentions,
    heard_anywhere.entity_id is not null as is_heard_elsewhere,
    documents.title,
    documents.source_uri,
    local_entities.document_id,
    links.entity_id
from local_entities
join documents using (document_id)
anti join heard using (document_id, local_entity_id)
left join mentioned using (document_id, local_entity_id)
left join links using (document_id, local_entity_id)
left join heard_anywhere on links.entity_id = heard_anywhere.entity_id
where local_entities.label in ('PERSON', 'ORG')
order by mentions desc, name, documents.published_at
