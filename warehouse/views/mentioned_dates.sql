-- Which days, months and years does each document speak of, from which day to which? Only those whose meaning can be told.
with told as (
    select * replace (try_cast(last_day as date) as last_day), try_cast(value as date) as first_day
    from mentions
    where label = 'DATE'
)
select
    told.first_day,
    told.last_day,
    told.grain,
    told.text,
    told.anchor,
    documents.published_at,
    documents.publisher,
    documents.title,
    documents.source_uri,
    told.start_char,
    told.end_char,
    told.document_id
from told
join documents using (document_id)
where told.first_day is not null
order by told.first_day, told.last_day, told.document_id, told.start_char
