// What `current(link)` stands for in other texts: of whom no source says that it begins later, or that it ended. A date
// may be a year or a month: it is now if it may be.
(coalesce(link.from <= toString(date()), true) AND coalesce(left(toString(date()), size(link.to)) <= link.to, true))
