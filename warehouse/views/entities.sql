-- Which people, organisations and places are known across documents, under which names, and in how many documents?
with placed as (
    select distinct document_id, stored_id, entity_id, name
    from links
),
gathered as (
    select
        placed.entity_id,
        mode(placed.name order by placed.name) as name,
        mode(stored.entities.label order by stored.entities.label) as label,
        flatten(list(list_append(stored.entities.aliases, stored.entities.name))) as forms,
        max(stored.entities.description) as description,
        flatten(list(stored.entities.external_ids)) as external_ids,
        count(distinct placed.document_id) as documents
    from placed
    join stored.entities on placed.document_id = stored.entities.document_id and placed.stored_id = stored.entities.entity_id
    group by placed.entity_id
),
given as (
    select coalesce(entity_redirects.resolved_id, entity_decisions.entity_id) as entity_id, list(other_name) as forms
    from entity_decisions
    left join entity_redirects using (entity_id)
    where kind = 'alias'
    group by all
)
select
    gathered.entity_id,
    gathered.name,
    coalesce(known_entities.label, gathered.label) as label,
    list_sort(list_distinct(list_filter(
        gathered.forms || coalesce(known_entities.aliases, []) || coalesce(given.forms, []), lambda form: form <> gathered.name
    ))) as aliases,
    coalesce(known_entities.description, gathered.description) as description,
    list_sort(list_distinct(gathered.external_ids || coalesce(known_entities.external_ids, []))) as external_ids,
    gathered.documents
from gathered
left join known_entities using (entity_id)
left join given using (entity_id)
