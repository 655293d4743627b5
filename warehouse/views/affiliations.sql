-- Who is said to hold which office or occupation, and where? The organisation or place is an entity too, where it is named.
with stated as (
    select distinct document_id, local_entity_id, name, role, affiliation, affiliation_start_char as start_char, affiliation_end_char as end_char
    from claim_speakers
    where role is not null
),
named as (
    select stated.document_id, stated.start_char, stated.end_char, any_value(links.entity_id) as affiliation_id, any_value(links.name) as name
    from stated
    join mentions using (document_id, start_char, end_char)
    join local_entity_mentions using (document_id, mention_id)
    join links on local_entity_mentions.document_id = links.document_id and local_entity_mentions.local_entity_id = links.local_entity_id
    group by stated.document_id, stated.start_char, stated.end_char
)
select
    coalesce(links.name, stated.name) as name,
    stated.role,
    stated.affiliation,
    named.name as affiliation_name,
    count(distinct stated.document_id) as documents,
    min(documents.published_at) as first_published_at,
    max(documents.published_at) as last_published_at,
    links.entity_id,
    named.affiliation_id
from stated
join documents using (document_id)
left join links using (document_id, local_entity_id)
left join named using (document_id, start_char, end_char)
group by coalesce(links.name, stated.name), stated.role, stated.affiliation, named.name, links.entity_id, named.affiliation_id
order by documents desc, name, stated.role
