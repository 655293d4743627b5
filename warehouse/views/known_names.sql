-- What do the names in the knowledge base hash to, as it was last read?
select
    name_id,
    entity_id,
    is_weak
from stored.known_names
where batch_id = (select batch_id from commits where kind = 'knowledge' order by version desc limit 1)
