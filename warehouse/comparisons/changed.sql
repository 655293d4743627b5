-- Which claims appeared, vanished or changed speaker, and because of what?
with documents as (
    select coalesce(b.document_id, a.document_id) as document_id,
        case
            when b.document_id is null then 'new'
            when a.document_id is null then 'removed'
            when b.content_sha256 <> a.content_sha256 then 'changed'
            else 'pipeline'
        end as because
    from (select distinct document_id, content_sha256 from said_before) as b
    full join (select distinct document_id, content_sha256 from said_after) as a using (document_id)
),
before as (select * from said_before where content_text is not null),
after as (select * from said_after where content_text is not null),
-- The place of a content means the same only in the same text.
pairs as (
    select coalesce(b.document_id, a.document_id) as document_id,
        coalesce(b.source_uri, a.source_uri) as source_uri,
        coalesce(b.container_path, a.container_path) as container_path,
        case when b.document_id is null then 'appeared' when a.document_id is null then 'vanished' else 'speaker' end as change,
        coalesce(a.content_text, b.content_text) as content_text,
        b.speakers as speakers_before, a.speakers as speakers_after,
        b.source_text as source_before, a.source_text as source_after
    from before as b
    full join after as a
        on b.document_id = a.document_id and b.content_sha256 = a.content_sha256 and b.place = a.place and b.turn = a.turn
    where b.document_id is null or a.document_id is null or b.speakers <> a.speakers
)
select because, change, source_uri, container_path, content_text, speakers_before, speakers_after, source_before, source_after, document_id
from pairs
join documents using (document_id)
order by because = 'pipeline' desc, because, source_uri, container_path, change, content_text
