-- Which documents are there more than once?
select 'document ' || document_id as finding from documents group by document_id having count(*) > 1
