-- Which days, months and years does each document speak of, from which day to which? Only those whose meaning can be told.
with told as (
    select *, try_cast(value as date) as first_day
    from mentions
    where label = 'DATE'
)
select
    told.first_day,
    case told.grain
        when 'day' then told.first_day
        when 'week' then told.first_day + 6
        when 'month' then last_day(told.first_day)
        when 'quarter' then (told.first_day + interval 3 month - interval 1 day)::date
        when 'year' then (told.first_day + interval 1 year - interval 1 day)::date
        when 'decade' then (told.first_day + interval 10 year - interval 1 day)::date
    end as last_day,
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
order by told.first_day, last_day, told.document_id, told.start_char
