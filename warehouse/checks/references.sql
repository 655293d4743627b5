-- Which rows speak of another row of their document that is not there?
select 'claim_spans of claim ' || claim_id as finding from claim_spans anti join claims using (document_id, claim_id)
union all select 'claim_speakers of claim ' || claim_id from claim_speakers anti join claims using (document_id, claim_id)
union all select 'claim_speakers as local entity ' || local_entity_id from claim_speakers anti join local_entities using (document_id, local_entity_id)
union all select 'local_entity_mentions of mention ' || mention_id from local_entity_mentions anti join mentions using (document_id, mention_id)
union all select 'local_entity_mentions of local entity ' || local_entity_id from local_entity_mentions anti join local_entities using (document_id, local_entity_id)
union all select 'links of local entity ' || local_entity_id from links anti join local_entities using (document_id, local_entity_id)
union all select 'tokens of segment ' || segment_id from tokens anti join segments using (document_id, segment_id)
