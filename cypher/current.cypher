// What `current(link)` stands for in other texts: of whom no source says that it begins later, or that it ended. A date
// may be a year or a month: it is now if it may be. Most links have no dates, of which little is asked then.
((link.to IS NULL OR left(toString(date()), size(link.to)) <= link.to)
  AND (link.from IS NULL OR link.from <= toString(date())))
