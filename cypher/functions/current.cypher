// current(link): of which no source says that it begins later, or that it ended. A date may be a year or a month: it is
// now if it may be. Most links have no dates, of which little is asked then.
((given.to IS NULL OR left(toString(date()), size(given.to)) <= given.to)
  AND (given.from IS NULL OR given.from <= toString(date())))
