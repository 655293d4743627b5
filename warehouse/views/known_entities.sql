-- Who and what is in the knowledge base, as it was last read?
select
    entity_id,
    name,
    label,
    aliases,
    weak_aliases,
    description,
    external_ids,
    place
from stored.known_entities
where batch_id = (select batch_id from commits where kind = 'knowledge' order by version desc limit 1)
