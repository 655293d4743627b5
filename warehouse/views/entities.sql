-- Which people, organisations and places are known across documents, under which names, and in how many documents?
select
    entity_id,
    mode(name order by name) as name,
    mode(label order by label) as label,
    list_sort(list_distinct(flatten(list(aliases)))) as aliases,
    max(description) as description,
    list_sort(list_distinct(flatten(list(external_ids)))) as external_ids,
    count(distinct document_id) as documents
from stored.entities
group by entity_id
