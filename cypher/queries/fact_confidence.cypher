// A relationship is stated by what it starts at: a priority draws on a technology, a cluster is a member. Regions state
// nothing: who names one does not say what it takes part in.
WITH [fact IN facts | fact.confidence]
  + [fact IN facts WHERE NOT 'Region' IN labels(startNode(fact)) | startNode(fact).confidence] AS trusted
RETURN head([each IN ['GENERAL_KNOWLEDGE', 'INFERRED', 'READ'] WHERE each IN trusted]) AS confidence
