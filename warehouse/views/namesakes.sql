-- Who may be two people of one name, as documents tell of a woman and of a man? `onrecord entities split` tells them apart.
select
    links.name,
    count(distinct links.document_id) filter (where local_entities.gender = 'female') as female_documents,
    count(distinct links.document_id) filter (where local_entities.gender = 'male') as male_documents,
    links.entity_id
from links
join local_entities using (document_id, local_entity_id)
where local_entities.label = 'PERSON'
group by links.entity_id, links.name
having female_documents > 0 and male_documents > 0
order by least(female_documents, male_documents) desc, links.name, links.entity_id
